"""Gains and pans over time: amplitudes of an AAF, decibels of the timeline.

Problem: an AAF goes straight from point to point in amplitude, a timeline in decibels; between the same two points
the two are not the same gain. Approach: where they differ by more than a twentieth of a decibel, points are put
between; coming back, points that a straight line in decibels passes through are taken away. So a curve of ours comes
back as it was.
Example: 0 dB to -6 dB is written as 0, -2, -4, -6, and read as 0, -6.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from posthouse.interchange.timeline import Curve, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SILENCE_DB: Final = -144.0
"""What an amplitude of 0 is called."""
_STEP_DB: Final = 2.0
"""Straight in amplitude over 2 dB is within 0.06 dB of straight in decibels."""
_SAME_DB: Final = 0.002
_MOST_POINTS: Final = 72
_Points = list[tuple[Fraction, float]]


def decibels(amplitude: float) -> float:
    """Return a gain in decibels, to a ten-thousandth."""
    return SILENCE_DB if amplitude <= 10 ** (SILENCE_DB / 20) else round(20 * math.log10(amplitude), 4)


def amplitude(gain_db: float) -> float:
    """Return a gain as what samples are multiplied by."""
    return 0.0 if gain_db <= SILENCE_DB else 10 ** (gain_db / 20)


def rational(number: float) -> tuple[int, int]:
    """Return (numerator, denominator) as Media Composer writes them: a power of two below, both in 32 bits."""
    bits = 30
    while bits > 0 and abs(number) * (1 << bits) >= (1 << 31) - 1:
        bits -= 1
    return round(number * (1 << bits)), 1 << bits


def from_amplitudes(points: Iterable[tuple[Fraction, Fraction]]) -> Curve:
    """Return a curve of decibels through points of amplitude."""
    found = _dense([(at, float(value)) for at, value in points])
    return curve(_thinned([(at, decibels(value)) for at, value in found]))


def to_amplitudes(gain_db: Curve) -> list[tuple[Fraction, float]]:
    """Return points of amplitude that are within 0.06 dB of a curve everywhere."""
    made: list[tuple[Fraction, float]] = []
    for key, following in zip(gain_db.keys, (*gain_db.keys[1:], None), strict=True):
        made.append((key.at, amplitude(key.value[0])))
        if following is None or following.at <= key.at:
            continue
        if key.ease == "hold":
            made.append((following.at, amplitude(key.value[0])))
            continue
        span_db = max(following.value[0], SILENCE_DB) - max(key.value[0], SILENCE_DB)
        steps = max(1, math.ceil(abs(span_db) / _STEP_DB))
        for step in range(1, steps):
            part = Fraction(step, steps)
            level = max(key.value[0], SILENCE_DB) + float(part) * span_db
            made.append((key.at + (following.at - key.at) * part, amplitude(level)))
    return made


def curve(points: Iterable[tuple[Fraction, float]]) -> Curve:
    """Return a curve through points of one value."""
    return Curve(keys=tuple(Key(at=at, value=(value,)) for at, value in points))


def sliced(points: Sequence[tuple[Fraction, float]], start: Fraction, end: Fraction) -> Curve:
    """Return the part of a straight-lined curve between two places, counted from the first; one key if it is flat."""
    inside = [(at - start, value) for at, value in points if start < at < end]
    ends = (
        value_at(points, start),
        value_at([point for point in points if point[0] < end] + _first_at(points, end), end),
    )
    inside = [(at, round(value, 7)) for at, value in inside]
    ends = (round(ends[0], 7), round(ends[1], 7))
    whole = [(Fraction(0), ends[0]), *inside, (end - start, ends[1])]
    if all(abs(value - ends[0]) < 1e-9 for _, value in whole):
        return Curve.constant(ends[0])
    return curve(_collinear(whole, 1e-9))


def _first_at(points: Sequence[tuple[Fraction, float]], end: Fraction) -> _Points:
    """Return the first point at or after a place: what comes after a jump there is not of this part."""
    return [point for point in points if point[0] >= end][:1]


def value_at(points: Sequence[tuple[Fraction, float]], place: Fraction) -> float:
    """Return the value of a straight-lined curve at a place; it holds beyond its ends."""
    before = [point for point in points if point[0] <= place]
    after = [point for point in points if point[0] > place]
    if not before or not after:
        return (before or after)[-1 if before else 0][1]
    (left, low), (right, high) = before[-1], after[0]
    return low + (high - low) * float((place - left) / (right - left))


def summed(first: Curve | None, second: Curve | None) -> Curve | None:
    """Return two gains one after the other, in decibels."""
    if first is None or second is None:
        return first or second
    places = sorted({key.at for each in (first, second) for key in each.keys})
    lines = [[(key.at, key.value[0]) for key in each.keys] for each in (first, second)]
    return curve((at, max(SILENCE_DB, sum(value_at(line, at) for line in lines))) for at in places)


def _dense(points: _Points) -> _Points:
    """Return points with others between them where decibels bend too far from straight."""
    made: _Points = []
    for (at, value), following in zip(points, [*points[1:], None], strict=True):
        made.append((at, value))
        if following is None or following[0] <= at:
            continue
        span_db = abs(decibels(following[1]) - decibels(value))
        if span_db <= _STEP_DB * 1.01:
            continue
        made.extend(_between((at, value), following, min(_MOST_POINTS, math.ceil(span_db / _STEP_DB))))
    return made


def _between(left: tuple[Fraction, float], right: tuple[Fraction, float], steps: int) -> _Points:
    """Return the points of a straight amplitude at which it has equal steps of decibels."""
    low_db, high_db = decibels(left[1]), decibels(right[1])
    made = []
    for step in range(1, steps):
        value = amplitude(low_db + (high_db - low_db) * step / steps)
        part = Fraction((value - left[1]) / (right[1] - left[1])).limit_denominator(1 << 20)
        made.append((left[0] + (right[0] - left[0]) * part, value))
    return made


def _thinned(points: _Points) -> _Points:
    return _collinear(points, _SAME_DB)


def _collinear(points: _Points, tolerance: float) -> _Points:
    """Return points without those on the straight line from the last kept one to the next."""
    kept = points[:1]
    for index in range(1, len(points) - 1):
        (left, low), (right, high) = kept[-1], points[index + 1]
        at, value = points[index]
        on_line = right > left and abs(low + (high - low) * float((at - left) / (right - left)) - value) <= tolerance
        if not on_line:
            kept.append(points[index])
    if len(points) > 1:
        kept.append(points[-1])
    return kept
