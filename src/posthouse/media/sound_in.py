"""Sound of any container as float32 samples, sample-exact.

Sample 0 is the first one heard: codec priming and what an edit list hides are gone. A stream is read in segments, each
decoded afresh from a few packets before it, so that a sample does not depend on what was read before.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Self, cast

import numpy as np

from posthouse.errors import MediaError
from posthouse.media.border import media_errors
from posthouse.media.demux import StreamPackets
from posthouse.media.probe import probe_container
from posthouse.media.probe_streams import start_offset_samples
from posthouse.media.sound_index import decoded_packets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream

    from posthouse.media.facts import MediaInfo, SoundFacts
    from posthouse.media.library import MediaLibrary
    from posthouse.signal import Sound

SEGMENT_SAMPLES = 1 << 18
_HELD_SEGMENTS = 2
_FULL_SCALE = {"u8": 1 << 7, "s16": 1 << 15, "s32": 1 << 31, "s64": 1 << 63}


class SoundReader:
    """One sound stream at its own rate. Not thread-safe: one reader a thread. Memory is two segments, at any length."""

    def __init__(self, path: Path, info: MediaInfo, stream: int = 0, *, library: MediaLibrary | None = None) -> None:
        self.facts = check_sound_stream(path, info, stream)
        self.sample_rate, self.channels = self.facts.sample_rate, self.facts.channels
        self.duration_samples = self.facts.duration_samples
        self.picture_offset_samples = start_offset_samples(self.facts, info.pictures[0] if info.pictures else None)
        """Where sample 0 lies against the first picture (positive: the sound begins later), nearest sample."""
        self._path = path
        if library is not None:
            self._index = library.sound_index(path, info, stream)
        else:
            self._index = probe_container(path, info.open_as).sounds[self.facts.stream]
        self._packets = StreamPackets(path, self._index.packets, self.facts.stream)
        self._segments: OrderedDict[int, Sound] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, start_sample: int, count_samples: int) -> Sound:
        """Return (channel, sample) float32; silence before sample 0 and past the end.

        Raises:
            MediaError: a packet there is damaged.
        """
        sound = np.zeros((self.channels, count_samples), np.float32)
        at = max(start_sample, 0)
        end = min(start_sample + count_samples, self.duration_samples)
        while at < end:
            number, offset = divmod(at, SEGMENT_SAMPLES)
            part = self._segment(number)[:, offset : offset + end - at]
            sound[:, at - start_sample : at - start_sample + part.shape[1]] = part
            at += part.shape[1]
        return sound

    def blocks(self, block_samples: int = 48_000, start_sample: int = 0) -> Iterator[Sound]:
        """Yield the sound in order from ``start_sample`` in blocks; the last may be shorter."""
        for at in range(start_sample, self.duration_samples, block_samples):
            yield self.read(at, min(block_samples, self.duration_samples - at))

    def close(self) -> None:
        """Close the file."""
        self._packets.close()
        self._segments.clear()

    def _segment(self, number: int) -> Sound:
        held = self._segments.get(number)
        if held is None:
            held = self._decoded(number * SEGMENT_SAMPLES)
            self._segments[number] = held
            while len(self._segments) > _HELD_SEGMENTS:
                self._segments.popitem(last=False)
        self._segments.move_to_end(number)
        return held

    def _decoded(self, start: int) -> Sound:
        """Return the segment from a sample on, decoded afresh."""
        count = min(SEGMENT_SAMPLES, self.duration_samples - start)
        sound = np.zeros((self.channels, count), np.float32)
        first = self._index.packet_at(start)
        # the first segment is entered at the start: only there does the file say how much priming to skip
        self._packets.go_to(max(0, first - self._index.preroll_packets) if start else 0)
        cast("AudioStream", self._packets.stream).codec_context.flush_buffers()
        with media_errors(self._path, "decoded"):
            for ordinal, frames in decoded_packets(self._packets):
                at = int(self._index.sample_at[ordinal]) - start
                if at >= count:
                    break
                if ordinal >= first or start == 0:
                    self._place(sound, at if start else max(at, 0), frames, ordinal)
        return sound

    def _place(self, sound: Sound, at: int, frames: list[AudioFrame] | None, ordinal: int) -> None:
        if frames is None:
            second = float(self._index.sample_at[ordinal] / self.sample_rate)
            raise MediaError(
                f"{self._path}: the sound of stream {self.facts.stream} is damaged at {second:.3f} s",
                hint="copy the file again from its source, or cut around it",
            )
        for frame in frames:
            samples = frame_samples(frame)
            if samples.shape[0] != self.channels or frame.sample_rate != self.sample_rate:
                cause = f"{self._path}: the sound changes to {samples.shape[0]} channels inside the file"
                raise MediaError(cause, hint="split the file where its format changes")
            if not np.isfinite(samples).all():
                second = float(self._index.sample_at[ordinal] / self.sample_rate)
                raise MediaError(
                    f"{self._path}: near {second:.3f} s the sound holds values that are no numbers",
                    hint="export it again, or cut around it",
                )
            skipped = max(0, -at)
            part = samples[:, skipped : max(skipped, sound.shape[1] - at)]
            sound[:, at + skipped : at + skipped + part.shape[1]] = part
            at += samples.shape[1]


def frame_samples(frame: AudioFrame) -> Sound:
    """Return a decoded frame as (channel, sample) float32; integers divided by their full scale."""
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    kind = frame.format.name.removesuffix("p")
    if kind in _FULL_SCALE:
        centre = 128.0 if kind == "u8" else 0.0
        samples = (samples.astype(np.float64) - centre) / _FULL_SCALE[kind]
    return samples.astype(np.float32, copy=False)


def check_sound_stream(path: Path, info: MediaInfo, stream: int) -> SoundFacts:
    """Return the facts of a sound stream.

    Raises:
        MediaError: the media has no sound, or not so many sound streams.
    """
    count = len(info.sounds)
    if not count:
        raise MediaError(f"{path} has no sound", hint=info.warnings[0] if info.warnings else "mute the shot")
    if not 0 <= stream < count:
        raise MediaError(f"{path} has no sound stream {stream}", hint=f"it has {count}, counted from 0")
    return info.sounds[stream]
