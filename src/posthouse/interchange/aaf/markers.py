"""Markers: of the timeline, of a track, of a clip."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.aaf import objects
from posthouse.interchange.aaf.clips import nearest
from posthouse.interchange.timeline import Clip, Marker, Track

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posthouse.interchange.aaf.sources import Link
    from posthouse.interchange.ledger import Ledger
    from posthouse.timing import Rate


def events_of(mob: objects.Mob) -> list[tuple[objects.Slot, objects.Event]]:
    """Return the events of a mob with their positions, in their order.

    Markers that last stand in a timeline slot, one after the other with fillers between (Media Composer from 23.12).
    """
    found = []
    for slot in mob.slots:
        at = 0
        for each in slot.segment.components if isinstance(slot.segment, objects.Sequence) else (slot.segment,):
            if isinstance(each, objects.Event):
                found.append((slot, each if each.position is not None else replace(each, position=at)))
            at += each.length
    return found


def placed_markers(
    mob: objects.Mob, tracks: Mapping[int, list[Track]], rate: Rate, ledger: Ledger
) -> tuple[dict[int, list[Track]], tuple[Marker, ...]]:
    """Return tracks by slot with their markers, and those of the whole timeline.

    An event names the slot it describes; of a slot of several layers its own track number is the layer's. One that
    names a track that is not there, as Media Composer writes when tracks are left out, is the timeline's.
    """
    placed, loose = {slot: list(each) for slot, each in tracks.items()}, []
    for number, (slot, event) in enumerate(events_of(mob), start=1):
        marker = marker_of(event, slot.rate, rate)
        lanes = next((placed[each] for each in sorted(event.slots) if each in placed), None)
        layer = (slot.physical or 1) - 1 if lanes is not None and len(lanes) > 1 else 0
        ledger.keep(f"marker {number:03}", "marker")
        if lanes is None or layer >= len(lanes):
            loose.append(marker)
        else:
            lanes[layer] = replace(lanes[layer], markers=(*lanes[layer].markers, marker))
    return placed, tuple(sorted(loose, key=lambda marker: marker.at))


def marker_of(event: objects.Event, event_rate: Fraction, rate: Rate) -> Marker:
    """Return an event as a marker in frames of a rate."""
    scale = rate.fraction / event_rate if event_rate else Fraction(1)
    first, _, rest = event.comment.partition("\n")
    name, note = (event.name, event.comment) if event.name else (first, rest)
    return Marker(
        at=nearest((event.position or 0) * scale),
        duration=nearest(event.length * scale) if event.length > 1 else 0,
        name=name,
        note=note,
        color=event.color,
        author=event.author,
    )


def with_source_markers(clip: Clip, links: Iterable[Link], rate: Rate) -> Clip:
    """Return a clip with the markers of its master mob that lie in what is used of it."""
    link = next((link for link in links if link.mob.kind == "master"), None)
    if link is None or clip.speed != 1:
        return clip
    begins = nearest(link.place * rate.fraction)
    found = [marker_of(event, slot.rate, rate) for slot, event in events_of(link.mob) if link.slot.id in event.slots]
    inside = [replace(marker, at=marker.at - begins) for marker in found]
    kept = tuple(marker for marker in inside if 0 <= marker.at < clip.record.duration_frames)
    return replace(clip, markers=kept) if kept else clip
