"""Markers, on clips, tracks and stacks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.interchange.otio.exact import exact_time
from posthouse.interchange.otio.metadata import as_plain, own_words
from posthouse.interchange.timeline import Marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.timing import Rate

_COLORS = {"cyan", "red", "orange", "yellow", "green", "blue", "purple", "magenta", "pink", "black", "white"}


def markers_of(item: Any, rate: Rate, *, zero_seconds: Fraction = Fraction(0)) -> tuple[Marker, ...]:
    """Return the markers of an item, from its start; they count in its own time, which is there ``zero_seconds``."""
    return tuple(_marker(each, rate, zero_seconds) for each in item.markers)


def _marker(each: Any, rate: Rate, zero_seconds: Fraction) -> Marker:
    words = own_words(each.metadata)
    start = (exact_time(each.marked_range.start_time).seconds - zero_seconds) * rate.fraction
    resolve = as_plain(each.metadata.get("Resolve_OTIO", {}))
    note = each.comment or _note(as_plain(each.metadata)) or str(resolve.get("Note", ""))
    return Marker(
        at=round(start),
        duration=round(exact_time(each.marked_range.duration).at(rate)),
        name=each.name,
        note=note,
        color=str(words.get("color") or (each.color or "").lower()),
        author=str(words.get("author", "")),
    )


def _note(metadata: dict[str, Any]) -> str:
    """Return the comment other adapters keep beside a marker."""
    found = [part.get("comment") for part in metadata.values() if isinstance(part, dict)]
    return next((note for note in found if isinstance(note, str)), "")


def written_markers(markers: Sequence[Marker], rate: Rate, zero: Any, otio: Any) -> list[Any]:
    """Return markers as OTIO's; ``zero`` is the item's own time at its start."""
    made = []
    for marker in markers:
        at = otio.opentime.RationalTime(marker.at, float(rate.fraction))
        lasting = otio.opentime.RationalTime(marker.duration, float(rate.fraction))
        words = {"author": marker.author} if marker.author else {}
        known = marker.color.lower() in _COLORS
        if not known:
            words |= {"color": marker.color}
        metadata: dict[str, Any] = {"posthouse": words} if words else {}
        if marker.note:
            metadata["Resolve_OTIO"] = {"Note": marker.note}
        made.append(
            otio.schema.Marker(
                name=marker.name,
                marked_range=otio.opentime.TimeRange(at if zero is None else zero + at, lasting),
                color=marker.color.upper() if known else otio.schema.MarkerColor.RED,
                metadata=metadata,
                comment=marker.note,
            )
        )
    return made
