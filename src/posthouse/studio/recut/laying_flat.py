"""Sequences of a new cut that the production does not have: their shots, laid flat, as plain shots of the new cut."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from posthouse.production import raw
from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.layout import LaidShot
from posthouse.studio.comparing.uses import footage_names, links_of
from posthouse.studio.recut.flat import Flattener
from posthouse.studio.recut.hangers import changed_entry
from posthouse.studio.recut.timing_text import Clock, time_changes

if TYPE_CHECKING:
    from collections.abc import Collection

    from posthouse.production.tree import Plain
    from posthouse.studio.comparing.side import Side
    from posthouse.studio.recut.flat import Event


def unknown_sequences(old: Side, new: Side) -> set[str]:
    """Return the sequences of a new cut that the old one does not have, but whose footage it shows."""
    unknown = set(new.document.sequences) - set(old.document.sequences)
    if not unknown:
        return unknown
    names = footage_names(old, new, links_of(old, new))
    flattener = Flattener(side=new)
    shown = set(old.document.media)

    def is_ours(name: str) -> bool:
        events = flattener.strip(name).events
        footage = [new.layout.footage(event) for event in events if isinstance(event, LaidShot)]
        return any(names.get(each, each) in shown for each in footage)

    return {name for name in unknown if is_ours(name)}


def laid_flat(new: Side, names: Collection[str]) -> Side:
    """Return a new cut with some of its sequences as the shots inside."""
    value = new.production.tree.value
    assert isinstance(value, dict), "a document that was read is a mapping"
    layout = Flattener(side=new, skipped=set(new.document.sequences) - set(names)).layout()
    items = list(raw.at(value, "cut") or ())  # type: ignore[arg-type] # a list, as above
    taken = set(new.production.ids.values())
    events: list[Event] = []
    for event in layout.events:
        if not isinstance(event, LaidShot) or "/" not in event.id:
            events.append(event)
            continue
        name = _free(event.id.replace("/", "-"), taken)
        taken.add(name)
        line = _line(event, name, new)
        events.append(dataclasses.replace(event, id=name, index=len(items)))
        items.append(line)
    production = production_from_text(json.dumps({**value, "cut": items}, default=str), new.production.file)
    return dataclasses.replace(new, production=production, laid=dataclasses.replace(layout, events=tuple(events)))


def _line(shot: LaidShot, name: str, new: Side) -> dict[str, Plain]:
    """Return a line for a shot that stood in a sequence."""
    said = shot.spec.model_dump(mode="json", by_alias=True, exclude_unset=True) | {"shot": name}
    source = new.layout.sources.get(shot.clock) or new.layout.sources[shot.spec.media]
    clock = Clock(source=source, rate=new.layout.rate)
    line = changed_entry(said, time_changes(said, shot.retime, clock, said=said))
    assert isinstance(line, dict), "a shot is a mapping"
    return line


def _free(base: str, taken: Collection[str]) -> str:
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name
