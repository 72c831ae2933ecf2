"""A track as a playlist needs it: runs of one clip, and mixes of two, end to end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import TransitionKind
from posthouse.interchange.trim import trimmed_clip
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Track, Transition
    from posthouse.timing import Rate

JOINING = {TransitionKind.DISSOLVE, TransitionKind.WIPE, TransitionKind.DIP, TransitionKind.OTHER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a track: one clip, or two mixed (``after`` is the second), each cut to the stretch."""

    record: FrameRange
    clip: Clip
    after: Clip | None = None
    join: int = 0
    """The record frame where the cut of a mix would be."""


def pieces_of(track: Track, rate: Rate) -> list[Piece]:
    """Return a track's stretches in order; a mix lies over handles of both clips."""
    joins = [(before, after, _join(track, before, after)) for before, after in pairwise(track.clips)]
    mixes = [(before, after, found) for before, after, found in joins if found is not None]
    found = [
        Piece(
            record=mix.record,
            clip=trimmed_clip(before, mix.record, rate),
            after=trimmed_clip(after, mix.record, rate),
            join=mix.join,
        )
        for before, after, mix in mixes
    ]
    for clip in track.clips:
        start = max([m.record.end_frame for _, after, m in mixes if after is clip], default=clip.record.start_frame)
        end = min([m.record.start_frame for before, _, m in mixes if before is clip], default=clip.record.end_frame)
        if end > start:
            record = FrameRange(start, end)
            found.append(Piece(record=record, clip=clip if record == clip.record else trimmed_clip(clip, record, rate)))
    return sorted(found, key=lambda piece: piece.record)


def _join(track: Track, before: Clip, after: Clip) -> Transition | None:
    """Return the transition over the join of two clips that abut."""
    if before.record.end_frame != after.record.start_frame:
        return None
    return next((t for t in track.transitions if t.kind in JOINING and t.join == after.record.start_frame), None)
