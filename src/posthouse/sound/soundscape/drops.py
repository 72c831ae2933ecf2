"""Water drops: each one a burst of quickly dying tones.

A drop on a hard surface is a click of a few damped modes. A drop into water traps a bubble that sings at its Minnaert
frequency and rises in pitch as the bubble nears the surface:
    a * sin(2 pi f (1 + xi d t) t) * exp(-d t),   f = 3 / r,   d = 0.13 / r + 0.0072 * r**-1.5,   r in metres, f in Hz.
Source: K. van den Doel, "Physically based models for liquid sounds", ACM Transactions on Applied Perception 2(4), 2005,
equations 1 to 6; M. Minnaert, "On musical air-bubbles and the sounds of running water", 1933.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from posthouse.signal import Sound

FloatArray = NDArray[np.float64]

_RISE = 0.1  # van den Doel's xi for most bubbles in rain
_ATTACK_SECONDS = 0.0002


@dataclass(frozen=True, slots=True, kw_only=True)
class Drops:
    """Drops as arrays of one length: when each sounds, its tone, its decay, how loud, and where."""

    start_samples: NDArray[np.int64]
    frequency_hz: FloatArray
    damping_per_s: FloatArray
    rise: FloatArray
    amplitude: FloatArray
    pan: FloatArray

    def __len__(self) -> int:
        return len(self.start_samples)


def bubble_tone(radius_m: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return (frequency in Hz, damping per second) of bubbles of a radius."""
    return 3.0 / radius_m, 0.13 / radius_m + 0.0072 * radius_m**-1.5


def add_drops(sound: Sound, drops: Drops, sample_rate: int, length_samples: int) -> None:
    """Add drops to (2, sample) in place; each rings for ``length_samples``, all of which must fit."""
    if not len(drops):
        return
    time = (np.arange(length_samples, dtype=np.float32) / np.float32(sample_rate))[None, :]
    frequency, damping, rise = (
        array.astype(np.float32)[:, None] for array in (drops.frequency_hz, drops.damping_per_s, drops.rise)
    )
    turns = frequency * time * (1 + rise * damping * time)
    rung = np.sin(np.float32(2 * np.pi) * (turns - np.floor(turns))) * np.exp(-damping * time)
    rung *= np.minimum(1, time / np.float32(_ATTACK_SECONDS)) * _release(length_samples)
    where = drops.start_samples[:, None] + np.arange(length_samples)
    angle = (drops.pan + 1) * (np.pi / 4)
    for channel, side in enumerate((np.cos(angle), np.sin(angle))):
        weights = rung * (drops.amplitude * side).astype(np.float32)[:, None]
        sound[channel] += np.bincount(where.ravel(), weights.ravel(), sound.shape[1]).astype(np.float32)


def _release(length_samples: int) -> NDArray[np.float32]:
    """Return a gain that brings the last eighth to 0, so that a long ring is never cut."""
    tail = length_samples // 8
    gain = np.ones(length_samples, np.float32)
    gain[length_samples - tail :] = 0.5 + 0.5 * np.cos(np.pi * (np.arange(tail) + 0.5) / tail)
    return gain


def bubbles(random: np.random.Generator, count: int, span_samples: int, radius_m: tuple[float, float]) -> Drops:
    """Return ``count`` drops into water within a span, radii log-uniform in a range, loud ones rare."""
    radius = np.exp(random.uniform(np.log(radius_m[0]), np.log(radius_m[1]), count))
    frequency, damping = bubble_tone(radius)
    return Drops(
        start_samples=random.integers(0, span_samples, count),
        frequency_hz=frequency,
        damping_per_s=damping,
        rise=np.where(random.random(count) < 0.5, _RISE, 0.0),
        amplitude=_loudness(random, count),
        pan=random.uniform(-1, 1, count),
    )


def taps(random: np.random.Generator, count: int, span_samples: int, frequency_hz: tuple[float, float]) -> Drops:
    """Return ``count`` drops on hard ground: tones of a range, log-uniform, that die within a few cycles."""
    frequency = np.exp(random.uniform(np.log(frequency_hz[0]), np.log(frequency_hz[1]), count))
    return Drops(
        start_samples=random.integers(0, span_samples, count),
        frequency_hz=frequency,
        damping_per_s=frequency * random.uniform(0.25, 1.2, count),
        rise=np.zeros(count),
        amplitude=_loudness(random, count),
        pan=random.uniform(-1, 1, count),
    )


def _loudness(random: np.random.Generator, count: int) -> FloatArray:
    """Return signed amplitudes, median 1, log-normal with 5 dB of spread, at most 12 dB above the median."""
    loud = np.minimum(np.exp(random.standard_normal(count) * 0.58), 4.0)
    return np.where(random.random(count) < 0.5, -loud, loud)
