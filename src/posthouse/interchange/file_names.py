"""The parts of a path, whichever system wrote it."""

from __future__ import annotations

from pathlib import PurePosixPath

_FEWEST_MAC_PARTS = 3
_NO_NAMES = {"", ".", ".."}


def last_part(path: str) -> str:
    """Return the file's or folder's name in a path of Unix, Windows or the classic Mac; empty where it has none.

    The classic Mac, and Pro Tools to this day, write ``Macintosh HD:Users:kim:take.wav``.
    """
    if _is_of_mac(path):
        return path.rstrip(":").rpartition(":")[2].strip()
    name = PurePosixPath(path.replace("\\", "/")).name.strip()
    return "" if name in _NO_NAMES else name


def folders_of(path: str) -> tuple[str, ...]:
    """Return the folders of a path, outermost first."""
    parts = path.split(":") if _is_of_mac(path) else path.replace("\\", "/").split("/")
    return tuple(part for part in parts[:-1] if part not in _NO_NAMES)


def _is_of_mac(path: str) -> bool:
    """Return whether colons part a path's folders; those of a time of day in a name do not."""
    parts = path.rstrip(":").split(":")
    if "/" in path or "\\" in path or len(parts) < _FEWEST_MAC_PARTS or not all(part.strip() for part in parts):
        return False
    return any(sign.isalpha() for sign in parts[0]) and not all(part.isdecimal() for part in parts[1:-1])
