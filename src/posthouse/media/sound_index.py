"""Where every packet's sound lies, to the sample.

Time stamps are believed where they run on without a step (``_from_stamps``). Else the stream is decoded once and its
samples counted (``_measured``): phones stamp sound by a clock that wobbles, Matroska rounds to milliseconds, and an Ogg
page has one stamp for many packets. Sound is then laid end to end; only a real gap (25 ms) is kept, and the whole is
placed by the median of its stamps, so that one odd stamp moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av.error
import numpy as np

from posthouse.errors import MediaError
from posthouse.media.border import media_errors, open_container
from posthouse.media.demux import StreamPackets
from posthouse.media.index import NO_TIME, SoundIndex
from posthouse.media.indexing import packet_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.packet import Packet

    from posthouse.media.collect import Collected
    from posthouse.media.index import Int64s, PacketTable

PREROLL_PACKETS = {"flac": 0, "alac": 0, "wavpack": 0, "tta": 0, "aac": 8, "mp3": 16, "mp2": 2, "opus": 12, "ac3": 4}
"""Packets until a decoder's state is its own again: overlap, bit reservoir, band replication, Opus' 80 ms."""
_PREROLL_OTHERS = 8
_GAP_S = Fraction(1, 40)
"""A time stamp that steps this far past the samples counted is a real gap; less is a stamp that wobbles or drifts."""
_TAIL_PACKETS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedSound:
    """A sound stream's index, when its first sample is heard in the file's time, and its first frame."""

    index: SoundIndex
    start_s: Fraction
    first: AudioFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stream:
    path: Path
    number: int
    codec: str
    table: PacketTable
    durations: Int64s
    frame_samples: int
    """Samples in every packet of a codec whose packets are all alike, else 0."""
    first: AudioFrame
    first_ticks: int

    @property
    def ticks_per_sample(self) -> Fraction:
        return 1 / (self.table.time_base * self.first.sample_rate)


def sound_index(path: Path, stream_number: int, packets: Collected, end_ticks: int | None) -> IndexedSound:
    """Return a sound stream's index.

    Args:
        path: the file.
        stream_number: in the container.
        packets: its packets.
        end_ticks: where an edit list ends the sound, in the stream's time base; None where nothing does.

    Raises:
        MediaError: nothing of the stream decodes.
    """
    with media_errors(path, "decoded"):
        stream = _opened(path, stream_number, packets)
        return _from_stamps(stream, end_ticks) if _has_even_stamps(stream) else _measured(stream)


def preroll_packets(codec: str) -> int:
    """Return how many packets a decoder of this codec must be given before the wanted one."""
    return 0 if codec.startswith("pcm_") else PREROLL_PACKETS.get(codec, _PREROLL_OTHERS)


def decoded_packets(reader: StreamPackets) -> Iterator[tuple[int, list[AudioFrame] | None]]:
    """Yield (ordinal, frames) of each packet from the reader's place to the end; None for a packet that is damaged."""
    while True:
        ordinal = reader.next_ordinal
        packet = cast("Packet[AudioStream] | None", reader.next_packet())
        if packet is None:
            return
        try:
            yield ordinal, packet.decode()
        except av.error.FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
            yield ordinal, None


def _opened(path: Path, number: int, packets: Collected) -> _Stream:
    with open_container(path) as container:
        stream = cast("AudioStream", container.streams[number])
        with media_errors(path, "decoded"):
            first = _first_frame(path, container.demux(stream), stream)
        ticks = first.pts if first.pts is not None else stream.start_time or 0
        return _Stream(
            path=path,
            number=number,
            codec=packets.codec,
            table=packet_table(packets, stream.time_base or Fraction(1)),
            durations=np.array(packets.duration, np.int64),
            frame_samples=stream.codec_context.frame_size,
            first=first,
            first_ticks=ticks,
        )


def _first_frame(path: Path, packets: Iterator[Packet[AudioStream]], stream: AudioStream) -> AudioFrame:
    for packet in packets:
        try:
            frames = packet.decode()
        except av.error.FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
            continue
        for frame in frames:
            if frame.samples:
                return frame
    raise MediaError(f"{path}: no sound of stream {stream.index} decodes", hint="copy it again from its source")


def _has_even_stamps(stream: _Stream) -> bool:
    """Return whether every packet's stamp is the one before plus the samples it holds."""
    per_sample = stream.ticks_per_sample
    if per_sample.denominator != 1 or (stream.table.pts == NO_TIME).any() or stream.codec in {"vorbis", "opus"}:
        return False
    steps = np.diff(stream.table.pts)
    if stream.frame_samples and preroll_packets(stream.codec):
        return bool((steps == stream.frame_samples * int(per_sample)).all())
    return bool((steps == stream.durations[:-1]).all()) and preroll_packets(stream.codec) == 0


def _from_stamps(stream: _Stream, end_ticks: int | None) -> IndexedSound:
    per_sample = int(stream.ticks_per_sample)
    sample_at = (stream.table.pts - stream.first_ticks) // per_sample
    count = _last_sample(stream, sample_at)
    if end_ticks is not None:
        count = min(count, max((end_ticks - stream.first_ticks) // per_sample, 0))
    return _indexed(stream, sample_at, count, Fraction(stream.first_ticks))


def _indexed(stream: _Stream, sample_at: Int64s, count: int, start_ticks: Fraction) -> IndexedSound:
    preroll = preroll_packets(stream.codec)
    index = SoundIndex(packets=stream.table, sample_at=sample_at, duration_samples=int(count), preroll_packets=preroll)
    return IndexedSound(index=index, start_s=start_ticks * stream.table.time_base, first=stream.first)


def _last_sample(stream: _Stream, sample_at: Int64s) -> int:
    """Return where the sound ends, by decoding its last packets."""
    reader = StreamPackets(stream.path, stream.table, stream.number)
    try:
        start = max(0, stream.table.count - _TAIL_PACKETS - preroll_packets(stream.codec))
        reader.go_to(start)
        end = 0
        for ordinal, frames in decoded_packets(reader):
            count = sum(frame.samples for frame in frames or ())
            end = max(end, max(int(sample_at[ordinal]), 0) + count) if count else end
        return end
    finally:
        reader.close()


def _measured(stream: _Stream) -> IndexedSound:
    """Return the index of a stream whose stamps do not run on evenly, by decoding it once from end to end."""
    sample_at = np.zeros(stream.table.count, np.int64)
    late: list[Fraction] = []
    running = 0
    reader = StreamPackets(stream.path, stream.table, stream.number)
    try:
        for ordinal, frames in decoded_packets(reader):
            count = sum(frame.samples for frame in frames or ())
            ticks = int(stream.table.pts[ordinal])
            if count and ticks != NO_TIME and late:
                stamped = (ticks - stream.first_ticks) / stream.ticks_per_sample
                step = stamped - running - late[-1]
                if step > stream.first.sample_rate * _GAP_S:
                    running += int(step)
                late.append(stamped - running)
            elif count:
                late.append(Fraction(0))
            sample_at[ordinal] = running
            running += count
    finally:
        reader.close()
    usual_ticks = sorted(late)[len(late) // 2] * stream.ticks_per_sample if late else Fraction(0)
    start_ticks = stream.first_ticks + (usual_ticks if abs(usual_ticks) > 1 else 0)
    return _indexed(stream, sample_at, running, Fraction(start_ticks))
