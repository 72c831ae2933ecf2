"""Picture chunks: a run of pictures becomes a packet file that joins any other of its kind without re-encoding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import av

from posthouse.errors import JobFailed
from posthouse.media.dnx import with_color_volume
from posthouse.media.encoders import merged_options, open_encoder
from posthouse.media.frames import FramePool, raw_pixel_format
from posthouse.media.nal import NAL_ENCODERS, boxed_extradata, length_prefixed
from posthouse.media.packets import PacketFile, PacketWriter, StreamFacts
from posthouse.media.scan import FieldFlags
from posthouse.media.witness import Witness
from posthouse.signal import Picture, PictureLight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from av.video.codeccontext import VideoCodecContext

    from posthouse.media.encoding import PictureEncoding


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkReport:
    """What a chunk holds; ``psnr_db`` is what decoding it gave against the pictures that went in (inf: the same)."""

    frames: int
    payload_bytes: int
    payload_digest: str
    psnr_db: float


LightMeter = Callable[[Picture], PictureLight]
"""Measures the light of a picture."""


def encode_chunk(
    pictures: Iterable[Picture],
    encoding: PictureEncoding,
    out: Path,
    *,
    pool: FramePool | None = None,
    meter: LightMeter | None = None,
) -> ChunkReport:
    """Encode pictures to the packet file ``out``, decode it again and compare.

    Args:
        pictures: at least one; of ``encoding.format``. Those from ``pool`` reach the encoder without being copied.
        encoding: how. Chunks of one encoding join in any order.
        out: where; overwritten.
        pool: the frames the pictures were painted into.
        meter: measures the light of each picture; the chunk's is kept in its facts.

    Raises:
        ProductionError: the encoder does not exist or refuses its settings.
        JobFailed: there was no picture, or decoding did not give the pictures back.
    """
    frames = pool or FramePool(encoding.format)
    context = open_encoder(encoding)
    flags = FieldFlags(encoding)
    witness, light = Witness(is_exact=encoding.is_lossless), _MeteredLight(meter)
    try:
        with PacketWriter(out) as writer:
            packets = _encoded(light.metered(pictures), context, frames, witness, flags)
            reorder_frames = max(context.reorder_depth, _written(packets, writer, encoding))
            if not witness.pictures:
                raise JobFailed("a chunk needs at least one picture")
            facts = _stream_facts(context, encoding)
            written = writer.finish(facts, reorder_frames=reorder_frames, light=light.found)
    except av.FFmpegError as error:
        raise JobFailed(f"{encoding.encoder} failed at picture {witness.pictures}: {error}") from error
    psnr_db = witness.compare(PacketFile(out), floor_db=encoding.psnr_floor_db)
    return ChunkReport(
        frames=written.packets,
        payload_bytes=written.payload_bytes,
        payload_digest=written.payload_digest,
        psnr_db=psnr_db,
    )


class _MeteredLight:
    """Passes pictures on and keeps how bright they were; ``found`` is None without a meter."""

    def __init__(self, meter: LightMeter | None) -> None:
        self._meter = meter
        self.found: PictureLight | None = None

    def metered(self, pictures: Iterable[Picture]) -> Iterable[Picture]:
        return pictures if self._meter is None else self._each(pictures, self._meter)

    def _each(self, pictures: Iterable[Picture], meter: LightMeter) -> Iterator[Picture]:
        for picture in pictures:
            light = meter(picture)
            self.found = light if self.found is None else self.found.joined(light)
            yield picture


def _encoded(
    pictures: Iterable[Picture], context: VideoCodecContext, frames: FramePool, witness: Witness, flags: FieldFlags
) -> Iterator[av.Packet[av.VideoStream]]:
    for index, picture in enumerate(pictures):
        frame = frames.frame_of(picture)
        frame.pts, frame.pict_type = index, av.video.frame.PictureType.NONE
        frame = flags.flagged(frame)
        tag_frame(frame, context)
        witness.see(picture)
        yield from context.encode(frame)
    yield from context.encode(None)


def _written(packets: Iterator[av.Packet[av.VideoStream]], writer: PacketWriter, encoding: PictureEncoding) -> int:
    """Write the packets of a chunk; return by how many places the latest picture comes after its turn.

    An encoder's own decoding times are not asked: libx265 leaves them unset where pictures are few.
    """
    reorder_frames = 0
    for place, packet in enumerate(packets):
        frame = _frame_of(packet)
        writer.write(_boxed(packet, encoding), pts=frame, duration=1, is_key=packet.is_keyframe)
        reorder_frames = max(reorder_frames, place - frame)
    return reorder_frames


def tag_frame(frame: av.VideoFrame, context: VideoCodecContext) -> None:
    """Give a frame its stream's color tags: ProRes writes those of the frame into its header."""
    frame.color_range, frame.colorspace = context.color_range, context.colorspace
    frame.color_primaries, frame.color_trc = context.color_primaries, context.color_trc


def stream_facts(encoding: PictureEncoding) -> StreamFacts:
    """Return what every chunk of an encoding will say of its stream, before there is one."""
    return _stream_facts(open_encoder(encoding), encoding)


def _boxed(packet: av.Packet[av.VideoStream], encoding: PictureEncoding) -> bytes | memoryview:
    if encoding.encoder in NAL_ENCODERS:
        return length_prefixed(bytes(packet))
    if encoding.encoder == "dnxhd":
        return with_color_volume(memoryview(packet), encoding.format.matrix)
    return memoryview(packet)


def _frame_of(packet: av.Packet[av.VideoStream]) -> int:
    if packet.pts is None:
        raise JobFailed("the encoder gave a packet without a time")
    return packet.pts


def _stream_facts(context: VideoCodecContext, encoding: PictureEncoding) -> StreamFacts:
    extradata = context.extradata or b""
    if encoding.encoder in NAL_ENCODERS:
        extradata = boxed_extradata(encoding.encoder, extradata, encoding.format.width, encoding.format.height)
    return StreamFacts(
        kind="picture",
        encoder=encoding.encoder,
        ticks_per_second=encoding.rate.fraction,
        extradata=extradata,
        codec_tag=context.codec_tag.strip("\0"),
        width=encoding.format.width,
        height=encoding.format.height,
        pixel_format=raw_pixel_format(encoding.format),
        sample_aspect=encoding.sample_aspect,
        options=tuple(sorted(merged_options(encoding).items())),
    )
