"""Transitions of a list laid over the joins of clips.

Problem: an EDL says of a dissolve where it begins, how long it lasts, and what each side shows as it begins.
Approach: the join is where the transition begins, so the incoming clip stands as its event says and the outgoing one
lends its tail. Where the side going out is not the clip before, it gets a clip of its own for as long as the
transition lasts. A dissolve to black becomes a fade over the end of the clip that goes out.
Trap: a machine's list has the side going out on a line of no length; that line is no clip.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.edl.drafts import Draft, Lane, clip_of
from posthouse.interchange.edl.lines import Edit
from posthouse.interchange.edl.trims import begun_later, ended_later, step_of
from posthouse.interchange.timeline import MediaKind, TrackKind, Transition, TransitionKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.edl.drafts import Context
    from posthouse.interchange.edl.strips import Strip
    from posthouse.interchange.timeline import Clip


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a transition row puts on its track, and what is to be said of it."""

    clips: tuple[Clip, ...]
    transition: Transition
    remark: str = ""


def joined(strip: Strip, incoming: tuple[Draft, Clip], outgoing: Draft | None, lane: Lane, context: Context) -> Joined:
    """Return a row that begins with a dissolve or wipe, joined to what is before it on its track."""
    draft, clip = incoming
    lasting = min(draft.entry.row.duration, clip.record.duration_frames)
    remark = "" if lasting == draft.entry.row.duration else f"cut to {lasting} frames, the length of its event"
    start = clip.record.start_frame
    before = strip.ending_at(start)
    from_black = outgoing.is_black if outgoing else before is None or before.media.kind is MediaKind.BLACK
    clips: tuple[Clip, ...] = (clip,)
    join = start
    if not from_black and not _continues(before, outgoing, context):
        tail = _tail(outgoing, lane, lasting, context)
        if tail is not None and clip.record.duration_frames > lasting and strip.has_room(tail.record):
            clips, join, before = (tail, begun_later(clip, lasting, context.rate)), start + lasting, tail
        else:
            remark = remark or "its outgoing side is not the clip before it, and there is no room for it"
    kind = _kind(draft, lane, from_black=from_black)
    record = FrameRange.lasting(start, lasting)
    if kind is TransitionKind.FADE_OUT and before is not None:
        join = record.end_frame
        clips = _faded_out(strip, before, clip, join, context)
    transition = Transition(kind=kind, record=record, join=join, name=draft.entry.effect, wipe=_wipe(draft, kind))
    return Joined(clips=clips, transition=transition, remark=remark)


def keyed(draft: Draft, clip: Clip) -> Transition | None:
    """Return the fade a key comes in with, or goes out with; None where it just appears."""
    row, record = draft.entry.row, clip.record
    if row.edit is Edit.KEY_OUT:
        return Transition(kind=TransitionKind.FADE_OUT, record=record, join=record.end_frame)
    lasting = min(row.duration, record.duration_frames)
    if not lasting:
        return None
    fading = FrameRange.lasting(record.start_frame, lasting)
    return Transition(kind=TransitionKind.FADE_IN, record=fading, join=record.start_frame)


def _faded_out(strip: Strip, before: Clip, black: Clip, end: int, context: Context) -> tuple[Clip, ...]:
    """Lengthen the clip that goes out over its fade; return what black is left, and the clip if it is a new one."""
    record = FrameRange(end, max(end, black.record.end_frame))
    rest = replace(black, record=record, source=replace(black.source, duration=Fraction(record.duration_frames)))
    left = (rest,) if not rest.record.is_empty else ()
    if strip.ending_at(before.record.end_frame) is not before:  # a tail of its own ends with the fade already
        return (before, *left)
    strip.exchange(before, ended_later(before, end - before.record.end_frame, context.rate))
    return left


def _continues(before: Clip | None, outgoing: Draft | None, context: Context) -> bool:
    """Return whether the side going out is the clip before, where it stopped."""
    if before is None or outgoing is None:
        return before is not None
    edl = before.facts["edl"]
    is_same_reel = isinstance(edl, dict) and str(edl["reel"]).upper() == outgoing.entry.row.reel.upper()
    if is_same_reel and (outgoing.times.source_in == 0 or before.speed == 0 or before.source.rate != context.rate):
        return True  # no timecode to compare, or held, or counted otherwise
    step = step_of(before, context.rate)
    expected = before.source.end if step > 0 else before.source.start - 1
    if not is_same_reel:  # some systems name the incoming reel on both lines; the timecode gives it away
        return outgoing.times.source_in == expected != 0
    return abs(outgoing.times.source_in - expected) <= 1 + math.ceil(abs(step) * Fraction(3, 2))


def _tail(outgoing: Draft | None, lane: Lane, lasting: int, context: Context) -> Clip | None:
    if outgoing is None or outgoing.record.duration_frames:
        return None
    clip = clip_of(outgoing, lane, context)
    whole = ended_later(clip, lasting - clip.record.duration_frames, context.rate)
    return replace(whole, source=replace(whole.source, start=Fraction(outgoing.times.source_in)))


def _kind(draft: Draft, lane: Lane, *, from_black: bool) -> TransitionKind:
    if draft.entry.row.edit is Edit.WIPE and lane.kind is TrackKind.PICTURE:
        return TransitionKind.WIPE
    if from_black and not draft.is_black:
        return TransitionKind.FADE_IN
    return TransitionKind.FADE_OUT if draft.is_black and not from_black else TransitionKind.DISSOLVE


def _wipe(draft: Draft, kind: TransitionKind) -> int | None:
    return draft.entry.row.wipe if kind is TransitionKind.WIPE else None
