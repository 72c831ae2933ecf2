"""Which of the matched shots moved: all but the heaviest run that kept its order."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def heaviest_in_order(places: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the positions of an increasing run of ``places`` whose weights add up to the most.

    Problem: of places 1 2 9 3 4, one shot moved, not two: 9. Of two shots swapped, the shorter one moved.
    Approach: the front of runs found so far, by where they end, each heavier than all that end earlier; each place is
    put behind the heaviest run that ends before it. n log n in practice.
    """
    ends: list[int] = []
    front: list[tuple[int, int]] = []  # (weight of the run, position of its last place), beside ends
    before: list[int | None] = []
    for position, (place, weight) in enumerate(zip(places, weights, strict=True)):
        at = bisect_right(ends, place)
        heaviest, last = front[at - 1] if at else (0, None)
        before.append(last)
        total = heaviest + weight
        beaten = at
        while beaten < len(front) and front[beaten][0] <= total:
            beaten += 1
        ends[at:beaten] = [place]
        front[at:beaten] = [(total, position)]
    run: set[int] = set()
    at_last = front[-1][1] if front else None
    while at_last is not None:
        run.add(at_last)
        at_last = before[at_last]
    return run
