"""Easing by cubic Béziers: the values of CSS, the laws of the curve, the refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.editorial.ease import NAMED, Ease

PARTS = st.floats(0, 1, allow_subnormal=False)


@pytest.mark.parametrize(
    ("ease", "gone", "way"),
    [
        # Web Platform Tests, css/css-easing/cubic-bezier-timing-functions-output.html and its kin
        ("in", 0.25, 0.093465),
        ("in", 0.5, 0.315357),
        ("in", 0.75, 0.621862),
        ("out", 0.25, 0.378138),
        ("out", 0.5, 0.684643),
        ("out", 0.75, 0.906535),
        ("in-out", 0.25, 0.129162),
        ("in-out", 0.5, 0.5),
        ("in-out", 0.75, 0.870838),
        ([0.25, 0.1, 0.25, 1], 0.5, 0.802403),  # CSS ease
        ("smooth", 0.25, 3 * 0.25**2 - 2 * 0.25**3),
    ],
)
def test_named_curves_have_the_values_of_css(ease: object, gone: float, way: float) -> None:
    assert Ease.parse(ease)(gone) == pytest.approx(way, abs=1e-5)


@given(x1=PARTS, y1=st.floats(-2, 3), x2=PARTS, y2=st.floats(-2, 3), along=PARTS)
def test_a_curve_is_solved_to_the_last_bit(x1: float, y1: float, x2: float, y2: float, along: float) -> None:
    """The point of the curve at a parameter is found again from its x (where x is not flat there)."""

    def at(first: float, second: float, t: float) -> float:
        return 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t * t * second + t**3

    slope = (at(x1, x2, min(1, along + 1e-4)) - at(x1, x2, max(0, along - 1e-4))) / 2e-4
    if slope > 1e-2:
        assert Ease(handles=(x1, y1, x2, y2))(at(x1, x2, along)) == pytest.approx(at(y1, y2, along), abs=1e-9)


@given(gone=PARTS)
def test_ease_out_is_ease_in_the_other_way_round(gone: float) -> None:
    assert Ease.parse("out")(gone) == pytest.approx(1 - Ease.parse("in")(1 - gone), abs=1e-12)


@pytest.mark.parametrize("name", [*NAMED, "hold"])
def test_every_ease_begins_and_ends_where_it_must(name: str) -> None:
    ease = Ease.parse(name)
    assert (ease(0), ease(1)) == (0, 1)
    assert ease.written() == name


def test_a_held_value_jumps_at_its_keyframe() -> None:
    assert [Ease.parse("hold")(gone) for gone in (0.0, 0.5, 0.999, 1.0)] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("in-oot", "did you mean 'in-out'"),
        ("bounce", "write linear, in, out, in-out, smooth, hold"),
        ([0.1, 0.2, 0.3], "x1, y1, x2, y2"),
        ([1.2, 0, 0.5, 1], "between 0 and 1"),
        ([0.2, 9, 0.5, 1], "between -5 and 5"),
        (True, "not an ease"),
    ],
)
def test_what_is_no_ease_is_refused(written: object, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        Ease.parse(written)
