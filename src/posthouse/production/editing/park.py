"""Parking: an entry of the document becomes a comment where it stood, so that nothing is lost without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.production.splice import end_of

if TYPE_CHECKING:
    from posthouse.production.draft import Draft
    from posthouse.production.tree import Path

MARK = "# parked: "


def park(draft: Draft, path: Path) -> None:
    """Take an entry out of a draft and leave its text as a comment in its place.

    Raises:
        ProductionError: it is shared by a YAML alias.
    """
    spot, _ = draft.tree.nearest_spot(path)
    assert spot is not None, "what is parked is there"
    start = (spot.key or spot.start).index
    words = draft.text[start : end_of(spot)].rstrip()
    line = draft.text.rfind("\n", 0, start) + 1
    head = draft.text[line:start]
    indent = head[: len(head) - len(head.lstrip())]
    draft.take(draft.text[:line] + _comment(words, indent, path) + draft.text[line:], draft.value)
    draft.remove(whole_path(draft, path))


def _comment(words: str, indent: str, path: Path) -> str:
    first, *rest = words.splitlines()
    where = ".".join(str(step) for step in path[:-1])
    lines = [f"{indent}{MARK}{where}: {first}", *(f"{indent}#   {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def whole_path(draft: Draft, path: Path) -> Path:
    """Return the path of what is to go: a list or mapping that would be left empty goes with its last entry."""
    while len(path) > 1:
        around = draft.at(path[:-1])
        if not isinstance(around, list | dict) or len(around) > 1:
            break
        path = path[:-1]
    return path
