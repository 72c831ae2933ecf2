"""HDR metadata of a movie: said from what its chunks measured, and found again in the finished file."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

import av

from posthouse.errors import DeliveryError
from posthouse.media.display import content_light_of, mastering_of
from posthouse.media.facts import ContentLight, MasteringDisplay
from posthouse.media.hdr import LUMINANCE_UNITS_PER_NIT, HdrMetadata
from posthouse.media.nal import without_unit
from posthouse.media.packets import PacketLabel
from posthouse.signal import PictureLight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from av.video.codeccontext import VideoCodecContext

    from posthouse.delivery.presets import Movie

_MOST_NITS = 10_000


def hdr_of(movie: Movie, chunks: Sequence[Path]) -> HdrMetadata | None:
    """Return what a movie of these chunks says of its mastering display and its light; None where it says nothing.

    Raises:
        DeliveryError: light is to be said and a chunk was not measured.
    """
    light = _content_light(chunks) if movie.is_metered else None
    if light is None and movie.mastering is None:
        return None
    return HdrMetadata(mastering=movie.mastering, content_light=light)


def _content_light(chunks: Sequence[Path]) -> ContentLight:
    """Return the content light of all chunks, in the nearest whole nits; at least 1, for 0 means unknown."""
    lights = [PacketLabel.read(chunk).payload.light for chunk in chunks]
    measured = [light for light in lights if light is not None]
    if not measured or len(measured) < len(lights):
        raise DeliveryError("the light of its pictures was not measured", hint="build it again")
    whole = functools.reduce(PictureLight.joined, measured)
    return ContentLight(
        maximum_nits=_nearest_nits(whole.brightest_pixel_units),
        maximum_frame_average_nits=_nearest_nits(whole.mean_units),
    )


def _nearest_nits(units: int) -> int:
    nits = (2 * units + LUMINANCE_UNITS_PER_NIT) // (2 * LUMINANCE_UNITS_PER_NIT)
    return max(1, min(nits, _MOST_NITS))


def hdr_in_container(path: Path, sei: bytes) -> HdrMetadata:
    """Return what the container says, as FFmpeg reads it: the first picture is decoded without its own ``sei`` unit."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        for packet in container.demux(stream):
            payload = bytes(packet)
            bare = (without_unit(payload, sei) or payload) if sei and packet.is_keyframe else payload
            for frame in context.decode(av.Packet(bare) if bare else None):
                return HdrMetadata(mastering=mastering_of(frame), content_light=content_light_of(frame))
    return HdrMetadata()


def hdr_in_stream(path: Path) -> HdrMetadata:
    """Return what the stream's own first picture says, decoded by a decoder that knows nothing of the container."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = cast("VideoCodecContext", av.CodecContext.create(stream.codec_context.codec.canonical_name, "r"))
        context.extradata = stream.codec_context.extradata
        for packet in container.demux(stream):
            for frame in context.decode(av.Packet(bytes(packet)) if packet.size else None):
                return HdrMetadata(mastering=mastering_of(frame), content_light=content_light_of(frame))
    return HdrMetadata()


def nits_beyond_display(hdr: HdrMetadata) -> float:
    """Return by how much the brightest pixel passes the peak of the display it was graded on; 0 where it does not."""
    if hdr.mastering is None or hdr.content_light is None or hdr.mastering.maximum_nits is None:
        return 0.0
    beyond = hdr.content_light.maximum_nits - hdr.mastering.maximum_nits
    return max(0.0, float(beyond))


def spelled_mastering(display: MasteringDisplay | None) -> str:
    """Return a mastering display as a report says it: red, green, blue and white, then luminance."""
    if display is None:
        return "none"
    points = (display.red, display.green, display.blue, display.white)
    places = " ".join("?" if point is None else f"{float(point[0]):.4f},{float(point[1]):.4f}" for point in points)
    low, high = display.minimum_nits, display.maximum_nits
    return f"{places} {float(low or 0):g}..{float(high or 0):g} nits"


def spelled_light(light: ContentLight | None) -> str:
    """Return content light as a report says it."""
    if light is None:
        return "none"
    return f"MaxCLL {light.maximum_nits} MaxFALL {light.maximum_frame_average_nits}"
