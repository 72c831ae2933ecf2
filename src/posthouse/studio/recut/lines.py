"""The new cut as entries of the document's own list: old lines kept, with the fields that changed, new ones between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from posthouse.editorial.matching import Role
from posthouse.production import raw
from posthouse.production.arrange import REMOVED, Kept, New
from posthouse.production.document import Shot
from posthouse.studio.comparing.layout import CUT, OVER, LaidGap, LaidShot
from posthouse.studio.recut.faces import Face, Faces
from posthouse.studio.recut.hangers import changed_entry
from posthouse.studio.recut.joins import Joins
from posthouse.studio.recut.timing_text import TIMES, time_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.editorial.matching import Pair
    from posthouse.production.arrange import Change, Entry
    from posthouse.production.tree import Path, Plain
    from posthouse.studio.recut.cast import Cast
    from posthouse.studio.recut.media import NewMedia

OVER_ONLY: Final = ("at", "fade_in", "fade_out", "track", "blend", "key")
"""Fields that only shots over the cut have."""
_HEAD_SOUND = ("lead", "fade_in")
_TAIL_SOUND = ("trail", "fade_out")


@dataclass(slots=True, kw_only=True)
class Lines:
    """Writes the entries of ``cut:`` and ``over:``."""

    cast: Cast
    media: NewMedia
    faces: Faces = field(init=False)
    _old: dict[str, list[Plain]] = field(init=False)
    _new: dict[str, list[Plain]] = field(init=False)

    def __post_init__(self) -> None:
        self.faces = Faces(self.cast.matched, self.media)
        sides = (self.cast.matched.old, self.cast.matched.new)
        self._old, self._new = (
            {
                "cut": _listed(side.production.tree.value, side.place),
                "over": _listed(side.production.tree.value, (OVER,)),
            }
            for side in sides
        )

    def cut(self) -> list[Entry]:
        """Return the entries of the cut, in the new order; omitted shots stay behind what they stood behind."""
        layout = self.cast.matched.new.layout
        joins = Joins(self.cast, self._old["cut"], self._new["cut"])
        before = {join.after: join for join in layout.joins}
        entries: list[Entry] = []
        for at, event in enumerate(layout.events):
            if at in before:
                entries.append(joins.entry(before[at]))
            entries.append(joins.gap(at) if isinstance(event, LaidGap) else self.shot(event))
        return self._with_omitted(entries)

    def _with_omitted(self, entries: list[Entry]) -> list[Entry]:
        back = {ghost.parked.index for ghost in self.cast.restored.values()}
        for index, item in enumerate(self._old["cut"]):
            if not isinstance(item, dict) or item.get("omit") is not True or index in back:
                continue
            places = [at for at, entry in enumerate(entries) if isinstance(entry, Kept) and entry.index < index]
            last = max(places, key=lambda at: _index(entries[at]), default=-1)
            entries.insert(last + 1, Kept(index=index))
        return entries

    def shot(self, shot: LaidShot) -> Entry:
        """Return the entry of one shot of the cut, or over it (without its anchor)."""
        pair = self.cast.pair(shot.id)
        if pair is not None and pair.role in {Role.MAIN, Role.REPLACED}:
            return self._continued(shot, pair)
        base = self._base(shot)
        if base is None:
            return New(value=self._fresh(shot))
        changes = self._changes(base, shot) | self._sound_changes(base, shot)
        ghost = self.cast.restored.get(shot.id)
        if ghost is not None and ghost.parked.index is not None:
            return Kept(index=ghost.parked.index, changes={**changes, "omit": REMOVED})
        value = changed_entry({**base, "shot": self.cast.ids[shot.id]}, changes)
        assert isinstance(value, dict)
        return New(value=_without(value, OVER_ONLY) if shot.lane == CUT else value)

    def _continued(self, shot: LaidShot, pair: Pair) -> Entry:
        old = self.cast.matched.old.layout.shots[pair.old.key]
        base = self.entry_of(old)
        changes = self._changes(base, shot) | self._sound_changes(base, shot)
        if old.lane == shot.lane:
            return Kept(index=old.index, changes=changes)
        value = changed_entry({**base, "shot": old.id}, changes)
        assert isinstance(value, dict)
        return New(value=_without(value, OVER_ONLY) if shot.lane == CUT else value)

    def _base(self, shot: LaidShot) -> dict[str, Plain] | None:
        """Return the old line a further piece, a repeat or a restored shot is like."""
        ghost = self.cast.restored.get(shot.id)
        if ghost is not None:
            assert isinstance(ghost.parked.entry, dict)
            return ghost.parked.entry
        pair = self.cast.pair(shot.id)
        return None if pair is None else self.entry_of(self.cast.matched.old.layout.shots[pair.old.key])

    def entry_of(self, shot: LaidShot) -> dict[str, Plain]:
        """Return how the production writes a shot."""
        entry = self._old["over" if shot.lane == OVER else "cut"][shot.index]
        assert isinstance(entry, dict), "a shot that was read is a mapping"
        return entry

    def _said(self, shot: LaidShot) -> dict[str, Plain]:
        """Return how the new cut itself writes a shot."""
        entry = self._new["over" if shot.lane == OVER else "cut"][shot.index]
        assert isinstance(entry, dict), "as above"
        return entry

    def _changes(self, base: Mapping[str, Plain], shot: LaidShot) -> dict[str, Change]:
        """Return what changes of an old line so that it says the new shot: media, times, and what else is said."""
        said, face = self._said(shot), self.faces.face(shot, base)
        changes: dict[str, Change] = {} if self._shows(base, face) else face.changes(base)
        changes |= time_changes(base, shot.retime, self.faces.clock(shot, face), said=said)
        if not self.cast.matched.new.is_cut_only:
            skipped = {"shot", "from", "angle", "at", "omit", *TIMES}
            changes |= {key: value for key, value in said.items() if key not in skipped and not _same(key, base, value)}
        return changes

    def _shows(self, base: Mapping[str, Plain], face: Face) -> bool:
        """Return whether an old line is of a media, or of one a cut file cannot tell from it: the same color."""
        was, alike = str(base.get("from")), self.cast.matched.old.first_alike
        is_alike = was in alike and alike[was] == alike.get(face.media)
        return face == Face.of(base) or (is_alike and self.cast.matched.new.is_cut_only)

    def _sound_changes(self, base: Mapping[str, Plain], shot: LaidShot) -> dict[str, Change]:
        """Return what a piece of a split shot must not repeat: leads and trails belong to the ends of the whole."""
        pair, sound = self.cast.pair(shot.id), base.get("sound")
        if pair is None or not isinstance(sound, dict) or "sound" in self._said(shot):
            return {}
        pieces = [
            each.new for each in self.cast.matched.matching.of_old[pair.old.key] if each.role in {Role.MAIN, Role.PIECE}
        ]
        if len(pieces) < 2 or pair.role not in {Role.MAIN, Role.PIECE}:
            return {}
        ordered = sorted(pieces, key=lambda use: use.record.start_frame)
        gone = [] if ordered[0].key == shot.id else [*_HEAD_SOUND]
        gone += [] if ordered[-1].key == shot.id else _TAIL_SOUND
        kept = _without(sound, tuple(gone))
        return {} if kept == sound else {"sound": kept or REMOVED}

    def _fresh(self, shot: LaidShot) -> dict[str, Plain]:
        said, face = self._said(shot), self.faces.face(shot, {})
        rest = {key: value for key, value in said.items() if key not in {"shot", "from", "angle", "at", "omit"}}
        fresh: dict[str, Plain] = {"shot": self.cast.ids[shot.id], "from": face.media}
        if face.angle:
            fresh["angle"] = face.angle
        if self.faces.is_as_said(shot, face):
            return {**fresh, **rest}
        times = time_changes({**fresh, "for": "1f"}, shot.retime, self.faces.clock(shot, face), said=said)
        value = changed_entry({**fresh, "for": "1f"}, times)
        assert isinstance(value, dict), "as above"
        return {**value, **_without(rest, TIMES)}


def _same(key: str, base: Mapping[str, Plain], value: Plain) -> bool:
    """Return whether a field says the same as the old line, however it is spelled."""
    if base.get(key) == value:
        return True
    try:
        one, other = (
            Shot.model_validate({"shot": "x", "from": "x", **({key: each} if each is not None else {})})
            for each in (base.get(key), value)
        )
    except ValueError:
        return False
    return one == other


def _without(entry: dict[str, Plain], keys: tuple[str, ...]) -> dict[str, Plain]:
    return {key: value for key, value in entry.items() if key not in keys}


def _listed(document: Plain, place: Path) -> list[Plain]:
    found = raw.at(document, *(str(step) for step in place))
    return found if isinstance(found, list) else []


def _index(entry: Entry) -> int:
    return entry.index if isinstance(entry, Kept) else -1
