"""Black at the head of a cut that a cut file says by its first label alone, as black again.

Example: 30 frames of black and a dissolve of 24 over the cut; an EDL begins at 01:00:00:18 with a fade from black.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.fields import KeyEdge
from posthouse.studio.comparing.layout import LaidGap, LaidJoin, LaidShot
from posthouse.studio.comparing.seams import NOT_WRITTEN
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.studio.comparing.layout import Layout


def says_black_by_label(echo: Layout, ours: Layout) -> bool:
    """Return whether an export of a production that begins with black only begins later."""
    first = ours.events[0] if ours.events else None
    return isinstance(first, LaidGap) and 0 < late_frames(echo, ours) <= first.range.duration_frames


def late_frames(cut: Layout, ours: Layout) -> int:
    """Return how much later than a production a cut file begins, if that is with a shot."""
    if cut.start is None or not cut.events or not isinstance(cut.events[0], LaidShot):
        return 0
    return max(0, cut.start.frame_count - (ours.start.frame_count if ours.start else 0))


def with_labelled_black(cut: Layout, ours: Layout) -> Layout:
    """Return a layout with black before its first shot, which that fades in from, in the place of a later start."""
    first, late = cut.events[0], late_frames(cut, ours)
    if not late or not isinstance(first, LaidShot):
        return cut
    gap = LaidGap(index=NOT_WRITTEN, range=FrameRange(0, late))
    later = [_later(event, late) for event in cut.events]
    joins = [dataclasses.replace(join, before=join.before + 1, after=join.after + 1) for join in cut.joins]
    fade = _fade_frames(first)
    if fade:
        joins.insert(0, LaidJoin(index=NOT_WRITTEN, kind="dissolve", frames=fade, lead=0, before=0, after=1))
    over = tuple(dataclasses.replace(shot, start_frame=shot.start_frame + late) for shot in cut.over)
    return dataclasses.replace(cut, start=ours.start, events=(gap, *later), joins=tuple(joins), over=over)


def _later(event: LaidShot | LaidGap, frames: int) -> LaidShot | LaidGap:
    if isinstance(event, LaidGap):
        return dataclasses.replace(event, range=event.range.shifted(frames))
    return dataclasses.replace(event, start_frame=event.start_frame + frames)


def _fade_frames(shot: LaidShot) -> int:
    """Return how long a shot that was read fades in, as the reader writes it: from its start, to all of it."""
    keys = shot.spec.opacity
    if not isinstance(keys, tuple) or [key.to for key in keys] != [0, 1] or keys[1].at.edge is not KeyEdge.START:
        return 0
    return keys[1].at.offset.frames
