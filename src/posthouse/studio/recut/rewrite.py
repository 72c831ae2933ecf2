"""The text changed: each list that hangs on shots arranged anew, grades copied and taken out, what is left parked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.production.arrange import Kept, New
from posthouse.production.ids import ids_by_path
from posthouse.studio.comparing.layout import OVER, LaidShot
from posthouse.studio.recut.grades import PLACE, grade_moves, write_grades
from posthouse.studio.recut.hangers import LISTS, changed_entry, moved
from posthouse.studio.recut.over import OverLines
from posthouse.studio.recut.parking import GRADES, OVER_PLACE, SECTION, Parked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.arrange import Entry
    from posthouse.production.draft import Draft
    from posthouse.production.tree import Path, Plain
    from posthouse.studio.recut.cast import Cast
    from posthouse.studio.recut.lines import Lines

ID_KEYS = {"titles": "title", "sound.cues": "cue", "sound.music": "music", "sound.ambience": "ambience"} | {
    "markers": "marker",
    "effects": "shot",
    "deliver": "name",
}
"""Which field is the id of an entry of each list."""


@dataclass(slots=True, kw_only=True)
class Rewriter:
    """Writes a new cut into a draft; ``by`` and ``when`` say on what is parked where it came from."""

    draft: Draft
    cast: Cast
    lines: Lines
    stored: Sequence[Parked | None]
    inner: Sequence[Lines] = ()
    """Those of sequences that changed inside."""
    by: str = ""
    when: str = ""
    parked: list[Parked] = field(default_factory=list)
    """What this recut took out."""
    restored: list[Parked] = field(default_factory=list)
    """What it found parked and has a place for again."""
    notes: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Change the draft's text."""
        ids = ids_by_path(self.draft.value)
        lists = {lines.cast.matched.old.place: lines.cut() for lines in (self.lines, *self.inner)}
        over = self._over()
        hanging = {place: self._list(place, ids) for place in LISTS}
        for lines in (self.lines, *self.inner):
            self._park_shots(lines, lists[lines.cast.matched.old.place])
        self.restored += [ghost.parked for ghost in self.cast.restored.values()]
        self._grades()
        for steps, entries in lists.items():
            self._arrange_at(steps, entries)
        self._arrange("over", over)
        for place, entries in hanging.items():
            self._arrange(place, entries)
        for name, value in self.lines.media.added.items():
            self.draft.set(("media", name), value)
        for name, value in self.lines.media.sequences.items():
            self.draft.set(("sequences", name), value)
        self._keep_ids()
        self._keep_parked()

    def _arrange(self, place: str, entries: list[Entry]) -> None:
        self._arrange_at(tuple(place.split(".")), entries)

    def _arrange_at(self, steps: Path, entries: list[Entry]) -> None:
        old = self.draft.at(steps)
        count = len(old) if isinstance(old, list) else 0
        if entries != [Kept(index=index) for index in range(count)]:
            self.draft.arrange(steps, entries)

    def _over(self) -> list[Entry]:
        lines = OverLines(self.cast, self.lines)
        entries = lines.entries()
        self.notes += lines.notes
        self.restored += lines.restored
        for shot, why in lines.parked:
            self._park(OVER_PLACE, shot.id, self.lines.entry_of(shot), why)
        return entries

    def _list(self, place: str, ids: dict[Path, str]) -> list[Entry]:
        """Return the entries of one list: moved with their shots, parked, and taken up again."""
        steps: Path = tuple(place.split("."))
        items = self.draft.at(steps)
        entries: list[Entry] = []
        for index, item in enumerate(items if isinstance(items, list) else []):
            move = moved(item, place, self.cast.fates)
            name = ids.get((*steps, index)) or _text(item, ID_KEYS[place]) or f"{place}-{index + 1}"
            if move.why:
                self._park(place, name, item, move.why)
                continue
            entries.append(Kept(index=index, changes=move.changes))
            entries += [New(value=dict(copy)) for copy in move.copies]
            self.notes += [f"{name}: {note}" for note in move.notes]
        return entries + self._taken_up(place)

    def _taken_up(self, place: str) -> list[Entry]:
        """Return new entries for what was parked of a list and has a place again."""
        found: list[Entry] = []
        for each in self.stored:
            if each is None or each.place != place or each in self.restored:
                continue
            move = moved(each.entry, place, self.cast.fates)
            if move.why or not self._hangs_on_shots(each.entry):
                continue
            value = changed_entry(each.entry, move.changes)
            if isinstance(value, dict) and place not in {"effects", "deliver"}:
                value = {ID_KEYS[place]: each.id, **value}
            found += [New(value=entry) for entry in (value, *map(dict, move.copies))]
            self.restored.append(each)
        return found

    def _hangs_on_shots(self, entry: Plain) -> bool:
        """Return whether all shots an entry names are in the cut, as far as it can be told."""
        known = self.cast.fates.of
        return isinstance(entry, dict) and str(entry.get("shot", "")) in {"", *known}

    def _park_shots(self, lines: Lines, cut: Sequence[Entry]) -> None:
        """Park the shots of the cut, or of a sequence, that have no line of their own any more."""
        kept = {entry.index for entry in cut if isinstance(entry, Kept)}
        old = lines.cast.matched.old
        place, layout = ".".join(str(step) for step in old.place), old.layout
        for name, shot in layout.shots.items():
            pieces = lines.cast.fates.of[name].pieces
            if shot.lane == OVER or shot.index in kept or (pieces and pieces[0].is_itself):
                continue
            before = layout.beside[name][0]
            why = f"it is a part of {pieces[0].id} now" if pieces else "it is not in the new cut"
            self._park(place, name, lines.entry_of(shot), why, was=f"after {before}" if before else "first")

    def _grades(self) -> None:
        """Copy grades to pieces and repeats of shots, park those of shots that are gone, put parked ones back."""
        grades = self.draft.at(PLACE)
        moves = grade_moves(grades, self.stored, self.cast.fates)
        for name, why in moves.gone.items():
            if why and isinstance(grades, dict):
                self._park(GRADES, name, grades[name], why)
        self.restored += moves.restored
        if moves.added or moves.gone:
            write_grades(self.draft, moves)

    def _keep_ids(self) -> None:
        """Write the ids of shots that would be called otherwise now that the order has changed."""
        wanted = self._wanted_ids()
        for _ in range(len(wanted)):
            found = ids_by_path(self.draft.value)
            wrong = [path for path, name in wanted.items() if found.get(path) != name]
            if not wrong:
                return
            for place in {path[:-1] for path in wrong}:
                items = self.draft.at(place)
                assert isinstance(items, list), "a list of shots"
                entries: list[Entry] = [
                    Kept(index=at, changes={"shot": wanted[*place, at]} if (*place, at) in wrong else {})
                    for at in range(len(items))
                ]
                self._arrange_at(place, entries)

    def _wanted_ids(self) -> dict[Path, str]:
        """Return the id each shot in the text shall have, by its path."""
        found: dict[Path, str] = {}
        for cast in (self.cast, *(lines.cast for lines in self.inner)):
            place, items = cast.matched.old.place, self.draft.at(cast.matched.old.place)
            events = cast.matched.new.layout.events
            shown = iter([cast.ids[event.id] for event in events if isinstance(event, LaidShot)])
            for index, item in enumerate(items if isinstance(items, list) else []):
                if isinstance(item, dict) and "from" in item and item.get("omit") is not True:
                    found[*place, index] = next(shown)
        return found

    def _park(self, place: str, name: str, entry: Plain, why: str, was: str = "") -> None:
        self.parked.append(Parked(place=place, id=name, entry=entry, why=why, was=was, by=self.by, when=self.when))

    def _keep_parked(self) -> None:
        """Write what is parked now: what was, less what was taken up, and what was taken out."""
        entries: list[Entry] = [
            Kept(index=index) for index, each in enumerate(self.stored) if each is None or each not in self.restored
        ]
        entries += [New(value=each.plain()) for each in self.parked]
        if entries or self.stored:
            self._arrange(SECTION, entries)


def _text(item: Plain, key: str) -> str:
    found = item.get(key) if isinstance(item, dict) else None
    return found if isinstance(found, str) else ""
