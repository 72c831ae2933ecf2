"""What changed between two cuts, a line each, in the words of the cutting room."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.timing import FrameRange


class Kind(enum.StrEnum):
    """What became of a shot or another thing."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    TRIMMED = "trimmed"
    SLIPPED = "slipped"
    RETIMED = "retimed"
    SPLIT = "split"
    MERGED = "merged"
    REPEATED = "repeated"
    REPLACED = "replaced"
    RENAMED = "renamed"
    CHANGED = "changed"


class Craft(enum.StrEnum):
    """Whose change it is."""

    PICTURE = "picture"
    COLOR = "color"
    EFFECTS = "effects"
    TITLES = "titles"
    SOUND = "sound"
    MIX = "mix"
    MASTER = "master"
    DELIVER = "deliver"
    FORMAT = "format"
    MEDIA = "media"
    MARKERS = "markers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: what, of what, where it was and where it is (programme frames of the two sides)."""

    kind: Kind
    craft: Craft
    subject: str
    words: str
    before: FrameRange | None = None
    after: FrameRange | None = None
    head_frames: int = 0
    """Programme frames taken off the head; below 0: added."""
    tail_frames: int = 0
    """Programme frames added at the tail; below 0: taken off."""
    score: float = 1.0
    reason: str = ""
    is_sure: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.subject}: {self.words}" if self.subject else self.words
