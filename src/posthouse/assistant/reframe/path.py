"""The camera operator: a calm way that keeps the subject inside a safe band.

Problem: a frame that follows its subject exactly trembles; one that stands still loses it.
Approach: of all ways on which the subject stays inside the band, the one with the least speed, change of speed, and
change of that, each by its sum of absolutes: that sum is least on ways made of standing, going evenly, and easing
between. A linear programme finds it. Standing still costs nothing, so a subject that stays in the band moves nothing.
Limits of speed and acceleration are held; where they do not let the frame follow, the subject leaves the band, at a
cost, and no limit is broken.
Source: M. Grundmann, V. Kwatra, I. Essa, "Auto-directed video stabilization with robust L1 optimal camera paths",
CVPR 2011.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Line = NDArray[np.float64]

_SPEED, _BEND, _JERK = 1.0, 3.0, 30.0
"""What going costs, changing speed, and changing that."""
_LOST, _ASIDE = 4.0, 0.3
"""What a second costs with the subject out of the band, and off the middle; each by how far."""
_TIGHTER, _NEARER = 3.0, 0.6
"""How much more that costs where the subject is sure, and how much of the band is taken away there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanLimits:
    """How fast the frame may go; in parts of the picture's side that is cut."""

    a_second: float = 0.45
    a_second_squared: float = 0.9
    band: float = 0.15
    """How far the subject may be from the frame's middle, in parts of the frame."""


def calm_path(wanted: Line, *, part: float, step_seconds: float, limits: PanLimits, sure: Line | None = None) -> Line:
    """Return (sample,) where the frame's middle goes.

    Args:
        wanted: (sample,) where the subject is, 0..1.
        part: how long the frame is as a part of the picture's side.
        step_seconds: the time from a sample to the next.
        limits: how fast it may go.
        sure: (sample,) 0..1 how surely the subject is there; a sure one is held tighter. Left out, 0.
    """
    count = len(wanted)
    sure = np.zeros(count) if sure is None else sure
    if count < 4:
        return np.full(count, float(np.median(wanted)))
    orders = [_differences(count, order) for order in (1, 2, 3)]
    sizes = [count, count, count, *(matrix.shape[0] for matrix in orders)]
    rows, ends = _follow(wanted, limits.band * part * (1 - _NEARER * sure), sizes)
    for number, matrix in enumerate(orders, start=3):
        counted = -sparse.eye_array(matrix.shape[0], format="csr")
        rows += [_row(sizes, {0: sign * matrix, number: counted}) for sign in (1, -1)]
        ends += [np.zeros(matrix.shape[0])] * 2
    tight = step_seconds * (1 + _TIGHTER * sure)
    costs = [np.zeros(count), _LOST * tight, _ASIDE * tight]
    costs += [np.full(matrix.shape[0], cost) for matrix, cost in zip(orders, (_SPEED, _BEND, _JERK), strict=True)]
    found = linprog(
        np.concatenate(costs),
        A_ub=sparse.vstack(rows, format="csr"),
        b_ub=np.concatenate(ends),
        bounds=_bounds(part, limits, step_seconds, count),
        method="highs",
    )
    assert found.x is not None, "standing still in the middle is always a way"
    return np.asarray(found.x[:count], np.float64)


def _bounds(part: float, limits: PanLimits, step_seconds: float, count: int) -> list[tuple[float, float]]:
    """Return the least and the most of each number: the way stays in the picture, and keeps to the limits."""
    tops = (limits.a_second * step_seconds, limits.a_second_squared * step_seconds**2, math.inf)
    bounds = [(part / 2, 1 - part / 2)] * count + [(0.0, math.inf)] * (2 * count)
    for order, top in enumerate(tops, start=1):
        bounds += [(0.0, top)] * (count - order)
    return bounds


def _follow(wanted: Line, band: Line, sizes: list[int]) -> tuple[list[sparse.csr_array], list[Line]]:
    """Return the rows that count how far the subject is out of the band, and how far off the middle."""
    one = sparse.eye_array(len(wanted), format="csr")
    rows = [_row(sizes, {0: sign * one, part: -one}) for part in (1, 2) for sign in (1, -1)]
    return rows, [wanted + band, band - wanted, wanted, -wanted]


def _row(sizes: list[int], parts: dict[int, sparse.csr_array]) -> sparse.csr_array:
    height = next(iter(parts.values())).shape[0]
    return sparse.hstack([parts.get(at, sparse.csr_array((height, size))) for at, size in enumerate(sizes)])


def _differences(count: int, order: int) -> sparse.csr_array:
    """Return the matrix that takes differences of some order along a line."""
    matrix = sparse.eye_array(count, format="csr")
    for _ in range(order):
        matrix = matrix[1:] - matrix[:-1]
    return matrix
