"""Hard cuts: where a picture has nothing of the one before.

Problem: a flash changes everything and changes it back; a whip pan changes everything, every frame; a cut between two
takes of one set-up changes little.
Approach: two measures between neighbours, each blind where the other sees. The pattern, compared at the best of small
shifts and after evening out its light, does not mind a camera that moves or a light that is switched; the spread of
light and color does not mind what moves in the picture. Their product must stand out of the frames around it, so that
what changes all the time is no cut. Then, for every one that stands out, the pictures before are compared with those
after: where the old picture comes back within a few frames and those between are lighter, it was a flash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.detect.joins import Join, JoinKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.assistant.detect.looks import Looks

_SHIFTS = ((0, 0), (0, 2), (0, -2), (0, 5), (0, -5), (2, 0), (-2, 0))
_LEAST = 0.27
"""What a cut must measure, of 1, and how many times what the frames around it do."""
_STANDS_OUT = 2.2
_LEAST_IN_CALM = 0.17
"""The same where hardly anything moves: two takes of one person before one wall."""
_STANDS_OUT_OF_CALM = 8.0
_AROUND = 5
_SURE = 0.45
_FLASH_FRAMES = 8
_SAME = 0.14
"""Two pictures that measure less are of one shot, however little moves around them."""
_MUCH_LIGHTER = 0.15
_NEARLY_SAME = 0.55
"""The same on both sides of a strong flash, through which much may have moved."""
_ALIKE = 0.3
"""What patterns of one scene in two lights differ by at most."""
_LIGHTER = 0.04
"""How much more light a flash has, of full scale 1."""


def hard_cuts(looks: Looks) -> list[Join]:
    """Return the hard cuts of a movie; each is the first frame of a new shot."""
    steps = neighbour_changes(looks)
    found: list[Join] = []
    for frame in range(1, looks.count):
        step = float(steps[frame])
        if not _stands_out(step, _around(steps, frame)):
            continue
        if found and frame - found[-1].start_frame < 2 and steps[found[-1].start_frame] >= step:
            continue
        if is_new_light(looks, frame) or is_flash(looks, frame):
            continue
        confidence = round(min(1.0, step / _SURE), 2)
        found.append(Join(start_frame=frame, end_frame=frame, kind=JoinKind.CUT, confidence=confidence))
    return found


def neighbour_changes(looks: Looks) -> NDArray[np.float64]:
    """Return (picture,) how much each differs from the one before, 0..1; 0 for the first."""
    found = np.zeros(looks.count)
    for frame in range(1, looks.count):
        found[frame] = change(looks, frame - 1, frame)
    return found


def change(looks: Looks, before: int, after: int) -> float:
    """Return how much two pictures differ: the geometric mean of their patterns' and their spreads' difference."""
    spread = float(np.abs(looks.spreads[before].astype(np.float32) - looks.spreads[after]).sum()) / 6
    if spread < 0.01:
        return 0.0
    return float(np.sqrt(min(1.0, spread * 2) * _pattern_change(looks.pattern(before), looks.pattern(after))))


def is_new_light(looks: Looks, frame: int) -> bool:
    """Return whether a picture is the one before in another light: its pattern stays, its light does not."""
    jump = abs(float(looks.patterns[frame].mean()) - float(looks.patterns[frame - 1].mean())) / 255
    return jump > 2 * _LIGHTER and _pattern_change(looks.pattern(frame - 1), looks.pattern(frame)) < _ALIKE


def is_flash(looks: Looks, frame: int) -> bool:
    """Return whether the change at a frame is the start or the end of a flash: the old picture comes back."""
    for length in range(1, _FLASH_FRAMES + 1):
        for first in (frame - 1, frame - 1 - length):  # the flash begins here, or ends here
            last = first + length + 1
            if first < 0 or last >= looks.count:
                continue
            light = looks.patterns[[first, last]].mean() / 255
            between = looks.patterns[first + 1 : last].mean(axis=(1, 2)) / 255
            returned = change(looks, first, last)
            if between.max() > light + _MUCH_LIGHTER and returned < _NEARLY_SAME:
                return True
            if between.max() > light + _LIGHTER and returned < _usual(looks, first, last):
                return True
    return False


def _usual(looks: Looks, first: int, last: int) -> float:
    """Return how much two pictures of one shot differ over as many frames, before a place or after it."""
    gap = last - first
    before = change(looks, first - gap, first) if first >= gap else 0.0
    after = change(looks, last, last + gap) if last + gap < looks.count else 0.0
    return max(_SAME, 1.5 * min(before, after))  # the lesser: beyond one of the two there may be a cut


def _stands_out(step: float, around: float) -> bool:
    if step >= _LEAST and step >= around * _STANDS_OUT:
        return True
    return step >= _LEAST_IN_CALM and step >= around * _STANDS_OUT_OF_CALM


def _around(steps: NDArray[np.float64], frame: int) -> float:
    """Return what the frames around one measure: the mean of the three highest but the highest, which may be a cut."""
    near = np.concatenate([steps[max(1, frame - _AROUND) : frame], steps[frame + 1 : frame + 1 + _AROUND]])
    highest = np.sort(near)[::-1][1:4]
    return float(highest.mean()) if highest.size else 0.0


def _pattern_change(before: NDArray[np.float32], after: NDArray[np.float32]) -> float:
    """Return 1 - the likeness of two patterns at the best of small shifts, 0..1."""
    likeness = max(_likeness(*_shifted(before, after, down, across)) for down, across in _SHIFTS)
    return 1 - max(0.0, likeness)


def _shifted(
    before: NDArray[np.float32], after: NDArray[np.float32], down: int, across: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    height, width = before.shape
    first = before[max(0, down) : height + min(0, down), max(0, across) : width + min(0, across)]
    second = after[max(0, -down) : height + min(0, -down), max(0, -across) : width + min(0, -across)]
    return first, second


def _likeness(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """Return the correlation of two patterns; even ones are alike where both are."""
    first, second = first - first.mean(), second - second.mean()
    powers = float((first**2).sum()), float((second**2).sum())
    least = 1e-4 * first.size
    if min(powers) < least:
        return 1.0 if max(powers) < least else 0.0
    return float((first * second).sum()) / float(np.sqrt(powers[0] * powers[1]))
