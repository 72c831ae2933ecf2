"""The document's markers, from the programme's first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange import Marker

if TYPE_CHECKING:
    from posthouse.studio.programme import Programme


def markers_of(programme: Programme) -> tuple[Marker, ...]:
    """Return every marker, in the order of time."""
    found = [
        Marker(
            at=placed.range.start_frame,
            duration=placed.range.duration_frames,
            name=placed.spec.name or placed.spec.id,
            note=placed.spec.note,
            color=str(placed.spec.color or ""),
            author=placed.spec.author,
        )
        for placed in programme.markers
    ]
    return tuple(sorted(found, key=lambda marker: marker.at))
