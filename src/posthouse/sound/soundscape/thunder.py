"""Thunder: far strikes now and then, each the sum of many shock waves from along a crooked channel.

Problem: a lightning channel is kilometres long, so its parts are heard one after another, each an N-shaped shock that
distance has made longer and duller. Where a stretch of channel lies across the line of sight, many arrive at once: a
clap; where it lies along it, they arrive spread out: a rumble.
Approach: a random walk of segments; per segment an arrival time (distance over the speed of sound) and a weight (the
cosine law of N-waves over distance); the train is filtered by a low-pass that falls with distance, and reverberates.
Sources: H. S. Ribner and D. Roy, "Acoustics of thunder: a quasilinear model for tortuous lightning", JASA 72, 1982;
A. A. Few, "Power spectrum of thunder", JGR 74, 1969.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.sound.soundscape.texture import bin_frequencies, cell_random, overlap_cells

if TYPE_CHECKING:
    from posthouse.signal import Sound
    from posthouse.sound.spec import SoundscapeSpec

FloatArray = NDArray[np.float64]

_CELL_S = 14
_STRIKE_S = 13
_SOUND_M_PER_S = 340.0
_LAYER = 12
_SEGMENTS = 900
_LEAD_S = 0.3
_FADING_S = 2.6


def render_thunder(spec: SoundscapeSpec, sample_rate: int, start_samples: int, count: int) -> Sound:
    """Return (2, count) float32 of a thunderstorm without its rain; every sample depends on its own position only."""
    return overlap_cells(
        partial(_cell, spec, sample_rate),
        step_samples=_CELL_S * sample_rate,
        start_samples=start_samples,
        count=count,
    )


def _cell(spec: SoundscapeSpec, sample_rate: int, cell: int) -> Sound:
    """Return the strike of one cell, or nothing: the more intense the storm, the more often and the nearer."""
    random = cell_random(spec.seed, _LAYER, cell)
    if random.random() > 0.25 + 0.7 * spec.intensity:
        return np.zeros((2, 0), np.float32)
    begins = random.integers(0, _CELL_S * sample_rate)
    distance_m = random.uniform(1.0, 1.6) * (6000 - 4800 * spec.intensity)
    strike = _strike(random, distance_m, sample_rate)
    sound = np.zeros((2, begins + strike.shape[1]), np.float32)
    sound[:, begins:] = strike
    return sound


def _strike(random: np.random.Generator, distance_m: float, sample_rate: int) -> Sound:
    size = _STRIKE_S * sample_rate
    arrival_s, weight, pan = _channel(random, distance_m)
    train = np.zeros((2, size))
    # The filter has no phase, so it rings before as well as after: the first shock comes a little into the strike.
    at = ((arrival_s + _LEAD_S) * sample_rate).astype(np.int64)
    weight = np.where(at < size, weight * np.exp(-arrival_s / _FADING_S), 0)
    for side, gain in enumerate((np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4))):
        train[side] = np.bincount(np.minimum(at, size - 1), weight * gain, size)
    frequency = bin_frequencies(2 * size, sample_rate)
    echo = _echo(random, size, sample_rate)
    heard = np.fft.irfft(
        np.fft.rfft(train, 2 * size) * _shock_spectrum(frequency, distance_m) * np.fft.rfft(echo, 2 * size)
    )
    time = np.arange(size) / sample_rate
    heard = heard[:, :size] * np.minimum(1, time / (_LEAD_S / 2)) * np.minimum(1, (_STRIKE_S - time) / 4) ** 2
    # Near strikes are loud; the loudest of them still leaves 6 dB.
    peak = 0.5 * (1200 / max(distance_m, 1200)) ** 0.8
    return np.asarray(heard * (peak / np.abs(heard).max()), np.float32)


def _channel(random: np.random.Generator, distance_m: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return (arrival in s after the first, weight, pan) of the segments of a crooked channel."""
    turns = np.cumsum(random.normal(0, 0.16, (2, _SEGMENTS)), axis=1) * 0.5
    lean, heading = 0.9 * np.sin(turns[0]) + random.uniform(-0.3, 0.3), turns[1]
    step_m = random.uniform(6, 14, _SEGMENTS)
    up = np.cumsum(step_m * np.cos(lean))
    along = np.cumsum(step_m * np.sin(lean) * np.cos(heading)) + distance_m
    across = np.cumsum(step_m * np.sin(lean) * np.sin(heading))
    away = np.sqrt(up**2 + along**2 + across**2)
    arrival = (away - away.min()) / _SOUND_M_PER_S
    # A segment sends its shock across itself: what points at the listener is heard least (Ribner and Roy).
    toward = np.abs(np.gradient(away) / step_m)
    weight = np.sqrt(np.clip(1 - toward**2, 0.03, 1)) * random.lognormal(0, 0.5, _SEGMENTS) / away
    return arrival, weight * np.where(random.random(_SEGMENTS) < 0.5, -1, 1), np.clip(across / 1200, -0.8, 0.8)


def _shock_spectrum(frequency: FloatArray, distance_m: float) -> FloatArray:
    """Return magnitudes of a stretched N-wave: rising to its peak, falling above, dulled by the air."""
    f = np.maximum(frequency, 0.1)
    peak_hz = 95 * (2000 / distance_m) ** 0.35
    shape = (f / peak_hz) / (1 + (f / peak_hz) ** 2) / np.sqrt(1 + (28 / f) ** 6)
    return np.asarray(shape * np.exp(-f * distance_m / 2.6e6))


def _echo(random: np.random.Generator, size: int, sample_rate: int) -> FloatArray:
    """Return (2, size): the direct sound, then hills and clouds that send it back for seconds."""
    time = np.arange(size) / sample_rate
    tail = random.standard_normal((2, size)) * np.exp(-time / 1.6) * (1 - np.exp(-time / 0.25))
    tail *= 0.35 / np.sqrt(np.sum(tail**2, axis=1, keepdims=True))
    tail[:, 0] += 1
    return np.asarray(tail)
