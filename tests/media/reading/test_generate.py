"""Generated pictures against published code values."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from posthouse.media.generate import bars_picture, color_codes, solid_picture
from posthouse.signal import Chroma, Family, Matrix, PictureFormat, Range

HD = PictureFormat(width=64, height=36)
DEPTHS = {8: (16, 235, 128), 10: (64, 940, 512), 12: (256, 3760, 2048), 16: (4096, 60160, 32768)}
"""Black, white and zero chroma in narrow range: ITU-R BT.709-6 item 4.6, BT.2020-2 table 5."""


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("matrix", [Matrix.BT601, Matrix.BT709, Matrix.BT2020])
def test_black_and_white_are_the_standards_codes(depth: int, matrix: Matrix) -> None:
    shape = replace(HD, bit_depth=depth, matrix=matrix)
    black, white, zero = DEPTHS[depth]
    assert color_codes(shape, (0, 0, 0, 1)) == (black, zero, zero)
    assert color_codes(shape, (1, 1, 1, 1)) == (white, zero, zero)


def test_75_percent_bars_are_the_published_8_bit_codes() -> None:
    """Codes of 75 % BT.709 bars at 8 bits, as SMPTE RP 219 and most test generators give them."""
    expected = {
        (1, 1, 0): (168, 44, 136), (0, 1, 1): (145, 147, 44), (0, 1, 0): (133, 63, 52),
        (1, 0, 1): (63, 193, 204), (1, 0, 0): (51, 109, 212), (0, 0, 1): (28, 212, 120),
    }  # fmt: skip
    for (red, green, blue), codes in expected.items():
        assert color_codes(HD, (0.75 * red, 0.75 * green, 0.75 * blue, 1.0)) == codes


@pytest.mark.parametrize(("family", "chroma", "has_alpha"), list(product(Family, Chroma, [False, True])))
def test_every_format_gets_its_planes(family: Family, chroma: Chroma, has_alpha: bool) -> None:  # noqa: FBT001
    shape = PictureFormat(width=33, height=17, bit_depth=10, family=family, chroma=chroma, has_alpha=has_alpha)
    for picture in (solid_picture(shape, (0.2, 0.4, 0.6, 0.5)), bars_picture(shape)):
        assert tuple(plane.shape for plane in picture.planes) == shape.plane_shapes()
        assert all(plane.dtype == np.uint16 for plane in picture.planes)


def test_bars_do_not_bleed_into_each_other() -> None:
    picture = bars_picture(replace(HD, width=80))
    for bar in range(8):
        for plane in picture.planes:
            wide = plane.shape[1] // 8
            assert len(np.unique(plane[:, bar * wide : (bar + 1) * wide])) == 1


def test_full_range_white_is_the_largest_code() -> None:
    assert color_codes(replace(HD, range=Range.FULL, family=Family.RGB), (1, 0, 0.5, 1)) == (255, 0, 128)
