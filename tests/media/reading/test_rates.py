"""Rates measured from times."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.media.rates import STANDARD_RATES, measured_rate

BASES = (Fraction(1, 1000), Fraction(1, 90000), Fraction(1, 12800), Fraction(1, 600))


@settings(max_examples=80, deadline=None)
@given(rate=st.sampled_from(STANDARD_RATES), base=st.sampled_from(BASES), start=st.integers(-500, 5000))
def test_any_standard_rate_is_found_again_through_any_time_base(rate: Fraction, base: Fraction, start: int) -> None:
    ticks = np.array([start + round(number / (rate * base)) for number in range(2500)], np.int64)
    assert measured_rate(ticks, base, [None]) == (rate, False)


def test_header_breaks_the_tie_between_rates_that_both_fit() -> None:
    ticks = np.array([0, 33, 67], np.int64)
    assert measured_rate(ticks, Fraction(1, 1000), [Fraction(30)])[0] == 30
    assert measured_rate(ticks, Fraction(1, 1000), [Fraction(30000, 1001)])[0] == Fraction(30000, 1001)


def test_header_that_the_times_deny_is_not_believed() -> None:
    ticks = np.arange(100, dtype=np.int64) * 1001
    assert measured_rate(ticks, Fraction(1, 30000), [Fraction(25)]) == (Fraction(30000, 1001), False)


@pytest.mark.parametrize("drop", [5, 50])
def test_dropped_picture_makes_a_stream_vfr(drop: int) -> None:
    ticks = np.delete(np.arange(100, dtype=np.int64) * 512, drop)
    assert measured_rate(ticks, Fraction(1, 12800), [Fraction(25)]) == (Fraction(25), True)


def test_single_picture_takes_the_headers_rate() -> None:
    assert measured_rate(np.array([0], np.int64), Fraction(1, 1000), [None, Fraction(24)]) == (Fraction(24), False)
