"""Rain, as a microphone under a roof's edge hears it: the wash of the far field, drops at three depths, drips nearby.

The wash carries the level and is what a downpour is; single drops carry the detail and are what light rain is. Between
1 and 10 kHz real rain is nearly flat, falls off gently above, and has little below 200 Hz. Wind moves the level and the
tilt of the wash and the number of drops.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.sound.soundscape.drops import Drops, add_drops, bubbles, taps
from posthouse.sound.soundscape.texture import bin_frequencies, cell_random, overlap_cells, shaped_noise, smooth_random

if TYPE_CHECKING:
    from posthouse.signal import Sound
    from posthouse.sound.spec import SoundscapeSpec

FloatArray = NDArray[np.float64]

_WASH_SIZE_48K = 8192
_LONGEST_GUST_S = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DropLayer:
    """One depth of drops. Rates are at intensity 1; light rain has fewer, and they stand out more."""

    number: int
    bubbles_per_s: float
    taps_per_s: float
    radius_m: tuple[float, float]
    tap_hz: tuple[float, float]
    ring_s: float
    gain: float
    width: float


# Far drops have lost their highs to the air and their place to the distance; near ones are few, loud and wide.
_LAYERS = (
    DropLayer(
        number=1,
        bubbles_per_s=500,
        taps_per_s=1400,
        radius_m=(0.0007, 0.0016),
        tap_hz=(1400, 5200),
        ring_s=0.006,
        gain=0.014,
        width=0.6,
    ),
    DropLayer(
        number=2,
        bubbles_per_s=110,
        taps_per_s=340,
        radius_m=(0.0005, 0.0022),
        tap_hz=(1800, 9500),
        ring_s=0.014,
        gain=0.034,
        width=0.85,
    ),
    DropLayer(
        number=3,
        bubbles_per_s=13,
        taps_per_s=60,
        radius_m=(0.0005, 0.0034),
        tap_hz=(1500, 12000),
        ring_s=0.05,
        gain=0.075,
        width=1.0,
    ),
)
# A tap's burst is ten times shorter than a bubble's song, so it is heard as softer than it is.
_TAP_GAIN = 2.4
_TAP_S = 0.012
_DRIP_SITES = 4
_WASH, _DRIPS, _GUST, _TILT, _SIDE = 0, 9, 20, 21, 22


def render_rain(spec: SoundscapeSpec, sample_rate: int, start_samples: int, count: int) -> Sound:
    """Return (2, count) float32 of rain; every sample depends on its own position only."""
    total = _wash(spec, sample_rate, start_samples, count)
    for layer in _LAYERS:
        total += overlap_cells(
            partial(_drop_cell, layer, spec, sample_rate),
            step_samples=sample_rate,
            start_samples=start_samples,
            count=count,
        )
    total += overlap_cells(
        partial(_drip_cell, spec, sample_rate),
        step_samples=sample_rate,
        start_samples=start_samples,
        count=count,
    )
    return _softened(total)


def gust(spec: SoundscapeSpec, seconds: FloatArray) -> FloatArray:
    """Return how hard it rains at a time against the average, a factor around 1, the wilder the more wind."""
    wander = smooth_random(spec.seed, _GUST, seconds, longest_s=_LONGEST_GUST_S, octaves=6)
    return np.exp((0.1 + 0.35 * spec.wind) * np.clip(wander, -2.5, 2.5))


def _wash(spec: SoundscapeSpec, sample_rate: int, start_samples: int, count: int) -> Sound:
    size = round(_WASH_SIZE_48K * sample_rate / 48000 / 2) * 2
    frequency = bin_frequencies(size, sample_rate)
    base = _wash_spectrum(frequency)
    level = 0.034 * 10 ** (0.9 * (spec.intensity - 0.5))

    def make(cell: int) -> Sound:
        middle = np.array([(cell + 1) * (size // 2) / sample_rate])
        tilt_db_per_octave = 0.8 * smooth_random(spec.seed, _TILT, middle, longest_s=9.0, octaves=3)[0]
        tilt = (np.maximum(frequency, 50) / 2000) ** (tilt_db_per_octave / 6.02)
        balance_db = 1.2 * smooth_random(spec.seed, _SIDE, middle, longest_s=7.0, octaves=3)[0]
        noise = shaped_noise(cell_random(spec.seed, _WASH, cell), np.tile(base * tilt, (3, 1)), size)
        return _spread(noise, balance_db, level * float(gust(spec, middle)[0]))

    return overlap_cells(make, step_samples=size // 2, start_samples=start_samples, count=count)


def _wash_spectrum(frequency: FloatArray) -> FloatArray:
    """Return magnitudes: 12 dB an octave below 350 Hz, a broad body at 700 Hz, flat, then a roll-off above 9 kHz."""
    f = np.maximum(frequency, 1e-3)
    low = 1 / np.sqrt(1 + (350 / f) ** 4) / np.sqrt(1 + (60 / f) ** 4)
    body = 1 + 0.35 * np.exp(-(np.log2(f / 700) ** 2))
    high = 1 / np.sqrt(1 + (f / 10500) ** 2.5)
    return np.where(frequency > 0, low * body * high, 0.0)


def _spread(noise: FloatArray, balance_db: float, level: float) -> Sound:
    """Return (2, sample) from three noises: one heard by both sides at a third of the power, one a side."""
    shared, own = np.sqrt(0.3), np.sqrt(0.7)
    sides = shared * noise[:1] + own * noise[1:]
    gains = level * 10 ** (np.array([[balance_db], [-balance_db]]) / 40)
    return np.asarray(sides * gains, np.float32)


def _drop_cell(layer: DropLayer, spec: SoundscapeSpec, sample_rate: int, cell: int) -> Sound:
    ring = round(layer.ring_s * sample_rate)
    sound = np.zeros((2, sample_rate + ring), np.float32)
    random = cell_random(spec.seed, layer.number, cell)
    density = (0.03 + 0.97 * spec.intensity**1.6) * float(gust(spec, np.array([cell + 0.5]))[0])
    # Light rain is fewer drops, hardly softer ones.
    gain = layer.gain * (0.55 + 0.45 * spec.intensity)
    sung = bubbles(random, random.poisson(layer.bubbles_per_s * density), sample_rate, layer.radius_m)
    struck = taps(random, random.poisson(layer.taps_per_s * density), sample_rate, layer.tap_hz)
    add_drops(sound, _scaled(sung, gain, layer.width), sample_rate, ring)
    add_drops(
        sound, _scaled(struck, gain * _TAP_GAIN, layer.width), sample_rate, min(ring, round(_TAP_S * sample_rate))
    )
    return sound


def _scaled(drops: Drops, gain: float, width: float) -> Drops:
    return Drops(
        start_samples=drops.start_samples,
        frequency_hz=drops.frequency_hz,
        damping_per_s=drops.damping_per_s,
        rise=drops.rise,
        amplitude=drops.amplitude * gain,
        pan=drops.pan * width,
    )


def _drip_cell(spec: SoundscapeSpec, sample_rate: int, cell: int) -> Sound:
    """Return the drips of one second: each of a few edges lets go about once a second, into its own puddle."""
    ring = round(0.09 * sample_rate)
    sound = np.zeros((2, sample_rate + ring), np.float32)
    places = cell_random(spec.seed, _DRIPS, 2**40)
    radius, pan = places.uniform(0.0016, 0.0042, _DRIP_SITES), places.uniform(-0.9, 0.9, _DRIP_SITES)
    random = cell_random(spec.seed, _DRIPS, cell)
    falls = random.random(_DRIP_SITES) < 0.35 + 0.5 * spec.intensity
    at = random.integers(0, sample_rate, _DRIP_SITES)
    size = random.uniform(0.85, 1.15, _DRIP_SITES)
    splash = taps(random, _DRIP_SITES, 1, (2500, 7000))
    plop = bubbles(random, _DRIP_SITES, 1, (0.001, 0.002))
    amplitude = 0.09 * np.where(falls, random.uniform(0.5, 1.2, _DRIP_SITES), 0.0)
    for drops, tone, delay, gain in (
        (splash, splash.frequency_hz, 0.0, 0.5),
        (plop, 3.0 / (radius * size), 0.014, 1.0),
    ):
        damping = splash.damping_per_s if drops is splash else 0.13 / radius + 0.0072 * radius**-1.5
        placed = Drops(
            start_samples=np.minimum(at + round(delay * sample_rate), sample_rate - 1),
            frequency_hz=tone,
            damping_per_s=damping,
            rise=np.full(_DRIP_SITES, 0.0 if drops is splash else 0.15),
            amplitude=amplitude * gain,
            pan=pan,
        )
        add_drops(sound, placed, sample_rate, ring)
    return sound


def _softened(sound: Sound) -> Sound:
    """Return the sound with anything above -6 dBFS bent towards full scale, which it never reaches."""
    size = np.abs(sound)
    over = np.maximum(size - 0.5, 0) * 2
    return np.where(size > 0.5, np.copysign(0.5 + 0.5 * np.tanh(over), sound), sound).astype(np.float32)
