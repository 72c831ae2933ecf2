"""Chance that is the same everywhere."""

from __future__ import annotations

import itertools

import numpy as np

from posthouse.effects.chance import chances, numbered, occasion, scrambled, soft_noise


def test_the_mixer_is_the_published_one() -> None:
    """C. Wellons's lowbias32 of 1, from its C source."""
    value = 1
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        value = ((value ^ (value >> shift)) * factor) & 0xFFFFFFFF
    value ^= value >> 16
    assert int(scrambled(np.array([1], np.uint32), 0)[0]) == value


def test_chances_are_even_and_salts_are_no_kin() -> None:
    numbers = numbered(7, 50_000, 1)
    first, second = chances(numbers, 1), chances(numbers, 2)
    assert abs(first.mean() - 0.5) < 0.01
    assert np.histogram(first, 20, (0, 1))[0].std() < 120
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.02


def test_each_occasion_is_another_and_may_be_before_zero() -> None:
    numbers = numbered(7, 1000, 1)
    drawn = [chances(occasion(numbers, np.full(1000, float(n))), 1) for n in (-2, -1, 0, 1)]
    for a, b in itertools.pairwise(drawn):
        assert abs(np.corrcoef(a, b)[0, 1]) < 0.12


def test_noise_is_smooth_and_within_0_and_1() -> None:
    noise = soft_noise(np.linspace(-30, 300, 40_000), 3)
    assert 0 <= noise.min() < 0.1
    assert 0.9 < noise.max() <= 1
    assert np.abs(np.diff(noise)).max() < 0.02
