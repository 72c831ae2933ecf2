"""Timelines inside a timeline as sequences; multicams as the angle that is seen."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import SourceSpan, TrackKind
from posthouse.studio.exchange.incoming.desk import Line
from posthouse.studio.exchange.incoming.multicam import group_of
from posthouse.timing import FrameRange, SourceMap

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Timeline, Track
    from posthouse.studio.exchange.incoming.desk import Desk
    from posthouse.timing import Rate

_HALF = Fraction(1, 2)


def sourced(clip: Clip, desk: Desk) -> tuple[Clip, str]:
    """Return a clip and the media or sequence it is from; one that shows a timeline counts at the programme's rate."""
    inside = desk.reading.timeline(clip.nested) if clip.nested else None
    if inside is None:
        return dataclasses.replace(clip, nested=None), desk.book.name_of(clip.media, clip.source.rate, clip.name)
    group = group_of(clip, desk) if clip.angles else None
    if group is not None:
        desk.ledger.keep(clip.name, "multicam")
        return dataclasses.replace(clip, angles={group[1][inside.id]: inside.id}), group[0]
    if clip.angles:
        reason = "the angle that is seen; the others are cut, or it runs beyond its camera"
        desk.ledger.approximate(clip.name, "multicam", reason)
        clip = dataclasses.replace(clip, angles={})
    name = desk.nests.get(inside.id)
    if name is None:
        name = desk.book.names.free(inside.name or clip.name, "sequence")
        desk.nests[inside.id] = name
        _enter(name, inside, desk)
    ratio = desk.timeline.rate.fraction / clip.source.rate.fraction
    span = clip.source
    used = SourceSpan(
        rate=desk.timeline.rate, start=max(Fraction(0), span.start * ratio), duration=span.duration * ratio
    )
    found = dataclasses.replace(clip, source=used)
    _ask(name, found, desk)
    return found, name


def _ask(name: str, clip: Clip, desk: Desk) -> None:
    """Note how much of a sequence a clip asks for."""
    first = (clip.source.start + _HALF).__floor__()
    shown = SourceMap(in_frame=first, duration_frames=clip.record.duration_frames, speed=clip.speed).grid_range()
    has, asked = desk.lengths.get(name, (0, 0))
    most = shown.end_frame if not clip.ramp else (clip.source.end + 1).__ceil__()
    desk.lengths[name] = (has, max(asked, most))


def lengthen_nests(desk: Desk) -> None:
    """Put black behind sequences of which more is asked for than they have."""
    for name, (has, asked) in desk.lengths.items():
        if asked > has:
            desk.sequences[name].append(Line(value={"gap": f"{asked - has}f"}))


def _enter(name: str, inside: Timeline, desk: Desk) -> None:
    """Write a timeline as a sequence: its lowest picture track, its shots with the sound they have there."""
    outer, standing = desk.timeline, desk.standing
    if inside.rate != outer.rate:
        reason = f"it runs at {inside.rate} fps inside, and its cuts lie on the nearest frames at {outer.rate}"
        desk.ledger.approximate(name, "nested", reason)
        inside = at_rate(inside, outer.rate)
    pictured = [track for track in inside.of_kind(TrackKind.PICTURE) if track.clips]
    desk.timeline, desk.standing = inside, []
    try:
        lines = _heard_lines(name, pictured[0], desk) if pictured else []
    finally:
        desk.timeline, desk.standing = outer, standing
    has = inside.duration_frames if lines else 1
    desk.sequences[name] = lines or [Line(value={"gap": "1f"})]
    desk.lengths[name] = (has, desk.lengths.get(name, (0, 0))[1])
    desk.ledger.keep(name, "nested")
    for track in pictured[1:]:
        desk.ledger.drop(f"{name}/{track.name}", "track", "a sequence holds one picture track")


def _heard_lines(name: str, track: Track, desk: Desk) -> list[Line]:
    """Return a track of a nested timeline as items, its shots with their own sound; the desk keeps the other."""
    from posthouse.studio.exchange.incoming.sound import SoundDesk, picture_joins  # as below
    from posthouse.studio.exchange.incoming.track import track_lines  # a track holds nests, and a nest tracks

    lines = track_lines(track, desk.timeline.duration_frames, desk)
    heard = SoundDesk(desk=desk, over=[], joins=picture_joins(track), nest=name)
    heard.take(desk.timeline.of_kind(TrackKind.SOUND))
    return lines


def at_rate(timeline: Timeline, rate: Rate) -> Timeline:
    """Return a timeline with its cuts on the nearest frames of another rate; sources stay as they are."""
    ratio = rate.fraction / timeline.rate.fraction

    def frame(at: int) -> int:
        return (at * ratio + _HALF).__floor__()

    def track_at(track: Track) -> Track:
        clips = (
            dataclasses.replace(clip, record=FrameRange(frame(clip.record.start_frame), frame(clip.record.end_frame)))
            for clip in track.clips
        )
        joins = (
            dataclasses.replace(
                each,
                record=FrameRange(frame(each.record.start_frame), frame(each.record.end_frame)),
                join=frame(each.join),
            )
            for each in track.transitions
        )
        kept = tuple(clip for clip in clips if not clip.record.is_empty)
        return dataclasses.replace(track, clips=kept, transitions=tuple(joins))

    return dataclasses.replace(timeline, rate=rate, tracks=tuple(track_at(track) for track in timeline.tracks))
