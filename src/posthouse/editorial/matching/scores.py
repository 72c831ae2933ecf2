"""How well each use of one cut fits each of another: overlap of the source, neighbours, speed, place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from posthouse.editorial.matching.use import Use

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

INSIDE: Final = 0.40
"""The weight of the part of the shorter use that both share."""
UNION: Final = 0.20
"""The weight of the part of all they use that both share."""
AROUND: Final = 0.25
"""The weight of the neighbours."""
PLACED: Final = 0.10
"""The weight of lying between what the neighbours have become."""
SPEED: Final = 0.05
_FAR: Final = 0.02
"""Taken off for distance in the programme, squared: among uses that fit alike, the order is kept."""
_LANE: Final = 0.05
"""Taken off for another track."""
_NEAR = ((1, 0.6), (2, 0.25), (3, 0.15))
"""Neighbours on each side: how far, and what each weighs."""
_NO_FOOTAGE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The uses of one cut as columns, in the order of lanes and records; the last row stands for "nothing there"."""

    footage: Ints
    start: Floats
    end: Floats
    speed: Floats
    lane: Ints
    place: Floats
    """Where it stands in its cut, 0..1."""

    @classmethod
    def of(cls, uses: Sequence[Use], footage: Mapping[str, int], lanes: Mapping[str, int]) -> Lanes:
        """Return ordered uses as columns."""
        last = max(1, len(uses) - 1)
        return cls(
            footage=np.array([*(footage[use.footage] for use in uses), _NO_FOOTAGE]),
            start=np.array([*(float(use.start) for use in uses), 0.0]),
            end=np.array([*(float(use.end) for use in uses), 0.0]),
            speed=np.array([*(float(use.speed) for use in uses), 0.0]),
            lane=np.array([*(lanes[use.lane] for use in uses), -1]),
            place=np.array([*(index / last for index in range(len(uses))), 0.0]),
        )

    def beside(self, rows: Ints, step: int) -> Ints:
        """Return the rows some steps on, of the same lane; the last row where there is none."""
        nothing = len(self.lane) - 1
        at = rows + step
        is_there = (at >= 0) & (at < nothing)
        at = np.where(is_there, at, nothing)
        return np.where(is_there & (self.lane[at] == self.lane[rows]), at, nothing)


def alike(old: Lanes, new: Lanes, rows: Ints, columns: Ints) -> Floats:
    """Return (old, new) how much of all their source each two share, 0..1; nothing and nothing are alike."""
    shared, union, _ = _overlaps(old, new, rows, columns)
    both_nothing = (old.footage[rows] == _NO_FOOTAGE)[:, None] & (new.footage[columns] == _NO_FOOTAGE)[None, :]
    return np.where(both_nothing, 1.0, shared / union)


def scored(old: Lanes, new: Lanes, rows: Ints, columns: Ints) -> Floats:
    """Return (old, new) the score of each two, 0..1 - PLACED; 0 where they share no source."""
    shared, union, shorter = _overlaps(old, new, rows, columns)
    score = INSIDE * shared / shorter + UNION * shared / union
    score += AROUND * _neighbours(old, new, rows, columns)
    score += SPEED * (old.speed[rows][:, None] == new.speed[columns][None, :])
    score -= _FAR * (old.place[rows][:, None] - new.place[columns][None, :]) ** 2
    score -= _LANE * (old.lane[rows][:, None] != new.lane[columns][None, :])
    return np.where(shared > 0, np.maximum(score, 1e-6), 0.0)


def _neighbours(old: Lanes, new: Lanes, rows: Ints, columns: Ints) -> Floats:
    """Return (old, new) how alike their neighbours are, 0..1: the better of the same neighbour and the one beyond."""
    found = np.zeros((len(rows), len(columns)))
    for steps, weight in _NEAR:
        for side in (-1, 1):
            step = steps * side
            found += weight / 2 * alike(old, new, old.beside(rows, step), new.beside(columns, step))
    return found


def _overlaps(old: Lanes, new: Lanes, rows: Ints, columns: Ints) -> tuple[Floats, Floats, Floats]:
    """Return (old, new) the source both use, all that either uses, and the shorter of the two; in seconds."""
    starts, ends = old.start[rows][:, None], old.end[rows][:, None]
    others, others_end = new.start[columns][None, :], new.end[columns][None, :]
    same = old.footage[rows][:, None] == new.footage[columns][None, :]
    shared = np.where(same, np.maximum(0.0, np.minimum(ends, others_end) - np.maximum(starts, others)), 0.0)
    lengths, others_length = ends - starts, others_end - others
    shorter = np.maximum(np.minimum(lengths, others_length), 1e-9)
    return shared, np.maximum(lengths + others_length - shared, 1e-9), shorter
