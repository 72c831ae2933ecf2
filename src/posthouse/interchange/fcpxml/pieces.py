"""Pieces of a timeline before it has tracks: what is seen or heard from when to when, through which map of time.

Problem: a clip may lie in a clip in a clip, each with its own clock, offset and retime; what counts is which moment of
the media each moment of the timeline shows. Example: content 10 s to 20 s of a clip at 200%, placed at 3 s: the map of
the inner clip after the map of the outer.
Approach: a map is straight between points; maps are put one after the other, and cut at the edges of what is used.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Curve, TrackKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """At ``at`` seconds, ``value`` seconds are shown."""

    at: Fraction
    value: Fraction
    is_smooth: bool = False


@dataclass(frozen=True, slots=True)
class TimeMap:
    """Straight sections through at least two points in order; before the first and after the last they go on."""

    points: tuple[MapPoint, ...]

    @classmethod
    def line(cls, at: Fraction, value: Fraction, speed: Fraction = Fraction(1)) -> TimeMap:
        """Return a map of one speed through a point."""
        return cls((MapPoint(at=at, value=value), MapPoint(at=at + 1, value=value + speed)))

    def value(self, at: Fraction) -> Fraction:
        """Return what is shown at a moment."""
        index = bisect_right([point.at for point in self.points], at)
        low = self.points[max(0, min(index - 1, len(self.points) - 2))]
        high = self.points[max(1, min(index, len(self.points) - 1))]
        return low.value + (at - low.at) * (high.value - low.value) / (high.at - low.at)

    def within(self, start: Fraction, end: Fraction) -> TimeMap:
        """Return the part between two moments, with points at both, and between them only where it bends."""
        kept = [MapPoint(at=start, value=self.value(start))]
        inner = [point for point in self.points if start < point.at < end]
        last = MapPoint(at=end, value=self.value(end))
        for point, later in zip(inner, (*inner[1:], last), strict=False):
            if _slope(kept[-1], point) != _slope(point, later):
                kept.append(point)
        return TimeMap((*kept, last))

    def after(self, outer: TimeMap) -> TimeMap:
        """Return this map of what another shows; this one has to be straight wherever that one bends."""
        bends = [
            MapPoint(at=point.at, value=self.value(point.value), is_smooth=point.is_smooth) for point in outer.points
        ]
        if len(outer.points) == 2:
            low, high = outer.points
            slope = (high.value - low.value) / (high.at - low.at)
            if slope:
                bends += [
                    MapPoint(at=low.at + (point.at - low.value) / slope, value=point.value, is_smooth=point.is_smooth)
                    for point in self.points
                ]
        unique = {point.at: point for point in bends}
        return TimeMap(tuple(unique[at] for at in sorted(unique)))

    @property
    def is_straight(self) -> bool:
        """Return whether all sections run at one speed."""
        return len({_slope(low, high) for low, high in zip(self.points, self.points[1:], strict=False)}) == 1


def _slope(low: MapPoint, high: MapPoint) -> Fraction:
    return (high.value - low.value) / (high.at - low.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one track shows from ``start`` to ``end`` (seconds of the timeline, from its first frame)."""

    clip: Clip
    """All but its record, source and id; its curves count from ``start``."""
    kind: TrackKind
    lane: int
    group: int
    """Pieces of one storyline stay on one track."""
    start: Fraction
    end: Fraction
    shows: TimeMap
    """Source seconds at seconds of the timeline."""
    take: str = ""
    line: int = 0

    def cropped(self, start: Fraction, end: Fraction, frames_a_second: Fraction) -> Piece:
        """Return the part between two moments of the timeline."""
        start, end = max(self.start, start), min(self.end, end)
        clip = shifted_clip(self.clip, (self.start - start) * frames_a_second)
        return dataclasses.replace(self, start=start, end=end, clip=clip)


def shifted_clip(clip: Clip, frames: Fraction) -> Clip:
    """Return a clip whose curves and markers lie some frames later."""
    if not frames:
        return clip
    transform = clip.transform
    if transform is not None:
        transform = dataclasses.replace(
            transform,
            position=_shifted(transform.position, frames),
            scale=_shifted(transform.scale, frames),
            rotation=_shifted(transform.rotation, frames),
            anchor=_shifted(transform.anchor, frames),
            crop=_shifted(transform.crop, frames),
        )
    whole = (frames + Fraction(1, 2)).__floor__()
    return dataclasses.replace(
        clip,
        transform=transform,
        opacity=_shifted(clip.opacity, frames),
        gain_db=_shifted(clip.gain_db, frames),
        pan=_shifted(clip.pan, frames),
        markers=tuple(dataclasses.replace(marker, at=marker.at + whole) for marker in clip.markers),
    )


def _shifted(curve: Curve | None, frames: Fraction) -> Curve | None:
    if curve is None or len(curve.keys) == 1:
        return curve
    return dataclasses.replace(curve, keys=tuple(dataclasses.replace(key, at=key.at + frames) for key in curve.keys))


def placed_inside(inner: Piece, outer: TimeMap, start: Fraction, end: Fraction, rate: Fraction) -> Piece | None:
    """Return a piece of a clip's content as the timeline shows it from ``start`` to ``end``, None where it does not.

    ``outer`` tells the content's seconds at those of the timeline.
    """
    part = outer.within(start, end)
    values = [point.value for point in part.points]
    if min(values) >= inner.start and max(values) <= inner.end:
        return dataclasses.replace(inner, start=start, end=end, shows=inner.shows.after(part))
    if len(part.points) > 2:
        return None
    low, high = part.points
    speed = (high.value - low.value) / (high.at - low.at)
    if speed == 0:
        return None
    moments = sorted(low.at + (edge - low.value) / speed for edge in (inner.start, inner.end))
    begin, finish = max(start, moments[0]), min(end, moments[1])
    if begin >= finish:
        return None
    clip = shifted_clip(inner.clip, (moments[0] - begin) * rate)
    return dataclasses.replace(inner, clip=clip, start=begin, end=finish, shows=inner.shows.after(part))
