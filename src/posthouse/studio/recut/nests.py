"""Sequences and a flat cut: found again in it, changed inside, or un-nested, before the cut itself is taken in."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial.spec import ShotSpec
from posthouse.production import raw
from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.clocks import on_one_clock
from posthouse.studio.comparing.layout import CUT, LaidShot
from posthouse.studio.comparing.side import inside_of
from posthouse.studio.comparing.uses import in_own_words, links_of, matched_sides
from posthouse.studio.recut.changed_inside import ChangedInside, changed_inside
from posthouse.studio.recut.flat import flat_side
from posthouse.studio.recut.folding import Run, Tracer
from posthouse.studio.recut.ghost_nests import with_ghosts
from posthouse.studio.recut.laying_flat import laid_flat, unknown_sequences
from posthouse.studio.recut.unnesting import is_played_once, unnest, why_not

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.draft import Draft
    from posthouse.production.tree import Plain
    from posthouse.studio.comparing.layout import Layout
    from posthouse.studio.comparing.side import Side
    from posthouse.studio.recut.flat import Event
    from posthouse.studio.recut.folding import Trace

Found = Run | ChangedInside
_MOST_ROUNDS = 100
"""How many sequences are un-nested at most."""


@dataclass(kw_only=True)
class Nests:
    """Both sides of a recut, made alike: what is a sequence here is one in the new cut, or here no more."""

    draft: Draft
    old: Side
    new: Side
    by: str = ""
    when: str = ""
    told: list[tuple[str, str]] = field(default_factory=list)
    """(shot, words): what became of sequences."""

    def lay(self) -> None:
        """Find the sequences of the production in the new cut; un-nest those that cannot stay."""
        if not self.old.document.sequences and not self.new.document.sequences:
            return
        self.old, self.new = on_one_clock(self.old, self.new, links_of(self.old, self.new))
        unknown = unknown_sequences(self.old, self.new)
        if unknown:
            self.new = laid_flat(self.new, unknown)
            words = "a sequence of the new cut; its shots are taken as plain shots"
            self.told += [(name, words) for name in sorted(unknown)]
        skipped = self.new.document.sequences.keys() & self.old.document.sequences.keys()
        for _ in range(_MOST_ROUNDS):
            flat, wholes = flat_side(self.old, skipped)
            flat, ghosts = with_ghosts(flat, self.old)
            if not wholes and not ghosts:
                break
            matched = matched_sides(flat, self.new)
            tracer = Tracer(matched=matched, wholes={**wholes, **ghosts})
            found: list[Found] = []
            torn, told = None, list(self.told)
            for trace in tracer.traces():
                is_ghost = trace.whole.shot.id in ghosts
                kept = list(trace.runs) if is_ghost else self._kept(trace, tracer)
                if kept is None:
                    torn = trace
                    break
                found += kept
            if torn is None:
                self.new = _folded(matched.new, found)
                break
            self.told = told
            self._unnest(torn, tracer)
        nested = {name: self._inside(name) for name in sorted(skipped)}
        self.new = dataclasses.replace(self.new, nested={**nested, **self.new.nested})

    def _inside(self, name: str) -> Side:
        """Return a sequence of the new cut as a cut of its own, in the production's words where they are known."""
        inside = inside_of(self.new, name)
        return inside if inside.echo is None else in_own_words(inside, inside_of(self.old, name))

    def _kept(self, trace: Trace, tracer: Tracer) -> list[Found] | None:
        """Return what of a new cut is a sequence of ours; None where it is to be un-nested first."""
        if trace.is_whole:
            return list(trace.runs)
        name = trace.whole.sequence
        if is_played_once(self.old, name) and (inside := changed_inside(trace, tracer)) is not None:
            self.told.append((trace.whole.shot.id, f"changed inside, in the sequence {name}"))
            return [inside]
        if why_not(self.draft, self.old, trace.whole) and not trace.loose:
            count = len(trace.runs)
            self.told.append((trace.whole.shot.id, f"the sequence {name} is played in {count} parts now"))
            return list(trace.runs)
        return None

    def _unnest(self, trace: Trace, tracer: Tracer) -> None:
        outer = trace.whole.shot.id
        unnest(self.draft, self.old, trace.whole, by=self.by, when=self.when)
        self.told.append((outer, f"un-nested, {_cause(trace, tracer)}"))
        self.old = dataclasses.replace(self.old, production=self.draft.checked(), laid=None)


