"""Rearranging a list of the document: entries kept, moved, changed, left out and new ones between them.

Problem: an edit changes the order of shots, and each shot's line carries its comment with it.
Approach: the list is cut into blocks, one an entry: the comment and blank lines above it, its lines, the comment behind
it. The new list is blocks in a new order; a changed entry is changed inside its own few lines.
Traps: the comments above an entry that is left out stay, where it stood: they may head a scene. Those above the first
entry head the whole list, so they stay first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from posthouse.errors import ProductionError
from posthouse.production.splice import (
    added,
    end_of,
    line_end,
    plain_value,
    removed,
    replaced,
    spelled_value,
    with_value,
    without_value,
)
from posthouse.production.tree_builder import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.production.splice import Value
    from posthouse.production.tree import Path, Plain, Spot


class Removed:
    """The type of ``REMOVED``."""


REMOVED: Final = Removed()
"""As a change: the field is taken out."""
Change: TypeAlias = "Value | Removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry of the old list, by its position, with its comments; ``changes`` are fields, as ``sound.gain``."""

    index: int
    changes: Mapping[str, Change] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    """Comment lines to add above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A new entry on a line of its own, with a comment behind it."""

    value: Value
    comment: str = ""
    instead: int | None = None
    """The entry of the old list whose place it takes: the comments above that stay above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim:
    """An entry as another version of the document writes it, comments and all; ``column`` is where its dash stands."""

    lines: str
    value: Plain
    column: int
    replaces: int | None = None
    """The entry of the old list it stands for, whose comments go."""
    instead: int | None = None
    """The entry whose place it takes: the comments above that stay above it."""


Entry: TypeAlias = "Kept | New | Verbatim"


def arranged_value(old: Sequence[Plain], entries: Sequence[Entry]) -> list[Plain]:
    """Return what a list says once it is arranged."""
    return [
        _changed_plain(old[entry.index], entry.changes) if isinstance(entry, Kept) else plain_value(entry.value)
        for entry in entries
    ]


def arranged(text: str, spot: Spot, entries: Sequence[Entry]) -> str:
    """Return the text with a list arranged anew; ``entries`` is not empty.

    Raises:
        ProductionError: an entry is shared by a YAML alias, or the list is written in braces with comments in it.
    """
    assert isinstance(spot.parts, list)
    if spot.is_flow or not spot.parts:
        return text[: spot.start.index] + _flow_list(text, spot, entries) + text[end_of(spot) :]
    blocks = ListBlocks(text, spot)
    return text[: blocks.start] + blocks.arranged(entries) + text[blocks.end :]


def comments_of(text: str, spot: Spot, start: int) -> str:
    """Return the comments of a list that is to go, a line each: above it, from ``start`` on, and above its entries."""
    if spot.is_flow or not spot.parts:
        return ""
    blocks = ListBlocks(text, spot)
    head = text[start : blocks.start]
    return comment_lines(head + "".join(blocks.above), head[: len(head) - len(head.lstrip())])


def comment_lines(text: str, indent: str) -> str:
    """Return the lines of a text that are comments, and nothing else, at an indent."""
    lines = [line.strip() for line in text.splitlines()]
    return "".join(f"{indent}{line}\n" for line in lines if line.startswith("#"))


def block_list(entries: Sequence[Entry], indent: str) -> str:
    """Return a new list, an entry a line."""
    return "".join(_fresh_lines(entry, indent) for entry in entries if not isinstance(entry, Kept))


class ListBlocks:
    """The lines of a list, an entry a block: ``above`` are its comment lines, ``lines`` its own, without the newline.

    ``start`` and ``end`` are where the whole list stands in the text, its last newline not included.
    """

    def __init__(self, text: str, spot: Spot) -> None:
        assert isinstance(spot.parts, list)
        self.text, self.spots = text, spot.parts
        self.indent = " " * spot.start.column
        self.above: list[str] = []
        self.own: list[tuple[int, int]] = []
        at = text.rfind("\n", 0, self._dash(self.spots[0])) + 1
        self.start = at
        for part in self.spots:
            line = text.rfind("\n", 0, self._dash(part)) + 1
            end = line_end(text, end_of(part))
            self.above.append(text[at:line])
            self.own.append((line, end))
            at = end + 1
        self.end = min(at - 1, len(text))

    def _dash(self, part: Spot) -> int:
        """Return where the dash of an entry stands."""
        return self.text.rindex("-", 0, part.start.index)

    def arranged(self, entries: Sequence[Entry]) -> str:
        """Return the list's lines in their new order."""
        kept = {entry.index if isinstance(entry, Kept) else entry.instead for entry in entries}
        replaced = {entry.replaces for entry in entries if isinstance(entry, Verbatim)}
        above, after = self._comments(kept, replaced)
        lines = []
        for entry in entries:
            if isinstance(entry, Kept):
                remarks = "".join(f"{self.indent}{remark}\n" for remark in entry.remarks)
                lines.append(above.pop(entry.index, "") + remarks + self.lines(entry.index, entry.changes) + "\n")
            else:
                heading = "" if entry.instead is None else above.pop(entry.instead, "")
                lines.append(heading + _fresh_lines(entry, self.indent))
        return ("".join(lines) + after).removesuffix("\n")

    def block(self, index: int) -> str:
        """Return the lines of an entry and the comments above it."""
        return self.above[index] + self.lines(index, {})

    def _comments(self, kept: set[int | None], replaced: set[int | None]) -> tuple[dict[int, str], str]:
        """Return the comments above each kept entry, with those of the left out ones before it; and what is left."""
        found: dict[int, str] = {}
        waiting = ""
        for index, above in enumerate(self.above):
            waiting += "" if index in replaced else above
            if index in kept:
                found[index], waiting = waiting, ""
        return found, waiting

    def lines(self, index: int, changes: Mapping[str, Change]) -> str:
        """Return the lines of an entry with fields changed, without the comments above it."""
        start, end = self.own[index]
        if not changes:
            return self.text[start:end]
        part = self.spots[index]
        value = changed_text(self.text[part.start.index : end_of(part)], part.start.column, changes)
        return self.text[start : part.start.index] + value + self.text[end_of(part) : end]


