"""Sound of any container as float32 samples, sample-exact.

Sample 0 is the first one heard: codec priming and what an edit list hides are gone. A stream is read in segments, each
decoded afresh from a few packets before it, so that a sample does not depend on what was read before.
"""

from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction
from typing import TYPE_CHECKING, Self

import numpy as np

from posthouse.errors import MediaError
from posthouse.media.guarded import learned, open_sound
from posthouse.media.sound_segments import SEGMENT_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from posthouse.media.facts import MediaInfo, PictureFacts, SoundFacts
    from posthouse.media.library import MediaLibrary
    from posthouse.signal import Sound

_HELD_SEGMENTS = 2


class SoundReader:
    """One sound stream at its own rate. Not thread-safe: one reader a thread. Memory is two segments, at any length."""

    def __init__(self, path: Path, info: MediaInfo, stream: int = 0, *, library: MediaLibrary | None = None) -> None:
        self.facts = check_sound_stream(path, info, stream)
        self.sample_rate, self.channels = self.facts.sample_rate, self.facts.channels
        self.duration_samples = self.facts.duration_samples
        self.picture_offset_samples = start_offset_samples(self.facts, info.pictures[0] if info.pictures else None)
        """Where sample 0 lies against the first picture (positive: the sound begins later), nearest sample."""
        if library is not None:
            index = library.sound_index(path, info, stream)
        else:
            index = learned(path, info.open_as).sounds[self.facts.stream]
        self._source = open_sound(path, info, stream, index)
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
        self._source.close()
        self._segments.clear()

    def _segment(self, number: int) -> Sound:
        held = self._segments.get(number)
        if held is None:
            held = self._source.decoded(number * SEGMENT_SAMPLES)
            self._segments[number] = held
            while len(self._segments) > _HELD_SEGMENTS:
                self._segments.popitem(last=False)
        self._segments.move_to_end(number)
        return held


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


def start_offset_samples(sound: SoundFacts, picture: PictureFacts | None) -> int:
    """Return the sample of picture-zero time the sound's first sample lies at, nearest; 0 without a picture."""
    if picture is None:
        return 0
    return round((sound.start_s - picture.start_s) * Fraction(sound.sample_rate))
