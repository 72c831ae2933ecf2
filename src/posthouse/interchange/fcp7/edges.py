"""The true edit points of a track: where clips would meet if each transition were a cut.

Problem: an edge under a transition is written -1, and ``in`` and ``out`` then count from the transition's edge, not the
cut's. Example: a dissolve from 1152 to 1177 cut at 1164: the clip before it has end -1 and out 255, so it would be cut
at 1164 with 13 frames less, out 242; the one after it has start -1 and in 6, so it begins at 1164 with in 18.
Traps: the cut is not always the middle (``cutPointTicks``, ``alignment``); with nothing on one side the transition
fades, and the edge is the transition's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.state import whole
from posthouse.interchange.xml_reading import exact_number, text_of

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

TICKS_A_SECOND = 254_016_000_000
"""Premiere's clock: a whole number of ticks for every broadcast frame and sample rate."""


@dataclass(slots=True, kw_only=True)
class Edge:
    """A transition of a track with the items at its sides."""

    element: Element
    start: int
    end: int
    before: Element | None = None
    after: Element | None = None
    join: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A clip item on its track: its record between cuts, and how far ``in`` lies before its record start."""

    element: Element
    start: int
    end: int
    head: int = 0
    """Frames of the sequence from where ``in`` counts to the record start: what a transition covers."""
    tail: int = 0


def edges_of(state: Reading7, track: Element, rate: Rate) -> tuple[list[Edge], list[Placed]]:
    """Return a track's transitions with their joins, and its clip items with their records."""
    items = [each for each in track if each.tag in {"clipitem", "generatoritem", "transitionitem"}]
    edges = [_edge(state, items, index) for index, each in enumerate(items) if each.tag == "transitionitem"]
    for edge in edges:
        edge.join = _join(state, edge, rate)
    starts = {each.after: each for each in edges if each.after is not None}
    ends = {each.before: each for each in edges if each.before is not None}
    placed = []
    for item in items:
        if item.tag != "transitionitem":
            found = _placed(state, item, starts.get(item), ends.get(item), rate)
            if found is not None:
                placed.append(found)
    return edges, placed


def _edge(state: Reading7, items: list[Element], index: int) -> Edge:
    element = items[index]
    start, end = state.frames(element, "start"), state.frames(element, "end")
    if start is None or end is None or end < start:
        raise state.document.wrong(element, "a transition without a start and an end after it")
    edge = Edge(element=element, start=whole(start), end=whole(end))
    before = items[index - 1] if index and items[index - 1].tag != "transitionitem" else None
    after = items[index + 1] if index + 1 < len(items) and items[index + 1].tag != "transitionitem" else None
    alignment = text_of(element, "alignment").lower()  # to or from black: what abuts it takes no part
    edge.before = before if alignment != "start-black" and _touches(state, before, "end", edge) else None
    edge.after = after if alignment != "end-black" and _touches(state, after, "start", edge) else None
    return edge


def _touches(state: Reading7, item: Element | None, tag: str, edge: Edge) -> bool:
    if item is None:
        return False
    at = state.frames(item, tag)
    return at is None or at == -1 or edge.start <= at <= edge.end


def _join(state: Reading7, edge: Edge, rate: Rate) -> int:
    said = [
        whole(at)
        for item, tag in ((edge.before, "end"), (edge.after, "start"))
        if item is not None and (at := state.frames(item, tag)) is not None and at >= 0
    ]
    if said:
        return said[0]
    if edge.before is None or edge.after is None:
        return edge.start if edge.before is None and edge.after is not None else edge.end
    ticks = exact_number(edge.element.findtext("cutPointTicks"))
    if ticks is not None:
        cut = edge.start + whole(ticks * rate.fraction / TICKS_A_SECOND)
        if edge.start <= cut <= edge.end:
            return cut
    match text_of(edge.element, "alignment").lower():
        case "start" | "start-black":
            return edge.start
        case "end" | "end-black":
            return edge.end
        case _:
            return (edge.start + edge.end) // 2


def _placed(state: Reading7, item: Element, opens: Edge | None, closes: Edge | None, rate: Rate) -> Placed | None:
    start, end = state.frames(item, "start"), state.frames(item, "end")
    name = text_of(item, "name") or item.get("id", "")
    head = tail = 0
    if start in {None, Fraction(-1)} and opens is not None:
        start, head = Fraction(opens.join), opens.join - opens.start
    if end in {None, Fraction(-1)} and closes is not None:
        end, tail = Fraction(closes.join), closes.end - closes.join
    if start is not None and start >= 0 and end in {None, Fraction(-1)}:
        end = start + (_length(state, item, rate) or 0)
    if start is None or end is None or start < 0 or end < start:
        state.ledger.drop(name, "clip", "nothing says where it stands", place=state.document.place(item))
        return None
    if whole(end) == whole(start):
        state.ledger.drop(name, "clip", "it lasts no frame", place=state.document.place(item))
        return None
    return Placed(element=item, start=whole(start), end=whole(end), head=head, tail=tail)


def _length(state: Reading7, item: Element, rate: Rate) -> Fraction | None:
    first, last = state.frames(item, "in"), state.frames(item, "out")
    own = state.rate_of(item) or rate
    return None if first is None or last is None else (last - first) * rate.fraction / own.fraction
