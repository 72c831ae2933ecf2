"""Gaps and transitions of the new cut: the old lines where they join the same shots, with what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from posthouse.editorial.align import Align
from posthouse.production.arrange import Kept, New
from posthouse.studio.comparing.layout import LaidGap, LaidShot
from posthouse.studio.comparing.seams import NOT_WRITTEN
from posthouse.studio.recut.timing_text import spelled_length
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.production.arrange import Change, Entry
    from posthouse.production.tree import Plain
    from posthouse.studio.comparing.layout import LaidJoin, Layout
    from posthouse.studio.recut.cast import Cast

_GAP: Final = "-"
_EDGE: Final = "|"
_PLACE: Final = ("length", "align")
Ends = tuple[str, str]


class Joins:
    """Finds the old line of each gap and transition; each old line serves once."""

    def __init__(self, cast: Cast, old: Sequence[Plain], new: Sequence[Plain]) -> None:
        self._cast, self._old, self._new = cast, old, new
        self._before, self._after = cast.matched.old.layout, cast.matched.new.layout
        self._used: set[int] = set()

    def entry(self, join: LaidJoin) -> Entry:
        """Return the entry of a transition of the new cut."""
        wanted = self._ends(self._after, join.before, join.after, is_new=True)
        found = self._find_join(join.kind, wanted)
        said = self._said(join.index)
        if found is None:
            return New(value=self._spelled(join, said) if self._cast.matched.new.is_cut_only else said)
        self._used.add(found.index)
        written = self._old[found.index]
        assert isinstance(written, dict), "as above"
        return Kept(index=found.index, changes=self._join_changes(found, join, written[join.kind], said))

    def gap(self, at: int) -> Entry:
        """Return the entry of a gap of the new cut, by its place among the events."""
        event = self._after.events[at]
        assert isinstance(event, LaidGap)
        wanted = self._ends(self._after, at - 1, at + 1, is_new=True)
        for place, old in enumerate(self._before.events):
            if not isinstance(old, LaidGap) or old.index in self._used:
                continue
            ends = self._ends(self._before, place - 1, place + 1, is_new=False)
            if _is_near(ends, wanted):
                self._used.add(old.index)
                frames = event.range.duration_frames
                if old.range.duration_frames == frames:
                    return Kept(index=old.index)
                return Kept(index=old.index, changes={"gap": self._length(frames, _key(self._old[old.index], "gap"))})
        if self._cast.matched.new.is_cut_only:
            return New(value={"gap": f"{event.range.duration_frames}f"})
        return New(value=self._said(event.index))

    def _said(self, index: int) -> dict[str, Plain]:
        """Return how the new cut writes a gap or a transition; nothing where it does not."""
        said = self._new[index] if index != NOT_WRITTEN else {}
        assert isinstance(said, dict), "a gap or transition that was read is a mapping"
        return said

    @staticmethod
    def _spelled(join: LaidJoin, said: Mapping[str, Plain]) -> dict[str, Plain]:
        """Return a transition of a cut file as it lies; its other fields are those the file says."""
        more = said.get(join.kind)
        whole: dict[str, Plain] = {"length": f"{join.frames}f"}
        whole |= {key: value for key, value in (more if isinstance(more, dict) else {}).items() if key not in _PLACE}
        if join.kind != "dip" and _align(join) != Align.CENTER:
            whole["align"] = _align(join)
        return {join.kind: whole["length"] if len(whole) == 1 else whole}

    def _find_join(self, kind: str, wanted: Ends) -> LaidJoin | None:
        free = [join for join in self._before.joins if join.kind == kind and join.index not in self._used]
        ends = [self._ends(self._before, join.before, join.after, is_new=False) for join in free]
        exact = next((join for join, found in zip(free, ends, strict=True) if found == wanted), None)
        return exact or next((join for join, found in zip(free, ends, strict=True) if _is_near(found, wanted)), None)

    def _ends(self, layout: Layout, before: int, after: int, *, is_new: bool) -> Ends:
        return self._token(layout, before, is_new=is_new), self._token(layout, after, is_new=is_new)

    def _token(self, layout: Layout, at: int, *, is_new: bool) -> str:
        """Return the old shot an event shows, or what else stands there."""
        if not 0 <= at < len(layout.events):
            return _EDGE
        event = layout.events[at]
        if not isinstance(event, LaidShot):
            return _GAP + self._token(layout, at - 1, is_new=is_new)
        return (self._cast.origin(event.id) or f"new {event.id}") if is_new else event.id

    def _join_changes(self, old: LaidJoin, new: LaidJoin, written: Plain, said: Plain) -> dict[str, Change]:
        """Return what changes of a transition's line: its length, where it lies, and what else the new cut says."""
        changes: dict[str, Change] = {}
        if old.frames != new.frames:
            like = _key(written, "length") if isinstance(written, dict) else written
            changes["length"] = self._length(new.frames, like)
        align = None if new.kind == "dip" else _align(new)
        if align is not None and (old.frames, old.lead) != (new.frames, new.lead) and align != _align(old):
            changes["align"] = align
        more = said.get(new.kind) if isinstance(said, dict) else None
        if isinstance(more, dict) and not self._cast.matched.new.is_cut_only:
            known = written if isinstance(written, dict) else {}
            changes |= {key: value for key, value in more.items() if key not in _PLACE and known.get(key) != value}
        if not changes or isinstance(written, dict):
            return {f"{new.kind}.{key}": value for key, value in changes.items()}
        if set(changes) == {"length"}:
            return {new.kind: changes["length"]}
        return {new.kind: {"length": written, **changes}}  # type: ignore[dict-item] # values only, nothing removed

    def _length(self, frames: int, written: Plain) -> str:
        like = Length.parse(written) if isinstance(written, str | int) else None
        return spelled_length(frames, like, self._cast.matched.old.layout.rate)


def _align(join: LaidJoin) -> str:
    """Return where a transition lies, as the document writes it."""
    if join.lead == join.frames // 2:
        return str(Align.CENTER)
    if join.lead in {0, join.frames}:
        return str(Align.START if join.lead == 0 else Align.END)
    return f"{join.lead}f"


def _is_near(found: Ends, wanted: Ends) -> bool:
    """Return whether two places have a shot in common on the same side."""
    return any(one == other and one != _GAP for one, other in zip(found, wanted, strict=True))


def _key(written: Plain, key: str) -> Plain:
    return written.get(key) if isinstance(written, dict) else None
