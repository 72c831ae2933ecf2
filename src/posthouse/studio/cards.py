"""Generated colors as footage, for those that move: a card has edges, and a plain color has none."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels import Footage
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from posthouse.studio.standing import Standing

Rgb = tuple[float, float, float]
_CARD = "generated color"


def card_footage(rgb: Rgb, canvas: PictureFormat, frames: int, standing: Standing) -> Footage:
    """Return a color as footage of a canvas's size."""
    form = PictureFormat(
        width=canvas.width,
        height=canvas.height,
        bit_depth=16,
        family=Family.RGB,
        chroma=Chroma.C444,
        range=Range.FULL,
        matrix=Matrix.RGB,
        primaries=canvas.primaries,
        transfer=canvas.transfer,
    )
    return Footage(
        media=f"{_CARD} {' '.join(map(repr, rgb))}",
        stream=0,
        frames=(0,) * frames,
        format=form,
        placement=standing.placement,
        motion=standing.motion,
    )


def card_picture(footage: Footage) -> Picture | None:
    """Return the picture of a color's footage; None for any other."""
    if not footage.media.startswith(_CARD):
        return None
    return _plain(tuple(float(part) for part in footage.media.removeprefix(_CARD).split()), footage.format)


@functools.lru_cache(maxsize=4)
def _plain(rgb: tuple[float, ...], form: PictureFormat) -> Picture:
    codes = (round(min(1.0, max(0.0, part)) * 65535) for part in rgb)
    return Picture(format=form, planes=tuple(np.full((form.height, form.width), code, np.uint16) for code in codes))
