"""Changing one value of a production file; every other byte, comments and layout included, stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.production.draft import Draft

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from posthouse.production.production import Production
    from posthouse.production.splice import Value


def set_field(file: FilePath | str, path: str, value: Value) -> Production:
    """Set one value of a production file, as ``set_field("harbour", "cut.opening.in", "00:00:05:00")``.

    ``path`` leads there by keys, ids and list positions; keys that are not there yet are added. A value that is
    text is written as it stands: ``"12f"`` is ``12f``.

    Raises:
        ProductionError: the path leads nowhere.
        DocumentProblems: the document would no longer be valid; nothing is written.
    """
    draft = Draft.open(file)
    draft.set(path, value)
    return draft.write()


def remove_field(file: FilePath | str, path: str) -> Production:
    """Remove one field, or one entry of a list, of a production file, with its line where it stands alone.

    Raises:
        ProductionError: the path leads nowhere.
        DocumentProblems: the document would no longer be valid; nothing is written.
    """
    draft = Draft.open(file)
    draft.remove(path)
    return draft.write()
