"""The filter by matrix products against the plain one of SciPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import sosfilt

from posthouse.mastering.block_filter import BlockFilter
from posthouse.mastering.k_weighting import k_weighting_sections

if TYPE_CHECKING:
    from posthouse.signal import Sound


def filtered(sound: Sound, sample_rate: int, piece_samples: int) -> Sound:
    fast = BlockFilter(k_weighting_sections(sample_rate), channels=sound.shape[0], piece_samples=piece_samples)
    pieces = np.split(sound, sound.shape[1] // piece_samples, axis=1)
    return np.concatenate([fast.filter(np.ascontiguousarray(piece)) for piece in pieces], axis=1)


@pytest.mark.parametrize("sample_rate", [11025, 22050, 44100, 48000, 96000])
def test_filter_equals_sosfilt_at_every_rate(sample_rate: int) -> None:
    noise = np.random.default_rng(1).uniform(-1, 1, (3, 3 * sample_rate)).astype(np.float32)
    wanted = sosfilt(k_weighting_sections(sample_rate), noise.astype(np.float64))
    np.testing.assert_allclose(filtered(noise, sample_rate, sample_rate), wanted, atol=2e-6)


def test_direct_current_dies_away() -> None:
    constant = np.ones((1, 96000), np.float32)
    assert np.abs(filtered(constant, 48000, 48000)[0, -4800:]).max() < 1e-5


@settings(max_examples=15, deadline=None)
@given(pieces=st.integers(1, 6), piece_samples=st.sampled_from([1, 7, 64, 480, 1000]))
def test_any_length_of_piece_gives_the_same_sound(pieces: int, piece_samples: int) -> None:
    noise = np.random.default_rng(pieces).uniform(-1, 1, (2, pieces * piece_samples)).astype(np.float32)
    wanted = sosfilt(k_weighting_sections(48000), noise.astype(np.float64))
    np.testing.assert_allclose(filtered(noise, 48000, piece_samples), wanted, atol=2e-6)
