"""A page to an image: panels, soft shadows, outlines and letters, one over the other.

Pictures are blended display-coded, where half coverage of white over a dark picture comes out far darker than half
the light: thin white strokes would look starved and dark ones fat. So coverage is bent by the letter's own brightness,
as if mixed between display-coded (gamma 1) and light (2.4, which swells small white type and eats dark type): gamma 1.8
over a dark backdrop for bright letters, 1.35 over a bright one for dark letters. Full and none stay what they are.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from posthouse.titles.coverage import close_drawers, draw_line
from posthouse.titles.image import TitleImage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.titles.coverage import Coverage
    from posthouse.titles.image import FloatArray
    from posthouse.titles.page import Page, Panel, Rect, SetLine
    from posthouse.titles.style import Rgba, Shadow

_GAMMA_OF_BRIGHT, _GAMMA_OF_DARK = 1.8, 1.35
_BACKDROP_UNDER_BRIGHT, _BACKDROP_UNDER_DARK = 0.3, 0.7
_LUMA = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709
_FAINTEST = 1 / 1024  # of a shadow: less is below half a step of 8 bits in any picture
_FFT_STEP = 32


def painted(page: Page, rows: tuple[int, int] | None = None) -> TitleImage:
    """Return a page as an image, cropped to its ink; with ``rows``, only those rows of it (end exclusive)."""
    shown = page if rows is None else page.between_rows(*rows)
    left, top, right, bottom = _pixel_bounds(shown.reach(), shown.screen.pixel_aspect)
    canvas = np.zeros((max(0, bottom - top), max(0, right - left), 4), np.float32)
    if not canvas.size:
        return TitleImage(rgba=np.zeros((0, 0, 4), np.float32), left_px=0, top_px=0)
    aspect = shown.screen.pixel_aspect
    for panel in shown.panels:
        _lay(canvas, _panel_coverage(panel, canvas.shape[:2], (left, top), aspect), panel.color)
    _paint_lines(canvas, shown.lines, (left, top), aspect)
    return _cropped(canvas, left, top, rows)


def _pixel_bounds(extent: Rect, pixel_aspect: float) -> tuple[int, int, int, int]:
    if extent.width <= 0 or extent.height <= 0:
        return 0, 0, 0, 0
    left, right = math.floor(extent.left / pixel_aspect) - 1, math.ceil(extent.right / pixel_aspect) + 1
    return left, math.floor(extent.top) - 1, right, math.ceil(extent.bottom) + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tile:
    """A line's own small canvas: what it looks like depends on nothing else, whichever rows are asked for."""

    line: SetLine
    left: int
    top: int
    letters: Coverage
    grown: Coverage


def _tile(line: SetLine, aspect: float) -> _Tile:
    left, top, right, bottom = _pixel_bounds(line.reach(), aspect)

    def coverage(outline_px: float) -> Coverage:
        canvas = np.zeros((bottom - top, right - left), np.uint8)
        draw_line(canvas, line, left=left, top=top, pixel_aspect=aspect, outline_px=outline_px)
        return canvas

    letters, outline = coverage(0.0), line.style.outline
    grown = coverage(outline.width_em * line.size_px) if outline else letters
    return _Tile(line=line, left=left, top=top, letters=letters, grown=grown)


def _paint_lines(canvas: FloatArray, lines: Sequence[SetLine], origin: tuple[int, int], aspect: float) -> None:
    """Paint all shadows, then all outlines, then all letters, so that no line shades another."""
    try:
        tiles = [tile for tile in (_tile(line, aspect) for line in lines) if tile.letters.size]
    finally:
        close_drawers(lines)
    for tile in tiles:
        if shadow := tile.line.style.shadow:
            shade = _shaded(tile.grown, shadow, tile.line.size_px, aspect)
            _lay(_part(canvas, tile, origin), shade, shadow.color)
    for tile in tiles:
        if outline := tile.line.style.outline:
            _lay(_part(canvas, tile, origin), tile.grown.astype(np.float32) / np.float32(255), outline.color)
    for tile in tiles:
        color = tile.line.style.color
        _lay(_part(canvas, tile, origin), _bent_table(color)[tile.letters], color)


def _part(canvas: FloatArray, tile: _Tile, origin: tuple[int, int]) -> FloatArray:
    """Return the view of the canvas that a tile covers."""
    y, x = tile.top - origin[1], tile.left - origin[0]
    rows, columns = tile.letters.shape
    return canvas[y : y + rows, x : x + columns]


