"""Paths as a document writes them: from its own folder, with slashes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FAR = "../../.."


def path_from(folder: Path, path: Path) -> str:
    """Return a path from a folder."""
    return os.path.relpath(path.resolve(), folder.resolve()).replace(os.sep, "/")


def near_path(folder: Path, path: Path) -> str:
    """Return a path from a folder, or whole where it is three folders up or more: the two would not move together."""
    near = path_from(folder, path)
    return str(path.resolve()) if near.startswith(_FAR) else near
