"""Pictures made little: light and two colors on a grid of about 96 parts across, upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.signal.picture import Family

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal.picture import Picture, Plane

LONG_SIDE = 96
_LINES = 2
"""Lines and columns that are looked at of each part, each way: more tells nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """One picture made little."""

    light: NDArray[np.float32]
    """(y, x) 0..1 of full scale, as coded."""
    blue: NDArray[np.float32]
    """(y, x) blueness of the color, -0.5..0.5."""
    red: NDArray[np.float32]
    """(y, x) redness of the color, -0.5..0.5."""
    detail: NDArray[np.float32]
    """(y, x) how much neighbouring pixels differ: what is in focus has much."""


def small_of(picture: Picture, *, quarter_turns: int = 0, is_mirrored: bool = False) -> Small:
    """Return a picture made little and turned upright: mirrored first where it is, then turned clockwise."""
    height, width = picture.planes[0].shape
    wide = LONG_SIDE if width >= height else max(8, round(LONG_SIDE * width / height))
    high = LONG_SIDE if height >= width else max(8, round(LONG_SIDE * height / width))
    shape = min(high, height), min(wide, width)
    top = np.float32((1 << picture.format.bit_depth) - 1)
    first, second, third = (part_means(plane, shape) / top for plane in _three(picture))
    if picture.format.family is Family.RGB:
        light = 0.25 * first + 0.5 * second + 0.25 * third
        blue, red = (third - light) / 2, (first - light) / 2
    elif picture.format.family is Family.GREY:
        light, blue, red = first, np.zeros_like(first), np.zeros_like(first)
    else:
        light, blue, red = first, second - np.float32(0.5), third - np.float32(0.5)
    planes = (light, blue, red, _detail(picture.planes[1 if picture.format.family is Family.RGB else 0], shape) / top)
    light, blue, red, detail = (_upright(plane, quarter_turns, is_mirrored=is_mirrored) for plane in planes)
    return Small(light=light, blue=blue, red=red, detail=detail)


def _three(picture: Picture) -> tuple[Plane, Plane, Plane]:
    planes = picture.planes
    return (planes[0], planes[1], planes[2]) if len(planes) > 2 else (planes[0], planes[0], planes[0])


def _edges(count: int, parts: int) -> NDArray[np.intp]:
    return np.minimum(np.arange(parts) * count // parts, count - 1)


def part_means(plane: Plane, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return (y, x) the mean of each part of a plane; of large parts, of some of their lines and columns."""
    high, wide = shape
    few = _thinned(plane, shape)
    rows, columns = _edges(few.shape[0], high), _edges(few.shape[1], wide)
    sums = np.add.reduceat(np.add.reduceat(few, columns, axis=1, dtype=np.float32), rows, axis=0)
    counts = _counts(rows, few.shape[0])[:, None] * _counts(columns, few.shape[1])
    return np.asarray(sums / counts, np.float32)


def _counts(starts: NDArray[np.intp], end: int) -> NDArray[np.intp]:
    """Return how many lines each part has; one that shares its only line with the next has that one."""
    return np.maximum(np.diff(np.append(starts, end)), 1)


def _thinned(plane: Plane, shape: tuple[int, int]) -> Plane:
    down, across = (max(1, count // (parts * _LINES)) for count, parts in zip(plane.shape, shape, strict=True))
    return plane[::down, ::across]


def _detail(plane: Plane, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return (y, x) the mean difference of neighbouring pixels of some lines."""
    step = max(1, plane.shape[0] // (shape[0] * _LINES))
    lines = plane[::step].astype(np.float32)
    return _means_of_floats(np.abs(np.diff(lines, axis=1, append=lines[:, -1:])), shape)


def _means_of_floats(plane: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.float32]:
    rows, columns = _edges(plane.shape[0], shape[0]), _edges(plane.shape[1], shape[1])
    sums = np.add.reduceat(np.add.reduceat(plane, columns, axis=1), rows, axis=0)
    counts = _counts(rows, plane.shape[0])[:, None] * _counts(columns, plane.shape[1])
    return np.asarray(sums / counts, np.float32)


def _upright(plane: NDArray[np.float32], quarter_turns: int, *, is_mirrored: bool) -> NDArray[np.float32]:
    turned = np.rot90(plane[:, ::-1] if is_mirrored else plane, -quarter_turns)
    return np.ascontiguousarray(turned)
