"""Two changes of one entry that are each right, merge field by field, and mean something else together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.production.merging.conflict import Conflict
from posthouse.production.merging.values import RANGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.tree import Plain

_WHOSE = ("ours", "theirs")
_MEDIA = ("from", "angle")


def split_and_changed(what: str, base: Plain, sides: Sequence[Plain], news: Sequence[Plain]) -> Conflict | None:
    """Return the conflict where one cut a shot in two and the other changed it: one half only would be changed.

    Args:
        what: what the shot is called.
        base: the shot before.
        sides: the shot as ours and theirs have it.
        news: the new entry behind it in ours and in theirs; None where there is none.
    """
    if base in sides:
        return None
    for side, other in ((0, 1), (1, 0)):
        if _changed(base, sides[side], RANGE) and _of(news[side], "from") == _of(base, "from") is not None:
            if news[side] == news[other]:
                continue
            return Conflict(what=what, words=f"{_WHOSE[side]} split it in two, {_WHOSE[other]} changed it")
    return None


def other_media_and_range(what: str, base: Plain, sides: Sequence[Plain]) -> Conflict | None:
    """Return the conflict where one gave a shot other media and the other moved its range in the old one."""
    for side, other in ((0, 1), (1, 0)):
        is_other_media = _changed(base, sides[side], _MEDIA) and not _changed(base, sides[other], _MEDIA)
        is_moved = _changed(base, sides[other], ("in", "out")) and not _changed(base, sides[side], RANGE)
        if is_other_media and is_moved:
            words = f"{_WHOSE[side]} changed its media, {_WHOSE[other]} where it lies in the media it had"
            return Conflict(what=what, words=words)
    return None


def _changed(base: Plain, side: Plain, fields: Sequence[str]) -> bool:
    return any(_of(base, name) != _of(side, name) for name in fields)


def _of(entry: Plain, name: str) -> Plain:
    return entry.get(name) if isinstance(entry, dict) else None
