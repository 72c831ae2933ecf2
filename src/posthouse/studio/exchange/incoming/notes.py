"""Markers of the timeline, its tracks and its clips, tied to the shots they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial.marker_spec import LONGEST_NOTE, MarkerColor
from posthouse.studio.exchange.incoming.desk import Line, Standing

if TYPE_CHECKING:
    from posthouse.interchange import Ledger, Marker
    from posthouse.studio.exchange.incoming.desk import Desk, Entry
    from posthouse.studio.exchange.incoming.naming import Names

_LONGEST_NAME = 1000


def marker_lines(desk: Desk, over: list[Standing]) -> list[Line]:
    """Return every marker, in the order of time."""
    found: list[tuple[int, Marker]] = [(marker.at, marker) for marker in desk.timeline.markers]
    for track in desk.timeline.tracks:
        found += [(marker.at, marker) for marker in track.markers]
        for clip in track.clips:
            found += [(clip.record.start_frame + marker.at, marker) for marker in clip.markers]
    del over
    lines: list[Line] = []
    end = max(1, desk.timeline.duration_frames)
    seen: set[tuple[int, Marker]] = set()
    for at, marker in sorted(found, key=lambda each: each[0]):
        if (at, marker.__class__(at=0, name=marker.name, note=marker.note, color=marker.color)) in seen:
            continue  # the same note on a clip and on its sound
        seen.add((at, marker.__class__(at=0, name=marker.name, note=marker.note, color=marker.color)))
        lines += _line(at, marker, desk, end)
    return lines


def _line(at: int, marker: Marker, desk: Desk, end: int) -> list[Line]:
    if not 0 <= at < end:
        desk.ledger.drop(marker.name or f"marker at {at}", "marker", "it stands outside of the programme")
        return []
    return [marker_line(marker, desk.anchor(at), desk.names, desk.ledger)]


def marker_line(marker: Marker, at: str, names: Names, ledger: Ledger) -> Line:
    """Return a marker that stands at an anchor or a time of the programme."""
    label = marker.name or f"marker at {at}"
    said: Entry = {"marker": names.free(marker.name or "marker", "marker"), "at": at}
    if marker.duration > 0:
        said["for"] = f"{marker.duration}f"
    if marker.name and marker.name != said["marker"]:
        said["name"] = marker.name[:_LONGEST_NAME]
    if marker.note:
        said["note"] = marker.note[:LONGEST_NOTE]
    if marker.color.lower() in set(MarkerColor):
        said["color"] = marker.color.lower()
    elif marker.color:
        ledger.approximate(label, "marker", f"{marker.color} is not among the house's colors of markers")
    if marker.author:
        said["author"] = marker.author[:_LONGEST_NAME]
    ledger.keep(label, "marker")
    return Line(value=said)
