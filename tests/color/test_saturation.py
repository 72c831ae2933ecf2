"""Saturation keeps luma and hue; vibrance spares skin and what is vivid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.hue import chroma_plane, from_chroma_plane, hue_degrees
from posthouse.color.operation import luma
from posthouse.color.saturation import add_vibrance, saturate

COLORS = np.random.default_rng(3).random((300, 3))
SKIN = np.array([[197, 144, 127], [116, 79, 65]]) / 255
"""ColorChecker light and dark skin, sRGB."""


def _hues(rgb: np.ndarray) -> np.ndarray:
    return hue_degrees(*chroma_plane(rgb))


def _chroma(rgb: np.ndarray) -> np.ndarray:
    return np.hypot(*chroma_plane(rgb))


@given(st.floats(0.05, 4))
@settings(max_examples=20)
def test_saturation_keeps_luma_and_hue(saturation: float) -> None:
    result = saturate(COLORS, saturation)
    np.testing.assert_allclose(luma(result), luma(COLORS), atol=1e-12)
    np.testing.assert_allclose(_hues(result), _hues(COLORS), atol=1e-6)


def test_no_saturation_is_bt709_luma() -> None:
    np.testing.assert_allclose(saturate(np.eye(3), 0), np.array([[0.2126], [0.7152], [0.0722]]) * np.ones(3))


@given(st.floats(0.2, 4))
@settings(max_examples=20)
def test_saturation_is_undone_by_its_reciprocal(saturation: float) -> None:
    np.testing.assert_allclose(saturate(saturate(COLORS, saturation), 1 / saturation), COLORS, atol=1e-9)


@given(st.floats(-1, 1))
@settings(max_examples=20)
def test_vibrance_keeps_luma_and_hue(vibrance: float) -> None:
    vivid = COLORS[_chroma(COLORS) > 0.1]
    result = add_vibrance(vivid, vibrance)
    np.testing.assert_allclose(luma(result), luma(vivid), atol=1e-12)
    np.testing.assert_allclose(_hues(result), _hues(vivid), atol=1e-6)


def test_vibrance_moves_pale_blue_more_than_vivid_blue() -> None:
    pale, vivid = np.array([[0.45, 0.5, 0.55]]), np.array([[0.1, 0.2, 0.9]])
    gains = [float((_chroma(add_vibrance(c, 0.5)) / _chroma(c))[0]) for c in (pale, vivid)]
    assert gains[0] > 1.4
    assert gains[1] < 1.1


@pytest.mark.parametrize("skin", SKIN, ids=["light", "dark"])
def test_vibrance_gives_skin_less_than_a_third_of_what_saturation_does(skin: np.ndarray) -> None:
    """A saturation of 1.5 adds half to skin's chroma; a vibrance of 0.5 adds little."""
    gain = float(_chroma(add_vibrance(skin, 0.5)) / _chroma(skin))
    assert 1 < gain < 1 + 0.5 / 3


@pytest.mark.parametrize(("rgb", "hue"), [((1, 0, 0), 0), ((1, 1, 0), 60), ((0, 1, 0), 120), ((0, 0, 1), 240)])
def test_hue_agrees_with_the_hexagon_at_the_primaries(rgb: tuple[int, int, int], hue: float) -> None:
    np.testing.assert_allclose(_hues(np.array(rgb, float)), hue, atol=1e-9)


def test_chroma_plane_is_undone() -> None:
    np.testing.assert_allclose(from_chroma_plane(*chroma_plane(COLORS), luma(COLORS)), COLORS, atol=1e-12)
