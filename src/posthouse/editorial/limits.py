"""What a media has: whether a shot, or a transition's handle, stays within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.timing import Timecode

if TYPE_CHECKING:
    from posthouse.editorial.anchors import Source
    from posthouse.editorial.cut import Shot
    from posthouse.timing import FrameRange, Rate


def missing_handles(shot: Shot, frames: FrameRange, source: Source) -> int:
    """Return how many more frames than its media has a shot would show through programme frames; 0 or less: none."""
    if source.grid_frames is None:
        return 0  # no limit: held for ever
    shown = shot.source.grid_range(frames.shifted(-shot.start_frame))
    return max(source.first_frame - shown.start_frame, shown.end_frame - source.grid_frames)


def end_label(source: Source, rate: Rate) -> str:
    """Return the timecode of a media's end, by its own labels where it has them."""
    frames = source.rate.nearest_frames(rate.seconds_at(source.grid_frames or 0))
    if source.start_timecode is None:
        return str(Timecode(frame_count=frames, rate=source.rate))
    return str(source.start_timecode.plus(frames))
