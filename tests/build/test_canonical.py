"""Equal values have equal encodings; different values have different ones."""

from __future__ import annotations

import dataclasses
import enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from posthouse.build.canonical import encode_canonical
from posthouse.errors import InternalError


class Pattern(enum.Enum):
    BAR = "bar"
    BOX = "box"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wipe:
    pattern: Pattern
    softness: float
    place: str = dataclasses.field(default="", compare=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Slide:
    pattern: Pattern
    softness: float


class Look(BaseModel):
    model_config = ConfigDict(frozen=True)
    exposure: float


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)
    | st.binary(max_size=4) | st.fractions() | st.sampled_from(Pattern)
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.builds(Wipe, pattern=st.sampled_from(Pattern), softness=st.floats(allow_nan=False))
    ),
    max_leaves=8,
)


def exact(value: Any) -> Any:
    """Return the value with its types and float bits spelled out: equal exactly where values are the same."""
    if isinstance(value, tuple):
        return ("tuple", tuple(exact(item) for item in value))
    if isinstance(value, dict):
        return ("dict", tuple(sorted((key, repr(exact(item))) for key, item in value.items())))
    if isinstance(value, Wipe):
        return ("Wipe", exact((value.pattern, value.softness)))
    return (type(value).__name__, value.hex() if isinstance(value, float) else repr(value))


@given(left=VALUES, right=VALUES)
def test_encodings_are_equal_exactly_where_values_are(left: object, right: object) -> None:
    assert (encode_canonical(left) == encode_canonical(right)) == (exact(left) == exact(right))


def test_values_that_python_calls_equal_stay_apart() -> None:
    values = [0, 0.0, -0.0, False, "0", b"0", None, "", (), (0,), ((0,),), Fraction(0), {}, frozenset()]
    assert len({encode_canonical(value) for value in values}) == len(values)


@pytest.mark.parametrize(
    ("left", "right"),
    [(("ab", "c"), ("a", "bc")), ((("a",), "b"), ("a", ("b",))), ((1, 23), (12, 3)), ({"a": "b"}, ("a", "b"))],
)
def test_borders_between_values_are_part_of_the_encoding(left: object, right: object) -> None:
    assert encode_canonical(left) != encode_canonical(right)


def test_order_of_a_dict_does_not_count() -> None:
    assert encode_canonical({"a": 1, "b": 2}) == encode_canonical({"b": 2, "a": 1})


def test_classes_with_the_same_fields_stay_apart() -> None:
    wipe, slide = Wipe(pattern=Pattern.BAR, softness=0.5), Slide(pattern=Pattern.BAR, softness=0.5)
    assert encode_canonical(wipe) != encode_canonical(slide)


def test_fields_for_people_do_not_count() -> None:
    here, there = (Wipe(pattern=Pattern.BOX, softness=0.0, place=place) for place in ("film.yaml:3", "film.yaml:9"))
    assert encode_canonical(here) == encode_canonical(there)


def test_a_model_counts_by_its_fields() -> None:
    assert encode_canonical(Look(exposure=1.0)) == encode_canonical(Look(exposure=1))
    assert encode_canonical(Look(exposure=1.0)) != encode_canonical(Look(exposure=1.5))


@pytest.mark.parametrize(
    ("value", "cause"),
    [(float("nan"), "not a number"), (Path("a.mov"), "is a path"), (object(), "no canonical form"), ({1}, "no canon")],
)
def test_what_has_no_identity_is_refused(value: object, cause: str) -> None:
    with pytest.raises(InternalError, match=cause):
        encode_canonical((value,))
