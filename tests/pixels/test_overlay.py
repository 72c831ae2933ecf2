"""Titles keep their color on every kind of canvas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posthouse.pixels import Overlay, Renderer, Solid, Titled
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range

MOVIE = PictureFormat(width=32, height=32)
STILL = replace(MOVIE, family=Family.RGB, chroma=Chroma.C444, range=Range.FULL, matrix=Matrix.RGB)


class OneTitle:
    """Supplies one title and nothing else."""

    def __init__(self, rgb: tuple[float, float, float]) -> None:
        self.drawn = np.zeros((16, 16, 4), np.float32)
        self.drawn[...] = (*rgb, 1.0)

    def overlay(self, titled: Titled, frame: int) -> Overlay:  # noqa: ARG002 - of the protocol
        return Overlay(rgba=self.drawn, left=8, top=8)


@pytest.mark.parametrize("rgb", [(1.0, 0.0, 0.0), (0.0, 0.6, 0.2), (1.0, 1.0, 1.0)])
def test_a_title_is_its_own_color_in_a_still(rgb: tuple[float, float, float]) -> None:
    stack = Titled(under=Solid(rgb=(0.0, 0.0, 0.0)), title=None, first_frame=0)
    out = Picture.empty(STILL)
    Renderer(stack, STILL, OneTitle(rgb)).render(0, out)  # type: ignore[arg-type] # a title is all it asks for
    found = [int(plane[16, 16]) for plane in out.planes]
    assert found == pytest.approx([255 * value for value in rgb], abs=1)
