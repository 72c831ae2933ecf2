"""Clip items that lie over each other on one track, as Premiere writes them for sound under a dissolve.

Premiere's frames then reach under the transition, its ticks to the cut: where the two differ on a track whose items
overlap, the ticks are right (in the test media they agree with the same sound's other channel).
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.edges import TICKS_A_SECOND, Placed
from posthouse.interchange.fcp7.state import whole
from posthouse.interchange.xml_reading import exact_number, text_of

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A clip item with its record, and the in point at its record start where ticks had to say it."""

    placed: Placed
    first: Fraction | None = None


def seated_items(state: Reading7, placed: list[Placed], rate: Rate) -> list[Seated]:
    """Return a track's items without overlaps, in order; what was done about one is told."""
    ordered = sorted(placed, key=lambda each: (each.start, each.end))
    clashing = {
        id(each)
        for before, after in itertools.pairwise(ordered)
        if after.start < before.end
        for each in (before, after)
    }
    seated = [_by_ticks(state, each, rate) if id(each) in clashing else Seated(placed=each) for each in ordered]
    for index, (before, after) in enumerate(itertools.pairwise(seated)):
        if after.placed.start < before.placed.end:
            seated[index] = _cut_short(state, before, after.placed.start)
    return [each for each in seated if each.placed.start < each.placed.end]


def _by_ticks(state: Reading7, each: Placed, rate: Rate) -> Seated:
    first, last = (_ticks(each.element, tag) for tag in ("pproTicksIn", "pproTicksOut"))
    own = state.rate_of(each.element) or rate
    said = state.frames(each.element, "in")
    if first is None or last is None or said is None or last <= first:
        return Seated(placed=each)
    length = whole((last - first) * rate.fraction)
    if length == each.end - each.start:
        return Seated(placed=each)
    name = text_of(each.element, "name")
    state.ledger.approximate(
        name,
        "clip",
        "its frames lie over its neighbor's: Premiere's ticks were believed, which do not",
        place=state.document.place(each.element),
    )
    return Seated(placed=dataclasses.replace(each, end=each.start + length, head=0, tail=0), first=first * own.fraction)


def _ticks(element: Element, tag: str) -> Fraction | None:
    number = exact_number(element.findtext(tag))
    return None if number is None else number / TICKS_A_SECOND


def _cut_short(state: Reading7, each: Seated, end: int) -> Seated:
    state.ledger.approximate(
        text_of(each.placed.element, "name"),
        "clip",
        "it lies under the next clip of its track: it ends where that begins",
        place=state.document.place(each.placed.element),
    )
    return dataclasses.replace(each, placed=dataclasses.replace(each.placed, end=max(each.placed.start, end), tail=0))
