"""Speeds, freezes and ramps as the document says them."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.spec import FASTEST
from posthouse.timing import Ease as SpeedEase
from posthouse.timing import SpeedKey, wrong_key

if TYPE_CHECKING:
    from posthouse.interchange import Clip, TimePoint
    from posthouse.production.splice import Value
    from posthouse.studio.exchange.incoming.desk import Desk, Entry

_FINEST = 10**7
_MOST_KEYS = 2000


def percent(speed: Fraction) -> str:
    """Return a speed as a person writes it: 50%, or as a ratio where no short decimal is it."""
    scaled = speed * 100
    if (scaled * 1000).denominator == 1:
        return f"{float(scaled):.3f}".rstrip("0").rstrip(".") + "%"
    if max(abs(speed.numerator), speed.denominator) < 10**9:
        return f"{speed.numerator}/{speed.denominator}"
    near = speed.limit_denominator(_FINEST)
    return f"{near.numerator}/{near.denominator}"


def usable(speed: Fraction, who: str, desk: Desk) -> Fraction:
    """Return a speed the document can say, the nearest there is."""
    slowest = Fraction(1, FASTEST)
    size = min(max(abs(speed), slowest), Fraction(FASTEST))
    if size != abs(speed):
        desk.ledger.approximate(
            who, "speed", f"{float(speed * 100):g}% is out of range; {float(size * 100):g}% is taken"
        )
    return -size if speed < 0 else size


def speed_fields(clip: Clip, who: str, desk: Desk) -> Entry:
    """Return the fields that say a clip's range and its speed; its length is told for every speed but plain."""
    times, frames = desk.times(clip), clip.record.duration_frames
    start, lasting = times.spelled(clip.source.start, who), f"{frames}f"
    if clip.ramp:
        keys = ramp_keys(clip, who, desk)
        if keys:
            first = clip.source.start + (clip.ramp[0].source if _turns(clip.ramp) else 0)
            return {"in": times.spelled(first, who), "for": lasting, "speed": keys}
    if clip.speed == 0:
        desk.ledger.keep(who, "speed")
        return {"in": start, "for": lasting, "freeze": True}
    if clip.speed != 1:
        if not clip.ramp:
            desk.ledger.keep(who, "speed")
        return {"in": start, "for": lasting, "speed": percent(usable(clip.speed, who, desk))}
    end = clip.source.start + frames
    is_same_rate = clip.source.rate == desk.timeline.rate
    if is_same_rate and times.media.has_timecode and times.is_whole(clip.source.start):
        out = times.spelled(end, who)
        return {"in": start, "out": out} if out > start and out[-1:] != "f" else {"in": start, "for": lasting}
    return {"in": start, "for": lasting}


def ramp_keys(clip: Clip, who: str, desk: Desk) -> list[Value]:
    """Return a ramp as keyframes held until the next: straight in time, as its points are; none where that fails."""
    ratio = desk.timeline.rate.fraction / clip.source.rate.fraction
    keys = _keys(clip, ratio)
    zero = min(key.at for key in keys) if keys else 0
    told = wrong_key(tuple(keys)) if keys else (0, "it has no points", "")
    if told is not None or len(keys) > _MOST_KEYS:
        reason = f"its ramp cannot be said ({told[1] if told else 'too many points'}): the mean speed is taken"
        desk.ledger.approximate(who, "speed", reason)
        return []
    if any(key.hold_frames for key in keys) or any(point.is_smooth for point in clip.ramp):
        desk.ledger.approximate(who, "speed", "where it stands or eases, it is within a frame")
    else:
        desk.ledger.keep(who, "speed")
    assert zero is not None
    return [_spelled(key, index, clip, who, desk) for index, key in enumerate(keys)]


def _turns(points: tuple[TimePoint, ...]) -> bool:
    steps = [second.source - first.source for first, second in itertools.pairwise(points)]
    return min(steps) < 0 < max(steps)


def _keys(clip: Clip, ratio: Fraction) -> list[SpeedKey]:
    """Return keyframes on the programme's grid, counted from the start of the clip's source."""
    keys: list[SpeedKey] = []
    for first, second in zip(clip.ramp, clip.ramp[1:], strict=False):
        lasting = second.record - first.record
        if lasting <= 0:
            continue
        at, speed = first.source * ratio, (second.source - first.source) * ratio / lasting
        if speed == 0:
            hold = round(lasting)
            keys.append(
                SpeedKey(at=at, speed=speed, ease=SpeedEase.HOLD if keys else SpeedEase.LINEAR, hold_frames=hold)
            )
        elif keys and keys[-1].speed == 0:
            keys.append(SpeedKey(at=at + speed / 2, speed=speed))
        elif keys and keys[-1].speed * speed < 0:
            keys.append(SpeedKey(at=at, speed=Fraction(0), ease=SpeedEase.HOLD))
            keys.append(SpeedKey(at=at + speed / 2, speed=speed))
        elif not keys or keys[-1].speed != speed:
            keys.append(SpeedKey(at=at, speed=speed, ease=SpeedEase.HOLD if keys else SpeedEase.LINEAR))
    return keys


def _spelled(key: SpeedKey, index: int, clip: Clip, who: str, desk: Desk) -> Value:
    ratio = clip.source.rate.fraction / desk.timeline.rate.fraction
    said: Entry = {
        "at": desk.times(clip).spelled(clip.source.start + key.at * ratio, who),
        "to": percent(key.speed) if key.speed else "0%",
    }
    if index and key.ease is SpeedEase.HOLD:
        said["ease"] = "hold"
    if key.hold_frames:
        said["for"] = f"{key.hold_frames}f"
    return said
