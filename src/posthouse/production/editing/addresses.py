"""Which list of the document an edit is of (the cut, a sequence, the shots over the cut), and its places in that list.

Ids are unlike in the whole document, so ``punch`` is enough for a shot inside ``fight``; ``fight/punch`` names the
sequence too, and ``brawl/punch`` the shot that plays it: both are checked. Where a join is wanted, ``brawl/punch`` is
the one before ``punch``; ``brawl/punch/kick`` is the one between two. ``fight/24f`` is a time of the sequence.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from posthouse.errors import ProductionError
from posthouse.fields import Anchor
from posthouse.production import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posthouse.production.tree import Path, Plain

CUT: Final[Path] = ("cut",)
OVER: Final[Path] = ("over",)


class Meant(enum.Enum):
    """What a word of an edit is to be."""

    SHOT = enum.auto()
    PLACE = enum.auto()
    JOIN = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place of one list, as its own words say it; ``path`` None: any list could have it."""

    path: Path | None
    text: str
    around: tuple[str, ...] = ()
    """What was written before it: the shots that play the sequence, or its name."""

    def shots(self, addresses: Addresses) -> tuple[str, ...]:
        """Return the shots among what was written before it: the name of a sequence says not where it is played."""
        return tuple(name for name in self.around if name in addresses.lists)


class Addresses:
    """The shots of a document, by the lists they are in."""

    def __init__(self, document: Plain, ids: Mapping[Path, str]) -> None:
        self.lists: dict[str, Path] = {}
        self.plays: dict[str, str] = {}
        self.sequences = {name for _, name, _ in raw.named(document, "sequences")}
        shots = (*raw.cut_shots(document), *raw.sequence_shots(document), *raw.entries(document, "over"))
        for path, shot in shots:
            self.lists[ids[path]] = path[:-1]
            self.plays[ids[path]] = raw.text_at(shot, "from") or ""

    def found(self, written: str, meant: Meant) -> Address:
        """Return where a shot, a place or a join is.

        Raises:
            ProductionError: what stands before it does not play the sequence it is in.
        """
        parts = [part.strip() for part in str(written).strip().split("/")]
        around: list[str] = []
        path: Path | None = None
        while len(parts) > 1 and parts[0] and not (meant is not Meant.SHOT and self._is_join(parts)):
            path = self._inside(parts)
            around.append(parts.pop(0))
        if not around:
            self._refuse_a_sequence(parts)
        text = f"/{parts[0]}" if meant is Meant.JOIN and around and len(parts) == 1 else "/".join(parts)
        return Address(path=self._list_of(parts) or path, text=text, around=tuple(around))

    def _is_join(self, parts: Sequence[str]) -> bool:
        if len(parts) != 2:
            return False
        before, after = parts
        if not before or not after:
            return True
        is_named = before in self.lists and self.lists[before] == self.lists.get(after)
        return is_named or not self._plays(before)

    def _refuse_a_sequence(self, parts: Sequence[str]) -> None:
        for part in parts:
            if _shot_of(part) in self.sequences - self.lists.keys():
                name = _shot_of(part)
                hint = f"name a shot of it, as {name}/{self._first_of(name)}, or a time of it, as {name}/24f"
                raise ProductionError(f"{name} is a sequence, not a shot", hint=hint)

    def _plays(self, name: str) -> set[str]:
        """Return the sequences a word may mean: one of that name, and the one a shot of that name plays."""
        return {name, self.plays.get(name, "")} & self.sequences

    def _inside(self, parts: Sequence[str]) -> Path:
        """Return the list that the first part names and the next is in."""
        outer, inner = parts[0], next((part for part in parts[1:] if part), "")
        shot = _shot_of(inner)
        for name in sorted(self._plays(outer)):
            if not shot or self.lists.get(shot) == ("sequences", name):
                return ("sequences", name)
        where = self.lists.get(shot)
        if where is None:
            raise ProductionError(f"there is no shot {shot} in {outer}", hint=self._hint_of(outer))
        hint = f"name it as {where[1]}/{shot}" if where[0] == "sequences" else f"name it as {shot}"
        raise ProductionError(f"{shot} is not in {outer}: it is in {list_said(where)}", hint=hint)

    def _hint_of(self, outer: str) -> str:
        shots = [shot for name in self._plays(outer) for shot in self._shots_of(("sequences", name))]
        return f"there are {', '.join(shots)}" if shots else f"{outer} plays no sequence"

    def _shots_of(self, path: Path) -> Iterator[str]:
        return (shot for shot, where in self.lists.items() if where == path)

    def _first_of(self, sequence: str) -> str:
        return next(self._shots_of(("sequences", sequence)), "shot")

    def _list_of(self, parts: Sequence[str]) -> Path | None:
        named = {shot: self.lists[shot] for part in parts if (shot := _shot_of(part)) in self.lists}
        if len(set(named.values())) > 1:
            raise ProductionError(f"{_where_each(named)}: they do not meet", hint="name a join of one list")
        return next(iter(named.values()), None)


def one_list(addresses: Sequence[Address]) -> Path:
    """Return the list that all addresses are of; the cut, where none says.

    Raises:
        ProductionError: they are of several.
    """
    found = {address.text: address.path for address in addresses if address.path is not None}
    if len(set(found.values())) > 1:
        hint = "put the sequence's shots into the cut first, with posthouse edit un-nest, or edit each alone"
        if OVER in found.values():
            hint = "a shot over the cut goes to another place with: posthouse edit move SHOT --to PLACE"
        raise ProductionError(f"{_where_each(found)}: one edit is of one list", hint=hint)
    return next(iter(found.values()), CUT)


def list_said(path: Path) -> str:
    """Return what to call a list in a sentence."""
    if path == OVER:
        return "what lies over the cut"
    return f"the sequence {path[1]}" if path[0] == "sequences" else "the cut"


def _where_each(named: Mapping[str, Path]) -> str:
    return " and ".join(f"{shot} is in {list_said(path)}" for shot, path in named.items())


def _shot_of(part: str) -> str:
    """Return the shot that a word of a place names; empty for a time."""
    try:
        return Anchor.parse(part).shot
    except ValueError:
        return part
