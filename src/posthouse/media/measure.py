"""What a decoder truly gives: the first packets tried out, and a whole stream where packets cannot be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import av.error
import numpy as np

from posthouse.media.border import media_errors, open_container
from posthouse.media.index import NO_TIME
from posthouse.media.indexing import (
    HIDDEN_RANK,
    ordered_by_time,
    picture_index,
    refuse_no_pictures,
    timeless_picture_index,
    without_leading,
)
from posthouse.media.limits import MAX_PIXELS
from posthouse.media.pulse import beat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction
    from pathlib import Path

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from posthouse.media.collect import Collected
    from posthouse.media.facts import OpenAs
    from posthouse.media.index import Int32s, PictureIndex

TRIAL_PACKETS = 8
RACING_CODECS = {"v210"}
"""Decoders whose slice threads write into each other's rows (seen with FFmpeg 8.1): they get one thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The head of a stream as decoded: ordinals in the order they came out, and the first picture."""

    fed_packets: int
    ordinals: tuple[int, ...]
    first: VideoFrame | None


def try_decoding(path: Path, stream_number: int, open_as: OpenAs | None, packet_limit: int) -> Trial:
    """Return what the first packets decode to; each picture is known by the ordinal written in its packet's pts."""
    with open_container(path, open_as) as container:
        stream = cast("VideoStream", container.streams[stream_number])
        configure(container, stream, threads=2)
        first: VideoFrame | None = None
        came: list[int] = []
        fed = -1  # the flush counts as one more
        with media_errors(path, "decoded"):
            for frames in _decoded(container, stream, packet_limit):
                fed += 1
                came += [int(frame.pts) for frame in frames if frame.pts is not None]
                first = first or next(iter(frames), None)
        return Trial(fed_packets=fed, ordinals=tuple(came), first=first)


def configure(container: InputContainer, stream: VideoStream, *, threads: int) -> None:
    """Set a stream up for decoding: its threads, a limit on declared sizes, the other streams left unread."""
    from av.stream import Discard

    for other in container.streams:
        other.discard = Discard.default if other.index == stream.index else Discard.all
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    stream.thread_count = 1 if stream.codec_context.codec.canonical_name in RACING_CODECS else threads
    stream.thread_type = "AUTO"


def _decoded(container: InputContainer, stream: VideoStream, limit: int) -> Iterator[list[VideoFrame]]:
    """Yield frames by packet fed, the flush last; a packet that does not decode gives none."""
    fed = 0
    for packet in container.demux(stream):
        beat()
        if packet.size == 0:
            continue
        if fed == limit:
            break
        packet.pts = packet.dts = fed
        fed += 1
        yield _frames(stream, packet)
    yield _frames(stream, None)


def _frames(stream: VideoStream, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
    try:
        return stream.codec_context.decode(packet)
    except av.error.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise
        return []


def proven_index(
    path: Path, stream_number: int, packets: Collected, time_base: Fraction, rate: Fraction, open_as: OpenAs | None
) -> tuple[PictureIndex, VideoFrame | None]:
    """Return a stream's index and its first picture, the order proven on the head, or measured throughout.

    Raises:
        MediaError: no picture of the stream decodes.
    """
    ordered = ordered_by_time(packets)
    trial = try_decoding(path, stream_number, open_as, TRIAL_PACKETS + _unsettled_count(ordered))
    if ordered is not None:
        rank, shown = ordered
        shown = without_leading(rank, shown, set(trial.ordinals))
        if _agrees(trial, shown):
            refuse_no_pictures(path, shown)
            return picture_index(packets, time_base, rank, shown), trial.first
    return _measured(path, stream_number, packets, time_base, rate, open_as), trial.first


def _unsettled_count(ordered: tuple[Int32s, list[int]] | None) -> int:
    """Return how many packets come before the head is settled: those an edit list hides, and leading pictures."""
    if ordered is None or not ordered[1]:
        return 0
    rank, shown = ordered
    leading = np.flatnonzero(rank < rank[0])
    return max(min(shown), int(leading[-1]) if len(leading) else 0)


def _agrees(trial: Trial, shown: list[int]) -> bool:
    expected = tuple(ordinal for ordinal in shown if ordinal < trial.fed_packets)
    return trial.ordinals == expected


def _measured(
    path: Path, number: int, packets: Collected, time_base: Fraction, rate: Fraction, open_as: OpenAs | None
) -> PictureIndex:
    """Return the index of a stream decoded from end to end: pictures are what came out, in the order they came."""
    trial = try_decoding(path, number, open_as, len(packets.pts))
    shown = list(dict.fromkeys(trial.ordinals))
    refuse_no_pictures(path, shown)
    rank = np.full(len(packets.pts), HIDDEN_RANK, np.int32)
    rank[shown] = np.arange(len(shown), dtype=np.int32)
    times = np.array([packets.pts[ordinal] for ordinal in shown], np.int64)
    if (times != NO_TIME).all() and (np.diff(times) > 0).all():
        return picture_index(packets, time_base, rank, shown)
    return timeless_picture_index(packets, time_base, rank, shown, rate)
