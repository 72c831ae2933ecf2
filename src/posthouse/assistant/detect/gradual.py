"""Changes over many frames: dissolves, and fades through black.

A dissolve is a mix: every frame of it is a part of the picture before and the rest of the picture after, and the part
falls steadily. That is asked of every stretch whose two ends are different shots: the mix is solved for each frame by
least squares, and where the mixes leave little and rise from 0 to 1, it is a dissolve. A pan or a walk from one place
to another has different ends too, but its middle is no mix of them.
A fade is a run of even dark pictures that shots go steadily into and come steadily out of.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.detect.cuts import change
from posthouse.assistant.detect.joins import Join, JoinKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.detect.looks import Looks

LENGTHS = (8, 12, 16, 24, 36, 48)
_DIFFERENT = 0.3
_MIXED = 0.86
"""The part of what lies between the ends that the mixes must explain."""
_EVEN = 0.012
"""The standard deviation of an even picture, of full scale 1, and how dark it is."""
_DARK = 0.1


def gradual_changes(looks: Looks, cuts: Sequence[int]) -> list[Join]:
    """Return dissolves and fades between hard cuts, in order, none over another."""
    fades = list(_fades(looks))
    found = [*fades]
    bounds = [0, *cuts, looks.count]
    for start, end in itertools.pairwise(bounds):
        for join in _dissolves(looks, start, end):
            if all(join.end_frame <= each.start_frame or each.end_frame <= join.start_frame for each in found):
                found.append(join)
    return sorted(found)


def _dissolves(looks: Looks, start: int, end: int) -> Iterator[Join]:
    """Yield the best mixes of one stretch without hard cuts, best first, none over another."""
    tried: list[tuple[float, int, int]] = []
    for length in LENGTHS:
        step = max(1, length // 6)
        for first in range(start, end - length - 1, step):
            last = first + length + 1
            if change(looks, first, last) >= _DIFFERENT:
                score = _mix(looks.patterns[first : last + 1])
                if score >= _MIXED:
                    tried.append((score, first, last))
    taken: list[tuple[int, int]] = []
    for score, first, last in sorted(tried, reverse=True):
        if all(last < low or high < first for low, high in taken):
            taken.append((first, last))
            yield Join(
                start_frame=first + 1, end_frame=last, kind=JoinKind.DISSOLVE, confidence=round(min(1.0, score), 2)
            )


def _mix(patterns: NDArray[np.uint8]) -> float:
    """Return how well pictures are mixes of the first and the last that go evenly from one to the other, 0..1."""
    flat = patterns.reshape(len(patterns), -1).astype(np.float32)
    way = flat[-1] - flat[0]
    power = float((way**2).sum())
    if power == 0:
        return 0.0
    parts = (flat - flat[0]) @ way / power
    steps = np.diff(parts)
    if (steps < -0.02).any() or steps.max() > 3.5 / len(steps) + 0.05:
        return 0.0
    inner = flat[1:-1] - flat[0] - parts[1:-1, None] * way
    # What is left, against what the mix moved; where the part is half, a cross of two scenes has its most.
    moved = np.minimum(parts[1:-1], 1 - parts[1:-1]) ** 2 * power
    return max(0.0, 1 - float((inner**2).sum() / max(float(np.abs(moved).sum()) * 4, 1e-6)))


def _fades(looks: Looks) -> Iterator[Join]:
    """Yield a join for every run of even pictures between two shots, with the frames that lead into and out of it."""
    spread = looks.patterns.reshape(looks.count, -1).std(axis=1) / 255
    spread[looks.light() > _DARK] += _EVEN  # even, but not dark: a wall, a sky
    frame = 0
    while frame < looks.count:
        if spread[frame] >= _EVEN:
            frame += 1
            continue
        end = frame
        while end < looks.count and spread[end] < _EVEN:
            end += 1
        first, last = _ramp(spread, frame, -1), _ramp(spread, end - 1, 1)
        if frame > 0 and end < looks.count and last - first > end - frame + 3:
            yield Join(start_frame=first, end_frame=last, kind=JoinKind.FADE, confidence=0.9)
        frame = end


def _ramp(spread: NDArray[np.floating], frame: int, way: int) -> int:
    """Return how far a picture goes on to come out of an even one, steadily."""
    at = frame
    while 0 <= at + way < len(spread) and spread[at + way] > spread[at] * 1.02 + 1e-4 and abs(at - frame) < LENGTHS[-1]:
        at += way
    return at if way < 0 else at + 1
