"""Sound at a speed that changes: which source time each conformed sample plays, and the samples, pitch with speed.

Conformed time of a ramp is the time of its curve: sample 0 is the curve's first keyframe, whatever shot it is for. So
a trim changes no sample, and two shots through one ramp share theirs. Each sample is worked out on its own from its
exact place (a sinc of 32 lobes under a Kaiser window, cut off lower where the source runs faster than it is sampled),
so that chunks join as if made in one. Towards a standstill, below 5% of speed, the sound fades out.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from posthouse.timing import Ease, Rate, SpeedCurve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from posthouse.signal import Sound
    from posthouse.sound.resample import ReadSource
    from posthouse.timing.ramp import Section

    Array = NDArray[np.float64]

BLOCK_SAMPLES = 1024
AUDIBLE_SPEED = 0.05
"""Below it a ramp's sound fades out, in step with the speed."""
_LOBES = 32
_TABLE_STEPS = 512
_KAISER_BETA = 10.0
_PASSED = 0.97
"""The part of the band below half the sampling rate that is let through."""
_LONGEST_SECONDS = Fraction(24 * 3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """A curve of speed over programme frames, and source time that runs ``tempo`` times as fast as its media's own."""

    curve: SpeedCurve
    rate: Rate
    tempo: Fraction = Fraction(1)

    def moment_at(self, sample: int, sample_rate: int) -> Fraction:
        """Return the curve's moment of a conformed sample."""
        return sample * self.rate.fraction / sample_rate

    def places(self, samples: NDArray[np.int64], sample_rate: int) -> tuple[Array, Array]:
        """Return the source seconds each conformed sample plays, by the media's own clock, and the speed there."""
        moments = np.asarray(samples * float(self.rate.fraction / sample_rate), np.float64)
        seconds, speeds = np.empty(len(samples)), np.empty(len(samples))
        for section in self.curve.sections:
            low = -np.inf if section.start is None else float(section.start)
            high = np.inf if section.end is None else float(section.end)
            inside = (moments >= low) & (moments < high)
            if inside.any():
                place, speed = _section_places(section, moments[inside])
                seconds[inside] = place * float(self.tempo / self.rate.fraction)
                speeds[inside] = speed * float(self.tempo)
        return seconds, speeds

    def available_range(self, start_seconds: Fraction, end_seconds: Fraction, sample_rate: int) -> tuple[int, int]:
        """Return the half-open range of conformed samples from the first to the last that play source start..end."""
        scale = self.rate.fraction / self.tempo
        edges = [start_seconds * scale, end_seconds * scale]
        frames = _LONGEST_SECONDS * self.rate.fraction
        known = [
            self.curve.sections[1].start or Fraction(0),
            *(s.end for s in self.curve.sections if s.end is not None),
        ]
        moments = [found for at in edges for found in (self.curve.moment_at(at, -frames, frames),) if found is not None]
        moments += [moment for moment in known if edges[0] <= self.curve.position(moment) < edges[1]]
        if self.curve.direction == 0:  # what lies outside on the way is silent
            moments += [-frames, frames]
        if not moments:
            return 0, 0
        low, high = (moment * sample_rate / self.rate.fraction for moment in (min(moments), max(moments)))
        is_held = edges[0] <= self.curve.keys[-1].at < edges[1] and self.curve.keys[-1].speed == 0
        return low.__ceil__(), (_LONGEST_SECONDS * sample_rate).__floor__() if is_held else high.__ceil__()


def ramped_blocks(
    read: ReadSource, ramp: Ramp, rates: tuple[float, int], *, start_samples: int, length_samples: int
) -> Iterator[Sound]:
    """Yield conformed samples start..start+length, pitch with speed.

    Args:
        read: the source; positions below 0 and beyond its end are read as silence.
        ramp: what is played when.
        rates: samples a second of the source and of what is made.
        start_samples: first conformed sample, which may be negative.
        length_samples: number of conformed samples.
    """
    end = start_samples + length_samples
    for low in range(start_samples, end, BLOCK_SAMPLES):
        samples = np.arange(low, min(low + BLOCK_SAMPLES, end), dtype=np.int64)
        seconds, speeds = ramp.places(samples, rates[1])
        made = _interpolated(read, seconds * rates[0], np.abs(speeds) * (rates[0] / rates[1]))
        made *= np.minimum(1.0, np.abs(speeds) / AUDIBLE_SPEED)
        yield made.astype(np.float32)


def _section_places(section: Section, moments: Array) -> tuple[Array, Array]:
    """Return source positions and speeds at moments of a section, in float64 from its exact ends."""
    since, speed = moments - float(section.origin), float(section.speed)
    if section.change == 0:
        return float(section.source) + since * speed, np.full(len(moments), speed)
    assert section.end is not None
    lasting, change = float(section.end - section.origin), float(section.change)
    part = since / lasting
    is_even = section.ease is Ease.LINEAR
    grown = part * part / 2 if is_even else part**3 - part**4 / 2
    share = part if is_even else part * part * (3 - 2 * part)
    return float(section.source) + since * speed + lasting * change * grown, speed + change * share


def _interpolated(read: ReadSource, places: Array, steps: Array) -> Array:
    """Return (channel, sample) the source at places between its samples; a step above 1 lowers the cut-off."""
    cutoffs = _PASSED / np.maximum(steps, 1.0)
    reach = int(np.ceil(_LOBES / cutoffs.min()))
    first = int(np.floor(places.min())) - reach
    source = read(first, int(np.floor(places.max())) + reach + 2).astype(np.float64)
    nearest = np.floor(places).astype(np.int64)
    out = np.zeros((source.shape[0], len(places)))
    table = _sinc_table()
    for tap in range(-reach, reach + 2):  # samples are many, taps few: each tap of all samples at once
        at = nearest + tap
        distance = np.minimum(np.abs(at - places) * cutoffs * (_TABLE_STEPS / 1.0), len(table) - 2.0)
        index = distance.astype(np.int64)
        weight = table[index] + (table[index + 1] - table[index]) * (distance - index)
        out += source[:, at - first] * (weight * cutoffs)
    return out


@functools.cache
def _sinc_table() -> Array:
    """Return one side of the windowed sinc, 512 steps a lobe, then nothing."""
    at = np.arange(_LOBES * _TABLE_STEPS + 2) / _TABLE_STEPS
    window = np.i0(_KAISER_BETA * np.sqrt(np.maximum(0.0, 1 - (at / _LOBES) ** 2))) / np.i0(_KAISER_BETA)
    table = np.sinc(at) * window
    table[at >= _LOBES] = 0.0
    return table
