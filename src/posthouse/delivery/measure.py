"""A finished file read again: its streams' facts, a digest of every packet, its sound as decoded."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
from blake3 import blake3

from posthouse.errors import DeliveryError
from posthouse.mastering.meter import Loudness, measure_loudness
from posthouse.media.nal import without_unit
from posthouse.media.packets import PacketLabel
from posthouse.media.sound_decode import cut_sound, decoded_sound
from posthouse.media.splice.renumber import renumbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer
    from av.stream import Stream
    from numpy.typing import NDArray

    from posthouse.media.splice.renumber import Numbering
    from posthouse.signal import ChannelLayout, Sound

_STRICT = {"err_detect": "explode+crccheck+bitstream+buffer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketsFound:
    """What a pass over a file's packets found; ``chunk_digests`` are of runs as long as the chunks were."""

    frames: int
    chunk_digests: tuple[str, ...]
    sound_digest: str
    frames_off_time: int
    keys_without_sei: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundMeasured:
    """Sound as decoded; ``digest`` is of the packets it was decoded from, so the measure holds for equal packets."""

    samples: int
    digest: str
    loudness: Loudness


class _Counted:
    """Passes sound on and counts it."""

    def __init__(self, blocks: Iterator[Sound]) -> None:
        self._blocks, self.samples = blocks, 0

    def __iter__(self) -> Iterator[Sound]:
        for block in self._blocks:
            self.samples += block.shape[1]
            yield block


def measure_packets(packets: Path, layout: ChannelLayout) -> SoundMeasured:
    """Return what a sound packet file sounds like when decoded. It is the same in every file these packets are in."""
    label = PacketLabel.read(packets)
    return _measured(decoded_sound(packets), label.payload.payload_digest, label.stream.sample_rate, layout)


def measure_file_sound(path: Path, digest: str, layout: ChannelLayout) -> SoundMeasured:
    """Return what a finished file's sound measures, decoded from the file.

    Raises:
        DeliveryError: it does not decode without error.
    """
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        stream.codec_context.options = _STRICT
        try:
            blocks = cut_sound(container.decode(stream), skip=0, samples=stream_samples(container))
            return _measured(blocks, digest, stream.sample_rate, layout)
        except av.FFmpegError as error:
            raise DeliveryError(f"the sound of {path.name} does not decode: {error}") from error


def _measured(blocks: Iterator[Sound], digest: str, sample_rate: int, layout: ChannelLayout) -> SoundMeasured:
    counted = _Counted(blocks)
    loudness = measure_loudness(counted, sample_rate, layout)
    return SoundMeasured(samples=counted.samples, digest=digest, loudness=loudness)


def stream_samples(container: InputContainer) -> int:
    """Return how many samples the container says its first sound stream lasts (MKV: what the file lasts)."""
    stream = container.streams.audio[0]
    if stream.duration is None or stream.time_base is None:
        return math.ceil(Fraction(container.duration or 0, av.time_base) * stream.sample_rate) + stream.sample_rate
    return round(stream.duration * stream.time_base * stream.sample_rate)


class _PictureRuns:
    """Digests pictures in runs as long as the chunks were, as the chunks had them."""

    def __init__(self, chunk_frames: Sequence[int], sei: bytes, numberings: Sequence[Numbering | None]) -> None:
        self._undone = [numbering and numbering.undone() for numbering in numberings] or [None] * len(chunk_frames)
        self._ends, self._sei = set(np.cumsum(chunk_frames).tolist()), sei
        self._run = blake3()
        self.digests: list[str] = []
        self.ticks: list[int] = []
        self.keys_without_sei = 0

    def add(self, packet: av.Packet[Stream]) -> None:
        """Take in the next picture."""
        payload = self._without_sei(packet)
        own = self._undone[len(self.digests)] if len(self.digests) < len(self._undone) else None
        self._run.update(payload if own is None else renumbered(payload, own))
        self.ticks.append(packet.pts if packet.pts is not None else -1)
        if len(self.ticks) in self._ends:
            self.digests.append(self._run.hexdigest())
            self._run = blake3()

    def _without_sei(self, packet: av.Packet[Stream]) -> bytes | memoryview:
        payload = without_unit(bytes(packet), self._sei) if self._sei and packet.is_keyframe else memoryview(packet)
        self.keys_without_sei += payload is None
        return memoryview(packet) if payload is None else payload


def read_packets(
    path: Path,
    chunk_frames: Sequence[int],
    rate: Fraction,
    sei: bytes = b"",
    numberings: Sequence[Numbering | None] = (),
) -> PacketsFound:
    """Read every packet of a finished file once; pictures are digested in runs of ``chunk_frames`` packets.

    The unit ``sei`` that joining put before each key picture is no part of the chunks, and is left out of the digests.
    Parameter sets that joining gave other numbers (``numberings``, by chunk) are digested by those they had.
    """
    pictures, sound = _PictureRuns(chunk_frames, sei, numberings), blake3()
    with av.open(str(path)) as container:
        base = container.streams.video[0].time_base or Fraction(1)
        for packet in container.demux(*container.streams.video[:1], *container.streams.audio[:1]):
            if not packet.size:
                continue
            if packet.stream.type == "audio":
                sound.update(memoryview(packet))
            else:
                pictures.add(packet)
    return PacketsFound(
        frames=len(pictures.ticks),
        chunk_digests=tuple(pictures.digests),
        sound_digest=sound.hexdigest(),
        frames_off_time=_off_time(np.array(sorted(pictures.ticks), np.int64), base * rate),
        keys_without_sei=pictures.keys_without_sei,
    )


def _off_time(ticks: NDArray[np.int64], frames_per_tick: Fraction) -> int:
    """Return how many pictures are not shown at frame/rate to the nearest tick."""
    due = np.arange(len(ticks)) * frames_per_tick.denominator
    return int(np.count_nonzero(np.abs(ticks * frames_per_tick.numerator - due) * 2 > frames_per_tick.numerator))


def count_decoded_pictures(path: Path) -> int:
    """Return how many pictures a finished file decodes to.

    Raises:
        DeliveryError: a picture does not decode without error.
    """
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type, stream.codec_context.options = "AUTO", _STRICT
        pictures = 0
        try:
            for frame in container.decode(stream):
                if frame.is_corrupt:
                    raise DeliveryError(f"picture {pictures} of {path.name} does not decode")
                pictures += 1
        except av.FFmpegError as error:
            raise DeliveryError(f"{path.name} does not decode after picture {pictures}: {error}") from error
    return pictures
