"""The built-in looks."""

from __future__ import annotations

import numpy as np
import pytest

from posthouse.color.grade import apply_exact
from posthouse.color.library import builtin_looks
from posthouse.color.operation import luma
from posthouse.color.resolve import resolve_grade

GREYS = np.linspace(0, 1, 400)[:, np.newaxis] * np.ones(3)


@pytest.mark.parametrize("name", builtin_looks())
def test_a_looks_greys_rise_and_it_changes_something(name: str) -> None:
    grade = resolve_grade(builtin_looks()[name], builtin_looks())
    assert not grade.is_neutral
    assert (np.diff(luma(apply_exact(grade, GREYS))[:, 0]) > 0).all()


def test_the_demos_look_is_dark_and_cold() -> None:
    night = apply_exact(resolve_grade(builtin_looks()["rainy-night"], {}), np.full((1, 3), 0.6))[0]
    assert night[2] > night[0]
    assert night.mean() < 0.4


def test_noir_has_no_color() -> None:
    colors = np.random.default_rng(1).random((100, 3))
    result = apply_exact(resolve_grade(builtin_looks()["noir"], {}), colors)
    np.testing.assert_allclose(np.ptp(result, axis=1), 0, atol=1e-12)
