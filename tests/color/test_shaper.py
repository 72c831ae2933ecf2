"""HDR and camera codes: axes along a curve of light, and a LUT on them that is near enough for pictures."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from posthouse.color.bake import bake_grade, keeps_budget
from posthouse.color.baked import BakedGrade, apply_baked
from posthouse.color.convert import Policy, School, conversion
from posthouse.color.error import HIGHEST_CODE, LOWEST_CODE
from posthouse.color.grade import Grade, apply_exact
from posthouse.color.lattice import SHAPER_SIZE, curved_lattice, node_places
from posthouse.color.shaper import light_corners, light_curve
from posthouse.color.space import REC709, SPACES

BENT = ["rec2100-hlg", "rec2100-pq", "arri-logc3", "arri-logc4", "sony-slog3", "red-log3g10", "acescct"]


def _grade(source: str, school: School = School.BT2408) -> Grade:
    return Grade(operations=conversion(SPACES[source].space, REC709, Policy(school=school)))


@functools.cache
def _baked(source: str, budget_code10: float | None = None) -> BakedGrade:
    baked = bake_grade(_grade(source), source=SPACES[source].space, budget_code10=budget_code10)
    assert baked is not None
    return baked


@pytest.mark.parametrize("source", [*SPACES])
@pytest.mark.parametrize("size", [33, 97])
def test_curves_rise_and_cover_the_signal(source: str, size: int) -> None:
    lattice = curved_lattice(size, light_curve(SPACES[source].space), light_corners(SPACES[source].space))
    assert lattice.shaper is not None
    assert (np.diff(lattice.codes) > 0).all()
    assert (np.diff(lattice.shaper) >= 0).all()
    assert lattice.codes[0] <= LOWEST_CODE
    assert lattice.codes[-1] >= HIGHEST_CODE
    places = node_places(size, (lattice.low, lattice.high), lattice.shaper, lattice.codes)
    np.testing.assert_allclose(places, np.arange(size), atol=1e-5 * size)


@pytest.mark.parametrize("source", BENT)
def test_corners_of_the_conversion_lie_on_nodes(source: str) -> None:
    """To within a quarter of the way between two points of the shaper, which is straight between them."""
    corners = light_corners(SPACES[source].space)
    codes = curved_lattice(65, light_curve(SPACES[source].space), corners).codes
    assert np.abs(codes[:, np.newaxis] - corners).min(axis=0).max() < 0.25 / 864


def test_corners_that_lie_close_together_get_a_node_each() -> None:
    lattice = curved_lattice(17, np.linspace(0, 1, SHAPER_SIZE) ** 3, np.array([-0.05, -0.04, 0.0, 1.09]))
    assert (np.diff(lattice.codes) > 0).all()


@pytest.mark.parametrize(("source", "most", "mean"), [("rec2100-hlg", 1.5, 0.2), ("rec2100-pq", 2.2, 0.25)])
def test_hdr_shown_as_sdr_is_near(source: str, most: float, mean: float) -> None:
    baked = _baked(source)
    assert baked.most_error_code10 < most
    assert baked.mean_error_code10 < mean
    assert baked.error_code10 < 6.5


@pytest.mark.parametrize(
    "source", ["arri-logc4", *(pytest.param(each, marks=pytest.mark.slow) for each in BENT[2:] if each != "arri-logc4")]
)
def test_camera_codes_shown_as_sdr_are_near(source: str) -> None:
    baked = _baked(source)
    assert baked.most_error_code10 < 3.5
    assert baked.mean_error_code10 < 0.5


@pytest.mark.parametrize("source", ["rec2100-hlg", "rec2100-pq", "arri-logc4"])
def test_greys_are_within_half_a_code_and_smooth(source: str) -> None:
    """Gradients show kinks before they show errors: steps of the grey ramp are those of the exact one."""
    greys = np.linspace(0.1, 0.9, 1500)[:, np.newaxis] * np.ones(3)
    both = apply_baked(_baked(source), greys), apply_exact(_grade(source), greys)
    found, wanted = (np.clip(codes, 0, 1) for codes in both)
    assert np.abs(found - wanted).max() * 876 < 0.5
    assert np.abs(np.diff(found, axis=0) - np.diff(wanted, axis=0)).max() * 876 < 0.1


def test_a_budget_is_for_most_colors_and_bounds_the_worst() -> None:
    lut = np.zeros((2, 2, 2, 3), np.float32)
    near = BakedGrade(lut=lut, shaper_low=0, shaper_high=1, error_code10=7.9, most_error_code10=0.9)
    assert keeps_budget(near, 1)
    assert not keeps_budget(near, 0.8)
    assert not keeps_budget(BakedGrade(lut=lut, shaper_low=0, shaper_high=1, error_code10=8.1), 1)
    assert keeps_budget(BakedGrade(lut=lut, shaper_low=0, shaper_high=1, error_code10=900), None)


def test_a_budget_that_97_nodes_miss_is_tried_with_more() -> None:
    assert _baked("rec2100-hlg").size == 97
    assert _baked("rec2100-hlg", 1.0).size == 129
