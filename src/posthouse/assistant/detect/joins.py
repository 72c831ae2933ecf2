"""Where one shot of a movie becomes the next."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.assistant.detect.looks import Looks


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


def joins_of(looks: Looks, *, shortest_frames: int = 3) -> tuple[Join, ...]:
    """Return every join of a movie in order; shots shorter than some frames are taken with a neighbor."""
    from posthouse.assistant.detect.cuts import hard_cuts  # they make joins, which are defined here
    from posthouse.assistant.detect.gradual import gradual_changes

    if not looks.count:
        return ()
    cuts = hard_cuts(looks)
    slow = gradual_changes(looks, [cut.start_frame for cut in cuts])
    kept = [cut for cut in cuts if not any(each.start_frame <= cut.start_frame <= each.end_frame for each in slow)]
    found: list[Join] = []
    for join in sorted([*kept, *slow]):
        before = join.start_frame - found[-1].end_frame if found else join.cut_frame
        if min(before, looks.count - join.cut_frame) >= shortest_frames:
            found.append(join)
    return tuple(found)
