"""Exact numbers of files nobody vouches for."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.interchange.numbers import exact_fraction


@pytest.mark.parametrize(
    ("written", "meant"),
    [("5", 5), (" -0.25 ", Fraction(-1, 4)), ("30000/1001", Fraction(30000, 1001)), (".5", Fraction(1, 2)), (3, 3)],
)
def test_a_number_is_what_is_written(written: object, meant: Fraction | int) -> None:
    assert exact_fraction(written) == meant


@pytest.mark.parametrize("written", ["", "1e30000000", "nan", "1/0", "9" * 300, "1/2/3", None, "٣"])
def test_what_is_none_is_refused_at_once(written: object) -> None:
    with pytest.raises(ValueError, match=r"is no number|divides by nothing"):
        exact_fraction(written)
