"""Where a grade needs its nodes: dense where it bends, sparse where it is straight.

Interpolated over a cell of width h, a curve is off by up to |f''| h^2 / 8; the worst error is least when that is the
same in every cell, so nodes stand as dense as sqrt(|f''|). Bends are looked for along lines: the greys, and each
channel with the other two held at a few codes.

Codes of HDR and of cameras bend everywhere against what goes out. There, the axes are bent as a whole: along a
root of light, as displays are coded, with highlights rolled off. Against such axes a picture on its way to a display is
nearly straight, whatever curve it came in. Power and shoulder were found by trying (decision 008).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.error import BRIGHTEST, HIGHEST_CODE, LOWEST_CODE, Exact
from posthouse.color.lattice import SHAPER_CELLS, SHAPER_SIZE
from posthouse.color.transfers import TRANSFERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.color.operation import Rgb
    from posthouse.color.space import ColorSpace

_HELD = ((0.0, 0.1), (0.1, 0.9), (0.4, 0.4), (0.9, 0.1), (0.9, 0.9))
_SHOULDER, _ROOT = 4.0, 3.2
"""Light at which the curve of light has come half way, and its root for darker light."""
_STRAIGHT = 0.1
"""Share of the even nodes in every curve: no code goes without."""
_BLUR = np.hanning(15)[1:-1] / np.hanning(15).sum()


def bend_lines() -> Rgb:
    """Return (line, SHAPER_SIZE, 3) R'G'B' along which a grade is looked at."""
    below, between, above = SHAPER_CELLS
    codes = np.arange(-below, between + above + 1) / between
    lines = [np.stack([codes] * 3, axis=-1)]
    for channel, held in itertools.product(range(3), _HELD):
        line = np.empty((SHAPER_SIZE, 3))
        line[:, channel] = codes
        line[:, [k for k in range(3) if k != channel]] = held
        lines.append(line)
    return np.stack(lines)


def node_density(exact: Exact) -> NDArray[np.float64]:
    """Return (SHAPER_SIZE,) how dense nodes should stand, in proportion, for the grade ``exact``."""
    graded = exact(bend_lines().reshape(-1, 3)).reshape(-1, SHAPER_SIZE, 3)
    bend = np.zeros_like(graded)
    bend[:, 1:-1] = np.abs(np.diff(graded, 2, axis=1))
    bend[(graded < LOWEST_CODE) | (graded > HIGHEST_CODE)] = 0  # no signal carries it
    below, between, _ = SHAPER_CELLS
    seen = bend.max(axis=(0, 2))
    seen[: below - 1] = 0
    seen[below + between + 2 :] = 0
    return np.convolve(np.sqrt(seen), _BLUR, mode="same")


def light_curve(source: ColorSpace) -> NDArray[np.float64]:
    """Return a rising curve, (SHAPER_SIZE,), along which codes of a source become nearly those of a display."""
    below, between, above = SHAPER_CELLS
    codes = np.arange(-below, between + above + 1) / between
    light = np.maximum(TRANSFERS[source.transfer].decode(np.repeat(codes[:, np.newaxis], 3, axis=1))[:, 1], 0)
    shown = (light / (light + _SHOULDER)) ** (1 / _ROOT)
    even = np.linspace(0, 1, SHAPER_SIZE)
    curve: NDArray[np.float64] = (1 - _STRAIGHT) * np.maximum.accumulate(shown) / shown.max() + _STRAIGHT * even
    return curve


def light_corners(source: ColorSpace) -> NDArray[np.float64]:
    """Return the codes at which conversions of a source have corners: of no light, and of the brightest it means."""
    light = np.array([0.0, BRIGHTEST[source.kind]])[:, np.newaxis] * np.ones(3)
    corners: NDArray[np.float64] = TRANSFERS[source.transfer].encode(light)[:, 1]
    return corners
