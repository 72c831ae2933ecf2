"""The document's speed to the frames a shot shows: in, out and for, of one speed or of keyframes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.anchors import source_seconds
from posthouse.timing import (
    RampMap,
    Rate,
    Retime,
    SourceMap,
    SpeedCurve,
    SpeedKey,
    curve_frames_within,
    first_frame_past,
    frames_covering,
    wrong_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.editorial.anchors import Source
    from posthouse.editorial.spec import SpeedKeySpec

    Complain = Callable[[tuple[str | int, ...], str, str], None]

_ENDLESS = Fraction(1 << 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a shot asks of its source, in source grid frames and programme frames; None where it says nothing."""

    start: int | None
    end: int | None
    duration_frames: int | None
    media_end: int | None
    """Where the media ends; None: never."""
    media_start: int = 0
    """Where what may be used of it begins."""

    @property
    def first(self) -> int:
        """Return the frame it begins with: the one it asks for, or the first there is."""
        return self.media_start if self.start is None else self.start


def constant_map(wanted: Wanted, speed: Fraction) -> SourceMap | None:
    """Return the frames of a shot of one speed; None where it shows nothing of its range."""
    start, duration = wanted.first, wanted.duration_frames
    if wanted.end is not None and duration is not None:  # counted back from out
        start = wanted.end - SourceMap(in_frame=0, duration_frames=duration, speed=abs(speed)).grid_range().end_frame
    elif duration is None:
        end = wanted.media_end if wanted.end is None else wanted.end
        assert end is not None, "a source without an end is told of before"
        if end <= start:
            return None
        duration = frames_covering(end - start, speed)
        beyond = SourceMap(in_frame=start, duration_frames=duration, speed=speed).grid_range().end_frame - end
        start -= max(0, beyond)  # so short a range that the middle of its one frame lies past it: its last is shown
    return SourceMap(in_frame=start, duration_frames=duration, speed=speed)


def speed_curve(
    keys: tuple[SpeedKeySpec, ...], source: Source, rate: Rate, complain: Complain, path: tuple[str | int, ...]
) -> SpeedCurve | None:
    """Return the curve of a shot's keyframes; None after complaining of one that is wrong."""
    found: list[SpeedKey] = []
    for index, key in enumerate(keys):
        try:
            at = source_seconds(key.at, source) * rate.fraction
            hold = key.length.nearest_frames(rate) if key.length else 0
        except ValueError as problem:
            complain((*path, index), str(problem), "")
            return None
        found.append(SpeedKey(at=at, speed=key.to, ease=key.ease, hold_frames=hold))
    wrong = wrong_key(tuple(found))
    if wrong is not None:
        complain((*path, wrong[0]), wrong[1], wrong[2])
        return None
    return SpeedCurve(keys=tuple(found))


def ramp_map(wanted: Wanted, curve: SpeedCurve) -> RampMap | str:
    """Return the frames of a shot that follows a curve, or, in a sentence, why there are none.

    ``in`` and ``out`` mean what they mean at one speed. A curve that turns passes its frames more than once: its shot
    starts where it first comes to ``in``, and lasts for ``for``.
    """
    if curve.direction == 0:
        return _turning(wanted, curve)
    if wanted.duration_frames is None:
        return _whole_range(wanted, curve)
    is_from_low = wanted.end is None
    low_or_high = wanted.first if wanted.end is None else wanted.end
    is_from_start = is_from_low == (curve.direction > 0)
    # backwards, the first frame played is the last before out, and the shot ends before the frame under in
    edge = low_or_high if curve.direction > 0 else low_or_high - 1
    at = first_frame_past(curve, edge)
    if at is None:
        return "the ramp comes to a stop before it gets there: move its keyframes, in or out"
    first = at if is_from_start else at - wanted.duration_frames
    return RampMap(curve=curve, first_frame=first, duration_frames=wanted.duration_frames)


def _whole_range(wanted: Wanted, curve: SpeedCurve) -> RampMap | str:
    low, high = wanted.first, wanted.media_end if wanted.end is None else wanted.end
    assert high is not None, "a source without an end is told of before"
    if high <= low:
        return "the shot ends before it begins"
    found = curve_frames_within(curve, low, high)
    if found is None:
        return "the ramp comes to a stop inside it: say how long the shot lasts, as for: 48f"
    if found.is_empty:
        return "no frame of it is left at this speed: lengthen it, or slow it down"
    return RampMap(curve=curve, first_frame=found.start_frame, duration_frames=found.duration_frames)


def _turning(wanted: Wanted, curve: SpeedCurve) -> RampMap | str:
    if wanted.end is not None or wanted.duration_frames is None:
        return "its speed turns around, so that out is passed more than once: say in: and for:"
    # a curve that begins standing still stood there always: its shot begins with the first keyframe
    since = Fraction(0) if curve.keys[0].speed == 0 else -_ENDLESS
    moment = curve.moment_at(Fraction(wanted.first), since, _ENDLESS)
    if moment is None:
        return "the source never comes to in at these speeds: move in: or the first keyframe"
    first = (moment - Fraction(1, 2)).__ceil__()  # the first frame whose middle is not before it
    return RampMap(curve=curve, first_frame=first, duration_frames=wanted.duration_frames)


def shown_retime(wanted: Wanted, speed: Fraction | SpeedCurve) -> Retime | str:
    """Return which frames a shot shows, or, in a sentence, why there are none."""
    if isinstance(speed, SpeedCurve):
        return ramp_map(wanted, speed)
    return constant_map(wanted, speed) or "the shot ends before it begins"
