"""Speeds: which moment of its source a motion effect shows.

Problem: Media Composer gives a speed three times: as a ratio of lengths, rounded to whole frames; as a number cut to
nine digits; and as a map from record frame to source frame. Only the map is exact. Example: 400% over one frame has
SpeedRatio 1/1, but its map goes from 0 to 4 in 1. So the map counts, then the ratio, then the number.
Trap: a map says where the source stands when a record frame begins. Backwards the same frames are shown in the opposite
order, so the stretch begins where the map stands at its last frame, one step above its end.
Source: AAF Object Specification 1.1 (SpeedRatio is length out over length in); maps as Media Composer 18 writes them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.aaf import ids

if TYPE_CHECKING:
    from posthouse.interchange.aaf.objects import Operation, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """A stretch of source, in edit units from the input's first: ``points`` are (record, source) of a ramp."""

    start: Fraction
    length: Fraction
    speed: Fraction
    points: tuple[tuple[Fraction, Fraction], ...] = ()
    is_exact: bool = True


def is_motion(operation: Operation) -> bool:
    """Return whether an operation changes the speed of its input."""
    known = (ids.VIDEO_SPEED_CONTROL, ids.VIDEO_REPEAT)
    return operation.id in known or operation.is_time_warp


def motion_of(operation: Operation, offset: int, length: int, input_length: int) -> Motion:
    """Return the stretch of source that part of a motion effect shows, from ``offset`` for ``length`` edit units."""
    if operation.id == ids.VIDEO_REPEAT:
        return Motion(start=Fraction(0), length=Fraction(1), speed=Fraction(0))
    offsets = _offsets(operation)
    if offsets is not None:
        return _mapped(offsets[0], offset, length, is_exact=offsets[1])
    ratio = operation.parameter(ids.SPEED_RATIO)
    value = ratio.value if ratio else None
    speed = 1 / value if isinstance(value, Fraction) and value != 0 else Fraction(1)
    if speed > 0:
        return Motion(start=offset * speed, length=length * speed, speed=speed)
    return Motion(start=input_length + (offset + length) * speed, length=-length * speed, speed=speed)


def _offsets(operation: Operation) -> tuple[Points, bool] | None:
    """Return the map of a motion effect, and whether it is exact: its own, or one summed up from its speeds."""
    offset_map = operation.parameter(ids.AVID_OFFSET_MAP, "PARAM_SPEED_OFFSET_MAP_U")
    if offset_map is not None and len(offset_map.points) > 1:
        return offset_map.points, True
    speed_map = operation.parameter(ids.AVID_SPEED_MAP, "PARAM_SPEED_MAP_U")
    if speed_map is None or not speed_map.points:
        return None
    return _summed(speed_map.points, operation.length), len(speed_map.points) == 1


def _summed(speeds: Points, length: int) -> Points:
    """Return a map from speeds that change evenly from key to key; it starts with the source's first frame at 0."""
    if len(speeds) == 1:
        return ((Fraction(0), Fraction(0)), (Fraction(max(length, 1)), speeds[0][1] * max(length, 1)))
    total, made = Fraction(0), [(speeds[0][0], Fraction(0))]
    for (left, low), (right, high) in itertools.pairwise(speeds):
        for frame in range(int(left), int(right)):
            parts = [low + (high - low) * (Fraction(at) - left) / (right - left) for at in (frame, frame + 1)]
            total += (parts[0] + parts[1]) / 2
            made.append((Fraction(frame + 1), total))
    return tuple(made)


def _mapped(points: Points, offset: int, length: int, *, is_exact: bool) -> Motion:
    begins, ends = _at(points, Fraction(offset)), _at(points, Fraction(offset + length))
    speed = (ends - begins) / length if length else Fraction(1)
    inner = [point for point in points if offset < point[0] < offset + length]
    if all(value == begins + (at - offset) * speed for at, value in inner):
        start = begins if speed >= 0 else ends - speed
        return Motion(start=start, length=abs(speed) * length or Fraction(1), speed=speed, is_exact=is_exact)
    shown = [(Fraction(offset), begins), *inner, (Fraction(offset + length), ends)]
    low, high = min(value for _, value in shown), max(value for _, value in shown)
    return Motion(
        start=low,
        length=high - low,
        speed=speed,
        points=tuple((at - offset, value - low) for at, value in shown),
        is_exact=is_exact,
    )


def _at(points: Points, place: Fraction) -> Fraction:
    """Return the value of a map at a place; beyond its ends it goes on as straight as before."""
    index = max(1, min(len(points) - 1, sum(1 for at, _ in points if at <= place)))
    (left, low), (right, high) = points[index - 1], points[index]
    if right == left:
        return high
    return low + (high - low) * (place - left) / (right - left)
