"""Fields shared by the crafts: one exact value in, or a sentence that says what to write."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from posthouse.fields import (
    ColorField,
    Fraction01,
    FrozenDict,
    GainDb,
    LengthField,
    LoudnessLufs,
    Name,
    NamedMap,
    Percent,
    RateField,
    SpecModel,
    TruePeakDbtp,
)


def adapter_of(field: type) -> TypeAdapter[object]:
    """Return what reads and writes a field."""
    return TypeAdapter(field)


def parsed(field: type, written: object) -> object:
    """Return what a field makes of a value."""
    return adapter_of(field).validate_python(written)


@pytest.mark.parametrize(
    ("field", "written", "exact"),
    [
        (GainDb, "-6 dB", -6.0),
        (GainDb, "-6dB", -6.0),
        (GainDb, "-6db", -6.0),
        (GainDb, "+3 dB", 3.0),
        (GainDb, -6, -6.0),
        (GainDb, "\N{MINUS SIGN}6 dB", -6.0),
        (GainDb, "-inf dB", -math.inf),
        (GainDb, "-inf", -math.inf),
        (GainDb, -math.inf, -math.inf),
        (LoudnessLufs, "-23 LUFS", -23.0),
        (LoudnessLufs, "-24 LKFS", -24.0),
        (LoudnessLufs, -16, -16.0),
        (TruePeakDbtp, "-1 dBTP", -1.0),
        (TruePeakDbtp, "-1 dB TP", -1.0),
        (Percent, "50%", Fraction(1, 2)),
        (Percent, "-100%", Fraction(-1)),
        (Percent, "95.904%", Fraction(95904, 100000)),
        (Percent, "0.5x", Fraction(1, 2)),
        (Percent, "24/25", Fraction(24, 25)),
        (Fraction01, 0.5, 0.5),
        (Fraction01, "50%", 0.5),
        (Fraction01, "0.25", 0.25),
        (ColorField, "#ff0000", (1.0, 0.0, 0.0, 1.0)),
        (ColorField, "#f00", (1.0, 0.0, 0.0, 1.0)),
        (ColorField, "Red", (1.0, 0.0, 0.0, 1.0)),
        (ColorField, "#00000080", (0.0, 0.0, 0.0, 128 / 255)),
        (ColorField, "transparent", (0.0, 0.0, 0.0, 0.0)),
        (ColorField, [0.1, 0.2, 0.3], (0.1, 0.2, 0.3, 1.0)),
        (Name, "take-2_b.c", "take-2_b.c"),
        (Name, "été", "été"),
    ],
)
def test_every_spelling_is_one_exact_value(field: type, written: object, exact: object) -> None:
    assert parsed(field, written) == exact


@pytest.mark.parametrize(
    ("field", "written", "advice"),
    [
        (GainDb, "loud", "-6 dB"),
        (GainDb, "-6 LUFS", "given in dB"),
        (GainDb, math.nan, "out of range"),
        (GainDb, 100, "out of range"),
        (GainDb, True, "-6 dB"),
        (GainDb, None, "-6 dB"),
        (LoudnessLufs, "-23 dB", "given in LUFS"),
        (LoudnessLufs, 23, "out of range"),
        (TruePeakDbtp, "-1 dB", "given in dBTP"),
        (Percent, 50, "50% for half"),
        (Percent, 0.5, "50% for half"),
        (Percent, "fast", "50% for half"),
        (Percent, "1/0", "50% for half"),
        (Fraction01, 2, "between 0 and 1"),
        (Fraction01, "50", "between 0 and 1"),
        (Fraction01, math.nan, "between 0 and 1"),
        (Fraction01, [1], "0.5 or 50%"),
        (ColorField, "wite", "did you mean white"),
        (ColorField, "#12345", "did you mean|quotes"),
        (ColorField, [255, 0, 0], "divide 8-bit"),
        (ColorField, [1, 0], "#rrggbb"),
        (ColorField, None, "# starts a comment"),
        (Name, "pier 2", "pier_2"),
        (Name, "", "opening"),
        (Name, 12, "quotes"),
        (Name, "x" * 101, "too long"),
        (RateField, "abc", "30000/1001"),
        (LengthField, 4.5, "4.5s"),
    ],
)
def test_what_is_wrong_is_refused_with_advice(field: type, written: object, advice: str) -> None:
    with pytest.raises(ValidationError, match=advice):
        parsed(field, written)


FIELDS = [GainDb, LoudnessLufs, TruePeakDbtp, Percent, Fraction01, ColorField, Name, RateField, LengthField]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: str(field.__args__[0]))
def test_every_field_describes_itself_to_editors(field: type) -> None:
    schema = adapter_of(field).json_schema()
    assert schema["description"]
    assert schema["examples"]


@given(gain_db=st.floats(-200, 60), speed=st.fractions(-100, 100, max_denominator=1001))
def test_what_is_written_out_is_read_back_exactly(gain_db: float, speed: Fraction) -> None:
    for field, exact in ((GainDb, gain_db), (Percent, speed)):
        adapter: TypeAdapter[object] = TypeAdapter(field)
        assert adapter.validate_python(adapter.dump_python(exact)) == exact


@given(color=st.tuples(*[st.floats(0, 1)] * 4))
def test_a_color_is_written_out_without_loss(color: tuple[float, ...]) -> None:
    adapter: TypeAdapter[object] = TypeAdapter(ColorField)
    assert adapter.validate_python(adapter.dump_python(color)) == color


class Look(SpecModel):
    exposure: float = 0.0


class Book(SpecModel):
    looks: NamedMap[Look] = FrozenDict()


def test_a_spec_is_frozen_strict_and_hashable() -> None:
    book = Book.model_validate({"looks": {"dusk": {"exposure": 1}}})
    assert hash(book) == hash(book.model_copy())
    with pytest.raises(ValidationError, match="frozen"):
        book.looks["dusk"].exposure = 2
    with pytest.raises(ValidationError, match="Extra"):
        Book.model_validate({"lookz": {}})
    with pytest.raises(ValidationError, match="finite"):
        Look.model_validate({"exposure": math.inf})


def test_a_frozen_dict_cannot_change() -> None:
    frozen = FrozenDict({"a": 1})
    with pytest.raises(TypeError, match="cannot change"):
        frozen["a"] = 2
    with pytest.raises(TypeError, match="cannot change"):
        frozen.update(b=1)
    assert issubclass(SpecModel, BaseModel)
