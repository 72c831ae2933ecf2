"""Files written whole: beside their names first, renamed when they are safe on disk; nothing is overwritten unasked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_files(folder: Path, files: Mapping[str, bytes], *, may_overwrite: bool) -> list[Path]:
    """Write files into a folder, all or, where one is there already, none.

    Raises:
        MediaError: a file is there already, or one cannot be written.
    """
    targets = {folder / name: content for name, content in files.items()}
    standing = [path for path in targets if path.exists()]
    if standing and not may_overwrite:
        names = ", ".join(path.name for path in standing)
        raise MediaError(f"{names} is there already, in {folder}", hint="write elsewhere, or say --force")
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting.append((_written_beside(path, content), path))
        for unfinished, path in waiting:
            unfinished.replace(path)
    except OSError as error:
        hint = "is the disk full, or the folder not writable?"
        raise MediaError(f"{error.filename or folder} cannot be written: {error.strerror}", hint=hint) from error
    finally:
        for unfinished, _ in waiting:
            unfinished.unlink(missing_ok=True)
    return list(targets)


def _written_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    Path(name).chmod(0o666 & ~_umask())
    return Path(name)


def _umask() -> int:
    found = os.umask(0)
    os.umask(found)
    return found
