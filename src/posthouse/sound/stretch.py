"""Pitch-kept sound: faster or slower at the pitch it was recorded at.

Problem: what stretches time follows the waves from one moment to the next, so that what it gives depends on where it
began; but a trim must change nothing that is left, and chunks of separate jobs must join.
Approach: sound is made in stations of a minute of conformed time, each begun on its own a second early. A station ends
as the next one begins: that one's first second is made there too, and the two meet where they are most alike.
At one speed Signalsmith Stretch does it (S. A. Luff; MIT): its spectral peaks keep their pitch, its transients their
place. Through a ramp, grains of 32 ms are laid over one another, each taken from within 5 ms of its exact place where
it fits best what was before (WSOLA: W. Verhelst and M. Roelands, ICASSP 1993).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from posthouse.sound.ramped import AUDIBLE_SPEED, Ramp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from posthouse.signal import Sound
    from posthouse.sound.resample import ReadSource

STATION_SECONDS = 60
_EARLY_SECONDS = 1
_MEET_SAMPLES = 1024
_SEED = 1
_GRAIN = 1536
_HOP = 768
_SEARCH = 240
_ALL_ALIKE = 1e-7


@functools.cache
def stretch_engine() -> str:
    """Return what keeps the pitch at one speed, with its version: another one gives other samples."""
    from importlib.metadata import version  # slow to import: only where pitch is kept

    return f"Signalsmith Stretch, python-stretch {version('python-stretch')}"


Run = Callable[[int, int], "Sound"]
"""Returns conformed samples from the first on, so many, begun there; a longer run begins with the same samples."""


def station_blocks(run: Run, *, start_samples: int, length_samples: int, sample_rate: int) -> Iterator[Sound]:
    """Yield a station, or its beginning, (channel, sample); whole stations end as the next begins."""
    early, whole = _EARLY_SECONDS * sample_rate, STATION_SECONDS * sample_rate
    made = run(start_samples - early, early + length_samples)[:, early:]
    if length_samples == whole:
        made = _meeting(made, run(start_samples + whole - early, early))
    yield np.ascontiguousarray(made, np.float32)


def stretched_run(read: ReadSource, speed: Fraction, sample_rate: int, channels: int) -> Run:
    """Return what plays a source, at the conformed rate and its own pitch, at a speed above 0."""

    def run(first: int, count: int) -> Sound:
        import python_stretch  # loads a compiled library: only where pitch is kept

        whole = -(-(count + sample_rate) // speed.denominator) * speed.denominator  # a second of context behind
        taken = (whole * speed).__ceil__()
        source = read(
            (first * speed + Fraction(1, 2)).__floor__(), (first * speed + Fraction(1, 2)).__floor__() + taken
        )
        stretch = python_stretch.Signalsmith.Stretch(_SEED)
        stretch.preset(channels, float(sample_rate))
        stretch.setTimeFactor(float(speed))
        made = np.asarray(stretch.process(np.ascontiguousarray(source)), np.float32)
        return made[:, :count]

    return run


def grained_run(read: ReadSource, ramp: Ramp, sample_rate: int) -> Run:
    """Return what plays a source, at the conformed rate and its own pitch, through a ramp."""

    def run(first: int, count: int) -> Sound:
        centres = np.arange(first, first + count + _GRAIN, _HOP, dtype=np.int64)
        seconds, speeds = ramp.places(centres, sample_rate)
        places = np.floor(seconds * sample_rate + 0.5).astype(np.int64)
        margin = _GRAIN + _SEARCH + _HOP
        low = int(places.min()) - margin
        source = read(low, int(places.max()) + margin)
        made = _grains(source, places - low, speeds)[:, _HOP : _HOP + count]
        _, exact = ramp.places(np.arange(first, first + count, dtype=np.int64), sample_rate)
        return np.asarray(made * np.minimum(1.0, np.abs(exact) / AUDIBLE_SPEED), np.float32)

    return run


def _grains(source: Sound, places: NDArray[np.int64], speeds: NDArray[np.float64]) -> Sound:
    """Return grains around places of the source, laid one over the next, each where it fits the one before."""
    window = np.hanning(_GRAIN + 1)[:_GRAIN].astype(np.float32)
    out = np.zeros((source.shape[0], len(places) * _HOP + _GRAIN), np.float32)
    one = source.sum(axis=0)
    following: NDArray[np.float32] | None = None
    for number, (place, speed) in enumerate(zip(places, speeds, strict=True)):
        way = 1 if speed >= 0 else -1
        start = int(place) - way * (_GRAIN // 2)
        if following is not None:
            start += way * _best_shift(one, start, way, following)
        grain = _run_of(source, start, way, _GRAIN)
        out[:, number * _HOP : number * _HOP + _GRAIN] += grain * window
        following = _run_of(one[None], start + way * _HOP, way, _HOP)[0]
    return out


def _best_shift(one: NDArray[np.float32], start: int, way: int, following: NDArray[np.float32]) -> int:
    """Return how far from its place a grain fits best what would follow the one before; nearest, where all do alike."""
    from scipy.signal import correlate  # late: loads half of SciPy

    heard = _run_of(one[None], start - way * _SEARCH, way, _HOP + 2 * _SEARCH)[0].astype(np.float64)
    likeness = correlate(heard, following.astype(np.float64), mode="valid", method="fft")
    powers = np.convolve(heard**2, np.ones(_HOP), mode="valid")
    scores = likeness / np.sqrt(np.maximum(powers, 1e-9))
    alike = np.flatnonzero(scores >= scores.max() - _ALL_ALIKE) - _SEARCH
    return int(alike[np.argmin(np.abs(alike))])


def _run_of(source: Sound, start: int, way: int, count: int) -> Sound:
    """Return ``count`` samples of a source from ``start`` on, forwards or backwards; silent outside it."""
    at = start + way * np.arange(count)
    inside = (at >= 0) & (at < source.shape[1])
    return np.where(inside, source[:, np.clip(at, 0, source.shape[1] - 1)], np.float32(0))


def _meeting(ending: Sound, beginning: Sound) -> Sound:
    """Return a station whose last second turns into the beginning of the next, where the two are most alike."""
    span = beginning.shape[1]
    tail = ending[:, -span:].astype(np.float64)
    early = beginning.astype(np.float64)
    starts = range(span // 2, span - _MEET_SAMPLES + 1, 64)
    at = max(starts, key=lambda start: _likeness(tail, early, start))
    alike = _likeness(tail, early, at)
    rising = (np.arange(_MEET_SAMPLES) + 0.5) / _MEET_SAMPLES
    # gains whose sum of powers, what the two have in common counted, is one: no dip and no swell
    level = 1 / np.sqrt(1 - 2 * rising * (1 - rising) * (1 - max(alike, 0.0)))
    joined = np.concatenate((tail[:, :at], early[:, at:]), axis=1)
    meet = slice(at, at + _MEET_SAMPLES)
    joined[:, meet] = (tail[:, meet] * (1 - rising) + early[:, meet] * rising) * level
    return np.concatenate((ending[:, :-span], joined.astype(np.float32)), axis=1)


def _likeness(first: NDArray[np.float64], second: NDArray[np.float64], start: int) -> float:
    a, b = (each[:, start : start + _MEET_SAMPLES].ravel() for each in (first, second))
    powers = float(a @ a) * float(b @ b)
    return float(a @ b) / float(np.sqrt(powers)) if powers > 0 else 1.0
