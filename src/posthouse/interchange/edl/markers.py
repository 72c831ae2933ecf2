"""Markers that stand on the record's clock: Avid's table at a list's end, locators outside their event, Resolve's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posthouse.interchange.edl.counting import label_frames
from posthouse.interchange.timeline import Marker

if TYPE_CHECKING:
    from posthouse.interchange.edl.drafts import Context, Draft
    from posthouse.interchange.edl.events import Listing
    from posthouse.interchange.edl.lines import PlacedMarker
    from posthouse.interchange.edl.notes import Locator

_ROW = re.compile(
    r"^\*\s+\d+\s+([A-Za-z]+)\s+(.*?)\s+(\d\d[:;]\d\d[:;]\d\d[:;]\d\d)\s+"
    r"(?:(\d\d[:;]\d\d[:;]\d\d[:;]\d\d)\s+\S+\s+)?([VAT][A-Z]?\d+)\s*(.*)$"
)


def table_markers(listing: Listing, context: Context) -> tuple[Marker, ...]:
    """Return the rows of a "Marker Metadata" table, taken out of the comments they stand among."""
    found: list[Marker] = []
    for entry in listing.entries:
        others = []
        for comment in entry.comments:
            marker = _table_marker(comment.text, context)
            if marker is None:
                others.append(comment)
            else:
                found.append(marker)
        entry.comments = others
    return tuple(found)


def _table_marker(text: str, context: Context) -> Marker | None:
    if not (match := _ROW.match(text)):
        return None
    try:
        start, end = (
            label_frames(time or match[3], context.rate, is_drop=context.is_drop_frame) for time in (match[3], match[4])
        )
    except ValueError:
        return None
    return Marker(
        at=start - context.origin,
        duration=max(0, end - start),
        name=match[2],
        note=match[6].strip(),
        color=match[1].lower(),
    )


def placed_marker(marker: PlacedMarker, draft: Draft) -> Marker:
    """Return a marker event of DaVinci Resolve as a marker of the timeline."""
    return Marker(
        at=draft.record.start_frame,
        duration=marker.duration if marker.duration > 1 else 0,
        name=marker.name,
        note=marker.note,
        color=marker.color.removeprefix("ResolveColor").lower(),
    )


def stray_marker(locator: Locator, draft: Draft, context: Context) -> tuple[Marker, bool] | None:
    """Return a locator outside its event, and whether it is one of the timeline; else it is an offset into its event.

    None where its timecode is neither.
    """
    try:
        frame = label_frames(locator.time, context.rate, is_drop=context.is_drop_frame)
    except ValueError:
        return None
    if frame >= context.origin:
        return Marker(at=frame - context.origin, name=locator.words, color=locator.color), True
    if frame < draft.record.duration_frames:
        return Marker(at=draft.record.start_frame + frame, name=locator.words, color=locator.color), False
    return None
