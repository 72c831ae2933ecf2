"""Shots over the cut, where they are now: on the frames they were laid on, or where the new cut lays them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.production.arrange import Kept, New

if TYPE_CHECKING:
    from posthouse.production.arrange import Change, Entry
    from posthouse.studio.comparing.layout import LaidShot
    from posthouse.studio.recut.cast import Cast
    from posthouse.studio.recut.lines import Lines
    from posthouse.studio.recut.parking import Parked


class OverLines:
    """Writes the entries of ``over:``; ``parked`` are those that have no place, and why."""

    def __init__(self, cast: Cast, lines: Lines) -> None:
        self._cast, self._lines = cast, lines
        self._old, self._new = cast.matched.old.layout, cast.matched.new.layout
        self.parked: list[tuple[LaidShot, str]] = []
        self.restored: list[Parked] = []
        self.notes: list[str] = []

    def entries(self) -> list[Entry]:
        """Return the entries, in the order of the new cut where it has any."""
        if self._cast.is_over_left_alone:
            entries = [entry for shot in self._old.over for entry in self._left_alone(shot)]
            return entries + self._taken_up()
        for shot in self._old.over:
            pieces = self._cast.fates.of[shot.id].pieces
            if not pieces:
                self.parked.append((shot, "it is not in the new cut"))
        return [self._laid(shot) for shot in self._new.over]

    def _left_alone(self, shot: LaidShot) -> list[Entry]:
        written = str(self._lines.entry_of(shot)["at"])
        landing = self._cast.fates.landing(written)
        if landing.text is None:
            self.parked.append((shot, landing.reason))
            return []
        self.notes += [f"{shot.id}: {landing.note}"] if landing.note else []
        return [Kept(index=shot.index, changes={} if landing.text == written else {"at": landing.text})]

    def _taken_up(self) -> list[Entry]:
        """Return entries of parked shots over the cut whose anchors lead somewhere again."""
        entries: list[Entry] = []
        for name, ghost in self._cast.ghosts.items():
            entry = ghost.parked.entry
            if ghost.shot.lane and isinstance(entry, dict):
                landing = self._cast.fates.landing(str(entry.get("at")))
                if landing.text is not None:
                    entries.append(New(value={"shot": name, **entry, "at": landing.text}))
                    self.restored.append(ghost.parked)
        return entries

    def _laid(self, shot: LaidShot) -> Entry:
        entry = self._lines.shot(shot)
        pair = self._cast.pair(shot.id)
        written = ""
        if pair is not None and pair.old.lane == shot.lane:
            written = str(self._lines.entry_of(self._old.shots[pair.old.key])["at"])
        at = self._anchor(shot, written)
        if isinstance(entry, Kept):
            more: dict[str, Change] = {} if at == written else {"at": at}
            return Kept(index=entry.index, changes={**entry.changes, **more})
        assert isinstance(entry, New)
        assert isinstance(entry.value, dict)
        return New(value={**entry.value, "at": at})

    def _anchor(self, shot: LaidShot, written: str) -> str:
        """Return an anchor of a shot of the new cut: the old one if it leads to the same frame, else the new one."""
        if written:
            landing = self._cast.fates.landing(written)
            if landing.text is not None and self._frame(landing.text) == shot.start_frame:
                return landing.text
        said = getattr(shot.spec, "at", None)
        assert isinstance(said, Anchor), "shots over the cut have an anchor"
        if said.kind is AnchorKind.PROGRAMME:
            return str(said)
        return str(Anchor(kind=said.kind, shot=self._cast.ids[said.shot], offset=said.offset))

    def _frame(self, text: str) -> int | None:
        """Return the programme frame of an anchor of the production, in the new cut."""
        anchor = Anchor.parse(text)
        if anchor.kind is not AnchorKind.PROGRAMME:
            key = self._cast.keys.get(anchor.shot, "")
            anchor = Anchor(kind=anchor.kind, shot=key, offset=anchor.offset)
        return self._new.frame_of(anchor)
