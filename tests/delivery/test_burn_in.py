"""What may be said of burn-ins, and what is refused with a sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from posthouse.delivery.burn_in import BurnInSpec
from posthouse.delivery.spec import DeliverableSpec, WebSpec

READER: TypeAdapter[object] = TypeAdapter(DeliverableSpec)


def burnt(written: object) -> BurnInSpec | None:
    spec = READER.validate_python({"as": "web", "burn_in": written})
    assert isinstance(spec, WebSpec)
    return spec.burn_in


def test_true_is_all_of_it_and_false_none() -> None:
    assert burnt(True) == burnt({}) == BurnInSpec()
    assert burnt(False) is None
    assert BurnInSpec().size == Fraction(7, 200)


def test_parts_can_be_left_out() -> None:
    spec = burnt({"source": False, "name": "HARBOUR v3", "size": "5%"})
    assert spec == BurnInSpec(source=False, name="HARBOUR v3", size=Fraction(1, 20))


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ({"size": "1%"}, "write 2% to 15%"),
        ({"name": "  "}, "a name says something"),
        ({"tc": True}, "Extra inputs"),
        ("yes", "valid dictionary"),
    ],
    ids=["small", "blank", "field", "word"],
)
def test_what_is_refused(written: object, cause: str) -> None:
    with pytest.raises(ValidationError, match=cause):
        burnt(written)


def test_a_burnt_in_movie_copies_nothing() -> None:
    with pytest.raises(ValidationError, match="cannot be copied"):
        READER.validate_python({"as": "web", "burn_in": True, "copy": "untouched"})