def changed_text(value: str, column: int, changes: Mapping[str, Change]) -> str:
    """Return the text of a mapping with fields changed, added or taken out; ``column`` is where it begins."""
    text = " " * column + value
    for name, change in changes.items():
        text = _changed_once(text, tuple(name.split(".")), change)
    return text[column:]


def _changed_once(text: str, steps: Path, change: Change) -> str:
    tree = read_tree(text)
    if tree.problems or tree.root is None:
        cause = "this entry cannot be changed alone: it is shared by a YAML alias"
        raise ProductionError(cause, hint="change it by hand; nothing was written")
    spot, depth = tree.nearest_spot(steps)
    assert spot is not None
    if isinstance(change, Removed):
        around, _ = tree.nearest_spot(steps[:-1])
        assert around is not None
        return removed(text, around, steps[-1]) if depth == len(steps) else text
    if depth == len(steps):
        return replaced(text, spot, change)
    if not isinstance(spot.parts, dict):  # `sound: 3 dB`, which becomes a mapping
        return replaced(text, spot, nested(steps[depth:], change))
    return added(text, spot, spelled_value(steps[depth]) + ": " + spelled_value(nested(steps[depth + 1 :], change)))


def nested(steps: Path, value: Value) -> Value:
    """Return a value inside mappings: ``("a", "b"), 1`` gives ``{a: {b: 1}}``."""
    for step in reversed(steps):
        value = {str(step): value}
    return value


def _changed_plain(old: Plain, changes: Mapping[str, Change]) -> Plain:
    for name, change in changes.items():
        steps = tuple(name.split("."))
        old = without_value(old, steps) if isinstance(change, Removed) else with_value(old, steps, change)
    return old


def _fresh_lines(entry: New | Verbatim, indent: str) -> str:
    if isinstance(entry, New):
        comment = f"  # {' '.join(entry.comment.split())}" if entry.comment else ""
        return f"{indent}- {spelled_value(entry.value)}{comment}\n"
    lines = entry.lines.split("\n")
    return "".join(f"{indent}{line[entry.column :]}\n" if line.strip() else f"{line}\n" for line in lines)


def _flow_list(text: str, spot: Spot, entries: Sequence[Entry]) -> str:
    assert isinstance(spot.parts, list)
    ends = [spot.start.index, *(end_of(part) for part in spot.parts)]
    starts = [*(part.start.index for part in spot.parts), end_of(spot)]
    between = text[ends[1] : starts[1]] if len(starts) > 2 else ", "
    if any("#" in text[end:start] for end, start in zip(ends, starts, strict=True)):
        raise ProductionError("this list is written in brackets, with comments in it", hint="write one entry a line")
    texts = []
    for entry in entries:
        if not isinstance(entry, Kept):
            texts.append(spelled_value(entry.value))
        else:
            part = spot.parts[entry.index]
            texts.append(changed_text(text[part.start.index : end_of(part)], 0, entry.changes))
    first, last = (text[ends[0] : starts[0]], text[ends[-1] : starts[-1]]) if spot.parts else ("[", "]")
    return first + between.join(texts) + last
