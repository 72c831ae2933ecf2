"""Temperature and tint are chromatic adaptation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.balance import balance, balance_matrix, planckian_xy, white_xyz
from posthouse.color.light import decode_display
from posthouse.color.operation import LUMA_BT709
from posthouse.color.primaries import adaptation_matrix, rgb_to_xyz

temperatures, tints = st.floats(-100, 100), st.floats(-100, 100)
WHITE = np.ones((1, 3))


def _xyz(x: float, y: float) -> np.ndarray:
    return np.array([x / y, 1, (1 - x - y) / y])


def test_bradford_gives_the_published_bt709_to_acescg_matrix() -> None:
    """709 to AP1 by Bradford from D65 to ACES white, as in the standards sheet 2.6."""
    primaries = np.array([[0.713, 0.293], [0.165, 0.830], [0.128, 0.044]])
    ap1 = np.array([_xyz(*xy) for xy in primaries]).T
    white = _xyz(0.32168, 0.33767)
    ap1 = ap1 * np.linalg.solve(ap1, white)
    matrix = np.linalg.solve(ap1, adaptation_matrix(_xyz(0.3127, 0.3290), white) @ rgb_to_xyz("bt709"))
    published = [
        [0.6130974, 0.3395232, 0.0473795],
        [0.0701937, 0.9163539, 0.0134524],
        [0.0206156, 0.1095698, 0.8698146],
    ]
    np.testing.assert_allclose(matrix, published, atol=2e-6)


@pytest.mark.parametrize(
    ("kelvin", "xy"), [(2000, (0.5267, 0.4133)), (2856, (0.4476, 0.4074)), (6500, (0.3135, 0.3236))]
)
def test_the_locus_is_a_black_bodys(kelvin: float, xy: tuple[float, float]) -> None:
    """CIE 1931 chromaticities of Planckian radiators (2856 K is illuminant A: CIE 15, table T.3)."""
    np.testing.assert_allclose(planckian_xy(kelvin), xy, atol=6e-4)


def test_nothing_asked_is_d65() -> None:
    np.testing.assert_allclose(white_xyz(0, 0), _xyz(0.3127, 0.3290), atol=1e-9)


def test_positive_temperature_is_warmer() -> None:
    red, _, blue = balance(WHITE * 0.5, 30, 0)[0]
    assert red > 0.5 > blue


def test_positive_tint_is_magenta() -> None:
    red, green, blue = balance(WHITE * 0.5, 0, 30)[0]
    assert green < 0.5 < min(red, blue)


def test_tint_unit_is_a_3000th_duv() -> None:
    def uv(xyz: np.ndarray) -> np.ndarray:
        return np.array([4 * xyz[0], 6 * xyz[1]]) / float(xyz @ [1, 15, 3])

    np.testing.assert_allclose(np.hypot(*(uv(white_xyz(0, 60)) - uv(white_xyz(0, 0)))), 60 / 3000, rtol=1e-9)


@given(temperatures, tints)
@settings(max_examples=30)
def test_white_keeps_its_luminance(temperature: float, tint: float) -> None:
    light = balance_matrix(temperature, tint) @ np.ones(3)
    np.testing.assert_allclose(light @ rgb_to_xyz("bt709")[1], 1, atol=1e-9)
    assert abs(float(light @ LUMA_BT709) - 1) < 1e-3


@given(temperatures, tints)
@settings(max_examples=30)
def test_saturated_colors_stay_in_gamut(temperature: float, tint: float) -> None:
    cube = np.random.default_rng(1).random((500, 3)) ** 3
    assert balance(cube, temperature, tint).min() >= 0


@given(st.floats(-40, 40), st.floats(-20, 20))
@settings(max_examples=30)
def test_neutrals_are_adapted_exactly(temperature: float, tint: float) -> None:
    """Where nothing would leave the gamut, the soft floor is not felt: light is the matrix's, to 0.1 %."""
    greys = np.linspace(0.05, 1, 20)[:, np.newaxis] * WHITE
    wanted = decode_display(greys) @ balance_matrix(temperature, tint).T
    np.testing.assert_allclose(decode_display(balance(greys, temperature, tint)), wanted, rtol=1e-3)


def test_neutral_balance_is_the_identity() -> None:
    cube = np.random.default_rng(2).uniform(-0.07, 1.09, (200, 3))
    np.testing.assert_allclose(balance(cube, 0, 0), cube, atol=1e-6)


def test_sub_black_is_left_alone() -> None:
    np.testing.assert_array_equal(balance(-0.05 * WHITE, 40, 0), -0.05 * WHITE)


def test_no_colors_give_no_colors() -> None:
    assert balance(np.empty((0, 3)), 10, 0).shape == (0, 3)