def _cause(trace: Trace, tracer: Tracer) -> str:
    """Return why a sequence cannot stay one, in words."""
    changed = [tracer.inner(index).rpartition("/")[2] for index in trace.loose]
    if changed:
        return f"as {', '.join(dict.fromkeys(changed))} inside changed"
    return "as its shots do not lie together any more"


def _folded(new: Side, found: Sequence[Found]) -> Side:
    """Return a flat cut with runs of its events as the shots that play sequences."""
    if not found:
        return new
    value = new.production.tree.value
    assert isinstance(value, dict), "a document that was read is a mapping"
    items = list(raw.at(value, "cut") or ())  # type: ignore[arg-type] # a list, as above
    layout, taken = new.layout, set(new.production.ids.values())
    events: list[Event] = []
    numbers: dict[int, int] = {}
    starts = {each.first: each for each in found}
    at = 0
    while at < len(layout.events):
        each = starts.get(at)
        end = at if each is None else each.last
        numbers |= dict.fromkeys(range(at, end + 1), len(events))
        if each is None:
            events.append(layout.events[at])
        else:
            line = _line(each, taken)
            events.append(_player(each, line, len(items), layout))
            items.append(line)
        at = end + 1
    joins = tuple(
        dataclasses.replace(join, before=numbers[join.before], after=numbers[join.after])
        for join in layout.joins
        if numbers[join.before] != numbers[join.after]
    )
    text = _with_sequences({**value, "cut": items}, found)
    production = production_from_text(json.dumps(text, default=str), new.production.file)
    laid = dataclasses.replace(layout, events=tuple(events), joins=joins)
    side = dataclasses.replace(new, production=production, laid=laid)
    inside = [each for each in found if isinstance(each, ChangedInside)]
    nested = {each.whole.sequence: dataclasses.replace(side, laid=_inner(laid, each)) for each in inside}
    return dataclasses.replace(side, nested=nested)


def _inner(layout: Layout, each: ChangedInside) -> Layout:
    """Return a changed sequence as a cut of its own; its lines are those of the cut."""
    return dataclasses.replace(layout, events=each.strip.events, joins=each.strip.joins, over=())


def _line(each: Found, taken: set[str]) -> dict[str, Plain]:
    """Return a line for a shot that plays a sequence, as the new cut might have it."""
    name = base = each.whole.shot.id
    count = 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    taken.add(name)
    frames = each.frames
    return {
        "shot": name,
        "from": each.whole.sequence,
        "in": f"{frames.start_frame}f",
        "for": f"{frames.duration_frames}f",
    }


def _player(each: Found, line: dict[str, Plain], index: int, layout: Layout) -> LaidShot:
    retime = Run(whole=each.whole, first=each.first, last=each.last, frames=each.frames).retime
    assert retime is not None, "a run was found so"
    return LaidShot(
        id=str(line["shot"]),
        index=index,
        lane=CUT,
        spec=ShotSpec.model_validate(line),
        retime=retime,
        start_frame=layout.events[each.first].range.start_frame,
    )


def _with_sequences(value: dict[str, Plain], found: Sequence[Found]) -> dict[str, Plain]:
    """Return a document with a sequence, of black, for each that is played."""
    known = value.get("sequences")
    more: dict[str, Plain] = {each.whole.sequence: [{"gap": f"{each.whole.strip.duration_frames}f"}] for each in found}
    return {**value, "sequences": {**(known if isinstance(known, dict) else {}), **more}}
