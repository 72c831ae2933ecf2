"""Where a clip's own clock starts, and the time map that says its speed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.times import SCALE, spelled_time
from posthouse.interchange.xml_writing import add_element

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_RATES = {
    Fraction(24000, 1001): "23.98", Fraction(24): "24", Fraction(25): "25", Fraction(30000, 1001): "29.97",
    Fraction(30): "30", Fraction(60): "60", Fraction(48000, 1001): "47.95", Fraction(48): "48", Fraction(50): "50",
    Fraction(60000, 1001): "59.94",
}  # fmt: skip
"""The source rates a conform may name (document type definition, conform-rate)."""

_FINEST = 10_000_000
"""Denominators up to here stay within 32 bits when frames are added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clip's clock: what it says at the record start, and the points of its time map, (time, value, is smooth)."""

    start: Fraction
    points: tuple[tuple[Fraction, Fraction, bool], ...] = ()


def clock_of(clip: Clip, rate: Rate, moved: Fraction) -> Clock:
    """Return a clip's clock; ``moved`` is what its source's clock says at 0 (the start of a nested sequence)."""
    own = clip.source.rate.fraction
    low, high = moved + clip.source.start / own, moved + clip.source.end / own
    lasting = clip.record.duration_frames / rate.fraction
    if clip.ramp:
        low = low if low.denominator <= _FINEST else _scaled(low)
        points = tuple(
            (low + point.record / rate.fraction, low + point.source / own, point.is_smooth) for point in clip.ramp
        )
        return Clock(start=low, points=points)
    if clip.speed == 1:
        return Clock(start=low if low.denominator <= _FINEST else _scaled(low))
    if clip.speed == 0:
        return Clock(start=low, points=((low, low, False), (low + lasting, low, False)))
    available = clip.media.available if clip.nested is None else None
    first = min(low, available.start / own) if available else low
    last = max(high, available.end / own) if available else high
    speed = abs(clip.speed)
    end = first + (last - first) / speed
    start = first + (low - first if clip.speed > 0 else last - high) / speed
    if start.denominator > _FINEST:  # a map of the used part only, so that its start can be a plain number
        start = _scaled(start)
        ends = (low, low + lasting * speed) if clip.speed > 0 else (low + lasting * speed, low)
        return Clock(start=start, points=((start, ends[0], False), (start + lasting, ends[1], False)))
    values = (first, last) if clip.speed > 0 else (last, first)
    return Clock(start=start, points=((first, values[0], False), (end, values[1], False)))


def _scaled(seconds: Fraction) -> Fraction:
    """Return the nearest time on Final Cut's own clock."""
    return Fraction((seconds * SCALE + Fraction(1, 2)).__floor__(), SCALE)


def add_timing(element: Element, clip: Clip, clock: Clock, rate: Rate) -> None:
    """Add the rate conform and the time map of a clip, where it needs them."""
    own = clip.source.rate
    if own != rate and own.fraction in _RATES and clip.nested is None:
        add_element(element, "conform-rate", attributes={"scaleEnabled": "0", "srcFrameRate": _RATES[own.fraction]})
    if clock.points:
        holder = add_element(element, "timeMap")
        for time, value, is_smooth in clock.points:
            interp = "smooth2" if is_smooth else "linear"
            attributes = {"time": spelled_time(time), "value": spelled_time(value), "interp": interp}
            add_element(holder, "timept", attributes=attributes)
