"""Clip items: their places, their sources as Premiere and Resolve count them, and all that hangs on them."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import color_values
from posthouse.interchange.fcp7.dialect import Dialect
from posthouse.interchange.fcp7.edges import TICKS_A_SECOND
from posthouse.interchange.fcp7.multiclips import ANGLE
from posthouse.interchange.fcp7.write_effects import Stand, add_picture_effects, add_sound_effects, add_time_remap
from posthouse.interchange.fcp7.write_files import GENERATED, add_file, add_generator
from posthouse.interchange.fcp7.writing import add_rate, flag, nearest
from posthouse.interchange.timeline import TrackKind
from posthouse.interchange.xml_writing import add_element

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.fcp7.plan import Item, Lane, Plan
    from posthouse.interchange.fcp7.writing import Writing7
    from posthouse.interchange.timeline import Clip, Marker, Timeline
    from posthouse.interchange.xml_reading import Element

_PREMIERE_COLORS = {
    "red": 4281740498,
    "yellow": 4281049552,
    "purple": 4289825711,
    "orange": 4280578025,
    "white": 4294967295,
    "blue": 4294741314,
    "cyan": 4292277273,
}
"""Premiere's own marker colors, alpha, blue, green, red from the top byte down; green is its default and has none."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all items of a timeline share."""

    timeline: Timeline
    plan: Plan
    nested: Callable[[Element, str], None]
    """Adds a nested sequence to an item."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The transitions over an item's edges: record frames before its start and after its end; None: a plain cut."""

    head: int | None = None
    tail: int | None = None


def add_item(state: Writing7, parent: Element, lane: Lane, item: Item, cover: Cover, bench: Bench) -> None:
    """Add a clip item or a generator item."""
    clip = item.clip
    is_generated = clip.media.kind in GENERATED and clip.nested is None and lane.track.kind is TrackKind.PICTURE
    element = add_element(parent, "generatoritem" if is_generated else "clipitem", attributes={"id": item.id})
    name = f"{lane.track.name}/{clip.name}"
    add_element(element, "name", clip.name)
    add_element(element, "enabled", flag(clip.is_enabled))
    first = _add_times(state, element, clip, cover, bench.timeline, name)
    if clip.nested is not None:
        bench.nested(element, clip.nested)
    elif is_generated:
        add_generator(state, element, clip, name)
    else:
        add_file(state, element, clip, name)
    if item.channel is not None:
        source = add_element(element, "sourcetrack")
        add_element(source, "mediatype", "audio")
        add_element(source, "trackindex", item.channel)
    ratio = clip.source.rate.fraction / bench.timeline.rate.fraction
    stand = Stand(first=first, ratio=ratio, size=bench.timeline.size, item=name)
    _add_speed(state, element, clip, stand, is_sound=lane.track.kind is TrackKind.SOUND)
    (add_picture_effects if lane.track.kind is TrackKind.PICTURE else add_sound_effects)(state, element, clip, stand)
    _add_words(state, element, clip, name)
    _add_markers(state, element, clip, stand)
    _add_links(element, bench.plan, item)
    if lane.exploded[0] == 0:
        state.ledger.keep(name, "clip")
        _tell_losses(state, clip, name)
    if ANGLE in clip.facts and lane.track.kind is TrackKind.PICTURE:
        why = "its angle goes out as footage, its group as a multiclip beside the cut; posthouse reads it again"
        state.ledger.approximate(name, "multicam", why)


def _add_markers(state: Writing7, element: Element, clip: Clip, stand: Stand) -> None:
    """Add the markers of a clip, in frames of its media."""
    for marker in clip.markers:
        at = stand.first + marker.at * stand.ratio
        lasting = nearest(marker.duration * stand.ratio)
        add_marker(element, dataclasses.replace(marker, at=nearest(at), duration=lasting))
        if at.denominator == 1:
            state.ledger.keep(stand.item, "marker")
        else:
            why = "it lies between two frames of the media: the nearest is written"
            state.ledger.approximate(stand.item, "marker", why)


def _add_times(state: Writing7, element: Element, clip: Clip, cover: Cover, timeline: Timeline, name: str) -> int:
    """Add duration, rate, start, end, in and out; return what ``in`` would be at the record start."""
    own = clip.source.rate
    ratio = own.fraction / timeline.rate.fraction
    exact = first_of(clip)
    first = nearest(exact)
    low = exact - (cover.head or 0) * ratio
    high = exact + (clip.record.duration_frames + (cover.tail or 0)) * ratio
    if _is_retimed(clip):
        low, high = low - exact + first, high - exact + first
    available = clip.media.available
    lasting = (
        nearest(available.duration) if available and clip.nested is None and not _is_retimed(clip) else nearest(high)
    )
    add_element(element, "duration", max(lasting, nearest(high)) if _is_retimed(clip) else lasting)
    add_rate(element, own)
    add_element(element, "start", clip.record.start_frame if cover.head is None else -1)
    add_element(element, "end", clip.record.end_frame if cover.tail is None else -1)
    add_element(element, "in", nearest(low))
    add_element(element, "out", nearest(high))
    if state.dialect is Dialect.PREMIERE:
        add_element(element, "pproTicksIn", nearest(low * TICKS_A_SECOND / own.fraction))
        add_element(element, "pproTicksOut", nearest(high * TICKS_A_SECOND / own.fraction))
    elif low.denominator != 1:
        state.ledger.approximate(name, "clip", "it begins between two frames of its media: the nearest is written")
    if low < 0:
        state.ledger.approximate(
            name, "transition", f"its media is {float(-low):g} frames too short for the transition"
        )
    return first


