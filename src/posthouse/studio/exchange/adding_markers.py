"""A list of markers added to a production that is there, each at its time of the programme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.errors import PosthouseError, ProductionError
from posthouse.interchange import Ledger
from posthouse.production.arrange import Kept, New
from posthouse.production.ids import ids_by_path
from posthouse.studio.exchange.importing import Imported, missing_media
from posthouse.studio.exchange.incoming.naming import Names
from posthouse.studio.exchange.incoming.notes import marker_line
from posthouse.studio.exchange.report import Report
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from posthouse.interchange import Marker, Reading, Timeline
    from posthouse.production import Production
    from posthouse.production.draft import Draft


def markers_of(timeline: Timeline) -> list[Marker]:
    """Return the markers of a timeline and of its tracks, in the order of time."""
    found = [*timeline.markers, *(marker for track in timeline.tracks for marker in track.markers)]
    return sorted(found, key=lambda marker: marker.at)


def add_markers(
    timeline: Timeline, draft: Draft, before: Production, told: tuple[str, str, Reading]
) -> tuple[Imported, str]:
    """Add a timeline's markers to a production, and write it; ``told`` is the file, its format and its reading.

    Raises:
        ProductionError: it runs at another rate, no marker lies in the programme, or it cannot be written.
    """
    file, form, reading = told
    rate, ledger = before.document.format.rate, Ledger()
    if timeline.rate != rate:
        cause = f"{file} runs at {timeline.rate} frames per second, the production at {rate}"
        raise ProductionError(cause, hint="markers stand on frames of their production: write them at its rate")
    names = Names(taken=set(ids_by_path(draft.value).values()))
    lines = [marker_line(marker, at, names, ledger) for marker, at in _placed(timeline, before, ledger)]
    if not lines:
        hint = "both begin at a timecode of their own: say the programme's with format: {start: 01:00:00:00}"
        raise ProductionError(f"no marker of {file} lies in the programme", hint=hint)
    kept = [Kept(index=index) for index in range(len(before.document.markers))]
    draft.arrange(("markers",), [*kept, *(New(value=line.value) for line in lines)])
    done = Imported(
        text=draft.text,
        production=draft.write(),
        report=Report.of_import(f"{file} ({form}), its markers added", reading.ledger, ledger),
        fresh=None,
        reading=reading,
    )
    return replace(done, missing=missing_media(done.production)), f"{draft.file}: markers"


def _placed(timeline: Timeline, before: Production, ledger: Ledger) -> list[tuple[Marker, str]]:
    """Return each marker with its time of the programme; a list that begins at 0 counts from its first frame."""
    form = before.document.format
    first = Timecode.parse(str(form.start), form.rate).frame_count if form.start else 0
    begin, end = timeline.start_frame or first, _end(before, first)
    placed: list[tuple[Marker, str]] = []
    for marker in markers_of(timeline):
        if begin + marker.at < first or (end is not None and begin + marker.at >= end):
            ledger.drop(marker.name or "marker", "marker", "it stands outside of the programme")
            continue
        label = Timecode(frame_count=begin + marker.at, rate=form.rate, is_drop_frame=timeline.is_drop_frame)
        placed.append((marker, str(label)))
    return placed


def _end(before: Production, first: int) -> int | None:
    """Return the label of the frame after the programme's last; None where its media are not here to tell."""
    from posthouse.studio.film import open_film  # all of the crafts: only a list of markers needs them here

    try:
        with open_film(before.file) as film:
            return first + film.programme.cut.duration_frames
    except PosthouseError:
        return None
