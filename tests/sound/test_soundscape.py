"""Rain, wind and thunder: deterministic, seamless, and of the right color."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.sound.generate import rendered
from posthouse.sound.soundscape.drops import bubble_tone
from posthouse.sound.soundscape.texture import cell_random, smooth_random
from posthouse.sound.spec import Soundscape, SoundscapeSpec

if TYPE_CHECKING:
    from posthouse.signal import Sound

RATE = 48000
SCAPES = [*Soundscape]


def scape(kind: Soundscape, intensity: float = 0.6, seed: int = 7, wind: float = 0.4) -> SoundscapeSpec:
    return SoundscapeSpec(soundscape=kind, intensity=intensity, seed=seed, wind=wind)


@cache
def heard(kind: Soundscape, intensity: float = 0.6, seconds: int = 20) -> Sound:
    return rendered(scape(kind, intensity), RATE, 0, seconds * RATE)


def octave_db(sound: Sound, center_hz: float) -> float:
    """Return the mean power density of one octave of both channels summed, in dB."""
    blocks = sound.sum(axis=0)[: sound.shape[1] // 4096 * 4096].reshape(-1, 4096) * np.hanning(4096)
    power = np.mean(np.abs(np.fft.rfft(blocks)) ** 2, axis=0)
    frequency = np.fft.rfftfreq(4096, 1 / RATE)
    band = (frequency > center_hz / 2**0.5) & (frequency < center_hz * 2**0.5)
    return float(10 * np.log10(power[band].mean()))


def level_db(sound: Sound) -> float:
    return float(10 * np.log10(np.mean(sound.astype(np.float64) ** 2)))


@pytest.mark.parametrize("kind", SCAPES)
@given(start=st.integers(0, 900_000), count=st.integers(1, 30_000))
@settings(max_examples=6, deadline=None)
def test_any_stretch_is_the_same_made_alone(kind: Soundscape, start: int, count: int) -> None:
    alone = rendered(scape(kind), RATE, start, count)
    assert np.array_equal(alone, heard(kind)[:, start : start + count])


@pytest.mark.parametrize("kind", SCAPES)
def test_a_longer_take_begins_with_the_same_samples(kind: Soundscape) -> None:
    assert np.array_equal(rendered(scape(kind), RATE, 0, 7 * RATE), heard(kind)[:, : 7 * RATE])


@pytest.mark.parametrize(("kind", "seconds"), [("rain", 3), ("wind", 5), ("thunder", 30)])
def test_another_seed_is_another_take(kind: Soundscape, seconds: int) -> None:
    takes = [rendered(scape(kind, 1.0, seed), RATE, 0, seconds * RATE).astype(np.float64) for seed in (1, 2)]
    assert abs(np.corrcoef(takes[0][0], takes[1][0])[0, 1]) < 0.1


@pytest.mark.parametrize("kind", SCAPES)
@pytest.mark.parametrize("intensity", [0.0, 1.0])
def test_never_clips_and_has_no_dc(kind: Soundscape, intensity: float) -> None:
    sound = heard(kind, intensity)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 0.95
    assert np.abs(sound.mean(axis=1, dtype=np.float64)).max() < 1e-4


@pytest.mark.parametrize("kind", [Soundscape.RAIN, Soundscape.WIND])
def test_intensity_raises_the_level(kind: Soundscape) -> None:
    levels = [level_db(heard(kind, intensity)) for intensity in (0.0, 0.6, 1.0)]
    assert levels[0] + 6 < levels[1] < levels[2] - 4


def test_rain_is_flat_from_1_to_10_khz_with_little_rumble() -> None:
    sound = heard(Soundscape.RAIN)
    body = [octave_db(sound, hz) for hz in (1000, 2000, 4000, 8000)]
    assert np.ptp(body) < 8
    assert octave_db(sound, 63) < body[0] - 15
    assert octave_db(sound, 16_000) < body[0] - 6


def test_light_rain_is_single_drops_and_heavy_rain_a_wash() -> None:
    crests = []
    for intensity in (0.1, 1.0):
        sound = heard(Soundscape.RAIN, intensity)
        crests.append(20 * np.log10(np.abs(sound).max()) - level_db(sound))
    assert crests[0] > 20
    assert 11 < crests[1] < 20
    assert crests[0] > crests[1] + 4


def test_wind_falls_with_frequency() -> None:
    sound = heard(Soundscape.WIND)
    assert octave_db(sound, 250) > octave_db(sound, 2000) + 8 > octave_db(sound, 8000) + 14


def test_thunder_is_low() -> None:
    sound = heard(Soundscape.THUNDER, 1.0, 60)
    assert octave_db(sound, 100) > octave_db(sound, 1000) + 12
    assert octave_db(sound, 100) > octave_db(sound, 8000) + 50


@pytest.mark.parametrize("kind", [Soundscape.RAIN, Soundscape.WIND])
def test_sides_differ_but_are_one_place(kind: Soundscape) -> None:
    left, right = heard(kind).astype(np.float64)
    assert 0.05 < np.corrcoef(left, right)[0, 1] < 0.7
    assert abs(level_db(left[None]) - level_db(right[None])) < 2


@pytest.mark.parametrize(("kind", "step"), [(Soundscape.RAIN, 4096), (Soundscape.WIND, 4096), (Soundscape.RAIN, RATE)])
def test_no_period_at_the_cells_is_heard(kind: Soundscape, step: int) -> None:
    """The power at each place within a cell is the same on average: no pumping, no edge."""
    sound = heard(kind)[0].astype(np.float64)
    cells = sound[: len(sound) // step * step].reshape(-1, step) ** 2
    by_place = cells.mean(axis=0).reshape(16, -1).mean(axis=1)
    by_chance = cells.reshape(len(cells), 16, -1).mean(axis=2).std(axis=0).mean() / np.sqrt(len(cells))
    assert np.abs(by_place - by_place.mean()).max() < 4.5 * by_chance


def test_bubble_of_1_mm_sings_at_3_khz() -> None:
    # van den Doel 2005: f = 3 / r, d = 0.13 / r + 0.0072 r^-1.5
    frequency, damping = bubble_tone(np.array([0.001]))
    assert np.allclose([frequency[0], damping[0]], [3000, 357.7], rtol=1e-3)


def test_cells_before_the_beginning_have_numbers_too() -> None:
    assert cell_random(1, 2, -1).random() != cell_random(1, 2, 0).random()


def test_smooth_random_has_zero_mean_variance_1_and_no_steps() -> None:
    seconds = np.arange(400_000) / 50
    wander = smooth_random(3, 1, seconds, longest_s=8, octaves=5)
    assert abs(wander.mean()) < 0.1
    assert 0.85 < wander.std() < 1.15
    assert np.abs(np.diff(wander)).max() < 0.2
