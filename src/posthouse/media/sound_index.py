"""Where every packet's sound lies, to the sample: from time stamps where they are exact, else by decoding once."""

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
    from av.stream import Stream

    from posthouse.media.collect import Collected
    from posthouse.media.index import Int64s, PacketTable

PREROLL_PACKETS = {"flac": 0, "alac": 0, "wavpack": 0, "tta": 0, "aac": 8, "mp3": 12, "mp2": 2, "opus": 12, "ac3": 4}
"""Packets until a decoder's state is its own again: overlap, bit reservoir, band replication, Opus' 80 ms."""
_PREROLL_OTHERS = 8
_GAP_S = Fraction(1, 40)
"""A time stamp this far from where the samples counted so far end is a real gap; nearer is a rounded stamp."""
_TAIL_PACKETS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundHead:
    """The first sound of a stream as decoded."""

    frame: AudioFrame
    start_s: Fraction


def preroll_packets(codec: str) -> int:
    """Return how many packets a decoder of this codec must be given before the wanted one."""
    return 0 if codec.startswith("pcm_") else PREROLL_PACKETS.get(codec, _PREROLL_OTHERS)


def sound_index(
    path: Path, stream_number: int, packets: Collected, stream_end_ticks: int | None
) -> tuple[SoundIndex, SoundHead]:
    """
    Return a sound stream's index and its first sound.

    Args:
        path: the file.
        stream_number: in the container.
        packets: its packets.
        stream_end_ticks: where an edit list ends the sound, in the stream's time base; None where nothing does.
    Raises:
        MediaError: nothing of the stream decodes.
    """
    with open_container(path) as container:
        stream = cast("AudioStream", container.streams[stream_number])
        base, rate = stream.time_base or Fraction(1, 1), stream.codec_context.sample_rate
        table = packet_table(packets, base)
        ticks_per_sample = 1 / (base * rate)
        is_exact = ticks_per_sample.denominator == 1 and not (table.pts == NO_TIME).any()
        with media_errors(path, "decoded"):
            head = _head(path, container.demux(stream), stream)
            if not is_exact:
                return _measured(path, stream_number, packets, table), head
    at = (table.pts - int(head.frame.pts or 0)) // int(ticks_per_sample)
    sample_at = np.maximum(np.maximum.accumulate(at), 0)
    end = None if stream_end_ticks is None else (stream_end_ticks - int(head.frame.pts or 0)) // int(ticks_per_sample)
    count = _last_sample(path, stream_number, table, sample_at)
    return _index(packets, table, sample_at, count if end is None else min(count, max(end, 0))), head


def _index(packets: Collected, table: PacketTable, sample_at: Int64s, count: int) -> SoundIndex:
    preroll = preroll_packets(packets.codec)
    return SoundIndex(packets=table, sample_at=sample_at, duration_samples=int(count), preroll_packets=preroll)


def _head(path: Path, packets: Iterator[Packet[AudioStream]], stream: AudioStream) -> SoundHead:
    for packet in packets:
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in frames:
            if frame.samples:
                ticks = frame.pts if frame.pts is not None else stream.start_time or 0
                return SoundHead(frame=frame, start_s=ticks * (stream.time_base or Fraction(1)))
    raise MediaError(f"{path}: no sound of stream {stream.index} decodes", hint="copy it again from its source")


def decoded_counts(reader: StreamPackets) -> Iterator[tuple[int, list[AudioFrame]]]:
    """Yield (ordinal, frames) of each packet from the reader's place to the end; damaged packets give none."""
    context = cast("AudioStream", reader.stream).codec_context
    while True:
        ordinal = reader.next_ordinal
        packet = reader.next_packet()
        if packet is None:
            return
        try:
            yield ordinal, cast("list[AudioFrame]", context.decode(cast("Packet[Stream]", packet)))  # type: ignore[arg-type]
        except av.error.InvalidDataError:
            yield ordinal, []


def _last_sample(path: Path, stream_number: int, table: PacketTable, sample_at: Int64s) -> int:
    """Return where the sound ends, by decoding its last packets."""
    reader = StreamPackets(path, table, stream_number)
    try:
        reader.go_to(max(0, table.count - _TAIL_PACKETS))
        end = 0
        for ordinal, frames in decoded_counts(reader):
            count = sum(frame.samples for frame in frames)
            end = max(end, int(sample_at[ordinal]) + count) if count else end
        return end
    finally:
        reader.close()


def _measured(path: Path, stream_number: int, packets: Collected, table: PacketTable) -> SoundIndex:
    """Return the index of a stream whose stamps are coarser than a sample, by decoding it once from end to end."""
    reader = StreamPackets(path, table, stream_number)
    stream = cast("AudioStream", reader.stream)
    rate, base = stream.codec_context.sample_rate, table.time_base
    sample_at = np.zeros(table.count, np.int64)
    running, first_ticks = 0, None
    try:
        for ordinal, frames in decoded_counts(reader):
            ticks = int(table.pts[ordinal])
            if frames and ticks != NO_TIME:
                first_ticks = ticks if first_ticks is None else first_ticks
                stamped = int((ticks - first_ticks) * base * rate)
                running = stamped if stamped - running > rate * _GAP_S else running
            sample_at[ordinal] = running
            running += sum(frame.samples for frame in frames)
    finally:
        reader.close()
    return _index(packets, table, sample_at, running)
