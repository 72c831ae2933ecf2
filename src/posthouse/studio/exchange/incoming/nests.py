"""Timelines inside a timeline as sequences; multicams as the angle that is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange import TrackKind

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Timeline, Track
    from posthouse.studio.exchange.incoming.desk import Desk


def nested_source(clip: Clip, desk: Desk) -> str | None:
    """Return the sequence a clip shows, entered when it is met first; None where it shows media."""
    inside = desk.reading.timeline(clip.nested) if clip.nested else None
    if inside is None:
        return None
    if clip.angles:
        desk.ledger.approximate(clip.name, "multicam", f"the angle that is seen; {len(clip.angles)} angles are there")
    known = desk.nests.get(inside.id)
    if known is not None:
        return known
    name = desk.book.names.free(inside.name or clip.name, "sequence")
    desk.nests[inside.id] = name
    _enter(name, inside, desk)
    return name


def _enter(name: str, inside: Timeline, desk: Desk) -> None:
    from posthouse.studio.exchange.incoming.track import track_lines  # a track holds nests, and a nest tracks

    pictured = [track for track in inside.of_kind(TrackKind.PICTURE) if track.clips]
    outer, desk.timeline = desk.timeline, inside
    if inside.rate != outer.rate:
        desk.ledger.approximate(name, "nested", f"it runs at {inside.rate} fps inside, and is cut at {outer.rate} here")
    try:
        lines = track_lines(pictured[0], inside.duration_frames, desk, is_main=False) if pictured else []
    finally:
        desk.timeline = outer
    desk.sequences[name] = lines or track_lines(_nothing(inside), 1, desk, is_main=False)
    desk.ledger.keep(name, "nested")
    for track in pictured[1:]:
        desk.ledger.drop(f"{name}/{track.name}", "track", "a sequence holds one picture track")
    for track in inside.of_kind(TrackKind.SOUND):
        if track.clips:
            desk.ledger.drop(f"{name}/{track.name}", "track", "a sequence is heard by its shots' own sound")


def _nothing(inside: Timeline) -> Track:
    from posthouse.interchange import Track

    del inside
    return Track(name="V1", kind=TrackKind.PICTURE)
