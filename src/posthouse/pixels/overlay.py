"""Titles and other drawn pictures, made ready for the kernels: premultiplied Y'CbCr planes with their alpha."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.pixels.sites import DOWN_TAPS, Step, grid_of

if TYPE_CHECKING:
    from posthouse.signal import Matrix, PictureFormat

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A drawn picture at whole pixels of the canvas: ``rgba`` (y, x, 4) display-coded, premultiplied, 0..1."""

    rgba: Floats
    left: int
    top: int
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayPlanes:
    """An overlay as the kernel takes it; ``left`` and ``top`` are multiples of 2 in luma samples."""

    left: int
    top: int
    luma: Floats
    alpha: Floats
    cb: Floats
    cr: Floats
    alpha_chroma: Floats


def overlay_planes(overlay: Overlay, canvas: PictureFormat, matrix: Matrix) -> OverlayPlanes:
    """Return the overlay's planes, clipped to the canvas, its chroma filtered to the canvas's chroma sites.

    ``matrix`` is the one the picture is composed in, which a R'G'B' canvas does not have.
    """
    rgba, left, top = _clipped_even(overlay, canvas)
    kr, kb = matrix.kr_kb
    red, green, blue, alpha = (rgba[..., n].astype(np.float64) for n in range(4))
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    cb, cr = (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))
    small = [_at_chroma(plane, canvas) for plane in (cb, cr, alpha)]
    return OverlayPlanes(
        left=left,
        top=top,
        luma=luma.astype(np.float32),
        alpha=alpha.astype(np.float32),
        cb=small[0],
        cr=small[1],
        alpha_chroma=small[2],
    )


def _clipped_even(overlay: Overlay, canvas: PictureFormat) -> tuple[Floats, int, int]:
    """Return the part on the canvas, widened with clear pixels to even edges and a clear margin for the filter."""
    height, width = overlay.rgba.shape[:2]
    edges = overlay.left, overlay.top, overlay.left + width, overlay.top + height
    limits = canvas.width, canvas.height, canvas.width, canvas.height
    left, top, right, bottom = (min(max(e, 0), limit) for e, limit in zip(edges, limits, strict=True))
    right, bottom = max(right, left), max(bottom, top)
    inner = overlay.rgba[top - overlay.top : bottom - overlay.top, left - overlay.left : right - overlay.left]
    first_x, first_y = max(left - 2, 0) // 2 * 2, max(top - 2, 0) // 2 * 2
    last_x = min((right + 3) // 2 * 2, canvas.width + canvas.width % 2)
    last_y = min((bottom + 3) // 2 * 2, canvas.height + canvas.height % 2)
    wide = np.zeros((max(last_y - first_y, 2), max(last_x - first_x, 2), 4), np.float32)
    wide[top - first_y : bottom - first_y, left - first_x : right - first_x] = inner
    if last_x > canvas.width:  # a picture's edge goes on outside
        wide[:, -1] = wide[:, -2]
    if last_y > canvas.height:
        wide[-1] = wide[-2]
    return wide, first_x, first_y


def _at_chroma(plane: NDArray[np.float64], canvas: PictureFormat) -> Floats:
    """Return a full-size plane at the canvas's chroma sites, by the filters of ``sites``."""
    grid = grid_of(canvas.chroma, canvas.siting)
    plane = _lowered(_lowered(plane, grid.down).T, grid.across).T
    return np.ascontiguousarray(plane, np.float32)


def _lowered(plane: NDArray[np.float64], step: Step) -> NDArray[np.float64]:
    """Return a plane of an even number of lines with half of them; its edges go on outside."""
    if step is Step.EVERY:
        return plane
    even = np.arange(0, plane.shape[0], 2)
    places = ((np.clip(even + offset, 0, plane.shape[0] - 1), weight) for offset, weight in DOWN_TAPS[step])
    return np.asarray(sum(plane[place] * weight for place, weight in places))