@functools.lru_cache(maxsize=64)
def _bent_table(color: Rgba) -> FloatArray:
    """Return coverage 0..255 as the alpha that looks like it, in steps of 1/65535 so that it is the same everywhere."""
    luma = sum(weight * part for weight, part in zip(_LUMA, color[:3], strict=True))
    share = min(1.0, max(0.0, (luma - 0.35) / 0.3))  # from dark to bright letters, without a jump
    backdrop = _BACKDROP_UNDER_DARK + (_BACKDROP_UNDER_BRIGHT - _BACKDROP_UNDER_DARK) * share
    if abs(luma - backdrop) < 1 / 64:
        return np.arange(256, dtype=np.float32) / np.float32(255)
    gamma = _GAMMA_OF_DARK + (_GAMMA_OF_BRIGHT - _GAMMA_OF_DARK) * share
    front, back = luma**gamma, backdrop**gamma
    mixed = [(front * i / 255 + back * (1 - i / 255)) ** (1 / gamma) for i in range(256)]
    bent = [round(min(1.0, max(0.0, (part - backdrop) / (luma - backdrop))) * 65535) / 65535 for part in mixed]
    return np.array(bent, np.float32)


def _shaded(coverage: Coverage, shadow: Shadow, size_px: float, aspect: float) -> FloatArray:
    """Return coverage moved and blurred by a Gaussian, in the frequency domain, where a part of a pixel is exact."""
    sigma_px = shadow.blur_em * size_px
    rows, columns = coverage.shape
    # The tile already holds the shadow's reach, so what wraps around the padded edge is nothing.
    padded = [-(-length // _FFT_STEP) * _FFT_STEP for length in (rows, columns)]
    down = _transfer(np.fft.fftfreq(padded[0]), sigma_px, shadow.offset_em[1] * size_px)
    across = _transfer(np.fft.rfftfreq(padded[1]), sigma_px / aspect, shadow.offset_em[0] * size_px / aspect)
    spectrum = np.fft.rfft2(coverage.astype(np.float32) / 255, s=(padded[0], padded[1]))
    spectrum *= down[:, None] * across[None, :]
    blurred = np.fft.irfft2(spectrum, s=(padded[0], padded[1]))[:rows, :columns].astype(np.float32)
    blurred[blurred < _FAINTEST] = 0.0
    return np.minimum(blurred, 1.0, out=blurred)


def _transfer(cycles: NDArray[np.floating[Any]], sigma_px: float, moved_px: float) -> NDArray[np.complex64]:
    """Return a blur and a move at frequencies in cycles a pixel."""
    gauss = np.exp(-2 * (math.pi * sigma_px * cycles) ** 2)
    return np.asarray(gauss * np.exp(-2j * math.pi * cycles * moved_px), np.complex64)


def _panel_coverage(panel: Panel, shape: tuple[int, ...], origin: tuple[int, int], aspect: float) -> FloatArray:
    """Return a rectangle's coverage: exact for straight edges, by distance at rounded corners."""
    rect = panel.rect
    columns = np.arange(shape[1], dtype=np.float64) + origin[0]
    rows = np.arange(shape[0], dtype=np.float64) + origin[1]
    across = _overlap(columns, rect.left / aspect, rect.right / aspect)
    down = _overlap(rows, rect.top, rect.bottom)
    coverage = down[:, None] * across[None, :]
    radius = min(panel.radius_px, rect.width / 2, rect.height / 2)
    if radius > 0:
        x_px = np.abs((columns + 0.5) * aspect - (rect.left + rect.right) / 2) - (rect.width / 2 - radius)
        y_px = np.abs(rows + 0.5 - (rect.top + rect.bottom) / 2) - (rect.height / 2 - radius)
        away = np.hypot(np.maximum(x_px, 0)[None, :], np.maximum(y_px, 0)[:, None]) - radius
        coverage = np.where((x_px > 0)[None, :] & (y_px > 0)[:, None], np.clip(0.5 - away, 0, 1), coverage)
    return coverage.astype(np.float32)


def _overlap(starts: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    return np.asarray(np.clip(np.minimum(starts + 1, high) - np.maximum(starts, low), 0, 1), np.float64)


def _lay(canvas: FloatArray, coverage: FloatArray, color: Rgba) -> None:
    """Lay a color over the canvas (premultiplied source over)."""
    alpha = coverage * np.float32(color[3])
    canvas *= (1 - alpha)[..., None]
    canvas += alpha[..., None] * np.array([*color[:3], 1.0], np.float32)


def _cropped(canvas: FloatArray, left: int, top: int, rows: tuple[int, int] | None) -> TitleImage:
    if rows is not None:
        above, below = max(0, rows[0] - top), max(0, min(canvas.shape[0], rows[1] - top))
        canvas, top = canvas[above:below], top + above
    seen = canvas[..., 3] > 0
    in_rows, in_columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not in_rows.size:
        return TitleImage(rgba=np.zeros((0, 0, 4), np.float32), left_px=0, top_px=0)
    y, x = slice(in_rows[0], in_rows[-1] + 1), slice(in_columns[0], in_columns[-1] + 1)
    return TitleImage(
        rgba=np.ascontiguousarray(canvas[y, x]), left_px=left + int(in_columns[0]), top_px=top + int(in_rows[0])
    )
