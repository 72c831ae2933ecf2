"""Merging one list of entries that are known by ids: their order first, then each entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial.spec import TRANSITIONS, cut_item_tag
from posthouse.production.arrange import REMOVED, Kept, Verbatim
from posthouse.production.merging.conflict import Conflict, field_conflict, named, placed, taken_out
from posthouse.production.merging.identity import ORDERED, keyed
from posthouse.production.merging.order import merged_order
from posthouse.production.merging.together import other_media_and_range, split_and_changed
from posthouse.production.merging.values import ABSENT, Absent, changes_between, merged_value
from posthouse.production.splice import spelled_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.arrange import Change, Entry, ListBlocks
    from posthouse.production.merging.order import Key
    from posthouse.production.merging.values import Written
    from posthouse.production.merging.version import Version
    from posthouse.production.tree import Path, Plain

_COMMENT = re.compile(r"(?:^|\s)(#.*)$", re.MULTILINE)


@dataclass(slots=True)
class ListMerge:
    """The merge of one list; ``prefer_theirs``: whose way is taken where they disagree."""

    path: Path
    versions: tuple[Version, Version, Version]
    prefer_theirs: bool
    conflicts: list[Conflict] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    """The key of each entry of the merged list."""
    _items: list[list[Plain]] = field(init=False)
    _keys: list[list[Key]] = field(init=False)
    _places: list[dict[Key, int]] = field(init=False)
    _blocks: list[ListBlocks | None] = field(init=False)

    def __post_init__(self) -> None:
        self._items = [version.items(self.path) for version in self.versions]
        self._keys = keyed(self.path, self._items)
        self._places = [{key: index for index, key in enumerate(keys)} for keys in self._keys]
        self._blocks = [version.blocks(self.path) for version in self.versions]

    def entries(self) -> list[Entry]:
        """Return the merged list, as an arrangement of ours."""
        base, ours, theirs = self._keys
        alive = {key for key in dict.fromkeys([*ours, *theirs]) if self._lives(key)}
        sides = (theirs, ours) if self.prefer_theirs else (ours, theirs)
        order = merged_order(base, *sides, alive=alive, is_ordered=self.path[0] in ORDERED)
        for clash in order.conflicts:
            runs = (clash.theirs, clash.ours) if self.prefer_theirs else (clash.ours, clash.theirs)
            where = f"after {named(clash.after)}" if clash.after else f"at the start of {self.path[-1]}"
            self.conflicts.append(placed(where, *runs))
        self.keys = list(order.keys)
        if self.path[0] in {"cut", "sequences"}:
            self._check_joins()
        found = [self._entry(key) for key in order.keys]
        self._check_shots()
        return found

    def _check_shots(self) -> None:
        """Tell changes of one shot that go together field by field and mean something else."""
        told = {conflict.what for conflict in self.conflicts}
        for key in self.keys:
            base, ours, theirs = (self._value(side, key) for side in range(3))
            what = self._called(key)
            if isinstance(base, Absent) or isinstance(ours, Absent) or isinstance(theirs, Absent) or what in told:
                continue
            sides, news = (ours, theirs), (self._new_behind(1, key), self._new_behind(2, key))
            found = split_and_changed(what, base, sides, news) or other_media_and_range(what, base, sides)
            self.conflicts += [found] if found else []

    def _new_behind(self, side: int, key: Key) -> Plain:
        """Return the entry right behind another where it is new; else None."""
        index = self._places[side][key] + 1
        is_new = index < len(self._items[side]) and self._keys[side][index] not in self._places[0]
        return self._items[side][index] if is_new else None

    def _called(self, key: Key) -> str:
        """Return what a person calls an entry: its id, or what it is and what it stands behind."""
        if key[0] == "id":
            return named(key)
        side = next(side for side in (0, 1, 2) if key in self._places[side])
        before = next((k for k in reversed(self._keys[side][: self._places[side][key]]) if k[0] == "id"), None)
        where = f"after {named(before)}" if before else f"at the start of {self.path[-1]}"
        return f"the {self._kind(key)} {where}"

    def index(self, side: int, key: Key) -> int | None:
        """Return where an entry stands in base (0), ours (1) or theirs (2)."""
        return self._places[side].get(key)

    def _value(self, side: int, key: Key) -> Written:
        index = self.index(side, key)
        return ABSENT if index is None else self._items[side][index]

    def _block(self, side: int, key: Key) -> str | None:
        """Return the lines of an entry; None where it is not there, or the list is written in brackets."""
        index, blocks = self.index(side, key), self._blocks[side]
        return None if index is None or blocks is None else blocks.block(index)

    def _lives(self, key: Key) -> bool:
        """Return whether an entry stays; one took it out and the other changed it: as the preferred side has it."""
        base, ours, theirs = (self._value(side, key) for side in range(3))
        if base is ABSENT or ABSENT not in (ours, theirs):
            return True
        if base in (ours, theirs):
            return False
        self.conflicts.append(taken_out(self._called(key), by_ours=ours is ABSENT))
        return (theirs if self.prefer_theirs else ours) is not ABSENT

    def _entry(self, key: Key) -> Entry:
        index = self.index(1, key)
        base, ours, theirs = (self._value(side, key) for side in range(3))
        lines = [self._block(side, key) for side in range(3)]
        is_only_theirs = lines[1] == lines[0] and lines[2] is not None if lines[1] is not None else ours == base
        if index is None or (is_only_theirs and lines[1] != lines[2] and theirs is not ABSENT):
            return self._taken(key, index)
        if not isinstance(ours, dict) or theirs is ABSENT or theirs == ours:
            return Kept(index=index, remarks=self._remarks(lines))
        merged = merged_value(base, ours, theirs, (), lambda *sides: self._disagreed(key, *sides))
        assert not isinstance(merged, Absent)
        changes: dict[str, Change] = {
            name: REMOVED if isinstance(value, Absent) else value
            for name, value in changes_between(ours, merged).items()
        }
        return Kept(index=index, changes=changes, remarks=self._remarks(lines))

    def _taken(self, key: Key, replaces: int | None) -> Verbatim:
        """Return an entry as theirs writes it."""
        index, blocks = self.index(2, key), self._blocks[2]
        assert index is not None
        value = self._items[2][index]
        if blocks is None:
            return Verbatim(lines=_one_line(value), value=value, column=0, replaces=replaces)
        return Verbatim(lines=blocks.block(index), value=value, column=len(blocks.indent), replaces=replaces)

    def _disagreed(self, key: Key, path: Path, base: Written, ours: Written, theirs: Written) -> Written:
        self.conflicts.append(
            field_conflict(self._called(key), ".".join(str(step) for step in path), base, ours, theirs)
        )
        return theirs if self.prefer_theirs else ours

    def _remarks(self, lines: Sequence[str | None]) -> tuple[str, ...]:
        """Return the comments theirs added at an entry that ours changed too."""
        base, ours, theirs = (_COMMENT.findall(each or "") for each in lines)
        return tuple(comment for comment in theirs if comment not in base and comment not in ours)

    def _check_joins(self) -> None:
        """Complain of transitions that join two shots which neither side put beside each other."""
        before = [self._joins(keys) for keys in self._keys]
        for key, pair in self._joins(self.keys).items():
            base, ours, theirs = (joins.get(key) for joins in before)
            if pair not in (ours, theirs) or (None not in (ours, theirs) and len({base, ours, theirs}) == 3):
                pairs = [f"{whose} joins {_pair(side)}" for whose, side in (("ours", ours), ("theirs", theirs)) if side]
                words = f"{' and '.join(pairs)}; after both changes it joins {_pair(pair)}"
                self.conflicts.append(Conflict(what=f"a {self._kind(key)}", words=words))

    def _joins(self, keys: Sequence[Key]) -> dict[Key, tuple[Key | None, Key | None]]:
        """Return what stands before and after each transition."""
        return {
            key: (keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None)
            for at, key in enumerate(keys)
            if self._kind(key) in TRANSITIONS
        }

    def _kind(self, key: Key) -> str:
        value = next(found for side in (1, 2, 0) if (found := self._value(side, key)) is not ABSENT)
        return cut_item_tag(value)


def _pair(pair: tuple[Key | None, Key | None]) -> str:
    return " to ".join("nothing" if key is None else named(key) for key in pair)


def _one_line(value: Plain) -> str:
    return f"- {spelled_value(value)}"
