"""Fade curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.sound.clip import Fade, FadeShape
from posthouse.sound.fades import fade_gain

LENGTHS = st.integers(1, 5000)


def pair(shape: FadeShape, samples: int) -> tuple[np.ndarray, np.ndarray]:
    rising = fade_gain(Fade(samples=samples, shape=shape), np.arange(samples)).astype(np.float64)
    return rising, rising[::-1]


@pytest.mark.parametrize("shape", [FadeShape.EQUAL_POWER, FadeShape.SMOOTH])
@given(samples=LENGTHS)
def test_equal_power_pair_sums_to_1_in_power(shape: FadeShape, samples: int) -> None:
    rising, falling = pair(shape, samples)
    assert np.allclose(rising**2 + falling**2, 1, atol=1e-6)


@given(samples=LENGTHS)
def test_linear_pair_sums_to_1(samples: int) -> None:
    rising, falling = pair(FadeShape.LINEAR, samples)
    assert np.allclose(rising + falling, 1, atol=1e-6)


def test_middle_of_equal_power_is_3_db_down() -> None:
    assert np.isclose(fade_gain(Fade(samples=3), np.array([1]))[0], 10 ** (-3.0103 / 20), atol=1e-4)


@pytest.mark.parametrize("shape", FadeShape)
def test_gain_is_0_before_and_1_after(shape: FadeShape) -> None:
    assert fade_gain(Fade(samples=10, shape=shape), np.array([-1, 10, 11])).tolist() == [0, 1, 1]


def test_no_fade_is_a_hard_edge() -> None:
    gain = fade_gain(Fade(), np.array([-1, 0, 1]))
    assert gain.tolist() == [0, 1, 1]
    assert gain.dtype == np.float32


def test_uncorrelated_sounds_keep_their_power_through_a_crossfade() -> None:
    random = np.random.default_rng(3)
    rising, falling = pair(FadeShape.EQUAL_POWER, 48000)
    mixed = random.standard_normal(48000) * rising + random.standard_normal(48000) * falling
    assert abs(10 * np.log10(np.mean(mixed**2))) < 0.1
