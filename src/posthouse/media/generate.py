"""Pictures made from nothing: a color, black, bars."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.signal import Family, Picture, Range

if TYPE_CHECKING:
    from posthouse.signal import PictureFormat

_BARS = ((1, 1, 1), (1, 1, 0), (0, 1, 1), (0, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 1), (0, 0, 0))
"""White, yellow, cyan, green, magenta, red, blue, black."""
_BARS_LEVEL = 0.75


def solid_picture(picture_format: PictureFormat, rgba: tuple[float, float, float, float]) -> Picture:
    """Return one color (display-coded 0..1, in the format's own primaries and transfer, straight alpha)."""
    picture = Picture.empty(picture_format)
    for plane, code in zip(picture.planes, color_codes(picture_format, rgba), strict=True):
        plane[...] = code
    return picture


def bars_picture(picture_format: PictureFormat) -> Picture:
    """Return 75 % color bars, 100/0/75/0 with the white bar at 100 % (ITU-R BT.471, EBU Tech 3325).

    The eight bars are cut at whole chroma samples, so that none bleeds into its neighbour.
    """
    picture = Picture.empty(picture_format)
    step = 1 << picture_format.chroma.log2_x
    edges = [round(picture_format.width * bar / 8 / step) * step for bar in range(9)]
    edges[8] = picture_format.width
    for number, (left, right) in enumerate(itertools.pairwise(edges)):
        level = 1.0 if number == 0 else _BARS_LEVEL
        red, green, blue = (level * part for part in _BARS[number])
        codes = color_codes(picture_format, (red, green, blue, 1.0))
        for plane, code in zip(picture.planes, codes, strict=True):
            scale = 1 if plane.shape[1] == picture_format.width else step
            plane[:, left // scale : -(-right // scale)] = code
    return picture


def color_codes(picture_format: PictureFormat, rgba: tuple[float, float, float, float]) -> tuple[int, ...]:
    """Return the code of each plane for a display-coded color, nearest.

    Source: ITU-R BT.601-7 2.5, BT.709-6 item 3 and 4, BT.2020-2 tables 4 and 5 (quantisation: 219 and 224 steps at 8
    bits, or the whole scale in full range).
    """
    red, green, blue, alpha = rgba
    most = (1 << picture_format.bit_depth) - 1
    alphas = (round(alpha * most),) if picture_format.has_alpha else ()
    if picture_format.family is Family.RGB:
        return (*(_luma_code(picture_format, part) for part in (red, green, blue)), *alphas)
    kr, kb = picture_format.matrix.kr_kb if picture_format.family is Family.YUV else (0.2126, 0.0722)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    if picture_format.family is Family.GREY:
        return (_luma_code(picture_format, luma), *alphas)
    cb, cr = (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))
    return (_luma_code(picture_format, luma), *(_chroma_code(picture_format, part) for part in (cb, cr)), *alphas)


def _luma_code(picture_format: PictureFormat, level: float) -> int:
    most = (1 << picture_format.bit_depth) - 1
    if picture_format.range is Range.FULL:
        return int(np.clip(round(level * most), 0, most))
    return int(np.clip(round((219 * level + 16) * (1 << (picture_format.bit_depth - 8))), 0, most))


def _chroma_code(picture_format: PictureFormat, level: float) -> int:
    most = (1 << picture_format.bit_depth) - 1
    centre = 1 << (picture_format.bit_depth - 1)
    steps = most if picture_format.range is Range.FULL else 224 * (1 << (picture_format.bit_depth - 8))
    return int(np.clip(round(steps * level + centre), 0, most))
