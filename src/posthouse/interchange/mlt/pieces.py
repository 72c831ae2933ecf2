"""A track as a playlist needs it: runs of one clip, and mixes of two, end to end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import Clip, MediaKind, MediaRef, SourceSpan, TransitionKind
from posthouse.interchange.trim import trimmed_clip
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Track, Transition
    from posthouse.timing import Rate

JOINING = {TransitionKind.DISSOLVE, TransitionKind.WIPE, TransitionKind.DIP, TransitionKind.OTHER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a track: one clip, or two mixed (``after`` is the second), each cut to the stretch."""

    record: FrameRange
    clip: Clip
    after: Clip | None = None
    mix: Transition | None = None


def pieces_of(track: Track, rate: Rate) -> list[Piece]:
    """Return a track's stretches in order; a mix lies over handles of both clips."""
    ends = {clip.record.end_frame: clip for clip in reversed(track.clips)}
    starts = {clip.record.start_frame: clip for clip in reversed(track.clips)}
    mixes = [sides for each in track.transitions if (sides := _mix(ends, starts, each)) is not None]
    into, out_of = {id(after): mix for _, after, mix in mixes}, {id(before): mix for before, _, mix in mixes}
    found = [
        Piece(
            record=mix.record,
            clip=trimmed_clip(before, mix.record, rate),
            after=trimmed_clip(after, mix.record, rate),
            mix=mix,
        )
        for before, after, mix in mixes
    ]
    for clip in track.clips:
        start = into[id(clip)].record.end_frame if id(clip) in into else clip.record.start_frame
        end = out_of[id(clip)].record.start_frame if id(clip) in out_of else clip.record.end_frame
        if end > start:
            record = FrameRange(start, end)
            found.append(Piece(record=record, clip=clip if record == clip.record else trimmed_clip(clip, record, rate)))
    return sorted(found, key=lambda piece: piece.record)


def _mix(ends: dict[int, Clip], starts: dict[int, Clip], mix: Transition) -> tuple[Clip, Clip, Transition] | None:
    """Return what a transition lies between: two clips that abut, or one and black where it fades; None if neither."""
    before, after = ends.get(mix.join), starts.get(mix.join)
    if mix.kind is TransitionKind.FADE_IN and before is None:
        before = _black(mix.record, rate_of=after)
    elif mix.kind is TransitionKind.FADE_OUT and after is None:
        after = _black(mix.record, rate_of=before)
    elif mix.kind not in JOINING:
        return None
    return None if before is None or after is None or mix.record.is_empty else (before, after, mix)


def _black(record: FrameRange, *, rate_of: Clip | None) -> Clip | None:
    """Return what a fade comes from or goes to."""
    if rate_of is None:
        return None
    media = MediaRef(name="black", kind=MediaKind.BLACK, has_timecode=False)
    span = SourceSpan(rate=rate_of.source.rate, start=Fraction(0), duration=Fraction(record.duration_frames))
    return Clip(id="", name="black", record=record, source=span, media=media)
