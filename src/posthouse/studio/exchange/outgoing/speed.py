"""Ramps as points: straight between them, as many as keep every frame within an eighth of a source frame."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import TimePoint
from posthouse.timing import RampMap

if TYPE_CHECKING:
    from posthouse.editorial import Shot
    from posthouse.studio.exchange.outgoing.desk import Desk
    from posthouse.timing import FrameRange

_NEAR = Fraction(1, 8)


def ramp_of(shot: Shot, low: Fraction, desk: Desk) -> tuple[TimePoint, ...]:
    """Return a ramp's points; ``low`` is the earliest position of the shot on the programme's grid."""
    source = shot.source
    assert isinstance(source, RampMap)
    frames = shown_frames(shot)
    first_place, last_place = Fraction(frames.start_frame), Fraction(frames.end_frame)
    turns = {first_place, last_place}
    for section in source.curve.sections:
        moments = (moment - source.first_frame for moment in (section.start, section.end) if moment is not None)
        turns |= {moment for moment in moments if first_place < moment < last_place}
    ordered = sorted(turns)
    places = [place for first, last in itertools.pairwise(ordered) for place in _between(source, first, last)]
    is_nest = shot.shot in desk.sheet.nests or desk.group_of(shot) is not None
    ratio = Fraction(1) if is_nest else desk.source_rate(shot.media).fraction / desk.rate.fraction
    is_straight = len(places) + 1 == len(ordered)
    if is_straight:
        desk.ledger.keep(shot.shot, "speed")
    else:
        desk.ledger.approximate(shot.shot, "speed", "its ramp goes out as straight parts, an eighth of a frame exact")
    return tuple(
        TimePoint(record=place - first_place, source=(source.position(place) - low) * ratio)
        for place in (*places, ordered[-1])
    )


def shown_frames(shot: Shot) -> FrameRange:
    """Return the frames of a shot that are seen: of one inside a trimmed sequence, not all."""
    return shot.range.shifted(-shot.start_frame)


def _between(source: RampMap, first: Fraction, last: Fraction) -> list[Fraction]:
    """Return the places of points from one to before another."""
    middle = (first + last) / 2
    straight = (source.position(first) + source.position(last)) / 2
    quarter = (3 * source.position(first) + source.position(last)) / 4
    is_near = abs(source.position(middle) - straight) <= _NEAR
    is_near = is_near and abs(source.position((first + middle) / 2) - quarter) <= _NEAR
    if is_near or last - first <= 1:
        return [first]
    return [*_between(source, first, middle), *_between(source, middle, last)]
