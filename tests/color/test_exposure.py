"""Exposure is a change of light."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.exposure import expose
from posthouse.color.light import decode_display, encode_display

stops = st.floats(-6, 6)
codes = st.floats(-0.07, 1.09).map(lambda v: np.array([[v, v / 2, 0.3]]))


def test_bt1886_half_is_0_189465() -> None:
    np.testing.assert_allclose(decode_display(np.array([0.5])), 0.189465, atol=5e-7)


def test_one_stop_doubles_light() -> None:
    ramp = np.linspace(0, 1, 50)
    np.testing.assert_allclose(expose(ramp, 1), encode_display(2 * decode_display(ramp)), atol=1e-12)


@given(codes, stops)
@settings(max_examples=30)
def test_exposure_is_undone_by_its_opposite(rgb: np.ndarray, by: float) -> None:
    np.testing.assert_allclose(expose(expose(rgb, by), -by), rgb, atol=1e-12)


def test_black_stays_black_and_super_white_is_kept() -> None:
    np.testing.assert_allclose(expose(expose(np.array([0.0, 1.05]), 2), -2), [0, 1.05], atol=1e-12)
