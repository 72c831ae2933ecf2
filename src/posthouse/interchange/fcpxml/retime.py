"""Retimes: a clip's own clock against its media's (``timeMap``) and against the timeline's (``conform-rate``).

A time map tells at each moment of the clip's clock which moment of its content is shown. A rate conform makes a clip's
clock run faster or slower than the timeline's, so that a frame of it lasts a frame there: 25 fps in a 24 fps project is
played at 24. Final Cut does so for the pairs of its chart only (Apple, FCPXML Reference, conform-rate), which are those
within 5% of the project's rate, its half or its double.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.pieces import MapPoint, TimeMap
from posthouse.interchange.fcpxml.times import parsed_time
from posthouse.interchange.xml_reading import children
from posthouse.timing import Rate

if TYPE_CHECKING:
    from posthouse.interchange.xml_reading import Element

_NEAR = Fraction(1, 20)


def map_of(element: Element) -> TimeMap:
    """Return which moment of its content a clip shows at each moment of its own clock."""
    holder = element.find("timeMap")
    points: dict[Fraction, MapPoint] = {}
    for each in children(holder, "timept"):
        at, value = parsed_time(each.get("time", "")), parsed_time(each.get("value", ""))
        if at is not None and value is not None:
            points[at] = MapPoint(at=at, value=value, is_smooth=each.get("interp", "smooth2") != "linear")
    if not points:
        return TimeMap.line(Fraction(0), Fraction(0))
    ordered = tuple(points[at] for at in sorted(points))
    if len(ordered) == 1:  # one point holds its frame
        return TimeMap.line(ordered[0].at, ordered[0].value, Fraction(0))
    return TimeMap(ordered)


def stretch_of(element: Element, rate: Rate) -> Fraction:
    """Return how many seconds of the timeline a second of the clip's clock lasts."""
    conform = element.find("conform-rate")
    if conform is None or conform.get("scaleEnabled") == "0":
        return Fraction(1)
    try:
        media = Rate.parse(conform.get("srcFrameRate", ""))
    except ValueError:
        return Fraction(1)
    for multiple in (Fraction(1), Fraction(2), Fraction(1, 2)):
        target = rate.fraction * multiple
        if abs(media.fraction / target - 1) <= _NEAR:
            return media.fraction / target
    return Fraction(1)
