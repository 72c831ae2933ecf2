"""Wipe patterns as ramps: the moment, 0..1, at which the wipe uncovers each pixel.

Names and codes follow SMPTE 258M (standards sheet, 3.3).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Grid = NDArray[np.float64]

_PATTERNS: dict[str, Callable[[Grid, Grid, float], Grid]] = {
    "bar-left-to-right": lambda x, _y, _a: x,
    "bar-right-to-left": lambda x, _y, _a: 1 - x,
    "bar-top-to-bottom": lambda _x, y, _a: y,
    "bar-bottom-to-top": lambda _x, y, _a: 1 - y,
    "barn-door-vertical": lambda x, _y, _a: np.abs(x - 0.5) * 2,
    "barn-door-horizontal": lambda _x, y, _a: np.abs(y - 0.5) * 2,
    "diagonal-top-left": lambda x, y, _a: (x + y) / 2,
    "diagonal-top-right": lambda x, y, _a: (1 - x + y) / 2,
    "box-top-left": lambda x, y, _a: np.maximum(x, y),
    "box-top-right": lambda x, y, _a: np.maximum(1 - x, y),
    "box-bottom-right": lambda x, y, _a: np.maximum(1 - x, 1 - y),
    "box-bottom-left": lambda x, y, _a: np.maximum(x, 1 - y),
    "diamond": lambda x, y, _a: np.abs(x - 0.5) + np.abs(y - 0.5),
    "iris-rectangle": lambda x, y, _a: np.maximum(np.abs(x - 0.5), np.abs(y - 0.5)) * 2,
    "iris-circle": lambda x, y, a: np.hypot((x - 0.5) * a, y - 0.5) / np.hypot(0.5 * a, 0.5),
    "clock": lambda x, y, a: (np.arctan2((x - 0.5) * a, 0.5 - y) / (2 * np.pi)) % 1.0,
}

WIPE_PATTERNS: tuple[str, ...] = tuple(_PATTERNS)


@functools.lru_cache(maxsize=16)
def wipe_ramp(pattern: str, width: int, height: int) -> NDArray[np.float32]:
    """Return (y, x) the moment each pixel is uncovered, 0..1; raises KeyError for a pattern that is not listed."""
    x, y = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    return np.ascontiguousarray(_PATTERNS[pattern](x, y, width / height), np.float32)