def first_of(clip: Clip) -> Fraction:
    """Return ``in`` at the record start: frames of the clip as it plays, from its file's first."""
    available = clip.media.available
    origin = available.start if available is not None and clip.nested is None else Fraction(0)
    begin = clip.source.start - origin
    if clip.speed > 0 and not clip.ramp:
        return begin / clip.speed
    if clip.speed < 0 and not clip.ramp and available is not None:
        return (available.duration - begin - clip.source.duration) / -clip.speed
    return begin


def _is_retimed(clip: Clip) -> bool:
    return bool(clip.ramp) or clip.speed != 1


def _add_speed(state: Writing7, element: Element, clip: Clip, stand: Stand, *, is_sound: bool) -> None:
    if not _is_retimed(clip):
        return
    available = clip.media.available
    origin = available.start if available is not None and clip.nested is None else Fraction(0)
    low = clip.source.start - origin
    length = clip.record.duration_frames * stand.ratio
    if clip.ramp:
        points = [(stand.first + point.record * stand.ratio, low + point.source) for point in clip.ramp]
        if any(point.is_smooth for point in clip.ramp):
            state.ledger.approximate(stand.item, "speed", "the ramp is written straight between its points")
    else:
        begin = low if clip.speed >= 0 else low + length * -clip.speed
        points = [(Fraction(stand.first), begin), (stand.first + length, begin + length * clip.speed)]
    add_time_remap(element, points, clip.speed, is_variable=bool(clip.ramp), is_sound=is_sound)
    state.ledger.keep(stand.item, "speed")


def _add_words(state: Writing7, element: Element, clip: Clip, name: str) -> None:
    if clip.blend != "normal":
        add_element(element, "compositemode", clip.blend)
    notes = [clip.notes[0] if clip.notes else "", *clip.notes[1:]]
    if clip.media.scene or clip.media.take or notes[0]:
        logging = add_element(element, "logginginfo")
        add_element(logging, "scene", clip.media.scene)
        add_element(logging, "shottake", clip.media.take)
        add_element(logging, "lognote", notes[0])
    if len(notes) > 1 or ANGLE in clip.facts:
        comments = add_element(element, "comments")
        if ANGLE in clip.facts:
            add_element(comments, "clipcommenta", clip.facts[ANGLE])
        for number, note in enumerate(notes[1:5], 1):
            add_element(comments, f"mastercomment{number}", note)
        for note in notes[5:]:
            state.ledger.drop(name, "note", f"there is room for five: {note[:40]!r} has none")
    if "label" in clip.facts:
        add_element(add_element(element, "labels"), "label2", clip.facts["label"])


def add_marker(parent: Element, marker: Marker) -> None:
    """Add a marker, with Premiere's color and Final Cut's."""
    element = add_element(parent, "marker")
    add_element(element, "comment", marker.note)
    add_element(element, "name", marker.name)
    add_element(element, "in", marker.at)
    add_element(element, "out", marker.at + marker.duration if marker.duration else -1)
    values = color_values(marker.color) if marker.color else None
    if values is None:
        return
    color = add_element(element, "color")
    for tag, value in zip(("alpha", "red", "green", "blue"), (0, *values), strict=True):
        add_element(color, tag, value)
    if marker.color in _PREMIERE_COLORS:
        add_element(element, "pproColor", _PREMIERE_COLORS[marker.color])


def _add_links(element: Element, plan: Plan, item: Item) -> None:
    for other, lane, order in plan.linked(item):
        link = add_element(element, "link")
        add_element(link, "linkclipref", other.id)
        add_element(link, "mediatype", "video" if lane.track.kind is TrackKind.PICTURE else "audio")
        add_element(link, "trackindex", lane.number)
        add_element(link, "clipindex", order)


def _tell_losses(state: Writing7, clip: Clip, name: str) -> None:
    if clip.role:
        state.ledger.drop(name, "role", "Final Cut 7 XML has no roles")
    if clip.cdl is not None or clip.lut:
        state.ledger.drop(name, "cdl", "Final Cut 7 XML has no color decisions: send an EDL or a CDL beside it")
    if clip.angles:
        state.ledger.approximate(name, "multicam", "the angle that is seen is written, as a nested sequence")
    for effect in clip.effects:
        state.ledger.drop(name, "effect", f"{effect.name} is an effect of another application")
    if any(marker.author for marker in clip.markers):
        state.ledger.drop(name, "marker", "markers have no authors here")
