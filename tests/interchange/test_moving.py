"""Values over time: what a curve is between its keys."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.interchange.moving import Curve, Key


@pytest.mark.parametrize(
    ("ease", "at", "value"),
    [
        ("linear", 12, 1.25),
        ("smooth", 12, 1.15625),  # 3 t² - 2 t³ at t = 1/4
        ("smooth", 14, 1.5),
        ("hold", 17, 1.0),
        ("hold", 18, 2.0),
        ("smooth", 0, 1.0),
        ("linear", 99, 2.0),
    ],
)
def test_a_value_goes_from_key_to_key_and_holds_outside(ease: str, at: int, value: float) -> None:
    curve = Curve(keys=(Key(at=Fraction(10), value=(1.0,), ease=ease), Key(at=Fraction(18), value=(2.0,))))
    assert curve.value_at(Fraction(at)) == (value,)


def test_how_a_value_goes_on_is_said_by_the_key_before() -> None:
    curve = Curve(keys=(Key(at=Fraction(10), value=(1.0,), ease="hold"), Key(at=Fraction(18), value=(2.0,))))
    assert [curve.ease_at(Fraction(at)) for at in (9, 10, 17, 18)] == ["linear", "hold", "hold", "linear"]
