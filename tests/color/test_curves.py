"""Curves run through their points and never overshoot."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.curves import ToneCurves, apply_tone_curves, hue_curve, steer_colors, tone_curve
from posthouse.color.operation import luma

rising = st.lists(st.integers(1, 99), min_size=2, max_size=6, unique=True).map(sorted)
COLORS = np.random.default_rng(4).random((300, 3))
GREYS = np.linspace(0, 1, 20)[:, np.newaxis] * np.ones(3)


@given(rising, rising)
@settings(max_examples=40)
def test_a_curve_meets_its_points_and_rises_between_them(across: list[int], up: list[int]) -> None:
    points = tuple((x / 100, y / 100) for x, y in zip(across, up, strict=False))
    curve = tone_curve(points)
    np.testing.assert_allclose(curve(np.array([x for x, _ in points])), [y for _, y in points], atol=1e-12)
    assert (np.diff(curve(np.linspace(-0.07, 1.09, 500))) >= -1e-12).all()


def test_black_and_white_are_points_of_a_curve_that_has_none_there() -> None:
    np.testing.assert_allclose(tone_curve(((0.5, 0.6),))(np.array([0.0, 0.5, 1.0])), [0, 0.6, 1])


def test_beyond_its_ends_a_curve_goes_on_straight() -> None:
    below = tone_curve(((0.5, 0.6),))(np.array([-0.02, -0.04, -0.06]))
    np.testing.assert_allclose(np.diff(below, 2), 0, atol=1e-12)


def test_the_diagonal_is_neutral() -> None:
    curves = ToneCurves(master=((0.25, 0.25), (0.75, 0.75)))
    assert curves.is_neutral
    np.testing.assert_allclose(apply_tone_curves(COLORS, curves.master, ((), (), ())), COLORS, atol=1e-12)


def test_a_channels_curve_leaves_the_others() -> None:
    result = apply_tone_curves(COLORS, (), (((0.5, 0.7),), (), ()))
    np.testing.assert_array_equal(result[:, 1:], COLORS[:, 1:])


def test_hue_curves_go_round() -> None:
    curve = hue_curve(((10, 1), (180, 3), (350, 1)))
    np.testing.assert_allclose(curve(np.array([0.0, 359.999])), 1, atol=1e-3)


def test_turning_red_by_120_degrees_gives_green_of_reds_luma() -> None:
    red = np.array([[0.6, 0.2, 0.2]])
    turned = steer_colors(red, hue_vs_hue=((0, 120), (180, 120)), hue_vs_sat=(), luma_vs_sat=())
    assert turned[0].argmax() == 1
    np.testing.assert_allclose(luma(turned), luma(red), atol=1e-12)


def test_color_curves_leave_greys_alone() -> None:
    result = steer_colors(GREYS, hue_vs_hue=((0, 90),), hue_vs_sat=((0, 4),), luma_vs_sat=((0.5, 3),))
    np.testing.assert_allclose(result, GREYS, atol=1e-12)


def test_luma_vs_sat_scales_chroma_where_it_says() -> None:
    dark, bright = np.array([[0.2, 0.1, 0.1]]), np.array([[0.9, 0.8, 0.8]])
    curve = ((0.2, 0.0), (0.7, 1.0))
    for color, kept in ((dark, 0.0), (bright, 0.1)):
        result = steer_colors(color, hue_vs_hue=(), hue_vs_sat=(), luma_vs_sat=curve)[0]
        np.testing.assert_allclose(result[0] - result[1], kept, atol=1e-12)
