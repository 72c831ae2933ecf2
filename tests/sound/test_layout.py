"""Layouts into one another, and panning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.signal import ChannelLayout
from posthouse.sound.layout import apply_matrix, layout_matrix, pan_matrix

MONO, STEREO, SURROUND = ChannelLayout


def test_surround_to_stereo_is_lo_ro_of_bs_775() -> None:
    # Standards sheet 6.3: Lo = L + .707 C + .707 Ls; Ro mirrored; LFE dropped.
    wanted = [[1, 0, 0.707, 0, 0.707, 0], [0, 1, 0.707, 0, 0, 0.707]]
    assert np.allclose(layout_matrix(SURROUND, STEREO), wanted, atol=5e-4)


def test_surround_to_mono_is_the_mono_row_of_bs_775() -> None:
    assert np.allclose(layout_matrix(SURROUND, MONO), [[0.707, 0.707, 1, 0, 0.5, 0.5]], atol=5e-4)


@pytest.mark.parametrize("through", [STEREO, SURROUND])
def test_mono_comes_back_from_any_layout_as_it_was(through: ChannelLayout) -> None:
    there_and_back = layout_matrix(through, MONO) @ layout_matrix(MONO, through)
    assert np.allclose(there_and_back, 1)


@pytest.mark.parametrize("source", ChannelLayout)
@pytest.mark.parametrize("target", ChannelLayout)
def test_every_layout_becomes_every_other(source: ChannelLayout, target: ChannelLayout) -> None:
    assert layout_matrix(source, target).shape == (target.channels, source.channels)


@given(pan=st.floats(-1, 1))
def test_panning_equal_sound_keeps_its_power(pan: float) -> None:
    heard = pan_matrix(STEREO, pan) @ layout_matrix(MONO, STEREO)
    assert np.isclose(np.sum(heard**2), 1, atol=1e-6)


def test_panned_right_is_heard_right_only() -> None:
    assert np.allclose(pan_matrix(STEREO, 1) @ layout_matrix(MONO, STEREO), [[0], [1]])


@given(pan=st.floats(-1, 1))
def test_surround_centre_moves_at_constant_power(pan: float) -> None:
    assert np.isclose(np.sum(pan_matrix(SURROUND, pan)[:, 2] ** 2), 1, atol=1e-6)


@pytest.mark.parametrize("layout", ChannelLayout)
def test_centre_changes_no_bit(layout: ChannelLayout) -> None:
    sound = np.random.default_rng(0).standard_normal((layout.channels, 99)).astype(np.float32)
    assert apply_matrix(pan_matrix(layout, 0), sound) is sound


def test_no_samples_stay_no_samples() -> None:
    assert apply_matrix(layout_matrix(MONO, SURROUND), np.zeros((1, 0), np.float32)).shape == (6, 0)
