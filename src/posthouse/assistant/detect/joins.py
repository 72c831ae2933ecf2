"""A place where one shot of a movie becomes the next."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace


class JoinKind(enum.StrEnum):
    """How a shot becomes the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"
    FADE = "fade"
    """Through black or white."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Join:
    """A change of shot: the next one has the movie to itself from ``end_frame`` on.

    A cut begins and ends at one frame; a dissolve or fade has the frames start..end, in which neither shot is alone.
    """

    start_frame: int
    end_frame: int
    kind: JoinKind = JoinKind.CUT
    confidence: float = 1.0

    @property
    def cut_frame(self) -> int:
        """Return the frame at which one would cut: the middle."""
        return (self.start_frame + self.end_frame) // 2

    def later(self, frames: int) -> Join:
        """Return the same so many frames later."""
        return replace(self, start_frame=self.start_frame + frames, end_frame=self.end_frame + frames)
