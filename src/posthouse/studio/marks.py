"""Titles and markers in their places, as frames of the programme."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.editorial import Shot, programme_frame
from posthouse.fields import AnchorKind
from posthouse.timing import FrameRange, Timecode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.editorial import Cut, Source
    from posthouse.editorial.marker_spec import MarkerSpec
    from posthouse.production.document import Document
    from posthouse.timing import Rate
    from posthouse.titles import TitleSpec

    Complain = Callable[[tuple[str | int, ...], str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTitle:
    """A title and the programme frames it stands in."""

    spec: TitleSpec
    range: FrameRange


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMarker:
    """A marker, the programme frames it speaks of (none: one moment), and what is there."""

    spec: MarkerSpec
    range: FrameRange
    shot: str
    """The shot of the cut, or over it, that it is tied to; of one tied to programme time, the shot of the cut there."""
    source_timecode: str
    """The time in that shot's media, by its own labels; empty where there is no shot."""


def placed_titles(
    document: Document, cut: Cut, sources: Mapping[str, Source], complain: Complain
) -> tuple[PlacedTitle, ...]:
    """Return the titles in the order of the document; what is wrong with one is told of it."""
    rate, placed = document.format.rate, []
    for index, spec in enumerate(document.titles):
        path = ("titles", index, "at")
        start = programme_frame(spec.at, cut, rate, sources, functools.partial(complain, path))
        if start is None:
            continue
        try:
            frames = spec.length.nearest_frames(rate)
        except ValueError as problem:
            complain(("titles", index, "for"), str(problem), "")
            continue
        if frames < 1 or start < 0 or (start >= cut.duration_frames and not cut.unsure):
            complain(path, "the title is never in the picture", f"the programme has {cut.duration_frames} frames")
            continue
        placed.append(PlacedTitle(spec=spec, range=FrameRange.lasting(start, frames)))
    return tuple(placed)


def placed_markers(
    document: Document, cut: Cut, sources: Mapping[str, Source], complain: Complain
) -> tuple[PlacedMarker, ...]:
    """Return the markers in the order of the document; one whose place was cut away is told of."""
    rate, placed = document.format.rate, []
    for index, spec in enumerate(document.markers):
        path = ("markers", index, "at")
        start = programme_frame(spec.at, cut, rate, sources, functools.partial(complain, path))
        if start is None:
            continue
        try:
            frames = spec.length.nearest_frames(rate) if spec.length else 0
        except ValueError as problem:
            complain(("markers", index, "for"), str(problem), "")
            continue
        if not cut.unsure and not 0 <= start < cut.duration_frames:
            complain(path, "the marker is outside the programme", f"the programme has {cut.duration_frames} frames")
            continue
        shot = _shot_at(spec, start, cut)
        placed.append(
            PlacedMarker(
                spec=spec,
                range=FrameRange.lasting(start, frames),
                shot=shot.shot if shot else "",
                source_timecode=_source_label(shot, start, sources, rate) if shot else "",
            )
        )
    return tuple(placed)


def _shot_at(spec: MarkerSpec, frame: int, cut: Cut) -> Shot | None:
    """Return the shot a marker is tied to where it is seen there, else what the cut shows there."""
    named = cut.by_id.get(spec.at.shot) if spec.at.kind is not AnchorKind.PROGRAMME else None
    if named is not None and named.range.contains(frame):
        return named
    shots = (event for event in cut.events if isinstance(event, Shot) and event.range.contains(frame))
    return next(shots, None)


def _source_label(shot: Shot, frame: int, sources: Mapping[str, Source], rate: Rate) -> str:
    source = sources.get(shot.clock or shot.media)
    if source is None:
        return ""
    seconds = rate.seconds_at(shot.source.grid_frame(frame - shot.start_frame)) + source.offset_seconds
    first = source.start_timecode or Timecode(frame_count=0, rate=source.rate)
    return str(first.plus(source.rate.nearest_frames(seconds)))
