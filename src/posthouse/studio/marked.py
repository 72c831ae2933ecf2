"""The markers of a production whose media are not all here: its places are worked out from what the text says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems, ProductionError
from posthouse.studio.comparing.side import side_of
from posthouse.studio.exchange.assumed import assumed_cut
from posthouse.studio.marks import placed_markers
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from posthouse.production import Production
    from posthouse.studio.marks import PlacedMarker
    from posthouse.studio.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Markers in their places; ``away`` names the media that are not here, by which a place may be off."""

    markers: tuple[PlacedMarker, ...]
    start: Timecode
    """The label of the programme's first frame."""
    away: tuple[str, ...] = ()


def marked_programme(programme: Programme) -> Marked:
    """Return the markers of a programme whose media are here."""
    start = programme.cut.start or Timecode(frame_count=0, rate=programme.production.document.format.rate)
    return Marked(markers=programme.markers, start=start)


def marked_text(production: Production) -> Marked:
    """Return the markers of a production, whose media are as long and begin as its text says where they are not here.

    Raises:
        DocumentProblems: a marker has no place.
    """
    document, side = production.document, side_of(production, "")
    assumed = assumed_cut(production, side.sources)
    problems: list[ProductionError] = []

    def complain(path: tuple[str | int, ...], cause: str, hint: str) -> None:
        problems.append(ProductionError(cause, hint=hint, place=production.place_of(path)))

    markers = placed_markers(document, assumed.cut, side.sources, complain)
    DocumentProblems.raise_if_any(problems)
    files = (name for name, spec in document.media.items() if getattr(spec, "file", None))
    start = assumed.cut.start or Timecode(frame_count=0, rate=document.format.rate)
    return Marked(markers=markers, start=start, away=tuple(name for name in files if name not in side.opened))
