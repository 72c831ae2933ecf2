"""A clip of an .otio file: its media, its source, its speed, and what our own words add."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.interchange.numbers import exact_fraction
from posthouse.interchange.otio.exact import exact_number, exact_time
from posthouse.interchange.otio.media import media_of
from posthouse.interchange.otio.metadata import as_plain, facts_of, own_words
from posthouse.interchange.otio.notes import markers_of
from posthouse.interchange.otio.resolve_effects import read_resolve
from posthouse.interchange.plain import unplain
from posthouse.interchange.timeline import Cdl, Clip, Effect, MediaKind, MediaRef, SourceSpan

if TYPE_CHECKING:
    from posthouse.interchange.otio.lanes import Lane
    from posthouse.interchange.timeline import Timeline
    from posthouse.timing import FrameRange

OWN = [
    "ramp",
    "angles",
    "transform",
    "opacity",
    "blend",
    "gain_db",
    "pan",
    "fade_in",
    "fade_out",
    "source_channels",
    "link",
    "cdl",
    "lut",
    "role",
    "notes",
]
"""The fields of a clip OTIO has no words for."""
_AGREES = 1e-6


def read_clip(item: Any, lane: Lane, record: FrameRange, nested: Timeline | None) -> Clip:
    """Return a clip, or a stack or track that is shown like one."""
    words = own_words(item.metadata)
    speed = _speed_of(item, words, lane)
    media = media_of(item) if nested is None else MediaRef(name=item.name, kind=MediaKind.MISSING, has_timecode=False)
    source = _source_of(item, words, lane, (record, speed, nested))
    clip = Clip(
        id=str(words.get("id", "")),
        name=item.name or media.name,
        record=record,
        source=source,
        media=media,
        nested=None if nested is None else nested.id,
        speed=speed,
        is_enabled=bool(getattr(item, "enabled", True)),
        markers=markers_of(item, lane.rate, zero_seconds=source.rate.seconds_at(1) * source.start),
        effects=_others(item),
        cdl=_cdl_of(item),
        facts=facts_of(item.metadata, words),
    )
    found = _with_own(read_resolve(clip, item, lane.rate), words)
    _tell(found, item, lane)
    return found


def _speed_of(item: Any, words: dict[str, Any], lane: Lane) -> Fraction:
    import opentimelineio as otio  # slow to import: only where a file is read

    speed = Fraction(1)
    for effect in item.effects:
        if isinstance(effect, otio.schema.LinearTimeWarp):
            speed *= exact_number(effect.time_scalar)
        elif isinstance(effect, otio.schema.TimeEffect):
            name = effect.effect_name or effect.name or "a time effect"
            lane.house.ledger.drop(item.name, "speed", f"{name} says its speed in words of its own")
    try:
        exact = exact_fraction(words["speed"])
    except (KeyError, ValueError, TypeError, ZeroDivisionError):
        return speed
    return exact if abs(float(exact) - float(speed)) < _AGREES else speed


def _source_of(
    item: Any, words: dict[str, Any], lane: Lane, used: tuple[FrameRange, Fraction, Timeline | None]
) -> SourceSpan:
    """Return what is used of a source; a start our own words say exactly is believed where OTIO's is next to it."""
    record, speed, nested = used
    given = item.source_range
    if given is None and getattr(item, "media_reference", None) is not None:
        given = item.media_reference.available_range
    start = exact_time(given.start_time) if given is not None else None
    if nested is not None:
        rate, value = nested.rate, Fraction(0) if start is None else start.at(nested.rate)
    else:
        assert start is not None, "an item without a range has no length, and is told of"
        rate, value = start.rate, start.value
        if rate.fraction <= 1:  # a start at rate 1 counts seconds
            rate, value = lane.rate, start.at(lane.rate)
    try:
        exact = exact_fraction(words["start"])
        value = exact if abs(float(exact) - float(value)) < _AGREES else value
    except (KeyError, ValueError, TypeError, ZeroDivisionError):
        pass
    lasting = lane.rate.seconds_at(record.duration_frames) * rate.fraction
    return SourceSpan(rate=rate, start=value, duration=lasting * abs(speed) if speed else Fraction(1))


def _others(item: Any) -> tuple[Effect, ...]:
    """Return the effects that are neither a speed nor one of Resolve's that are read."""
    import opentimelineio as otio  # as above

    plain_effects = [each for each in item.effects if not isinstance(each, otio.schema.TimeEffect)]
    return tuple(
        Effect(name=each.effect_name or each.name or "effect", facts=as_plain(each.metadata))
        for each in plain_effects
        if "Resolve_OTIO" not in each.metadata
    )


def _cdl_of(item: Any) -> Cdl | None:
    """Return the CDL the EDL adapter keeps in a clip's metadata."""
    given = as_plain(item.metadata.get("cdl")) if "cdl" in item.metadata else None
    if not isinstance(given, dict):
        return None
    numbers = given.get("asc_sop")
    numbers = numbers if isinstance(numbers, dict) else {}
    said = {name: numbers[name] for name in ("slope", "offset", "power") if name in numbers}
    if "asc_sat" in given:
        said["saturation"] = given["asc_sat"]
    try:
        return unplain(Cdl, said) if said else None
    except ValueError:
        return None


def _with_own(clip: Clip, words: dict[str, Any]) -> Clip:
    """Return a clip with what our own words say of it."""
    said = {name: words[name] for name in OWN if name in words}
    base = {"id": "", "name": "", "record": [0, 0], "source": {"rate": "1", "start": "0", "duration": "0"}}
    try:
        ours = unplain(Clip, {**base, "media": {"name": ""}, **said})
    except ValueError:
        return clip
    return dataclasses.replace(clip, **{name: getattr(ours, name) for name in said})


def _tell(clip: Clip, item: Any, lane: Lane) -> None:
    ledger, label = lane.house.ledger, clip.name
    ledger.keep(label, "clip")
    if clip.nested:
        ledger.keep(label, "nested")
    if clip.speed < 0 and not own_words(item.metadata):
        ledger.approximate(label, "speed", "OTIO does not say where a reversed clip begins; at the end of its range")
    elif clip.speed != 1:
        ledger.keep(label, "speed")
    for effect in clip.effects:
        ledger.drop(label, "effect", f"{effect.name} is another system's effect")
    for _ in clip.markers:
        ledger.keep(label, "marker")
