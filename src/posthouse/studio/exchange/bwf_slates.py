"""What Broadcast WAVs say of themselves, read once each."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.interchange.bwf import read_slate
from posthouse.studio.relinking.files import WAVES

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.bwf import SoundSlate


def slate_of(path: Path) -> SoundSlate | None:
    """Return the slate of a Broadcast WAV; None of other files, and of one that cannot be read."""
    if path.suffix.lower() not in WAVES:
        return None
    try:
        modified = path.stat().st_mtime_ns
    except OSError:
        return None
    return _slate(path, modified)


@functools.lru_cache(maxsize=1024)
def _slate(path: Path, _modified: int) -> SoundSlate | None:
    try:
        return read_slate(path)
    except MediaError:
        return None
