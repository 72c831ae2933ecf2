"""Wind: turbulent noise through bands that move with the gusts.

Five layers, all driven by one gust curve near 1/f: a low rumble where the air meets the ear, a broad roar whose centre
rises with the speed, two or three edges that howl in narrow bands (an Aeolian tone's pitch follows the speed:
f = 0.2 v / d, V. Strouhal, 1878), and leaves that hiss with faster turbulence. Gusts reach the two sides at slightly
different times and wander between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.sound.soundscape.texture import bin_frequencies, cell_random, overlap_cells, shaped_noise, smooth_random

if TYPE_CHECKING:
    from posthouse.signal import Sound
    from posthouse.sound.spec import SoundscapeSpec

FloatArray = NDArray[np.float64]

_SIZE_48K = 8192
_SPEED, _TURBULENCE, _PLACE, _EDGE = 40, 41, 42, 44
_BED, _HOWL = 10, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Something that howls: its pitch at wind factor 1, the width of its band as a share of it, where it stands."""

    frequency_hz: float
    bandwidth: float
    pan: float
    onset: float


_EDGES = (
    Edge(frequency_hz=285, bandwidth=0.03, pan=-0.45, onset=0.6),
    Edge(frequency_hz=470, bandwidth=0.026, pan=0.55, onset=0.8),
    Edge(frequency_hz=760, bandwidth=0.03, pan=0.1, onset=1.0),
)


def render_wind(spec: SoundscapeSpec, sample_rate: int, start_samples: int, count: int) -> Sound:
    """Return (2, count) float32 of wind; every sample depends on its own position only."""
    size = round(_SIZE_48K * sample_rate / 48000 / 2) * 2
    frequency = bin_frequencies(size, sample_rate)

    def make(cell: int) -> Sound:
        middle_s = (cell + 1) * (size // 2) / sample_rate
        bed = np.stack([_bed_spectrum(spec, frequency, middle_s, side) for side in (0, 1)])
        # Long waves are one sound for both sides, as for any pair of ears.
        shared = 1 / (1 + (frequency / 140) ** 2)
        spectra = np.stack([np.sqrt(shared) * bed.mean(axis=0), *(np.sqrt(1 - shared) * bed)])
        noise = shaped_noise(cell_random(spec.seed, _BED, cell), spectra, size)
        sound = noise[0] + noise[1:]
        howls = np.stack([_howl_spectrum(spec, frequency, middle_s, number) for number in range(len(_EDGES))])
        voices = shaped_noise(cell_random(spec.seed, _HOWL, cell), howls, size)
        for number, edge in enumerate(_EDGES):
            angle = (_wandered_pan(spec, edge.pan, number, middle_s) + 1) * np.pi / 4
            sound += np.array([[np.cos(angle)], [np.sin(angle)]]) * voices[number]
        return np.asarray(sound * _level(spec), np.float32)

    return overlap_cells(make, step_samples=size // 2, start_samples=start_samples, count=count)


def wind_speed(spec: SoundscapeSpec, seconds: float, side: int = 0) -> float:
    """Return the wind's speed as a factor of its average, 0.1 to 3.5; it reaches the right side a little later."""
    at = np.array([seconds - 0.35 * side])
    slow = smooth_random(spec.seed, _SPEED, at, longest_s=17.0, octaves=7)[0]
    return float(np.clip(np.exp((0.3 + 0.5 * spec.wind) * slow), 0.1, 3.5))


def _level(spec: SoundscapeSpec) -> float:
    return 0.055 * 10 ** (0.8 * (spec.intensity - 0.5))


def _bed_spectrum(spec: SoundscapeSpec, frequency: FloatArray, middle_s: float, side: int) -> FloatArray:
    """Return magnitudes of rumble, roar and leaves at one moment on one side."""
    speed = wind_speed(spec, middle_s, side)
    f = np.maximum(frequency, 1.0)
    thin = 1 / np.sqrt(1 + (45 / f) ** 6)
    rumble = 2.6 * speed**2 / (1 + (f / 75) ** 1.6)
    center = 330 * speed**0.6
    roar = 1.5 * speed**1.5 * np.exp(-0.5 * (np.log2(f / center) / 1.15) ** 2)
    at = np.array([middle_s + 100.0 * side])
    flutter = np.exp(0.5 * smooth_random(spec.seed, _TURBULENCE, at, longest_s=1.3, octaves=3)[0])
    leaves = 0.16 * speed**2 * flutter * np.exp(-0.5 * (np.log2(f / (3200 * speed**0.25)) / 0.9) ** 2)
    hiss = 0.05 * speed / (1 + (f / 5000) ** 2)
    return np.asarray((rumble + roar + leaves + hiss) * thin)


def _howl_spectrum(spec: SoundscapeSpec, frequency: FloatArray, middle_s: float, number: int) -> FloatArray:
    """Return magnitudes of one howling edge: silent below its onset, pitch and strength rising with the wind."""
    edge = _EDGES[number]
    own = smooth_random(spec.seed, _EDGE + number, np.array([middle_s]), longest_s=5.0, octaves=4)[0]
    speed = wind_speed(spec, middle_s, number % 2) * float(np.exp(0.15 * own))
    center = edge.frequency_hz * speed**0.7
    drive = max(0.0, speed - edge.onset) ** 1.3 * spec.intensity**0.5
    fundamental = np.exp(-0.5 * ((frequency - center) / (edge.bandwidth * center)) ** 2)
    overtone = 0.18 * np.exp(-0.5 * ((frequency - 2.02 * center) / (edge.bandwidth * 2 * center)) ** 2)
    return np.asarray(min(drive, 2.0) * 9.0 * (fundamental + overtone))


def _wandered_pan(spec: SoundscapeSpec, pan: float, number: int, middle_s: float) -> float:
    wander = smooth_random(spec.seed, _PLACE + 8 + number, np.array([middle_s]), longest_s=11.0, octaves=2)[0]
    return float(np.clip(pan + 0.25 * wander, -0.95, 0.95))
