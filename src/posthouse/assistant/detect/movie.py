"""Every join of a whole movie: cuts, and changes over many frames, none over another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.assistant.detect.cuts import hard_cuts
from posthouse.assistant.detect.gradual import gradual_changes

if TYPE_CHECKING:
    from posthouse.assistant.detect.joins import Join
    from posthouse.assistant.detect.looks import Looks


def joins_of(looks: Looks, *, shortest_frames: int = 3) -> tuple[Join, ...]:
    """Return every join of a movie in order; shots shorter than some frames are taken with a neighbor."""
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
