"""A sequence put into the cut as plain shots, with all that hangs on them, for a new cut that has taken it apart.

The shots come whole, as the sequence has them: the recut that follows gives each its frames, parks what is not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from posthouse.fields import Anchor, AnchorKind
from posthouse.production import raw
from posthouse.production.arrange import Kept, New
from posthouse.production.editing.nesting import Elsewhere
from posthouse.studio.comparing.layout import LaidShot
from posthouse.studio.recut.parking import CUT_PLACE, SECTION, Parked
from posthouse.studio.recut.timing_text import spelled_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.arrange import Entry
    from posthouse.production.draft import Draft
    from posthouse.production.tree import Path, Plain
    from posthouse.studio.comparing.side import Side
    from posthouse.studio.recut.flat import Whole

_KEYS: Final = ("at", "start")
_PLAIN: Final = frozenset({"shot", "from", "in", "out", "for", "speed", "freeze"})
"""What a shot that plays a sequence says of it as a whole that its shots can have, too."""
_GRADES: Final = ("color", "grades")


def is_played_once(side: Side, name: str) -> bool:
    """Return whether one shot alone plays a sequence."""
    return len(list(_uses(side.production.tree.value, name))) == 1


def _uses(document: Plain, name: str) -> Iterator[Path]:
    shots = [*raw.cut_shots(document), *raw.sequence_shots(document), *raw.entries(document, "over")]
    return (path for path, shot in shots if shot.get("from") == name)


def why_not(draft: Draft, side: Side, whole: Whole) -> str:
    """Return why plain shots could not be all that a shot with its sequence is; empty where they can."""
    line = _line(draft, whole)
    own = sorted(line.keys() - _PLAIN)
    grades = raw.at(draft.value, *_GRADES)
    graded = grades if isinstance(grades, dict) else {}
    inner = _inner_ids(side, whole)
    if own:
        return f"it says {', '.join(own)} of all of them"
    if whole.shot.id in graded and any(name in graded for name in inner):
        return "it has a grade, and so have shots inside"
    return ""


def unnest(draft: Draft, side: Side, whole: Whole, *, by: str = "", when: str = "") -> None:
    """Put the shots of a sequence in the place of one shot that plays it, and what hangs on it on them."""
    _Unnester(draft, side, whole).write(by=by, when=when)


def _line(draft: Draft, whole: Whole) -> dict[str, Plain]:
    line = draft.at(("cut", whole.shot.index))
    assert isinstance(line, dict), "a shot is a mapping"
    return line


def _inner_ids(side: Side, whole: Whole) -> list[str]:
    ids = side.production.ids
    return [ids[path] for path, _ in raw.shots_in(side.production.tree.value, "sequences", whole.sequence)]


class _Unnester:
    def __init__(self, draft: Draft, side: Side, whole: Whole) -> None:
        self._draft, self._side, self._whole = draft, side, whole
        self._outer = whole.shot.id
        self._is_once = is_played_once(side, whole.sequence)
        taken = set(side.production.ids.values())
        self._names: dict[str, str] = {}
        for name in _inner_ids(side, whole):
            self._names[name] = name if self._is_once else _free(name, taken)
            taken.add(self._names[name])

    def write(self, *, by: str, when: str) -> None:
        anchors, why = list(self._anchors()), why_not(self._draft, self._side, self._whole)
        line = _line(self._draft, self._whole)
        self._put_in_place()
        for path, text in anchors:
            self._draft.set(path, text)
        for path, under in list(self._beds()):
            self._draft.set(path, under)
        left = self._grade()
        self._effects()
        if self._is_once:
            self._draft.remove(("sequences", self._whole.sequence))
        if why:
            entry: Plain = {**line, "grade": left} if left is not None else line
            reason = f"un-nested, and {why}"
            self._park(Parked(place=CUT_PLACE, id=self._outer, entry=entry, why=reason, by=by, when=when))

    def _put_in_place(self) -> None:
        """Put the lines of the sequence where the shot that plays it stood."""
        path: Path = ("sequences", self._whole.sequence)
        inner = self._draft.at(path)
        assert isinstance(inner, list), "a sequence is a list"
        ids = self._side.production.ids
        lines: list[Entry] = []
        written = Elsewhere(self._draft, path)
        for index, item in enumerate(inner):
            name = ids.get((*path, index), "")
            if name and self._names[name] != name:
                assert isinstance(item, dict), "a shot is a mapping"
                lines.append(New(value={**item, "shot": self._names[name]}))
            else:
                lines.append(written.entry(index, name, is_moved=self._is_once))
        cut = self._draft.at(("cut",))
        count, at = len(cut) if isinstance(cut, list) else 0, self._whole.shot.index
        entries: list[Entry] = [Kept(index=each) for each in range(count)]
        self._draft.arrange(("cut",), [*entries[:at], *lines, *entries[at + 1 :]])

    def _anchors(self) -> Iterator[tuple[Path, str]]:
        """Yield the new text of every anchor on the shot, or on one inside by way of it."""
        for place in raw.ANCHORED:
            for path, item in raw.entries(self._draft.value, *place):
                for key in _KEYS:
                    written = raw.text_at(item, key)
                    text = self._anchor(written) if written else None
                    if text is not None and text != written:
                        yield (*path, key), text

    def _anchor(self, written: str) -> str | None:
        try:
            anchor = Anchor.parse(written)
        except ValueError:
            return None
        if anchor.kind is AnchorKind.PROGRAMME:
            return None
        outer, _, inner = anchor.shot.partition("/")
        first, _, rest = inner.partition("/")
        if outer == self._outer and first in self._names:
            name = f"{self._names[first]}/{rest}" if rest else self._names[first]
            return written.replace(anchor.shot, name, 1)
        return self._on_inner(anchor) if anchor.shot == self._outer else None

    def _on_inner(self, anchor: Anchor) -> str | None:
        """Return an anchor on the whole as one on the shot inside that is seen there."""
        shot, rate = self._whole.shot, self._side.layout.rate
        if anchor.kind is AnchorKind.SOURCE:
            wanted = self._side.layout.source_frame(shot, anchor.offset)
            frame = None if wanted is None else shot.retime.frame_reaching(wanted)
            if frame is None:
                return None
        else:
            frame = anchor.offset.nearest_frames(rate)
        place = frame if self._whole.is_retimed else int(shot.retime.grid_range().start_frame) + frame
        within = [event for event in self._whole.strip.events if isinstance(event, LaidShot)]
        if not within:
            return None
        owner = next((event for event in reversed(within) if event.start_frame <= place), within[0])
        offset = place - owner.start_frame
        name = self._names[owner.id.split("/")[1]]
        path = "/".join([name, *owner.id.split("/")[2:]])
        length = spelled_length(abs(offset), anchor.offset if anchor.kind is AnchorKind.SHOT else None, rate)
        return f"{path}{'-' if offset < 0 else '+'}{length}" if offset else path

    def _beds(self) -> Iterator[tuple[Path, list[str]]]:
        """Yield the shots that beds under the whole lie under."""
        for kind in ("music", "ambience"):
            for path, item in raw.entries(self._draft.value, "sound", kind):
                under = item.get("under")
                names = [under] if isinstance(under, str) else under
                if isinstance(names, list) and self._outer in names:
                    at = names.index(self._outer)
                    said = [str(name) for name in names]
                    yield (*path, "under"), [*said[:at], *self._names.values(), *said[at + 1 :]]

    def _grade(self) -> Plain:
        """Give each shot inside its grade, or that of the whole; return the latter where it has no place."""
        grades = raw.at(self._draft.value, *_GRADES)
        graded = dict(grades) if isinstance(grades, dict) else {}
        for was, name in self._names.items():
            if was in graded and name != was:
                self._draft.set((*_GRADES, name), graded[was])
        if self._outer not in graded:
            return None
        bare = [name for was, name in self._names.items() if was not in graded]
        for name in bare:
            self._draft.set((*_GRADES, name), graded[self._outer])
        self._draft.remove((*_GRADES, self._outer))
        return graded[self._outer] if len(bare) < len(self._names) else None

    def _effects(self) -> None:
        """Copy effects on the whole to each shot inside, and those inside to shots of new names."""
        items = self._draft.at(("effects",))
        entries: list[Entry] = []
        for index, item in enumerate(items if isinstance(items, list) else []):
            shot = item.get("shot") if isinstance(item, dict) else None
            assert isinstance(item, dict), "an effect is a mapping"
            if shot == self._outer:
                entries += [New(value={**item, "shot": name}) for name in self._names.values()]
                continue
            entries.append(Kept(index=index))
            if isinstance(shot, str) and self._names.get(shot, shot) != shot:
                entries.append(New(value={**item, "shot": self._names[shot]}))
        if len(entries) != len(items if isinstance(items, list) else []) or any(isinstance(e, New) for e in entries):
            self._draft.arrange(("effects",), entries)

    def _park(self, parked: Parked) -> None:
        stored = self._draft.at((SECTION,))
        entries: list[Entry] = [Kept(index=at) for at in range(len(stored) if isinstance(stored, list) else 0)]
        self._draft.arrange((SECTION,), [*entries, New(value=parked.plain())])


def _free(base: str, taken: set[str]) -> str:
    count = 2
    while f"{base}-{count}" in taken:
        count += 1
    return f"{base}-{count}"
