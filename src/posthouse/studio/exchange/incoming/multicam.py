"""Multicam clips: cameras that ran together as one media with angles, where each is one take."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.studio.exchange.incoming.naming import plain_name

if TYPE_CHECKING:
    from posthouse.interchange import Clip
    from posthouse.studio.exchange.incoming.desk import Desk, Entry


def group_of(clip: Clip, desk: Desk) -> tuple[str, dict[str, str]] | None:
    """Return the multicam media of a clip, entered when it is met first, and its angles by their timelines.

    None where the document cannot say it: an angle that is cut, or whose media's first frame is not known; or where
    the clip shows black before or after its camera ran.
    """
    takes = {inside: _take(inside, desk) for inside in dict.fromkeys(clip.angles.values())}
    shown = takes.get(clip.nested or "")
    if shown is None or None in takes.values() or not _lies_within(clip, shown):
        return None
    key = ("multicam", *sorted(takes))
    names = {inside: plain_name(angle) or f"angle{n}" for n, (angle, inside) in enumerate(clip.angles.items(), 1)}
    if len(set(names.values())) < len(names):
        return None
    name = desk.book.by_key.get(key)
    if name is None:
        name = desk.book.names.free(clip.media.name or clip.name or "multicam", "multicam")
        desk.book.by_key[key] = name
        angles = {names[inside]: _angle(take, desk) for inside, take in takes.items() if take is not None}
        desk.book.entries[name] = {"multicam": angles}
    return name, names


def _take(inside: str, desk: Desk) -> Clip | None:
    """Return the one clip an angle is, if it is one, whole frames of the programme from its media's first."""
    timeline = desk.reading.timeline(inside)
    tracks = [track for track in timeline.tracks if track.clips] if timeline else []
    first = tracks[0].clips[0] if tracks else None
    if first is None or timeline is None or len(tracks[0].clips) != 1 or timeline.rate != desk.timeline.rate:
        return None
    media = first.media
    is_known = not media.has_timecode or media.available is not None
    is_plain = first.speed == 1 and first.nested is None and bool(media.file)
    return first if is_known and is_plain and _offset(first, desk).denominator == 1 else None


def _offset(take: Clip, desk: Desk) -> Fraction:
    """Return where a take's media begins on the group's clock, in frames of the programme."""
    available = take.media.available
    origin = available.start if take.media.has_timecode and available is not None else Fraction(0)
    since = (take.source.start - origin) / take.source.rate.fraction * desk.timeline.rate.fraction
    return take.record.start_frame - since


def _angle(take: Clip, desk: Desk) -> Entry:
    return {"media": desk.book.name_of(take.media, take.source.rate), "offset": f"{_offset(take, desk)}f"}


def _lies_within(clip: Clip, take: Clip) -> bool:
    return take.record.start_frame <= clip.source.start and clip.source.end <= take.record.end_frame
