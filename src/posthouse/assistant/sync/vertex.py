"""Where between its samples a peak lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def vertex(heights: NDArray[np.floating], at: int) -> float:
    """Return how far the top of a parabola through a peak and its neighbors lies from it."""
    if not 0 < at < len(heights) - 1:
        return 0.0
    before, top, after = (float(heights[at + step]) for step in (-1, 0, 1))
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0
