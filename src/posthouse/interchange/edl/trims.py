"""A clip's ends moved, its source with them: where an EDL says a transition begins is not where a cut would be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import MediaKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.timeline import Clip
    from posthouse.timing import Rate


def step_of(clip: Clip, rate: Rate) -> Fraction:
    """Return how many source frames pass in a frame of the timeline; negative in reverse."""
    return clip.speed * clip.source.rate.fraction / rate.fraction


def begun_later(clip: Clip, frames: int, rate: Rate) -> Clip:
    """Return a clip that begins some frames later (earlier if negative), each frame showing what it did."""
    step, source = step_of(clip, rate), clip.source
    start = source.start + frames * step if step > 0 else source.start
    markers = tuple(replace(marker, at=max(0, marker.at - frames)) for marker in clip.markers)
    return replace(
        clip,
        record=FrameRange(clip.record.start_frame + frames, clip.record.end_frame),
        source=replace(source, start=start, duration=_lasting(clip, -frames, step)),
        markers=markers,
    )


def ended_later(clip: Clip, frames: int, rate: Rate) -> Clip:
    """Return a clip that ends some frames later (earlier if negative), each frame showing what it did."""
    step, source = step_of(clip, rate), clip.source
    start = source.start + frames * step if step < 0 else source.start
    return replace(
        clip,
        record=FrameRange(clip.record.start_frame, clip.record.end_frame + frames),
        source=replace(source, start=start, duration=_lasting(clip, frames, step)),
    )


def shows_same(whole: Clip, part: Clip, rate: Rate) -> bool:
    """Return whether a clip that lies within another's record shows what that shows there."""
    if whole.media.kind is MediaKind.BLACK and part.media.kind is MediaKind.BLACK:
        return True
    if (whole.media.reel, whole.media.name, whole.speed) != (part.media.reel, part.media.name, part.speed):
        return False
    if whole.source.rate != part.source.rate:
        return False
    inside = begun_later(whole, part.record.start_frame - whole.record.start_frame, rate)
    inside = ended_later(inside, part.record.end_frame - inside.record.end_frame, rate)
    return inside.source == part.source


def _lasting(clip: Clip, frames: int, step: Fraction) -> Fraction:
    return clip.source.duration + frames * abs(step) if step else clip.source.duration
