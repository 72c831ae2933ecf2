"""Sources of sound that can be read at any range: conformed chunks, and loops over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from posthouse.media.pcm import PcmReader
from posthouse.sound.clip import Fade, Loop
from posthouse.sound.fades import fade_gain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from posthouse.signal import Sound


class SoundSource(Protocol):
    """Anything that answers a range of samples with sound, silent where it has none."""

    def read(self, start_samples: int, stop_samples: int) -> Sound:
        """Return (channel, sample) float32 of that range, for the caller to keep; it may reach beyond the source."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """Inputs of the job in a row as one source: each holds ``chunk_samples``, the first from ``start_samples`` on."""

    inputs: tuple[int, ...]
    start_samples: int
    chunk_samples: int


class ChunkedSource:
    """Reads a run of sound files as one; silent outside them."""

    def __init__(self, run: SourceRun, inputs: Sequence[Path], *, channels: int) -> None:
        self._run, self._channels = run, channels
        self._paths = [inputs[index] for index in run.inputs]
        # A few maps stay open: blocks walk forwards, and a loop is in two places at once.
        self._reader = lru_cache(maxsize=4)(lambda index: PcmReader(self._paths[index]))

    def read(self, start_samples: int, stop_samples: int) -> Sound:
        """Return (channel, sample) float32 of that range of the run."""
        sound = np.zeros((self._channels, stop_samples - start_samples), np.float32)
        run = self._run
        first = max(0, (start_samples - run.start_samples) // run.chunk_samples)
        last = min(len(self._paths), -(-(stop_samples - run.start_samples) // run.chunk_samples))
        for index in range(first, last):
            reader, origin = self._reader(index), run.start_samples + index * run.chunk_samples
            low, high = max(start_samples, origin), min(stop_samples, origin + reader.samples)
            if low < high:
                sound[:, low - start_samples : high - start_samples] = reader.read(low - origin, high - origin)
        return sound


class LoopedSource:
    """Plays a source up to the loop's end, then from its start again, for ever; turns overlap by the crossfade.

    Positions count on from the first pass. The crossfade into a turn uses the samples before the loop's start, so the
    period is end - start; where there are none (the loop starts at the source's first samples) the turn starts later
    and the period is shorter by the crossfade.
    """

    def __init__(self, source: SoundSource, loop: Loop) -> None:
        self._source = source
        self._fade = Fade(samples=loop.crossfade_samples)
        overlap = loop.crossfade_samples
        self._base = loop.start_samples - overlap if loop.start_samples >= overlap else loop.start_samples
        self._end = loop.end_samples
        self.period_samples = self._end - self._base - overlap

    def read(self, start_samples: int, stop_samples: int) -> Sound:
        """Return (channel, sample) float32 of that range of the endless sound."""
        overlap = self._fade.samples
        first = max(0, (start_samples - self._end) // self.period_samples)
        last = max(0, (stop_samples - self._end + overlap) // self.period_samples + 1)
        turns = [self._turn(turn, start_samples, stop_samples) for turn in range(first, last + 1)]
        return np.asarray(np.sum(turns, axis=0), np.float32)

    def _turn(self, turn: int, start_samples: int, stop_samples: int) -> Sound:
        """Return what turn number ``turn`` (0 is the first pass) adds to a range."""
        shift = turn * self.period_samples
        first = self._base + shift if turn else start_samples
        low, high = max(start_samples, first), min(stop_samples, self._end + shift)
        heard = self._source.read(start_samples - shift, stop_samples - shift)
        at = np.arange(start_samples, stop_samples)
        gain = fade_gain(self._fade, self._end + shift - 1 - at)
        if turn:
            gain = gain * fade_gain(self._fade, at - first)
        gain[(at < low) | (at >= high)] = 0
        return heard * gain
