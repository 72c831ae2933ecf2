"""A document whose folder changed: its relative paths made to lead to the same files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.production.written_files import path_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.draft import Draft
    from posthouse.production.tree import Plain

_FILES = {"file", "sequence", "lut", "cdl", "font"}
_FONTS = {"sans", "serif"}
Steps = tuple[str | int, ...]


def moved_paths(draft: Draft, old: Path, new: Path) -> None:
    """Rewrite the paths of a draft that lay in one folder for another; files that are not there stay as written."""
    if old.resolve() == new.resolve():
        return
    for steps, written in list(_paths(draft.value)):
        target = old / written
        if Path(written).is_absolute() or not (target.exists() or "%" in written or "#" in written):
            continue
        draft.set(steps, path_from(new, target))


def _paths(value: Plain, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Yield where a document names files, and the files."""
    if isinstance(value, dict):
        for key, item in value.items():
            is_bare_media = steps == ("media",) and isinstance(item, str)
            is_file = key in _FILES and isinstance(item, str) and item not in _FONTS and bool(steps)
            if is_bare_media or is_file:
                yield (*steps, key), str(item)
            else:
                yield from _paths(item, (*steps, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, (*steps, index))
