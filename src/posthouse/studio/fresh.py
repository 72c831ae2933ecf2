"""Tell that nothing changed by a few stats: what the last build read and wrote, remembered beside the store.

A build that did everything leaves a stamp: the versions it ran with, and the size, time and inode of every file it
read (document, media, LUTs, fonts) and published. If all of them stand as they were, and the same is asked for, there
is nothing to build, and neither the document nor a single library need be opened to know it. Anything else, a stamp
that cannot be read included, means: look properly.
"""

from __future__ import annotations

import json
import os
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Standing = list[int] | None

STAMP = "last-build.json"
BYTE_DECIDING = (
    "av",
    "freetype-py",
    "halide",
    "numpy",
    "opencolorio",
    "openimageio",
    "scipy",
    "soxr",
    "uharfbuzz",
    "uniseg",
)
"""Libraries whose versions can change a byte of a result; they are part of every key."""
FONTS = ("fontpkg-source-sans-3", "fontpkg-source-serif-4", "manimgx-fonts", "manimgx-fonts-cjk")
"""The house's fonts, whose digests are part of the keys of titles."""
_PACKAGE = Path(__file__).resolve().parent.parent


def leave_stamp(work: Path, names: Sequence[str], read: Mapping[str, Standing], written: Iterable[Path]) -> None:
    """Remember a build that did everything: which deliverables, how what it read stood, what it published."""
    stamp = {"names": list(names), "versions": _versions(), "read": dict(read), "written": standings(written)}
    unfinished = work / f"{STAMP}.{os.getpid()}"
    unfinished.write_text(json.dumps(stamp), encoding="utf-8")
    unfinished.replace(work / STAMP)


def is_fresh(work: Path, names: Sequence[str]) -> list[Path] | None:
    """Return the published files if nothing changed since the last build of the same names; else None."""
    try:
        stamp = json.loads((work / STAMP).read_text("utf-8"))
        if stamp["names"] != list(names) or stamp["versions"] != _versions():
            return None
        stands = all(_standing(Path(path)) == was for part in ("read", "written") for path, was in stamp[part].items())
        return [Path(path) for path in stamp["written"]] if stands else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def standings(paths: Iterable[Path]) -> dict[str, Standing]:
    """Return how files stand now; taken before they are read, so that a change while they are is noticed."""
    return {str(path): _standing(path) for path in paths}


def _versions() -> dict[str, str]:
    """Return what the bytes depend on beside the files: libraries, fonts, and posthouse's own code and data."""
    newest = max(path.stat().st_mtime_ns for path in _PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    own = {name: version(name) for name in (*BYTE_DECIDING, *FONTS)}
    return own | {"posthouse": f"{version('posthouse')} {newest}", "unicode": unicodedata.unidata_version}


def _standing(path: Path) -> Standing:
    """Return what a file's stat says of its content; a folder's is that of the files in it, not of its folders."""
    try:
        if path.is_dir():
            files = sorted(entry.path for entry in os.scandir(path) if entry.is_file())
            return [number for file in files for number in _stat_numbers(Path(file))]
        return _stat_numbers(path)
    except OSError:
        return None


def _stat_numbers(file: Path) -> list[int]:
    found = file.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
