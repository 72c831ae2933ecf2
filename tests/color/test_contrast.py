"""Contrast keeps black, white and pivot."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.contrast import GREY_PIVOT, contrast_about

contrasts, pivots = st.floats(0.2, 5), st.floats(0.05, 0.95)
RAMP = np.linspace(-0.07, 1.09, 400)


def test_default_pivot_is_grey_card_in_bt709() -> None:
    assert round(1.099 * 0.18**0.45 - 0.099, 4) == GREY_PIVOT


@given(contrasts, pivots)
@settings(max_examples=30)
def test_black_white_and_pivot_stay(contrast: float, pivot: float) -> None:
    fixed = np.array([0, pivot, 1])
    np.testing.assert_allclose(contrast_about(fixed, contrast, pivot), fixed, atol=1e-12)


@given(contrasts, pivots)
@settings(max_examples=30)
def test_slope_at_the_pivot_is_the_contrast(contrast: float, pivot: float) -> None:
    step = 1e-6
    low, high = contrast_about(np.array([pivot - step, pivot + step]), contrast, pivot)
    np.testing.assert_allclose((high - low) / (2 * step), contrast, rtol=1e-3)


@given(contrasts, pivots)
@settings(max_examples=30)
def test_contrast_is_undone_by_its_reciprocal(contrast: float, pivot: float) -> None:
    np.testing.assert_allclose(
        contrast_about(contrast_about(RAMP, contrast, pivot), 1 / contrast, pivot), RAMP, atol=1e-9
    )


@given(contrasts, pivots)
@settings(max_examples=30)
def test_contrast_always_rises(contrast: float, pivot: float) -> None:
    assert (np.diff(contrast_about(RAMP, contrast, pivot)) > 0).all()
