"""How a list is written: the length of reels, and how many events one list may have."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ReelMode(enum.Enum):
    """How long a reel's name may be, and the columns it takes."""

    CMX = 8  # CMX3600, columns 6 to 13 (standards sheet 3.2)
    FILE_32 = 32  # Avid's File_32: the same columns, wider
    FILE_129 = 129  # Avid's File_129


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a list is for: a CMX machine takes 8-character reels and 999 events; editing systems take more."""

    reels: ReelMode = ReelMode.FILE_32
    most_events: int | None = None
    """Where a list is cut in two; None: never, and its numbers get six digits."""
