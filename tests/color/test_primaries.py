"""Matrices come from primaries; the standards sheet, 2.6, has their numbers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from posthouse.color.compression import ACES_LIMITS, ACES_THRESHOLDS, compress_gamut, gamut_limits
from posthouse.color.primaries import PRIMARIES, luma_weights, rgb_to_rgb, rgb_to_xyz

SHEET = {
    ("bt709", "bt2020"): [[0.6274039, 0.3292830, 0.0433131], [0.0690973, 0.9195404, 0.0113623],
                          [0.0163914, 0.0880133, 0.8955953]],
    ("bt2020", "bt709"): [[1.6604910, -0.5876411, -0.0728499], [-0.1245505, 1.1328999, -0.0083494],
                          [-0.0181508, -0.1005789, 1.1187297]],
    ("bt709", "smpte432"): [[0.8224620, 0.1775380, 0], [0.0331942, 0.9668058, 0], [0.0170826, 0.0723974, 0.9105199]],
    ("aces-ap0", "aces-ap1"): [[1.4514393161, -0.2365107469, -0.2149285693],
                               [-0.0765537734, 1.1762296998, -0.0996759264],
                               [0.0083161484, -0.0060324498, 0.9977163014]],
    ("aces-ap1", "aces-ap0"): [[0.6954522414, 0.1406786965, 0.1638690622], [0.0447945634, 0.8596711185, 0.0955343182],
                               [-0.0055258826, 0.0040252103, 1.0015006723]],
    ("bt709", "aces-ap1"): [[0.6130974, 0.3395232, 0.0473795], [0.0701937, 0.9163539, 0.0134524],
                            [0.0206156, 0.1095698, 0.8698146]],
}  # fmt: skip


@pytest.mark.parametrize("ends", SHEET)
def test_matrices_are_those_of_the_sheet(ends: tuple[str, str]) -> None:
    assert_allclose(rgb_to_rgb(*ends), SHEET[ends], atol=6e-8)


def test_bt709_to_xyz() -> None:
    sheet = [[0.4123908, 0.3575843, 0.1804808], [0.2126390, 0.7151687, 0.0721923], [0.0193308, 0.1191948, 0.9505322]]
    assert_allclose(rgb_to_xyz("bt709"), sheet, atol=6e-8)


@pytest.mark.parametrize("name", PRIMARIES)
def test_white_stays_white(name: str) -> None:
    if not PRIMARIES[name].is_absolute:
        assert_allclose(rgb_to_rgb(name, "bt2020") @ np.ones(3), 1, atol=1e-5)  # Blackmagic's white has six places


def test_luma_is_luminance() -> None:
    assert_allclose(luma_weights("bt2020"), [0.2627, 0.6780, 0.0593], atol=5e-5)


def test_gamut_compression_is_the_academys() -> None:
    import PyOpenColorIO as OCIO  # noqa: N814 - its own documentation's name

    light = np.random.default_rng(5).uniform(-0.1, 1, (2000, 3))
    theirs = np.array(light @ rgb_to_rgb("aces-ap1", "aces-ap0").T, np.float32)
    style = "ACES-LMT - ACES 1.3 Reference Gamut Compression"
    OCIO.Config.CreateRaw().getProcessor(OCIO.BuiltinTransform(style=style)).getOptimizedCPUProcessor(
        OCIO.OPTIMIZATION_LOSSLESS
    ).applyRGB(theirs)
    ours = compress_gamut(light, ACES_LIMITS, ACES_THRESHOLDS)
    assert_allclose(ours, theirs @ rgb_to_rgb("aces-ap0", "aces-ap1").T, atol=2e-5)


def test_a_wide_gamut_is_drawn_into_a_narrow_one() -> None:
    found = gamut_limits("bt2020", "bt709")
    assert found is not None
    corners = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0.0]])
    assert compress_gamut(corners @ rgb_to_rgb("bt2020", "bt709").T, *found).min() > -1e-9
    assert gamut_limits("bt709", "bt2020") is None
