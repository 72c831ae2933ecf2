"""How strongly people, animals and things draw the frame, along the side that is cut.

Problem: a network takes a pillar for a person for a moment, and knows not which of ten things the shot is about.
Approach: as with faces, what is seen again is one. A person or an animal counts before a vehicle, and that before any
other thing; each by how sure, how large, how lasting and how near the middle it is. The inner part of its box is what
draws; of a person whose head or feet must be cut off, the upper part.
Example: a walker seen from behind, sure by 0.6, outdraws the clock on the wall, sure by 0.8, by more than two to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.runs import middling, runs_of, shares_of, spread
from posthouse.assistant.reframe.things import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.runs import Run
    from posthouse.assistant.reframe.things import Thing

    Line = NDArray[np.float64]

_PART = 0.9
"""Of what draws the eye, the part that what was found has; the rest is as without."""
_COUNTS = {Kind.PERSON: 1.0, Kind.ANIMAL: 1.0, Kind.VEHICLE: 0.6, Kind.OTHER: 0.35}
_LONGEST_GAP_SECONDS = 1.5
_LEAST_SHARED = 0.3
"""From one sample to the next, a box of the same thing shares so much with the last."""
_LEAST_SEEN, _SURE_ALONE = 2, 0.55
"""A run is of so many samples at least, or of one sure one."""
_SURE = 0.5
"""So sure, a thing draws whole; a less sure one less."""
_LARGEST, _SMALLEST = 0.5, 0.005
"""Of the picture: what is larger or smaller counts as these."""
_INNER = 0.6
_UPPER = 0.5
_EVERYWHERE = 0.95
"""What fills so much of the side that is cut says nothing about where to cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """What people, animals and things draw in one scene."""

    where: NDArray[np.float32]
    """(sample, part of the side) what they draw; a sample sums to the part they have of all, 0 where none is."""
    count: int
    """How many are there at once, at most."""


def drawn_by_things(
    samples: Sequence[tuple[int, Sequence[Thing]]], *, count: int, parts: int, is_across: bool, step_seconds: float
) -> Bodies:
    """Return what the things of one scene draw.

    Args:
        samples: the samples that were searched, in order, and what was found in each.
        count: how many samples the scene has.
        parts: how many the side that is cut is divided into.
        is_across: whether that side is the width.
        step_seconds: the time from a sample to the next.
    """
    telling = [
        (at, [each for each in found if (each.width if is_across else each.height) <= _EVERYWHERE])
        for at, found in samples
    ]
    runs = runs_of(telling, _likeness, max(1, round(_LONGEST_GAP_SECONDS / step_seconds)))
    total, strengths, present = np.zeros((count, parts)), np.zeros(count), np.zeros(count, np.intp)
    for run in runs:
        if not _is_believed(run, len(samples)):
            continue
        there = run.present(count, step_seconds)
        line = run.line(lambda each: _span(each, is_across=is_across), count)
        counts = median(_COUNTS[each.kind] for each in run.boxes.values())
        sure = sum(each.sure for each in run.boxes.values()) / len(run.boxes)
        lasting = (len(run.boxes) / len(samples)) ** 0.5
        (area,) = run.line(lambda each: (each.width * each.height,), count).clip(_SMALLEST, _LARGEST)
        total += spread(line, parts) * (there * counts * sure**2 * lasting * area**0.5 * middling(line))[:, None]
        present += there == 1
        strengths = np.maximum(strengths, there * min(1.0, 1.2 * counts) * min(1.0, sure / _SURE))
    where = shares_of(total) * (_PART * strengths)[:, None]
    return Bodies(where=where.astype(np.float32), count=int(present.max(initial=0)))


def _likeness(before: Thing, after: Thing) -> float:
    shared = before.shared(after)
    return shared if shared > _LEAST_SHARED else 0.0


def _is_believed(run: Run[Thing], searched: int) -> bool:
    surest = max(each.sure for each in run.boxes.values())
    return len(run.boxes) >= min(_LEAST_SEEN, searched) or surest >= _SURE_ALONE


def _span(thing: Thing, *, is_across: bool) -> tuple[float, float]:
    """Return from where to where a thing draws."""
    if not is_across and thing.kind is Kind.PERSON:
        return thing.top, thing.top + _UPPER * thing.height
    start, length = (thing.left, thing.width) if is_across else (thing.top, thing.height)
    return start + (1 - _INNER) / 2 * length, start + (1 + _INNER) / 2 * length
