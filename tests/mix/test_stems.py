"""Stems and their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import InternalError
from posthouse.mix import faded, summed

if TYPE_CHECKING:
    from posthouse.signal import Sound

UNITY = np.ones(2, np.float32)


def noise(seed: int, samples: int = 1000) -> Sound:
    return np.random.default_rng(seed).normal(0, 0.2, (2, samples)).astype(np.float32)


def joined(blocks: list[Sound]) -> Sound:
    return np.concatenate(blocks, axis=1)


def test_unity_fader_leaves_the_track_as_it_is() -> None:
    track = noise(1)
    assert next(iter(faded([track], UNITY))) is track


def test_fader_scales_each_channel() -> None:
    out = joined(list(faded([noise(1)], np.array([0.5, 2], np.float32))))
    np.testing.assert_array_equal(out, noise(1) * np.array([[0.5], [2]], np.float32))


def test_lowest_of_several_ducks_counts() -> None:
    curves = [lambda start, stop, g=g: np.full(stop - start, g, np.float32) for g in (0.5, 0.25)]
    np.testing.assert_array_equal(joined(list(faded([noise(1)], UNITY, curves))), noise(1) * np.float32(0.25))


def test_curve_is_asked_for_each_block_in_programme_samples() -> None:
    asked: list[tuple[int, int]] = []
    list(faded([noise(1, 10), noise(2, 5)], UNITY, [lambda start, stop: asked.append((start, stop))]))
    assert asked == [(0, 10), (10, 15)]


@settings(max_examples=20, deadline=None)
@given(count=st.integers(1, 6), cut=st.integers(0, 1000))
def test_mix_is_the_float32_sum_of_its_stems_to_the_last_bit(count: int, cut: int) -> None:
    stems = [noise(seed) for seed in range(count)]
    mix = joined(list(summed([stem[:, :cut], stem[:, cut:]] for stem in stems)))
    wanted = stems[0].copy()
    for stem in stems[1:]:
        wanted = wanted + stem
    np.testing.assert_array_equal(mix, wanted)
    np.testing.assert_allclose(mix, np.sum(np.array(stems, np.float64), axis=0), atol=count * 2e-7)


def test_mix_leaves_its_stems_unchanged() -> None:
    stem = noise(1)
    list(summed([[stem], [noise(2)]]))
    np.testing.assert_array_equal(stem, noise(1))


def test_stems_of_different_lengths_are_refused() -> None:
    with pytest.raises(InternalError, match="cannot be added"):
        list(summed([[noise(1, 10)], [noise(2, 11)]]))
    with pytest.raises(InternalError, match="different lengths"):
        list(summed([[noise(1)], [noise(2), noise(2)]]))
