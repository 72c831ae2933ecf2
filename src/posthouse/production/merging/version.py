"""One of the three texts of a merge, and the lines each of its parts stands in."""

from __future__ import annotations

import functools
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from posthouse.production.arrange import ListBlocks
from posthouse.production.draft import Draft
from posthouse.production.ids import ids_by_path
from posthouse.production.merging.values import ABSENT
from posthouse.production.splice import end_of, line_end

if TYPE_CHECKING:
    from posthouse.production.merging.values import Written
    from posthouse.production.tree import Path, Plain, Spot, Tree


class Version:
    """A text, what it says, and where."""

    def __init__(self, text: str, file: FilePath, name: str) -> None:
        self.text, self.name = text, name
        self.tree: Tree = Draft(text, FilePath(f"{file} ({name})")).tree

    @functools.cached_property
    def ids(self) -> dict[Path, str]:
        """Return the id of everything that has one."""
        return ids_by_path(self.tree.value)

    def value(self, path: Path) -> Written:
        """Return what stands at a path."""
        spot, depth = self.tree.nearest_spot(path)
        return ABSENT if spot is None or depth < len(path) else _inside(self.tree.value, path)

    def spot(self, path: Path) -> Spot | None:
        """Return where the value at a path stands."""
        spot, depth = self.tree.nearest_spot(path)
        return spot if depth == len(path) else None

    def lines(self, path: Path) -> str | None:
        """Return the lines of an entry of a mapping, with the comments above it; None where it is not written so."""
        found = entry_range(self.text, self.spot(path[:-1]), path[-1])
        return None if found is None else self.text[slice(*found)]

    @property
    def tail(self) -> str:
        """Return what stands behind the last value: comments and blank lines."""
        root = self.tree.root
        return "" if root is None else self.text[line_end(self.text, end_of(root)) :]

    def items(self, path: Path) -> list[Plain]:
        """Return the entries of a list; none where there is no list."""
        found = self.value(path)
        return found if isinstance(found, list) else []

    def blocks(self, path: Path) -> ListBlocks | None:
        """Return the lines of a list's entries, where it is written an entry a line."""
        spot = self.spot(path)
        if spot is None or spot.is_flow or not isinstance(spot.parts, list) or not spot.parts:
            return None
        return ListBlocks(self.text, spot)


def entry_range(text: str, around: Spot | None, key: str | int) -> tuple[int, int] | None:
    """Return where an entry of a mapping begins, comments above it included, and ends, its newline not."""
    spot = around.at(key) if around else None
    if around is None or spot is None or spot.key is None or around.is_flow or not isinstance(around.parts, dict):
        return None
    start = text.rfind("\n", 0, spot.key.index) + 1
    before = [end_of(part) for part in around.parts.values() if part.key and part.key.index < spot.key.index]
    floor = line_end(text, max(before)) + 1 if before else 0
    while start > floor:
        above = text.rfind("\n", 0, start - 1) + 1
        if above < floor or text[above:start].strip()[:1] not in {"", "#"}:
            break
        start = above
    return start, line_end(text, max(end_of(spot), spot.key.index + 1))


def _inside(value: Plain, path: Path) -> Plain:
    for step in path:
        value = value[step] if isinstance(value, list) and isinstance(step, int) else value[str(step)]  # type: ignore[index,call-overload] # the spots say it is there
    return value
