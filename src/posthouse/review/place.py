"""Where a viewer is after a recut: at the same frame of the same shot, wherever that went (law 7)."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from posthouse.editorial.cut import Shot

if TYPE_CHECKING:
    from posthouse.editorial.cut import Cut, Gap


def event_at(cut: Cut, frame: int) -> Shot | Gap | None:
    """Return what of the cut stands at a frame; None outside the programme."""
    starts = [event.range.start_frame for event in cut.events]
    place = bisect_right(starts, frame) - 1
    return cut.events[place] if place >= 0 and cut.events[place].range.contains(frame) else None


def same_place(before: Cut, after: Cut, frame: int) -> int:
    """Return the programme frame of ``after`` that shows what ``frame`` of ``before`` shows.

    A shot that no longer has the source frame gives its nearest; a shot that is gone, and a gap, the same time.
    """
    last = max(0, after.duration_frames - 1)
    event = event_at(before, frame)
    if not isinstance(event, Shot) or event.shot not in after.by_id:
        return min(frame, last)
    now, into = after.by_id[event.shot], frame - event.start_frame
    if now.source == event.source or now.source.is_freeze or now.media != event.media:
        return now.start_frame + min(into, max(0, now.source.duration_frames - 1))
    wanted = event.source.grid_frame(into)
    shown = now.source.grid_frames(now.range.shifted(-now.start_frame))
    nearest = min(range(len(shown)), key=lambda place: (abs(shown[place] - wanted), abs(place - into)), default=0)
    return now.start_frame + nearest
