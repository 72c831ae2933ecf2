"""One old use for each new one: the pairs that together fit best.

Problem: the same seconds of footage may be used many times, and trimmed, so that each old use fits several new ones.
Approach: uses that share no source, not even by way of others, cannot be paired, so each cluster of overlapping ranges
is solved alone, as an assignment problem. A second round knows what the neighbours have become: a use that
lies between them fits better than its double elsewhere.
Cost: clusters are small where footage is used once; 2,000 uses of one still are one cluster, a second's work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from posthouse.editorial.matching.scores import PLACED, Lanes, scored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.editorial.matching.scores import Floats, Ints
    from posthouse.editorial.matching.use import Use

WORTH: Final = 0.2
"""A pair that scores less is none."""
_RIVAL: Final = 0.03
"""How near a rival's score must come to be one."""
_MOST_RIVALS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One assigned pair: rows of the two cuts, the score, and rows of the new cut that fit about as well."""

    row: int
    column: int
    score: float
    rivals: tuple[int, ...] = ()


@dataclass(slots=True)
class Assignment:
    """Assigns the rows of one cut to those of another; ``fixed`` are pairs that are known already."""

    old: Lanes
    new: Lanes
    fixed: dict[int, int] = field(default_factory=dict)

    def fits(self, clusters: Sequence[tuple[Ints, Ints]]) -> list[Fit]:
        """Return the best pairs of each cluster, fixed ones left out."""
        solved = [(rows, columns, scored(self.old, self.new, rows, columns)) for rows, columns in clusters]
        first = [fit for rows, columns, scores in solved for fit in _solved(rows, columns, scores)]
        low, high = self._between({fit.row: fit.column for fit in first if not fit.rivals} | self.fixed)
        found: list[Fit] = []
        for rows, columns, scores in solved:
            inside = (low[rows][:, None] < columns[None, :]) & (columns[None, :] < high[rows][:, None])
            found += _solved(rows, columns, np.where(scores > 0, scores + PLACED * inside, 0.0))
        return found

    def _between(self, known: dict[int, int]) -> tuple[Ints, Ints]:
        """Return, by old row, the new rows its nearest known neighbours have become."""
        count = len(self.old.lane) - 1
        low, high = np.full(count + 1, -1), np.full(count + 1, len(self.new.lane))
        last = -1
        for row in range(count):
            low[row] = last
            last = known.get(row, last)
        following = len(self.new.lane)
        for row in reversed(range(count)):
            high[row] = following
            following = known.get(row, following)
        return low, high


def _solved(rows: Ints, columns: Ints, scores: Floats) -> Iterator[Fit]:
    if len(rows) == 1 and len(columns) == 1:
        if scores[0, 0] >= WORTH:
            yield Fit(row=int(rows[0]), column=int(columns[0]), score=float(scores[0, 0]))
        return
    from scipy.optimize import linear_sum_assignment  # late: a fifth of a second, and many cuts need none

    for row, column in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
        score = float(scores[row, column])
        if score >= WORTH:
            near = np.flatnonzero(scores[row] > score - _RIVAL)
            rivals = tuple(int(columns[other]) for other in near if other != column)[:_MOST_RIVALS]
            yield Fit(row=int(rows[row]), column=int(columns[column]), score=score, rivals=rivals)


def clusters_of(old: Sequence[tuple[int, Use]], new: Sequence[tuple[int, Use]]) -> list[tuple[Ints, Ints]]:
    """Return (old rows, new rows) of each cluster of uses whose source ranges overlap, directly or by way of others."""
    spans = sorted(
        [(use.footage, use.start, use.end, 0, row) for row, use in old]
        + [(use.footage, use.start, use.end, 1, row) for row, use in new]
    )
    found: list[tuple[list[int], list[int]]] = []
    footage, end = None, None
    for name, start, stop, side, row in spans:
        if name != footage or end is None or start >= end:
            found.append(([], []))
            footage, end = name, stop
        end = max(end, stop)
        found[-1][side].append(row)
    return [(np.array(sorted(rows)), np.array(sorted(columns))) for rows, columns in found if rows and columns]
