"""Parking: an entry of the document becomes a comment where it stood, so that nothing is lost without a trace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posthouse.fields import Anchor
from posthouse.production.arrange import comment_lines
from posthouse.production.splice import end_of, line_end

if TYPE_CHECKING:
    from posthouse.production.draft import Draft
    from posthouse.production.tree import Path

MARK = "# parked: "
_ANCHOR = re.compile(r"\b(?:at|start): [\"']?([^\"',}]+)")


def park(draft: Draft, path: Path) -> None:
    """Take an entry out of a draft and leave its text as a comment in its place; a list it leaves empty goes too.

    Raises:
        ProductionError: it is shared by a YAML alias.
    """
    spot, _ = draft.tree.nearest_spot(path)
    whole, _ = draft.tree.nearest_spot(draft.whole_path(path))
    assert spot is not None, "what is parked is there"
    assert whole is not None
    start = (spot.key or spot.start).index
    words = (draft.text[start : end_of(spot)].rstrip() + _comment_behind(draft, path)).rstrip()
    line = draft.text.rfind("\n", 0, whole.key.index if whole.key else _entry_start(draft, path, start)) + 1
    head = draft.text[line:start]
    indent = head[: len(head) - len(head.lstrip())]
    comments = comment_lines(head, indent) + _comment(words, indent, path)
    draft.take(draft.text[:line] + comments + draft.text[line:], draft.value)
    draft.remove(path)


def parked_on(text: str, shot: str) -> list[int]:
    """Return the lines, from 1, in which a text keeps what hung on a shot and was parked."""
    parked = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.lstrip().startswith(MARK)]
    return [at for at, line in parked if shot in map(_shot_of, _ANCHOR.findall(line))]


def _shot_of(written: str) -> str:
    try:
        return Anchor.parse(written.strip()).shot
    except ValueError:
        return ""


def _entry_start(draft: Draft, path: Path, start: int) -> int:
    """Return where an entry of a list begins: at its dash, or between brackets where its value does."""
    around, _ = draft.tree.nearest_spot(path[:-1])
    assert around is not None
    return start if around.is_flow else draft.text.rindex("-", 0, start)


def _comment_behind(draft: Draft, path: Path) -> str:
    """Return the comment that ends the line of what goes; none between brackets, where it may be of others."""
    steps = draft.whole_path(path)
    whole, _ = draft.tree.nearest_spot(steps)
    around, _ = draft.tree.nearest_spot(steps[:-1])
    if whole is None or around is None or around.is_flow:
        return ""
    end = end_of(whole)
    rest = draft.text[end : line_end(draft.text, end)]
    return rest if rest.strip().startswith("#") else ""


def _comment(words: str, indent: str, path: Path) -> str:
    first, *rest = words.splitlines()
    where = ".".join(str(step) for step in path[:-1])
    lines = [f"{indent}{MARK}{where}: {first}", *(f"{indent}#   {line}".rstrip() for line in rest)]
    return "\n".join(lines) + "\n"
