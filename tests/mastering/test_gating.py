"""Windows and gates on powers, without sound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.mastering.gating import (
    integrated_lufs,
    loudness_of_power,
    momentary_lufs,
    power_of_loudness,
    short_term_lufs,
    window_powers,
)


@given(st.floats(-100, 20))
def test_power_and_loudness_are_inverse(loudness_lufs: float) -> None:
    assert loudness_of_power(np.array(power_of_loudness(loudness_lufs))) == pytest.approx(loudness_lufs, abs=1e-9)


def test_silence_is_minus_infinity() -> None:
    assert loudness_of_power(np.zeros(2)).tolist() == [-np.inf, -np.inf]
    assert integrated_lufs(np.zeros(1000)) == -np.inf


def test_incomplete_window_is_dropped() -> None:
    assert window_powers(np.ones(39), 40).shape == (0,)
    assert momentary_lufs(np.ones(40)).shape == (1,)
    assert short_term_lufs(np.ones(299)).shape == (0,)


def test_blocks_at_minus_70_lufs_do_not_pass() -> None:
    quiet = np.full(400, power_of_loudness(-70.5))
    assert integrated_lufs(quiet) == -np.inf


def test_blocks_more_than_10_lu_below_the_rest_do_not_count() -> None:
    powers = np.concatenate([np.full(1000, power_of_loudness(-20)), np.full(1000, power_of_loudness(-40))])
    # Only the few blocks that straddle the step still count.
    assert integrated_lufs(powers) == pytest.approx(-20, abs=0.1)


@given(st.floats(-6, 6))
def test_gain_moves_loudness_by_as_much(gain_db: float) -> None:
    powers = np.random.default_rng(3).uniform(0.001, 0.1, 1000)
    assert integrated_lufs(powers * 10 ** (gain_db / 10)) == pytest.approx(integrated_lufs(powers) + gain_db, abs=1e-9)
