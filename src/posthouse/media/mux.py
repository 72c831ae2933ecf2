"""Chunks and sound joined to a finished file without re-encoding."""

from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from posthouse.timing import Timecode


def join_chunks(
    chunks: Sequence[Path], sound: Path | None, target: Path, *, container: str, start: Timecode | None = None
) -> None:
    """Write picture chunks end to end, with the sound beside them, to ``target``."""
    raise NotImplementedError
