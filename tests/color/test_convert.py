"""Conversions between color spaces, by the school the document chose."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from posthouse.color.bake import bake_grade
from posthouse.color.baked import apply_baked
from posthouse.color.chain import Chain
from posthouse.color.convert import Policy, School, conversion, document_conversion
from posthouse.color.error import CODES10, code10_distance, sample_colors
from posthouse.color.grade import Grade, apply_exact
from posthouse.color.grade_file import grade_from_json, grade_to_json
from posthouse.color.ocio import apply_builtin
from posthouse.color.space import REC709, SPACES
from posthouse.color.spec import ColorSpec
from posthouse.color.tone import tone_map
from posthouse.color.working import ProgrammeColor
from posthouse.errors import ProductionError

BT2408, ACES2 = Policy(school=School.BT2408), Policy(school=School.ACES2)
PQ, HLG, LOGC4 = (SPACES[name].space for name in ("rec2100-pq", "rec2100-hlg", "arri-logc4"))
GREYS = np.repeat(np.linspace(0, 1, 101)[:, np.newaxis], 3, axis=1)


def _through(source: str, target: str, policy: Policy, rgb: np.ndarray) -> np.ndarray:
    steps = conversion(SPACES[source].space, SPACES[target].space, policy)
    return apply_exact(Grade(operations=steps), rgb)


def test_sdr_white_is_at_203_nits() -> None:
    """BT.2408, table 1: 58 % PQ, 75 % HLG."""
    white = np.ones((1, 3))
    assert_allclose(_through("rec709", "rec2100-pq", BT2408, white), 0.580689, atol=1e-6)
    assert_allclose(_through("rec709", "rec2100-hlg", BT2408, white), 0.75, atol=2e-4)


def test_a_grey_card_of_a_camera_is_at_26_nits() -> None:
    """BT.2408, table 1: 38 % in both."""
    grey = np.full((1, 3), 285 / 1023)
    assert_allclose(_through("arri-logc4", "rec2100-pq", BT2408, grey), 0.38, atol=2e-3)
    assert_allclose(_through("arri-logc4", "rec2100-hlg", BT2408, grey), 0.38, atol=2e-3)


def test_tone_mapping_leaves_shadows_and_brings_the_peak_to_the_peak() -> None:
    """BT.2390-10, 5.4.1: below the knee nothing changes; no curve falls."""
    light = np.geomspace(0.01, 1000, 500)
    mapped = tone_map(light, 1000, 203)
    assert_allclose(mapped[light < 80], light[light < 80])
    assert mapped[-1] == pytest.approx(203, rel=1e-6)
    assert (np.diff(mapped) > 0).all()


@pytest.mark.parametrize("policy", [BT2408, ACES2], ids=["bt2408", "aces2"])
@pytest.mark.parametrize("source", ["rec2100-pq", "rec2100-hlg", "arri-logc4", "sony-slog3", "apple-log"])
def test_what_becomes_sdr_rises_with_light_and_stays_grey(source: str, policy: Policy) -> None:
    shown = _through(source, "rec709", policy, GREYS)
    assert np.diff(shown[:, 1]).min() > -1e-6
    assert np.ptp(shown, axis=1).max() < 4e-3
    assert shown.min() >= -1e-9
    assert shown.max() <= 1 + 1e-6


@pytest.mark.parametrize(("peak", "at_grey"), [("SDR-100nit-REC709_2.0", 10.0), ("HDR-1000nit-REC2020_2.0", 14.512)])
def test_the_tonescale_of_aces_2(peak: str, at_grey: float) -> None:
    """Standards sheet 2.8: nits of scene 0.18, in OpenColorIO's unit of 100 nits."""
    shown = apply_builtin(peak, np.full((1, 3), 0.18), is_inverse=False)
    assert shown[0, 1] * 100 == pytest.approx(at_grey, rel=2e-3)


def test_sdr_through_aces_and_back_is_what_it_was() -> None:
    chain = Chain.of(ProgrammeColor.ACES, ColorSpec())
    assert chain.whole(REC709, Grade(), REC709).is_neutral


def test_hlg_and_pq_are_the_same_light_at_1000_nits() -> None:
    codes = np.random.default_rng(2).random((500, 3))
    there = _through("rec2100-hlg", "rec2100-pq", Policy(), codes)
    assert_allclose(_through("rec2100-pq", "rec2100-hlg", Policy(), there), codes, atol=1e-6)


def test_sdr_put_into_hdr_and_mapped_back_keeps_what_is_below_the_knee() -> None:
    """Above it, white gives way to highlights: SDR white comes back at 90 %."""
    back = _through("rec2100-pq", "rec709", BT2408, _through("rec709", "rec2100-pq", BT2408, GREYS))
    below = GREYS[:, 0] < 0.68
    assert_allclose(back[below], GREYS[below], atol=0.25 / CODES10)
    assert back[-1, 0] == pytest.approx(0.903, abs=0.01)


@pytest.mark.parametrize("source", ["rec2100-pq", "rec2100-hlg", "arri-logc4", "acescg"])
def test_what_nobody_chose_is_refused_with_the_choices(source: str) -> None:
    with pytest.raises(ProductionError, match="nobody chose") as refusal:
        conversion(SPACES[source].space, REC709, Policy())
    assert "bt2408" in refusal.value.hint
    assert "aces2" in refusal.value.hint


def test_a_peak_aces_has_no_transform_for_is_refused() -> None:
    with pytest.raises(ProductionError, match="1500 nits"):
        conversion(PQ, REC709, Policy(school=School.ACES2, peak_nits=1500))


def test_an_aces_programme_is_not_shown_by_another_school() -> None:
    with pytest.raises(ProductionError, match="ACES 2, not by bt2408"):
        Chain.of(ProgrammeColor.ACES, ColorSpec(convert=School.BT2408))


def test_the_same_space_takes_no_steps() -> None:
    for named in SPACES.values():
        assert conversion(named.space, named.space, Policy()) == ()
    assert document_conversion(REC709) == ()


def test_a_lut_of_sdr_in_hdr_keeps_the_budget() -> None:
    grade = Grade(operations=conversion(REC709, PQ, BT2408))
    baked = bake_grade(grade)
    assert baked is not None
    assert baked.error_code10 <= 1
    colors = sample_colors()
    assert code10_distance(apply_baked(baked, colors), apply_exact(grade, colors)).max() <= 1


def test_a_grade_written_down_is_the_same_grade() -> None:
    grade = Grade(operations=(*conversion(LOGC4, REC709, BT2408), *conversion(REC709, PQ, ACES2)))
    assert grade_from_json(grade_to_json(grade)) == grade


@pytest.mark.parametrize("working", list(ProgrammeColor))
def test_light_of_a_programmes_codes_is_undone(working: ProgrammeColor) -> None:
    codes = np.linspace(-0.05, 1, 300)[:, np.newaxis] * np.ones(3)
    assert_allclose(working.codes_of(working.light_of(codes)), codes, atol=1e-6)
