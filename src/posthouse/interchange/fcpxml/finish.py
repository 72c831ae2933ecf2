"""From pieces to clips: seconds become whole frames of the record and exact fractions of frames of the source."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import Place
from posthouse.interchange.curves import plain_speed
from posthouse.interchange.timeline import Clip, SourceSpan, TimePoint, TrackKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.fcpxml.pieces import Piece
    from posthouse.interchange.fcpxml.state import Story

_EXACT = Fraction(1, 10_000_000)
"""Seconds: below any sample, so from rounded fractions."""


def clip_of_piece(story: Story, piece: Piece) -> Clip | None:
    """Return a piece as a clip without an id, None where it is shorter than a frame."""
    rate = story.rate.fraction
    record = _record(story, piece)
    place = Place(file=str(story.state.document.path), line=piece.line or None)
    name = piece.clip.name
    if record.is_empty:
        story.state.ledger.drop(name, "clip", "it lasts less than a frame", place=place)
        return None
    begin, end = record.start_frame / rate, record.end_frame / rate
    off = max(abs(begin - piece.start), abs(end - piece.end))
    if off > _EXACT:
        what = "sound" if piece.kind is TrackKind.SOUND else "picture"
        why = f"the {what} begins or ends between two frames: moved by {float(off) * 1000:.3g} ms, in sync"
        story.state.ledger.approximate(name, "clip", why, place=place)
    else:
        story.state.ledger.keep(name, "clip", place=place)
    clip = _with_source(dataclasses.replace(piece.clip, record=record), piece, begin, end)
    _tell_speed(story, clip, place)
    return clip


def _record(story: Story, piece: Piece) -> FrameRange:
    """Return the nearest frames; where the media begins within one, the next, so that all of them have sound."""
    first, end = max(0, story.frame(piece.start)), max(0, story.frame(piece.end))
    available = piece.clip.media.available
    if available is not None and piece.clip.nested is None and first / story.rate.fraction < piece.start:
        shown = piece.shows.value(first / story.rate.fraction) * piece.clip.source.rate.fraction
        first += shown < available.start
    return FrameRange(first, max(first, end))


def _with_source(clip: Clip, piece: Piece, begin: Fraction, end: Fraction) -> Clip:
    rate = clip.source.rate
    frames_a_second = Fraction(clip.record.duration_frames) / (end - begin)
    shows = piece.shows.within(begin, end)
    values = [point.value * rate.fraction for point in shows.points]
    low, high = min(values), max(values)
    speed = (shows.points[-1].value - shows.points[0].value) / (end - begin)
    if shows.is_straight:
        speed = plain_speed(speed)
        duration = (end - begin) * rate.fraction * abs(speed) or Fraction(1)
        return dataclasses.replace(clip, source=SourceSpan(rate=rate, start=low, duration=duration), speed=speed)
    ramp = tuple(
        TimePoint(record=(point.at - begin) * frames_a_second, source=value - low, is_smooth=point.is_smooth)
        for point, value in zip(shows.points, values, strict=True)
    )
    source = SourceSpan(rate=rate, start=low, duration=high - low)
    return dataclasses.replace(clip, source=source, speed=speed, ramp=ramp)


def _tell_speed(story: Story, clip: Clip, place: Place) -> None:
    if any(point.is_smooth for point in clip.ramp):
        why = "the curve of the ramp is read as its points"
        story.state.ledger.approximate(clip.name, "speed", why, place=place)
    elif clip.ramp or clip.speed != 1:
        story.state.ledger.keep(clip.name, "speed", place=place)
    for feature, said in (
        ("transform", clip.transform),
        ("opacity", clip.opacity),
        ("level", clip.gain_db),
        ("pan", clip.pan),
    ):
        if said is not None:
            story.state.ledger.keep(clip.name, feature, place=place)
    if clip.nested is not None:
        story.state.ledger.keep(clip.name, "multicam" if clip.angles else "nested", place=place)
