"""A way as keyframes: as few as say it, smooth from one to the next.

Between two keyframes the way is a cubic that leaves each with the way's own speed there: an ease whose handles stand at
a third and two thirds of the time. Where it is off by more than a tolerance, a keyframe is set at the worst place.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Line = NDArray[np.float64]

TOLERANCE = 0.008
"""How far the keyframes may be off the way, in parts of the picture's side."""
STILL = 0.2
"""A way that moves less than this, in parts of the frame, is not worth a move: it stands still."""
_STANDS = 0.002
"""From a keyframe to the next: less is no movement."""
_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PathKey:
    """The frame's middle at a sample, and how it gets there from the keyframe before."""

    sample: int
    middle: float
    ease: str | tuple[float, float, float, float] = "linear"


def keyed(path: Line, *, part: float, tolerance: float = TOLERANCE) -> tuple[PathKey, ...]:
    """Return the way of a frame, as long as a part of the picture's side, as keyframes; one where it stands still."""
    if len(path) < 2 or float(np.ptp(path)) < STILL * part:
        return (PathKey(sample=0, middle=round(float(np.median(path)), 4)),)
    speeds = np.gradient(path)
    speeds[[0, -1]] = 0
    chosen = [0, *_between(path, speeds, 0, len(path) - 1, tolerance), len(path) - 1]
    keys = [PathKey(sample=0, middle=round(float(path[0]), 4))]
    for first, last in itertools.pairwise(chosen):
        ease = _ease(*_handles(path, speeds, first, last))
        keys.append(PathKey(sample=last, middle=round(float(path[last]), 4), ease=ease))
    return _without_ends(keys)


def _between(path: Line, speeds: Line, first: int, last: int, tolerance: float) -> list[int]:
    """Return where keyframes must stand between two."""
    if last - first < 2:
        return []
    off = np.abs(_cubic(path, speeds, first, last) - path[first : last + 1])
    if off.max() <= tolerance:
        return []
    at = min(max(first + int(off.argmax()), first + 1), last - 1)
    return [*_between(path, speeds, first, at, tolerance), at, *_between(path, speeds, at, last, tolerance)]


def _handles(path: Line, speeds: Line, first: int, last: int) -> tuple[float, float]:
    """Return the heights of the two handles, as parts of the way; kept within it, so that nothing overshoots."""
    way = float(path[last] - path[first])
    if abs(way) < _STANDS:
        return 0.0, 1.0
    thirds = (last - first) / 3 / way
    return min(1.0, max(0.0, float(speeds[first]) * thirds)), min(1.0, max(0.0, 1 - float(speeds[last]) * thirds))


def _cubic(path: Line, speeds: Line, first: int, last: int) -> Line:
    low, high = _handles(path, speeds, first, last)
    part = np.linspace(0, 1, last - first + 1)
    shape = 3 * (1 - part) ** 2 * part * low + 3 * (1 - part) * part**2 * high + part**3
    return np.asarray(path[first] + (path[last] - path[first]) * shape)


def _ease(low: float, high: float) -> str | tuple[float, float, float, float]:
    if (round(low, 2), round(high, 2)) == (0.33, 0.67):
        return "linear"
    if (round(low, 2), round(high, 2)) == (0.0, 1.0):
        return "smooth"
    return 0.333, round(low, _DECIMALS), 0.667, round(high, _DECIMALS)


def _without_ends(keys: list[PathKey]) -> tuple[PathKey, ...]:
    """Return the keyframes without those at the ends that only hold: a curve stays as its first and last are."""
    while len(keys) > 1 and abs(keys[1].middle - keys[0].middle) < _STANDS:
        keys = [PathKey(sample=keys[1].sample, middle=keys[1].middle), *keys[2:]]
    while len(keys) > 1 and abs(keys[-1].middle - keys[-2].middle) < _STANDS:
        keys = keys[:-1]
    return tuple(keys)
