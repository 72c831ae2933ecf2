"""Dither: whole codes stay, and what lies between them keeps its mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.pixels import Mix, Solid
from posthouse.signal import Chroma, Picture, PictureFormat
from tests.pixels.pixel_twin import Shelf, noise, rendered, whole

CANVAS = PictureFormat(width=128, height=128)
DEEP = PictureFormat(width=128, height=128, bit_depth=16, chroma=Chroma.C444)


@given(code=st.integers(16 * 256, 235 * 256))
def test_the_mean_of_dithered_codes_is_right_to_a_fiftieth(code: int) -> None:
    planes = tuple(np.full((128, 128), value, np.uint16) for value in (code, 32768, 32768))
    out = rendered(whole("a", DEEP), CANVAS, Shelf({"a": Picture(format=DEEP, planes=planes)}))
    assert abs(float(out.planes[0].mean()) - code / 256) < 0.02


def test_a_gradient_keeps_its_mean_everywhere() -> None:
    ramp = np.broadcast_to(np.linspace(16 * 256, 26 * 256, 128), (128, 128))
    planes = (np.rint(ramp).astype(np.uint16), *(np.full((128, 128), 32768, np.uint16) for _ in range(2)))
    out = rendered(whole("a", DEEP), CANVAS, Shelf({"a": Picture(format=DEEP, planes=planes)}))
    error = out.planes[0].astype(float) - ramp / 256
    assert np.abs(error.reshape(8, 16, 8, 16).mean(axis=(1, 3))).max() < 0.06


@pytest.mark.parametrize("bit_depth", [8, 10, 12, 16])
def test_whole_codes_are_never_dithered(bit_depth: int) -> None:
    form = PictureFormat(width=128, height=128, bit_depth=bit_depth)
    picture = noise(form, 1)
    stack = Mix(under=whole("a", form), above=Solid(rgb=(1.0, 0.0, 0.0)), weights=(0.0,))
    out = rendered(stack, form, Shelf({"a": picture}))
    assert all(np.array_equal(a, b) for a, b in zip(out.planes, picture.planes, strict=True))
