"""Mastering displays by name and by numbers (standards sheet 2.1, 5.5)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from posthouse.delivery.mastering import Mastering, MasteringSpec

READER: TypeAdapter[MasteringSpec] = TypeAdapter(Mastering)


def test_a_named_display_has_the_published_units() -> None:
    """P3-D65 in 0.00002: R 34000,16000 G 13250,34500 B 7500,3000 W 15635,16450."""
    display = READER.validate_python("p3-d65-1000nits").display
    points = (display.red, display.green, display.blue, display.white)
    assert [tuple(int(part * 50_000) for part in point) for point in points if point] == [
        (34000, 16000),
        (13250, 34500),
        (7500, 3000),
        (15635, 16450),
    ]
    assert (display.minimum_nits, display.maximum_nits) == (Fraction(1, 10_000), Fraction(1000))


def test_a_display_by_numbers_has_its_black() -> None:
    display = READER.validate_python({"primaries": "rec2020", "peak_nits": 4000, "black_nits": 0.005}).display
    assert (display.minimum_nits, display.maximum_nits) == (Fraction(5, 1000), Fraction(4000))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("p3-1000", "is not a display; write one as p3-d65-1000nits"),
        ("p3-d65-20000nits", "less than or equal to 10000"),
        ({"primaries": "p3", "peak_nits": 1000}, "'p3-d65', 'rec2020' or 'rec709'"),
        ({"primaries": "p3-d65"}, "peak_nits"),
        ({"primaries": "p3-d65", "peak_nits": 50, "black_nits": 50}, "less than or equal to 5"),
    ],
)
def test_what_is_no_display_is_refused(written: object, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        READER.validate_python(written)
