"""The facts of one stream, from its headers, its index and its first decoded frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.media.display import content_light_of, mastering_of, rotation_of
from posthouse.media.facts import FIELD_ORDERS, FieldOrder, OpenAs, PictureFacts, SoundFacts
from posthouse.media.layouts import Layout, layout_of
from posthouse.media.rates import measured_rate
from posthouse.media.tags import CodedTags, ColorTags, aspect, read_tags
from posthouse.signal import Chroma, PictureFormat

if TYPE_CHECKING:
    from fractions import Fraction

    from av.audio.stream import AudioStream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from posthouse.media.collect import Collected
    from posthouse.media.index import PictureIndex
    from posthouse.media.sound_index import IndexedSound

_SAMPLE_BITS = {"u8": 8, "s16": 16, "s32": 24, "flt": 32, "dbl": 64}
"""By FFmpeg's decoded sample format; FLAC and its kin give 24 bits in 32."""
_LOSSLESS = {"flac", "alac", "wavpack", "tta", "mlp", "truehd"}


def picture_facts(
    stream: VideoStream, index: PictureIndex, frame: VideoFrame, open_as: OpenAs | None
) -> tuple[PictureFacts, tuple[str, ...]]:
    """Return a picture stream's facts and what a person should be told about them."""
    picture_format, tags = _format(stream, frame)
    rate, is_vfr = _rate(stream, index, open_as)
    rotation_degrees, is_mirrored = rotation_of(frame)
    facts = PictureFacts(
        stream=stream.index,
        codec=stream.codec_context.codec.canonical_name,
        profile=stream.profile or "",
        codec_tag=_tag(stream.codec_context.codec_tag),
        pixel_format=frame.format.name,
        coded_width=stream.codec_context.coded_width or frame.width,
        coded_height=stream.codec_context.coded_height or frame.height,
        format=picture_format,
        guessed=tags.guessed,
        sample_aspect=aspect(stream.sample_aspect_ratio),
        rate=rate,
        is_vfr=is_vfr,
        frame_count=index.picture_count,
        start_s=index.start_s(),
        duration_s=index.duration_s() if is_vfr else index.picture_count / rate,
        rotation_degrees=rotation_degrees,
        is_mirrored=is_mirrored,
        field_order=_field_order(stream, frame),
        mastering=mastering_of(frame),
        content_light=content_light_of(frame),
        language=_language(stream.metadata),
    )
    return facts, tags.warnings


def sound_facts(stream: AudioStream, sound: IndexedSound, packets: Collected) -> SoundFacts:
    """Return a sound stream's facts."""
    context = stream.codec_context
    codec = context.codec.canonical_name
    sample_format = sound.first.format.name.removesuffix("p")
    is_lossless = codec.startswith("pcm_") or codec in _LOSSLESS
    return SoundFacts(
        stream=stream.index,
        codec=codec,
        profile=stream.profile or "",
        sample_rate=sound.first.sample_rate,
        channels=sound.first.layout.nb_channels,
        layout=sound.first.layout.name,
        bits=(_pcm_bits(codec) or _SAMPLE_BITS.get(sample_format, 0)) if is_lossless else 0,
        is_float=is_lossless and sample_format in {"flt", "dbl"},
        start_s=sound.start_s,
        duration_samples=sound.index.duration_samples,
        priming_samples=packets.skipped_samples.get(0, (0, 0))[0],
        language=_language(stream.metadata),
    )


def _rate(stream: VideoStream, index: PictureIndex, open_as: OpenAs | None) -> tuple[Fraction, bool]:
    """Return the pictures a second, and whether their rate varies."""
    hints = (open_as.rate if open_as else None, stream.base_rate, stream.average_rate, stream.guessed_rate)
    return measured_rate(index.shown_ticks[:-1], index.tick_base, hints)


def _format(stream: VideoStream, frame: VideoFrame) -> tuple[PictureFormat, ColorTags]:
    layout = layout_of(frame.format.name)
    tags = read_tags(_coded_tags(stream, frame, layout))
    form = PictureFormat(
        width=frame.width,
        height=frame.height,
        bit_depth=layout.bit_depth,
        family=layout.family,
        chroma=layout.chroma,
        has_alpha=layout.has_alpha,
        siting=tags.siting,
        range=tags.range,
        matrix=tags.matrix,
        primaries=tags.primaries,
        transfer=tags.transfer,
    )
    return form, tags


def _coded_tags(stream: VideoStream, frame: VideoFrame, layout: Layout) -> CodedTags:
    """Return what a frame says of its color, and where it says nothing, its stream."""
    context = stream.codec_context
    return CodedTags(
        matrix=_known(frame.colorspace, context.colorspace),
        range=_known(frame.color_range, context.color_range, unknown=0),
        primaries=_known(frame.color_primaries, context.color_primaries),
        transfer=_known(frame.color_trc, context.color_trc),
        family=layout.family,
        height=frame.height,
        codec=context.codec.canonical_name,
        is_subsampled=layout.chroma is not Chroma.C444,
        is_full_by_name="yuvj" in frame.format.name,
        is_xyz=frame.format.name.startswith("xyz"),
    )


def _known(in_frame: int, in_header: int, unknown: int = 2) -> int:
    return int(in_frame) if int(in_frame) != unknown else int(in_header)


def _field_order(stream: VideoStream, frame: VideoFrame) -> FieldOrder:
    told = FIELD_ORDERS.get(stream.codec_context.field_order)
    if told is not None and (told is not FieldOrder.PROGRESSIVE or not frame.interlaced_frame):
        return told
    return FieldOrder.UNKNOWN if frame.interlaced_frame else FieldOrder.PROGRESSIVE


def _pcm_bits(codec: str) -> int:
    digits = "".join(c for c in codec.removeprefix("pcm_").split("_")[0] if c.isdigit())
    return int(digits) if codec.startswith("pcm_") and digits else 0


def _language(metadata: dict[str, str]) -> str:
    told = metadata.get("language", "")
    return "" if told == "und" else told


def _tag(tag: str) -> str:
    return "".join(c for c in tag if c.isprintable()).strip()
