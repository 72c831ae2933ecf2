"""Speeds as people mean them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.interchange.curves import plain_speed


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (Fraction("1.3300004"), Fraction(133, 100)),
        (Fraction(119, 60), Fraction(119, 60)),
        (Fraction("1.983333333333"), Fraction(119, 60)),
        (Fraction("-2.191666666667"), Fraction(-263, 120)),
        (Fraction("0.333333"), Fraction(1, 3)),
        (Fraction(0), Fraction(0)),
    ],
)
def test_a_speed_spelled_in_decimals_is_the_plain_one_that_is_meant(said: Fraction, meant: Fraction) -> None:
    assert plain_speed(said) == meant
