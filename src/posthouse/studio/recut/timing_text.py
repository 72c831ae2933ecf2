"""The times of a shot as its author would have written them.

Problem: a shot must show other frames, and its line says in and for, or in and out, in frames, seconds or timecode.
Approach: the fields that are written are tried first, spelled in the units they have, the fewest that give the frames
wanted; each try is read back and laid out, so that what is written is proved to mean what it shall.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.anchors import source_seconds
from posthouse.production.arrange import REMOVED
from posthouse.production.document import Shot
from posthouse.studio.comparing.layout import retime_of
from posthouse.timing import Length, LengthUnit, RampMap, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.editorial.anchors import Source
    from posthouse.production.arrange import Change
    from posthouse.production.tree import Plain
    from posthouse.timing import Rate, Retime

TIMES = ("in", "out", "for", "speed", "freeze")
"""The fields of a shot that say which frames it shows."""
_TRIES = (("for",), ("in",), ("out",), ("in", "for"), ("in", "out"), ("out", "for"))
_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a shot's times count on: its media, and the programme's rate."""

    source: Source
    rate: Rate


def time_changes(
    entry: Mapping[str, Plain], want: Retime, clock: Clock, *, said: Mapping[str, Plain]
) -> dict[str, Change]:
    """Return the changes of a shot's line that make it show the frames wanted, fewest first.

    ``said`` is how the new cut itself says it, for what cannot be worked out: a ramp.
    """
    for changes in _tries(entry, want, clock, said):
        if retime_of(Shot.model_validate(_changed(entry, changes)), clock.source, clock.rate) == want:
            return changes
    return _as_said(entry, said)


def _tries(
    entry: Mapping[str, Plain], want: Retime, clock: Clock, said: Mapping[str, Plain]
) -> Iterator[dict[str, Change]]:
    if isinstance(want, RampMap):
        yield {}
        yield _as_said(entry, said)
        return
    pace = _pace(entry, want.speed)
    yield pace
    spelled = _spelled(entry, want, clock)
    written = [key for key in ("in", "out", "for") if key in entry]
    for keys in _TRIES:
        if want.is_freeze and "out" in keys:
            continue
        if all(key in written for key in keys):
            yield pace | {key: spelled[key] for key in keys}
    removed: dict[str, Change] = {"out": REMOVED} if "out" in entry else {}
    if "in" not in entry:
        yield pace | removed | {"for": spelled["for"]}
    yield pace | removed | {"in": spelled["in"], "for": spelled["for"]}


def _pace(entry: Mapping[str, Plain], speed: Fraction) -> dict[str, Change]:
    """Return the changes that give a shot its speed."""
    changes: dict[str, Change] = {}
    gone: tuple[str, ...] = ("freeze",)
    if speed == 0:
        gone = ("speed", "out")
        if entry.get("freeze") is not True:
            changes["freeze"] = True
    elif entry.get("speed") is not None or speed != 1:
        changes = _speed(entry, speed)
    return changes | {key: REMOVED for key in gone if key in entry}


def _speed(entry: Mapping[str, Plain], speed: Fraction) -> dict[str, Change]:
    written = entry.get("speed")
    try:
        was = Shot.model_validate({"shot": "x", "from": "x", "speed": written}).speed if written is not None else None
    except ValueError:
        was = None
    if was == speed:
        return {}
    return {"speed": REMOVED if speed == 1 else spelled_speed(speed)}


def spelled_speed(speed: Fraction) -> str:
    """Return a speed as the document writes it, exact."""
    tenths = speed * 1000
    return f"{float(speed * 100):.10g}%" if tenths.denominator == 1 else f"{speed.numerator}/{speed.denominator}"


def _spelled(entry: Mapping[str, Plain], want: Retime, clock: Clock) -> dict[str, str]:
    shown = want.grid_range()
    start = want.in_frame if not isinstance(want, RampMap) else shown.start_frame
    return {
        "in": spelled_source(start, _written(entry, "in") or _written(entry, "out"), clock),
        "out": spelled_source(shown.end_frame, _written(entry, "out") or _written(entry, "in"), clock),
        "for": spelled_length(want.duration_frames, _written(entry, "for"), clock.rate),
    }


def _written(entry: Mapping[str, Plain], key: str) -> Length | None:
    written = entry.get(key)
    return None if isinstance(written, list | dict | None) else Length.parse(written)


def spelled_source(grid_frame: int, like: Length | None, clock: Clock) -> str:
    """Return a source position in the unit of another, such that it is read as that grid frame."""
    rate, source = clock.rate, clock.source
    exact = rate.seconds_at(grid_frame) + source.offset_seconds
    frame = source.rate.nearest_frames(exact)
    unit = _unit_of_source(like, source)
    if unit is LengthUnit.SECONDS:
        return spelled_seconds(exact)
    for near in (frame, frame - 1, frame + 1):
        if near < 0:
            continue
        text = (
            f"{near}f" if unit is LengthUnit.FRAMES else _label(near, source, is_drop=unit is LengthUnit.DROP_TIMECODE)
        )
        if rate.nearest_frames(source_seconds(Length.parse(text), source)) == grid_frame:
            return text
    return spelled_seconds(exact)


def _unit_of_source(like: Length | None, source: Source) -> LengthUnit:
    if like is not None:
        return like.unit
    return LengthUnit.FRAMES if source.start_timecode is None else LengthUnit.TIMECODE


def _label(frame: int, source: Source, *, is_drop: bool) -> str:
    start = source.start_timecode or Timecode(frame_count=0, rate=source.rate, is_drop_frame=is_drop)
    return str(start.plus(frame))


def spelled_seconds(seconds: Fraction) -> str:
    """Return exact seconds, to the nanosecond."""
    nanoseconds = round(seconds * 10**_DIGITS)
    return str(Length.seconds_of(Fraction(nanoseconds, 10**_DIGITS)))


def spelled_length(frames: int, like: Length | None, rate: Rate) -> str:
    """Return a length in the unit of another, in frames where that has no exact spelling."""
    if like is not None and like.is_timecode:
        is_drop = like.unit is LengthUnit.DROP_TIMECODE
        return str(Timecode(frame_count=frames, rate=rate, is_drop_frame=is_drop))
    if like is not None and like.unit is LengthUnit.SECONDS:
        seconds = rate.seconds_at(frames)
        if (seconds * 1000).denominator == 1:
            return spelled_seconds(seconds)
    return f"{frames}f"


def _as_said(entry: Mapping[str, Plain], said: Mapping[str, Plain]) -> dict[str, Change]:
    """Return the changes that make a shot say its times as the new cut does."""
    changes: dict[str, Change] = {}
    for key in TIMES:
        if key in said and said[key] != entry.get(key):
            changes[key] = _value(said[key])
        elif key in entry and key not in said:
            changes[key] = REMOVED
    return changes


def _value(plain: Plain) -> Change:
    return plain  # plain values are values of the document


def _changed(entry: Mapping[str, Plain], changes: Mapping[str, Change]) -> dict[str, object]:
    """Return what a shot says of its times and media once it is changed."""
    kept = {key: value for key, value in entry.items() if key in {"shot", "from", *TIMES}}
    kept.setdefault("shot", "x")
    return {key: value for key, value in {**kept, **changes}.items() if value is not REMOVED}
