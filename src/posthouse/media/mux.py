"""Chunks and sound joined to a finished file without re-encoding.

Every picture packet's place in time is counted here, in frames: it is shown at its chunk's first frame plus its own
place there, and decoded at the count of packets before it less the deepest reordering of any chunk. So decoding times
rise by one frame throughout, whatever lengths the chunks have, and no picture is due before it is decoded.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

import av
import numpy as np

from posthouse.errors import DeliveryError, InternalError, ProductionError
from posthouse.media.hdr import hdr_sei
from posthouse.media.mux_streams import add_picture_stream, add_sound_stream
from posthouse.media.nal import NAL_ENCODERS, with_unit
from posthouse.media.packets import KEY, PacketFile, PacketLabel
from posthouse.media.splice.join import meeting_of
from posthouse.media.splice.renumber import renumbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from pathlib import Path

    from av.container import OutputContainer
    from numpy.typing import NDArray

    from posthouse.media.hdr import HdrMetadata
    from posthouse.media.splice.join import Meeting
    from posthouse.timing import Timecode

CONTAINER_FORMATS = {"mp4": "mp4", "mov": "mov", "mkv": "matroska"}


class TimedPacket(NamedTuple):
    """One packet on its way into the container. ``due_frame`` orders streams; times are in the stream's time base."""

    due_frame: int
    payload: memoryview
    pts: int
    dts: int
    duration: int
    is_key: bool
    stream: av.VideoStream | av.AudioStream


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What was written: frames, and samples of sound (0 without sound)."""

    frames: int
    samples: int


def join_chunks(
    chunks: Sequence[Path],
    sound: Path | None,
    target: Path,
    *,
    container: str,
    start: Timecode | None = None,
    hdr: HdrMetadata | None = None,
) -> Joined:
    """Write picture chunks end to end, with the sound beside them, to ``target``.

    Args:
        chunks: packet files of one encoding, in the order they are shown; the same may come twice. Copied ones may
            have parameter sets of their own.
        sound: a packet file of sound; its sample 0 is heard with frame 0.
        target: the file to write; overwritten.
        container: mp4, mov or mkv.
        start: the timecode of frame 0, written as a timecode track.
        hdr: what the container says of mastering display and light; HEVC says it before every key picture too.

    Raises:
        DeliveryError: chunks of different encodings, or streams this container cannot hold.
        MediaError: a packet file is missing or broken.
    """
    labels = _labels_of_one_kind(chunks)
    meeting = meeting_of(labels)
    sound_file = PacketFile(sound) if sound else None
    options = container_options(container, sample_rate=sound_file.stream.sample_rate if sound_file else None)
    try:
        with av.open(str(target), "w", format=CONTAINER_FORMATS[container], container_options=options) as output:
            picture_stream = add_picture_stream(output, meeting.stream, start, hdr)
            sound_stream = add_sound_stream(output, sound_file.stream) if sound_file else None
            output.start_encoding()
            pictures = _timed_pictures(chunks, labels, meeting, picture_stream)
            if sei := sei_of(labels[0].stream.encoder, hdr):
                pictures = _with_sei(pictures, sei)
            if sound_file and sound_stream:
                pictures = _interleaved(pictures, _timed_sound(sound_file, sound_stream, labels[0]))
            _write(output, pictures)
    except av.FFmpegError as error:
        raise DeliveryError(f"{target.name} cannot be written as {container}: {error}") from error
    frames = sum(label.payload.packets for label in labels)
    return Joined(frames=frames, samples=sound_file.payload.duration_ticks if sound_file else 0)


def container_options(container: str, *, sample_rate: int | None = None) -> dict[str, str]:
    """Return the writer's options: nothing of this moment or machine goes into a file; MP4 plays while it loads.

    Edit lists count in the movie's time scale, milliseconds by default: 7 1/3 s of sound would end 16 samples early.
    """
    options = {"fflags": "+bitexact", "avoid_negative_ts": "disabled"}
    if container in ("mp4", "mov"):
        options["movflags"] = "+write_colr" + ("+faststart" if container == "mp4" else "")
        if sample_rate:
            options["movie_timescale"] = str(sample_rate)
    return options


def check_container(container: str, encoders: Sequence[str]) -> None:
    """Refuse streams that a container cannot hold.

    Raises:
        ProductionError: it cannot hold what one of these encoders makes.
    """
    with av.open(io.BytesIO(), "w", format=CONTAINER_FORMATS[container]) as nothing:
        for encoder in encoders:
            try:
                nothing.add_stream(encoder, rate=24 if av.Codec(encoder, "w").type == "video" else 48_000)
            except ValueError as error:
                hint = f"write container: {'mov' if container == 'mp4' else 'mkv'}"
                raise ProductionError(f"{container} files cannot hold {encoder}", hint=hint) from error


def sei_of(encoder: str, hdr: HdrMetadata | None) -> bytes:
    """Return the SEI unit that stands before every key picture of a film; empty where none does."""
    return hdr_sei(hdr) if hdr and NAL_ENCODERS.get(encoder) == "hevc" else b""


def _with_sei(pictures: Iterator[TimedPacket], sei: bytes) -> Iterator[TimedPacket]:
    for timed in pictures:
        yield timed._replace(payload=memoryview(with_unit(timed.payload, sei))) if timed.is_key else timed


def _labels_of_one_kind(chunks: Sequence[Path]) -> list[PacketLabel]:
    if not chunks:
        raise InternalError("a film needs at least one chunk")
    labels = [PacketLabel.read(chunk) for chunk in chunks]
    free = {"extradata"} if any(label.payload.is_copied for label in labels) else set()
    for chunk, label in zip(chunks, labels, strict=True):
        if label.stream_words == labels[0].stream_words:
            continue
        ours, first = json.loads(label.stream_words), json.loads(labels[0].stream_words)
        fields = ", ".join(sorted(name for name in first if ours.get(name) != first[name] and name not in free))
        if fields:
            raise DeliveryError(f"{chunk.name} does not join {chunks[0].name}: they differ in {fields}")
    return labels


def _timed_pictures(
    chunks: Sequence[Path], labels: Sequence[PacketLabel], meeting: Meeting, stream: av.VideoStream
) -> Iterator[TimedPacket]:
    delay = max(label.payload.reorder_frames for label in labels)
    rate, base, first_frame = labels[0].stream.ticks_per_second, _time_base(stream), 0
    for chunk, numbering in zip(chunks, meeting.numberings, strict=True):
        packets = PacketFile(chunk)
        payloads = packets.payloads()
        if numbering is not None:
            payloads = (memoryview(renumbered(payload, numbering)) for payload in payloads)
        shown = packets.table["pts"] + first_frame
        decoded = np.arange(first_frame, first_frame + len(shown))
        duration = nearest_ticks(decoded + 1, rate, base) - nearest_ticks(decoded, rate, base)
        yield from map(
            TimedPacket,
            decoded.tolist(),
            payloads,
            nearest_ticks(shown, rate, base).tolist(),
            nearest_ticks(decoded - delay, rate, base).tolist(),
            duration.tolist(),
            (packets.table["flags"] & KEY).astype(bool).tolist(),
            [stream] * len(shown),
        )
        first_frame += len(shown)


def _timed_sound(sound: PacketFile, stream: av.AudioStream, pictures: PacketLabel) -> Iterator[TimedPacket]:
    starts, rate = sound.table["pts"], sound.stream.ticks_per_second
    frames_per_sample = pictures.stream.ticks_per_second / rate
    due_frames = starts * frames_per_sample.numerator // frames_per_sample.denominator
    pts = nearest_ticks(starts, rate, _time_base(stream)).tolist()
    yield from map(
        TimedPacket,
        due_frames.tolist(),
        sound.payloads(),
        pts,
        pts,
        nearest_ticks(sound.table["duration"], rate, _time_base(stream)).tolist(),
        [True] * len(pts),
        [stream] * len(pts),
    )


def _interleaved(pictures: Iterator[TimedPacket], sounds: Iterator[TimedPacket]) -> Iterator[TimedPacket]:
    """Yield both in the order of time: the sound of a frame before the frame."""
    waiting = next(sounds, None)
    for picture in pictures:
        while waiting is not None and waiting.due_frame <= picture.due_frame:
            yield waiting
            waiting = next(sounds, None)
        yield picture
    if waiting is not None:
        yield waiting
        yield from sounds


def _write(output: OutputContainer, packets: Iterator[TimedPacket]) -> None:
    for timed in packets:
        packet = av.Packet(cast("bytes", timed.payload))  # any buffer will do
        packet.stream = timed.stream
        packet.pts, packet.dts, packet.duration = timed.pts, timed.dts, timed.duration
        packet.is_keyframe = timed.is_key
        output.mux_one(packet)


def _time_base(stream: av.VideoStream | av.AudioStream) -> Fraction:
    if stream.time_base is None:
        raise InternalError("a stream has no time base after the header was written")
    return stream.time_base


def nearest_ticks(counts: NDArray[np.int64], counts_per_second: Fraction, time_base: Fraction) -> NDArray[np.int64]:
    """Return frames or samples in units of a time base, nearest, halves up; exact where the time base divides."""
    ratio = 1 / (counts_per_second * time_base)
    return (counts.astype(np.int64) * (2 * ratio.numerator) + ratio.denominator) // (2 * ratio.denominator)
