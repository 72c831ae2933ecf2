"""How much of each pixel the letters cover: FreeType's exact area coverage, unhinted, at 1/64 pixel.

Hinting would move stems to the grid of one resolution; at 1/64 pixel and 256 levels a letter keeps its shape and its
place at any. FreeType's library object is shared by the process, so its calls take turns behind one lock.
"""

from __future__ import annotations

import ctypes
import math
import threading
from typing import TYPE_CHECKING, Any

import freetype
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.titles.page import SetLine
    from posthouse.titles.shape import Glyph

Coverage = NDArray[np.uint8]
_FREETYPE = threading.Lock()
_UNHINTED = freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP
_ONE_16_16 = 0x10000


def draw_line(canvas: Coverage, line: SetLine, *, left: int, top: int, pixel_aspect: float, outline_px: float) -> None:
    """Add a line's letters to a canvas.

    Args:
        canvas: (y, x) coverage 0..255, changed in place.
        line: the line.
        left: the picture column of the canvas's first column.
        top: the picture row of its first row.
        pixel_aspect: width of a pixel as a part of its height.
        outline_px: if not 0, letters are grown by so many square pixels.
    """
    with _FREETYPE:
        for glyph in line.line.glyphs:
            if glyph.ink_em[0] == glyph.ink_em[2]:
                continue
            x_px = (line.left_px + glyph.x_em * line.size_px) / pixel_aspect - left
            y_px = line.baseline_px - glyph.y_em * line.size_px - top
            _draw_glyph(canvas, glyph, (x_px, y_px), line.size_px, pixel_aspect=pixel_aspect, outline_px=outline_px)


def close_drawers(lines: Iterable[SetLine]) -> None:
    """Close the FreeType faces that drawing these lines opened: closing, too, changes the shared library object."""
    with _FREETYPE:
        for line in lines:
            for glyph in line.line.glyphs:
                glyph.font.close_drawer()


def _draw_glyph(
    canvas: Coverage,
    glyph: Glyph,
    place_px: tuple[float, float],
    size_px: float,
    *,
    pixel_aspect: float,
    outline_px: float,
) -> None:
    column, across_64 = _whole_and_64ths(place_px[0])
    row, down_64 = _whole_and_64ths(place_px[1])
    drawer = glyph.font.drawer
    drawer.set_char_size(0, math.floor(size_px * 64 + 0.5))
    drawer.load_glyph(glyph.glyph_id, _UNHINTED)
    delta_64 = (across_64, -down_64)
    filled, left, top = _coverage(drawer.glyph.get_glyph(), pixel_aspect, delta_64)
    _join(canvas, filled, column + left, row - top, is_sum=not outline_px)
    if outline_px:
        grown, left, top = _coverage(_stroked(drawer.glyph.get_glyph(), outline_px), pixel_aspect, delta_64)
        _join(canvas, grown, column + left, row - top, is_sum=False)


def _whole_and_64ths(px: float) -> tuple[int, int]:
    whole, part = divmod(math.floor(px * 64 + 0.5), 64)
    return whole, part


def _stroked(shape: Any, outline_px: float) -> Any:
    """Return the ribbon along a letter's edge, so wide that its outer side lies ``outline_px`` outside."""
    stroker = freetype.Stroker()
    width_64 = math.floor(outline_px * 64 + 0.5)
    stroker.set(width_64, freetype.FT_STROKER_LINECAP_ROUND, freetype.FT_STROKER_LINEJOIN_ROUND, 0)
    shape.stroke(stroker, True)
    return shape


def _coverage(shape: Any, pixel_aspect: float, delta_64: tuple[int, int]) -> tuple[Coverage, int, int]:
    """Return a shape's (y, x) coverage 0..255, and its left and top edge from the origin, y up."""
    matrix = freetype.FT_Matrix(math.floor(_ONE_16_16 / pixel_aspect + 0.5), 0, 0, _ONE_16_16)
    delta = freetype.FT_Vector(*delta_64)
    freetype.FT_Glyph_Transform(shape._FT_Glyph, ctypes.byref(matrix), ctypes.byref(delta))  # noqa: SLF001 - freetype-py wraps no transform
    drawn = shape.to_bitmap(freetype.FT_RENDER_MODE_NORMAL, freetype.Vector(0, 0), True)
    bitmap = drawn.bitmap._FT_Bitmap  # noqa: SLF001 - its public buffer is a list of Python integers
    rows, width, pitch = bitmap.rows, bitmap.width, bitmap.pitch
    if not rows or not width:
        return np.zeros((0, 0), np.uint8), 0, 0
    memory = np.ctypeslib.as_array(bitmap.buffer, shape=(rows * pitch,))
    return memory.reshape(rows, pitch)[:, :width].copy(), drawn.left, drawn.top


def _join(canvas: Coverage, part: Coverage, left: int, top: int, *, is_sum: bool) -> None:
    """Add coverage, cut to the canvas. Letters that touch (joined scripts) sum up to full, outlines take the larger."""
    rows, columns = canvas.shape
    y0, y1 = max(top, 0), min(top + part.shape[0], rows)
    x0, x1 = max(left, 0), min(left + part.shape[1], columns)
    if y0 >= y1 or x0 >= x1:
        return
    cut = part[y0 - top : y1 - top, x0 - left : x1 - left]
    there = canvas[y0:y1, x0:x1]
    joined = np.minimum(there.astype(np.uint16) + cut, 255) if is_sum else np.maximum(there, cut)
    there[...] = joined.astype(np.uint8)
