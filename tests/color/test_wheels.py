"""Each wheel moves its own part of the scale."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.wheels import ONE, ZERO, LiftGammaGain, lift_gamma_gain

small = st.floats(-0.3, 0.3)
ENDS = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])


@given(small)
@settings(max_examples=20)
def test_lift_moves_black_and_leaves_white(lift: float) -> None:
    np.testing.assert_allclose(lift_gamma_gain(ENDS, (lift,) * 3, ONE, ONE), [[lift] * 3, [1.0] * 3], atol=1e-12)


@given(small)
@settings(max_examples=20)
def test_gain_moves_white_and_leaves_black(more: float) -> None:
    np.testing.assert_allclose(
        lift_gamma_gain(ENDS, ZERO, ONE, (1 + more,) * 3), [[0.0] * 3, [1.0 + more] * 3], atol=1e-12
    )


@given(small)
@settings(max_examples=20)
def test_gamma_leaves_both_ends(more: float) -> None:
    np.testing.assert_allclose(lift_gamma_gain(ENDS, ZERO, (1 + more,) * 3, ONE), ENDS, atol=1e-12)


def test_gamma_above_one_brightens() -> None:
    assert lift_gamma_gain(np.full((1, 3), 0.5), ZERO, (1.2, 1.2, 1.2), ONE).min() > 0.5


def test_gamma_is_undone_by_its_reciprocal_below_black_too() -> None:
    ramp = np.linspace(-0.07, 1.09, 100)[:, np.newaxis] * np.ones(3)
    there = lift_gamma_gain(ramp, ZERO, (1.3, 0.8, 1.1), ONE)
    np.testing.assert_allclose(lift_gamma_gain(there, ZERO, (1 / 1.3, 1 / 0.8, 1 / 1.1), ONE), ramp, atol=1e-12)


def test_wheels_at_rest_are_neutral() -> None:
    assert LiftGammaGain().is_neutral
