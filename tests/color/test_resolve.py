"""The order of operations, looks, and what the document may say."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from posthouse.color.grade import Grade, apply_exact
from posthouse.color.library import builtin_looks
from posthouse.color.resolve import OWN_ORDER, grade_of_shot, is_exact_shot, resolve_grade
from posthouse.color.spec import ColorSpec, GradeSpec
from posthouse.errors import ProductionError

RGB = np.random.default_rng(9).random((50, 3))


def _grade(written: dict[str, object], looks: dict[str, object] | None = None) -> Grade:
    named = {name: GradeSpec.model_validate(look) for name, look in (looks or {}).items()}
    return resolve_grade(GradeSpec.model_validate(written), named)


def _kinds(grade: Grade) -> list[str]:
    return [type(step).__name__ for step in grade.operations]


def test_the_order_is_the_documented_one() -> None:
    everything = {
        "lut": "a.cube", "vibrance": 0.1, "saturation": 0.9, "contrast": 1.1, "offset": 0.01, "gain": 1.1, "tint": 1,
        "exposure": 1, "cdl": {"saturation": 0.9}, "curves": {"r": [[0.5, 0.6]], "hue_vs_sat": [[0, 2]]},
    }  # fmt: skip
    expected = "Cdl Exposure Balance LiftGammaGain Offset Contrast ToneCurves Saturation Vibrance ColorCurves LutFile"
    assert _kinds(_grade(everything)) == expected.split()
    assert len(OWN_ORDER) == len(expected.split())


def test_neutral_fields_are_no_operations() -> None:
    written = {
        "exposure": 0,
        "saturation": 1,
        "contrast": 1,
        "lift": 0,
        "gamma": [1, 1, 1],
        "lut": {"file": "a", "strength": 0},
    }
    assert _grade(written).is_neutral


def test_own_then_steps_then_looks() -> None:
    grade = _grade({"look": "l", "exposure": 1, "ops": [{"lut": "log.cube"}, {"tint": 1}]}, {"l": {"saturation": 0.5}})
    assert _kinds(grade) == ["Exposure", "LutFile", "Balance", "Saturation"]


def test_a_look_is_laid_over_the_shots_own_correction() -> None:
    both = _grade({"look": "dim", "exposure": 0.3}, {"dim": {"exposure": -0.3}})
    np.testing.assert_allclose(apply_exact(both, RGB), RGB, atol=1e-12)


def test_an_unknown_look_is_refused_with_the_nearest() -> None:
    with pytest.raises(ProductionError, match=r"no look 'dsuk' \(did you mean 'dusk'"):
        _grade({"look": "dsuk"}, {"dusk": {"exposure": 1}})


def test_a_look_over_itself_is_refused() -> None:
    with pytest.raises(ProductionError, match="a > b > a"):
        _grade({"look": "a"}, {"a": {"look": "b"}, "b": {"look": "a"}})


def test_the_star_grades_shots_without_their_own() -> None:
    color = ColorSpec.model_validate(
        {"grades": {"fleet": {"exposure": 1}, "calm": {}, "*": "dim"}, "looks": {"dim": {"tint": 5}}}
    )
    assert [_kinds(grade_of_shot(color, shot, looks={})) for shot in ("fleet", "pier", "calm")] == [
        ["Exposure"],
        ["Balance"],
        [],
    ]


def test_a_productions_look_hides_the_built_in_of_that_name() -> None:
    color = ColorSpec.model_validate({"grades": {"*": "noir"}, "looks": {"noir": {"tint": 5}}})
    assert _kinds(grade_of_shot(color, "a", looks={"noir": GradeSpec(saturation=0)})) == ["Balance"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"exposure": 11}, "less than or equal to 10"),
        ({"exposur": 1}, "Extra inputs"),
        ({"gamma": 0}, "0.1 to 10, not 0"),
        ({"lift": [0, 0, 2]}, "-1 to 1, not 2"),
        ({"curves": {"r": [[0.5, 0.1], [0.2, 0.9]]}}, "left to right"),
        ({"cdl": {"file": "a.cc", "slope": [1, 1, 1]}}, "drop slope"),
        ({"cdl": {"id": "a"}}, "name the file"),
        ({"cdl": {"power": [0, 1, 1]}}, "greater than 0"),
        ({"contrast": True}, "contrast"),
        ({"lut": {"file": "a.cube", "strength": 2}}, "strength"),
    ],
)
def test_what_makes_no_sense_is_refused(written: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        GradeSpec.model_validate(written)


def test_spec_is_hashable() -> None:
    color = ColorSpec.model_validate(
        {"grades": {"*": {"look": ["noir"], "lift": 0.1, "curves": {"master": [[0.5, 0.4]]}}}}
    )
    assert isinstance(hash(color), int)


@pytest.mark.parametrize(
    ("grade", "is_exact"),
    [
        ({"exposure": 1}, False),
        ({"exact": True}, True),
        ({"ops": [{"exposure": 1}, {"ops": [{"exact": True}]}]}, True),
        ({"look": "careful"}, True),
        ({"ops": [{"look": ["dusk", "over-careful"]}]}, True),
        ({"look": "round"}, False),
        ({"look": "nobody-knows-it"}, False),
    ],
)
def test_exact_holds_from_a_step_or_a_look(grade: dict[str, object], *, is_exact: bool) -> None:
    looks = {"careful": {"exact": True}, "over-careful": {"look": "careful"}, "round": {"look": "round"}}
    color = ColorSpec.model_validate({"looks": looks, "grades": {"*": grade}})
    assert is_exact_shot(color, "any", looks=builtin_looks()) is is_exact
