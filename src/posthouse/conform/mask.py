"""What a reference movie covers in all of its frames: a mask for another shape, bars that burn-ins stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.conform.compare import Prints

_BLACK = 0.08
"""Luma of a bar, at most."""
ALWAYS = 0.95
"""The part of the frames in which a part of a bar is black: it is not in flashes."""
MOSTLY = 0.5
"""The same of a movie with a leader."""
_HALF = 0.5
"""The part of a row or column that is black, at least; the rest may be burn-ins."""
_LEAST = 3
"""Rows or columns of picture that are left, at least: what leaves fewer is a dark movie."""


def seen_parts(reference: Prints, across: int, *, dark: float = ALWAYS) -> NDArray[np.intp]:
    """Return which parts of a reference's prints are picture: all but bars along its four sides.

    Args:
        reference: (frame, part), row after row.
        across: how many parts a row has.
        dark: the part of the frames in which a bar is black.
    """
    black = ((reference <= _BLACK).mean(axis=0) >= dark).reshape(-1, across)
    rows = _between_bars(black.mean(axis=1) >= _HALF)
    columns = _between_bars(black[rows].mean(axis=0) >= _HALF) if rows is not None else None
    seen = np.zeros_like(black)
    if rows is None or columns is None:
        return np.arange(reference.shape[1])
    seen[rows, columns] = True
    return np.flatnonzero(seen.reshape(-1))


def _between_bars(is_bar: NDArray[np.bool_]) -> slice | None:
    """Return the rows between the bars, without those beside them, which are half bar; None if hardly any are left."""
    picture = np.flatnonzero(~is_bar)
    if not len(picture):
        return None
    first, last = int(picture[0]), int(picture[-1])
    first, last = first + (first > 0), last - (last < len(is_bar) - 1)
    return slice(first, last + 1) if last + 1 - first >= _LEAST else None
