"""What is heard of the footage under a version of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.sound.baked_time import footage_timing
from posthouse.sound.placement import ShotTiming
from posthouse.timing import Rate

RATE = Rate.parse(25)


def timing(first: Fraction | int, frames: int = 20, speed: Fraction | int = 1, media: str = "version") -> ShotTiming:
    seconds = Fraction(first) / 25
    return ShotTiming(
        shot="s", start_frame=100, duration_frames=frames, source_in_seconds=seconds, speed=Fraction(speed), media=media
    )


@pytest.mark.parametrize(
    ("shot", "footage", "at", "first", "speed"),
    [
        (timing(5), timing(200, 50, media="cam"), 0, 205, 1),
        (timing(5, speed=2), timing(200, 50, media="cam"), 0, 205, 2),
        (timing(9), timing(30, 50, Fraction(1, 2), "cam"), 4, Fraction(65, 2), Fraction(1, 2)),
        (timing(4), timing(30, 20, -1, "cam"), 4, 30, -1),
        (timing(9, 10), timing(30, 20, -1, "cam"), 4, 35, -1),
    ],
    ids=["plain", "faster", "slow", "reversed", "reversed-and-trimmed"],
)
def test_a_version_plays_the_moments_it_was_made_of(
    shot: ShotTiming, footage: ShotTiming, at: int, first: Fraction, speed: Fraction
) -> None:
    found = footage_timing(shot, footage, RATE.seconds_at(at), RATE)
    assert found is not None
    assert (found.media, found.source_in_seconds * 25, found.speed) == ("cam", first, speed)
    assert (found.start_frame, found.duration_frames) == (shot.start_frame, shot.duration_frames)
