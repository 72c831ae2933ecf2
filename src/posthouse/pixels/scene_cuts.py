"""Cuts inside a source, told from two pictures: nothing is mixed or moved across one.

Two pictures of one scene look alike when they are made small, however they move or flicker; across a cut they differ,
and what is light in one says nothing of what is light in the other. So both are asked: how much small pictures differ,
and how alike their patterns are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal import Picture

_ACROSS, _DOWN = 32, 18
_LEAST_DIFFERENCE = 0.05
"""Mean difference of all parts, of full scale 1."""
_MOST_ALIKE = 0.3
"""Correlation of the two patterns."""


def thumbnail(picture: Picture) -> NDArray[np.float32]:
    """Return (18, 32) mean luma (green, of R'G'B') of a picture's parts, 0..1; fewer where the picture is smaller."""
    luma = picture.planes[1] if picture.format.family == "rgb" else picture.planes[0]
    down, across = max(1, luma.shape[0] // _DOWN), max(1, luma.shape[1] // _ACROSS)
    rows, columns = luma.shape[0] // down, luma.shape[1] // across
    parts = luma[: rows * down, : columns * across].reshape(rows, down, columns, across)
    # Integers: sums of any order are the same.
    sums = parts.sum(axis=(1, 3), dtype=np.uint64)
    top = ((1 << picture.format.bit_depth) - 1) * down * across
    return np.asarray(sums / top, np.float32)


def is_cut(before: NDArray[np.float32], after: NDArray[np.float32]) -> bool:
    """Return whether two thumbnails of pictures in a row are of different scenes."""
    if float(np.abs(before - after).mean()) < _LEAST_DIFFERENCE:
        return False
    first, second = before - before.mean(), after - after.mean()
    spread = float(np.sqrt((first**2).sum() * (second**2).sum()))
    alike = float((first * second).sum()) / spread if spread > 0 else 0.0
    return alike < _MOST_ALIKE
