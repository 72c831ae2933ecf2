"""The exact path: every pixel as the grade says, to a fraction of a code."""

from __future__ import annotations

import numpy as np
import pytest

from posthouse.color import Grade, apply_exact
from posthouse.color.convert import Policy, School, conversion
from posthouse.color.operation import no_files
from posthouse.color.space import REC709, SPACES
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range
from posthouse.studio.exact import graded_picture

FORM = PictureFormat(
    width=64, height=70, bit_depth=16, family=Family.RGB, chroma=Chroma.C444, range=Range.NARROW, matrix=Matrix.RGB
)


def _picture() -> Picture:
    random = np.random.default_rng(8)
    planes = tuple(random.integers(0, 65536, (70, 64)).astype(np.uint16) for _ in range(3))
    return Picture(format=FORM, planes=planes)


@pytest.mark.parametrize("source", ["arri-logc4", "rec2100-hlg", "rec2100-pq"])
@pytest.mark.parametrize("school", list(School))
def test_every_pixel_is_within_a_quarter_of_a_10_bit_code(source: str, school: School) -> None:
    grade = Grade(operations=conversion(SPACES[source].space, REC709, Policy(school=school)))
    picture = _picture()
    codes = (np.stack(picture.planes, axis=-1).astype(np.float64) - 4096) / 56064
    wanted = np.clip(apply_exact(grade, codes), -4096 / 56064, (65535 - 4096) / 56064)
    planes = graded_picture(picture, grade, no_files).planes
    found = (np.stack(planes, axis=-1).astype(np.float64) - 4096) / 56064
    assert np.abs(found - wanted).max() * 876 < 0.25


def test_what_lies_below_black_and_above_white_is_kept() -> None:
    picture = _picture()
    assert all(map(np.array_equal, graded_picture(picture, Grade(), no_files).planes, picture.planes))
