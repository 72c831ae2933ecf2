"""Sound of pictures that were made of others: which moments of the footage's own sound lie under them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.sound.placement import ShotTiming
    from posthouse.timing import Rate


def footage_timing(version: ShotTiming, footage: ShotTiming, at_seconds: Fraction, rate: Rate) -> ShotTiming | None:
    """Return the moments of the footage that a shot of a version of it plays; None where no one speed says it.

    Args:
        version: the shot.
        footage: the use of the footage that is baked into the version.
        at_seconds: the version's time at which that use begins.
        rate: the programme's.
    """
    if footage.ramp is None and footage.speed == 1:
        moved = version.on_another(footage.media, footage.source_in_seconds - at_seconds, rate)
        return replace(moved, clock=footage.clock)
    if version.ramp is not None or (footage.ramp is not None and version.speed != 1):
        return None
    since = version.source_start_seconds(rate) - at_seconds
    if footage.ramp is None:
        return _at_one_speed(version, footage, footage.source_start_seconds(rate) + since * footage.speed, rate)
    first = footage.ramp_frame + rate.nearest_frames(since)
    return replace(version, media=footage.media, clock=footage.clock, ramp=footage.ramp, ramp_frame=first)


def _at_one_speed(version: ShotTiming, footage: ShotTiming, starts: Fraction, rate: Rate) -> ShotTiming:
    speed = version.speed * footage.speed
    passed = rate.seconds_at(version.duration_frames) * speed
    lowest = min(starts, starts + passed)
    return replace(version, media=footage.media, clock=footage.clock, source_in_seconds=lowest, speed=speed)
