"""Time remaps: which frame of the source each frame of a clip item shows.

Problem: ``in`` and ``out`` count frames of the clip as it plays, so at 200% in=100 shows source frame 200. A graph of
keyframes (``when`` the clip plays, ``value`` in the source) says it in full; constant speeds often come without one.
Example: speed 50, in=20, out=60, 40 frames of record: source frames 10 to 30.
Approach: one map of straight sections, asked at the edit points.
Traps: reversed clips count from the media's end (``duration`` is that of the clip as it plays); Premiere writes
virtual keyframes with values far outside the media; Hiero writes 0.25 for 25%; writers that are neither Apple nor Adobe
put source frames in ``in`` and ``out``, which the lengths tell.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import plain_speed
from posthouse.interchange.fcp7.dialect import Dialect
from posthouse.interchange.fcp7.state import is_true
from posthouse.interchange.xml_reading import exact_number, text_of

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element

_NEAR = Fraction(1, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """At ``when`` frames of the clip as it plays, ``value`` frames into the file are shown."""

    when: Fraction
    value: Fraction
    is_smooth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remap:
    """Straight sections through at least two points; before the first and after the last they go on."""

    points: tuple[Point, ...]
    is_variable: bool = False

    def at(self, when: Fraction) -> Fraction:
        """Return the frame of the file that is shown."""
        index = bisect_right([point.when for point in self.points], when)
        low = self.points[max(0, min(index - 1, len(self.points) - 2))]
        high = self.points[max(1, min(index, len(self.points) - 1))]
        return low.value + (when - low.when) * (high.value - low.value) / (high.when - low.when)

    def within(self, start: Fraction, end: Fraction) -> tuple[Point, ...]:
        """Return the points from one moment to another, both edges among them."""
        inner = (point for point in self.points if start < point.when < end)
        return Point(when=start, value=self.at(start)), *inner, Point(when=end, value=self.at(end))


IDENTITY = Remap(points=(Point(when=Fraction(0), value=Fraction(0)), Point(when=Fraction(1), value=Fraction(1))))


def remap_of(state: Reading7, item: Element, effect: Element, span: tuple[Fraction, Fraction]) -> Remap | None:
    """Return the map of a time remap effect; None where it says nothing.

    ``span`` is (in, frames of the clip that its record takes).
    """
    parameters = {text_of(each, "parameterid").lower(): each for each in effect.iterfind("parameter")}
    speed = _speed(state, parameters)
    points = _graph(parameters.get("graphdict"))
    is_variable = text_of(parameters.get("variablespeed"), "value") in {"1", "TRUE"}
    if is_variable and len(points) > 1:
        return Remap(points=points, is_variable=True)
    if speed is None:
        return Remap(points=points) if len(points) > 1 else None
    return _constant(item, speed, points, span)


def _speed(state: Reading7, parameters: dict[str, Element]) -> Fraction | None:
    said = exact_number(text_of(parameters.get("speed"), "value"))
    if said is None:
        return None
    speed = said if state.dialect is Dialect.HIERO else said / 100
    is_reversed = is_true(parameters.get("reverse"), "value", default=False)
    return -abs(speed) if is_reversed else speed


def _graph(parameter: Element | None) -> tuple[Point, ...]:
    """Return the keyframes of a graph that can be meant, in the order they are played."""
    if parameter is None:
        return ()
    most = exact_number(parameter.findtext("valuemax"))
    found: dict[Fraction, Point] = {}
    for key in parameter.iterfind("keyframe"):
        when, value = exact_number(key.findtext("when")), exact_number(key.findtext("value"))
        is_virtual = is_true(key, "speedvirtualkf", default=False)
        if when is None or value is None or (is_virtual and most and not -1 <= value <= most + 1):
            continue
        if when not in found or not is_virtual:
            found[when] = Point(when=when, value=value, is_smooth=_has_handles(key))
    return tuple(found[when] for when in sorted(found))


def _has_handles(key: Element) -> bool:
    handles = (exact_number(key.findtext(f"{side}/vert")) for side in ("inbez", "outbez", "inscale", "outscale"))
    return any(handle for handle in handles)


def _constant(item: Element, speed: Fraction, points: tuple[Point, ...], span: tuple[Fraction, Fraction]) -> Remap:
    start, length = span
    if len(points) > 1:
        drawn = Remap(points=points)
        slope = (drawn.at(start + length) - drawn.at(start)) / length if length else speed
        if abs(slope - speed) <= _NEAR * max(abs(speed), _NEAR):
            return _line(start, drawn.at(start), plain_speed(slope))
    said_out = exact_number(item.findtext("out"))
    if said_out is not None and _counts_source(said_out - start, length, abs(speed)):
        return _line(start, start if speed >= 0 else said_out, speed)
    if speed < 0:
        total = exact_number(item.findtext("duration")) or start + length
        return _line(start, (total - start) * -speed, speed)
    return _line(start, start * speed if speed else start, speed)


def _counts_source(said: Fraction, length: Fraction, speed: Fraction) -> bool:
    """Return whether in and out are source frames: they lie as far apart as the source that is shown."""
    return abs(said - length) > 1 and abs(said - length * speed) <= 1


def _line(when: Fraction, value: Fraction, speed: Fraction) -> Remap:
    return Remap(points=(Point(when=when, value=value), Point(when=when + 1, value=value + speed)))
