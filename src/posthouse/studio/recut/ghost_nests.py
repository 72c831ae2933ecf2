"""Shots that play sequences, parked or omitted: laid flat behind the cut, so that a flat cut finds them again."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.production import raw
from posthouse.production.document import Shot
from posthouse.studio.comparing.layout import LaidShot, laid_out
from posthouse.studio.recut.flat import Flattener
from posthouse.studio.recut.parking import CUT_PLACE, parked_of
from posthouse.timing import SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.tree import Plain
    from posthouse.studio.comparing.side import Side
    from posthouse.studio.recut.flat import Whole


def with_ghosts(flat: Side, old: Side) -> tuple[Side, dict[str, Whole]]:
    """Return a flat side with parked and omitted shots that play sequences behind its cut, and these by id."""
    layout, found = flat.layout, dict[str, "Whole"]()
    events, joins = list(layout.events), list(layout.joins)
    flattener = Flattener(side=old)
    for shot in _ghosts(old):
        whole = flattener.whole(shot)
        if whole is None or not isinstance(shot.retime, SourceMap) or not shot.retime.is_plain:
            continue
        end = events[-1].range.end_frame if events else 0
        strip = whole.strip.window(shot.retime.grid_range(), end)
        if strip is None:
            continue
        found[shot.id] = whole
        count = len(events)
        events += strip.events
        joins += [
            dataclasses.replace(each, before=each.before + count, after=each.after + count) for each in strip.joins
        ]
    if not found:
        return flat, found
    laid = dataclasses.replace(layout, events=tuple(events), joins=tuple(joins))
    return dataclasses.replace(flat, laid=laid), found


def _ghosts(old: Side) -> Iterator[LaidShot]:
    document, sequences = old.document, old.document.sequences
    for name, entry in _entries(old):
        if entry.get("from") not in sequences:
            continue
        try:
            spec = Shot.model_validate({**entry, "shot": name})
        except ValueError:
            continue  # somebody changed it by hand
        laid = laid_out(document.model_copy(update={"cut": (spec,), "over": ()}), old.sources, old.endless)
        yield from (event for event in laid.events if isinstance(event, LaidShot))


def _entries(old: Side) -> Iterator[tuple[str, dict[str, Plain]]]:
    value = old.production.tree.value
    for parked in parked_of(value):
        if parked is not None and parked.place == CUT_PLACE and isinstance(parked.entry, dict):
            yield parked.id, parked.entry
    for path, item in raw.cut_shots(value):
        if item.get("omit") is True:
            yield old.production.ids[path], {key: said for key, said in item.items() if key != "omit"}
