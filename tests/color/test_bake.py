"""Baked grades keep what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.bake import DEFAULT_BUDGET_CODE10, bake_grade
from posthouse.color.baked import BakedGrade, apply_baked
from posthouse.color.error import code10_distance
from posthouse.color.grade import Grade, apply_exact
from posthouse.color.library import builtin_looks
from posthouse.color.resolve import resolve_grade
from posthouse.color.spec import GradeSpec
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable

FRESH = np.random.default_rng(99).random((40_000, 3))


def _grade(written: dict[str, object]) -> Grade:
    return resolve_grade(GradeSpec.model_validate(written), {})


def _baked(written: dict[str, object], **options: float) -> BakedGrade:
    baked = bake_grade(_grade(written), **options)  # type: ignore[arg-type]
    assert baked is not None
    return baked


def _distance(written: dict[str, object], baked: BakedGrade, rgb: np.ndarray) -> np.ndarray:
    return code10_distance(apply_baked(baked, rgb), apply_exact(_grade(written), rgb))


@pytest.mark.parametrize("written", [{}, {"ops": [{"exposure": 1}, {"exposure": -1}]}, {"curves": {"r": [[0.3, 0.3]]}}])
def test_a_grade_that_moves_nothing_bakes_to_nothing(written: dict[str, object]) -> None:
    assert bake_grade(_grade(written)) is None


@given(
    temperature=st.floats(-50, 50), contrast=st.floats(0.7, 1.6), gamma=st.floats(0.7, 1.4),
    saturation=st.floats(0, 1.6), exposure=st.floats(-2, 1),
)  # fmt: skip
@settings(max_examples=15, deadline=None)
def test_the_error_on_fresh_colors_is_within_the_reported_one(**written: float) -> None:
    """The reported worst is searched for, not proved: fresh random colors may pass it by a fifth."""
    baked = bake_grade(resolve_grade(GradeSpec(**written), {}))  # type: ignore[arg-type]
    if baked is not None:
        exact = apply_exact(resolve_grade(GradeSpec(**written), {}), FRESH)  # type: ignore[arg-type]
        assert code10_distance(apply_baked(baked, FRESH), exact).max() <= baked.error_code10 * 1.2 + 0.05


CDL = {"cdl": {"slope": [1.1, 1, 0.9], "offset": [-0.05, 0, 0.02], "power": [1.1, 0.9, 1.2], "saturation": 1.1}}


@pytest.mark.parametrize(
    "written", [CDL, {"temperature": 40}, {"gamma": 1.2}, {"exposure": -0.4, "temperature": -15, "saturation": 0.8}]
)
def test_common_grades_need_no_more_than_33_nodes(written: dict[str, object]) -> None:
    baked = _baked(written)
    assert baked.size <= 33
    assert baked.error_code10 <= DEFAULT_BUDGET_CODE10


@pytest.mark.parametrize("name", builtin_looks())
def test_every_built_in_look_is_within_the_budget(name: str) -> None:
    baked = bake_grade(resolve_grade(builtin_looks()[name], builtin_looks()))
    assert baked is not None
    assert baked.error_code10 <= DEFAULT_BUDGET_CODE10


def test_what_is_linear_needs_17_nodes_and_has_no_error() -> None:
    baked = _baked({"exposure": 0.5, "saturation": 1.2})
    assert (baked.size, baked.shaper) == (17, None)
    assert baked.error_code10 < 0.001


def test_sub_black_and_super_white_stay_natural() -> None:
    ramp = np.linspace(-0.073, 1.0947, 300)[:, np.newaxis] * np.ones(3)
    written: dict[str, object] = {"exposure": -0.5, "contrast": 1.2, "temperature": 15}
    result = apply_baked(_baked(written), ramp)
    assert (np.diff(result, axis=0) > 0).all()
    assert _distance(written, _baked(written), ramp).max() < 2


def test_greys_have_no_kinks() -> None:
    """The slope of the baked grey axis changes from step to step by no more than the exact one's, and 2 %."""
    written: dict[str, object] = {"temperature": 20, "contrast": 1.3, "gamma": 1.1}
    greys = np.linspace(0.05, 1, 500)[:, np.newaxis] * np.ones(3)
    slopes = np.diff(apply_baked(_baked(written), greys), axis=0) / (0.95 / 499)
    exact = np.diff(apply_exact(_grade(written), greys), axis=0) / (0.95 / 499)
    assert np.abs(slopes - exact).max() < 0.08


def test_a_tighter_budget_takes_more_nodes() -> None:
    assert _baked({"contrast": 1.3}, budget_code10=0.1).size > _baked({"contrast": 1.3}).size


def test_without_a_shaper_nodes_are_even() -> None:
    assert _baked({"temperature": 40}, shaped=False).shaper is None


def test_a_look_lut_alone_is_kept_exactly_by_its_own_nodes(read_lut: Callable[[str], bytes]) -> None:
    grade = _grade({"lut": "discreet-3d-lut.3dl"})
    baked = bake_grade(grade, read_file=read_lut)
    assert baked is not None
    assert baked.error_code10 < 0.01


def test_a_lut_of_no_numbers_is_refused() -> None:
    content = b"LUT_3D_SIZE 2\n" + b"1e39 0 0\n" * 8
    with pytest.raises(ProductionError, match=r"no number|cannot be read"):
        bake_grade(_grade({"lut": "huge.cube"}), read_file=lambda _: content)


def test_baking_twice_gives_the_same_bytes() -> None:
    first, second = (_baked({"temperature": 12, "vibrance": 0.2}) for _ in range(2))
    assert first.lut.tobytes() == second.lut.tobytes()
    assert first.error_code10 == second.error_code10
