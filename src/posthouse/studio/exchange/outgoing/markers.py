"""The document's markers, from the programme's first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial import programme_frame
from posthouse.interchange import Marker

if TYPE_CHECKING:
    from posthouse.studio.exchange.outgoing.desk import Desk


def markers_of(desk: Desk) -> tuple[Marker, ...]:
    """Return every marker that stands in the programme; one whose shot is gone is told."""
    programme = desk.programme
    sources = {name: media.editorial for name, media in programme.media.items() if media.editorial is not None}
    found: list[Marker] = []
    for spec in programme.production.document.markers:
        told: list[str] = []
        at = programme_frame(spec.at, programme.cut, desk.rate, sources, lambda cause, _, told=told: told.append(cause))
        if at is None:
            desk.ledger.drop(f"marker {spec.id}", "marker", told[0] if told else "its place is not in the programme")
            continue
        marker = Marker(
            at=at,
            duration=spec.length.nearest_frames(desk.rate) if spec.length else 0,
            name=spec.name or spec.id,
            note=spec.note,
            color=str(spec.color or ""),
            author=spec.author,
        )
        found.append(marker)
    return tuple(sorted(found, key=lambda marker: marker.at))
