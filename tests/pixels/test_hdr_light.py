"""Linear light on HDR canvases is the canvas's own."""

from __future__ import annotations

import numpy as np
import pytest

from posthouse.pixels import Mix, Solid
from posthouse.signal import Chroma, Matrix, PictureFormat
from tests.pixels.pixel_twin import Shelf, rendered

WHITE = {"smpte2084": 0.580689, "arib-std-b67": 0.75}
"""Codes of reference white. Source: BT.2408, table 1."""
HALF = {"smpte2084": 0.509573, "arib-std-b67": 0.607531}
"""Codes of half its light: 101.5 nits; half the scene's light. Worked out from BT.2100-2, tables 4 and 5."""


@pytest.mark.parametrize("transfer", WHITE)
def test_half_way_to_white_is_half_its_light(transfer: str) -> None:
    canvas = PictureFormat(
        width=64,
        height=36,
        bit_depth=10,
        chroma=Chroma.C444,
        matrix=Matrix.BT2020,
        primaries="bt2020",
        transfer=transfer,
    )
    white = WHITE[transfer]
    stack = Mix(
        under=Solid(rgb=(0.0, 0.0, 0.0)), above=Solid(rgb=(white, white, white)), weights=(0.5,), is_linear=True
    )
    luma, *_ = rendered(stack, canvas, Shelf({})).planes
    assert np.mean(luma) == pytest.approx(64 + 876 * HALF[transfer], abs=0.3)
