"""Retimes: which source frame each programme frame shows."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import FrameRange, SourceMap, frames_covering

SPEEDS = st.fractions(Fraction(1, 20), 20, max_denominator=1001)


def shown(speed: Fraction, count: int, start: int = 10) -> list[int]:
    """Return the frames a shot shows."""
    retime = SourceMap(in_frame=start, duration_frames=count, speed=speed)
    return [retime.grid_frame(frame) for frame in range(count)]


def test_half_speed_shows_each_frame_twice() -> None:
    assert shown(Fraction(1, 2), 6) == [10, 10, 11, 11, 12, 12]


def test_double_speed_shows_the_frame_in_the_middle() -> None:
    assert shown(Fraction(2), 4) == [11, 13, 15, 17]


def test_a_freeze_holds_its_in_point() -> None:
    assert shown(Fraction(0), 4) == [10, 10, 10, 10]


@given(start=st.integers(-100, 10**6), count=st.integers(0, 200))
def test_normal_speed_is_in_plus_k(start: int, count: int) -> None:
    assert shown(Fraction(1), count, start) == list(range(start, start + count))


@given(speed=SPEEDS, count=st.integers(0, 200))
def test_reverse_shows_the_same_frames_in_the_opposite_order(speed: Fraction, count: int) -> None:
    assert shown(-speed, count) == shown(speed, count)[::-1]


@given(speed=SPEEDS, count=st.integers(1, 100))
def test_handles_go_on_where_the_shot_ends(speed: Fraction, count: int) -> None:
    short = SourceMap(in_frame=0, duration_frames=count, speed=speed)
    long = SourceMap(in_frame=0, duration_frames=count + 50, speed=speed)
    assert [short.grid_frame(k) for k in range(count + 50)] == [long.grid_frame(k) for k in range(count + 50)]


@given(speed=SPEEDS, frames=st.integers(1, 500))
def test_a_covered_range_is_never_left_and_could_not_be_longer(speed: Fraction, frames: int) -> None:
    count = frames_covering(frames, speed)
    last = SourceMap(in_frame=0, duration_frames=count, speed=speed)
    assert last.grid_frame(count) >= frames
    if count > 1:
        assert last.grid_frame(count - 1) < frames


@given(speed=SPEEDS, sign=st.sampled_from([1, -1]), start=st.integers(-50, 300), length=st.integers(1, 60))
def test_frames_showing_a_range_are_exactly_those(speed: Fraction, sign: int, start: int, length: int) -> None:
    retime = SourceMap(in_frame=7, duration_frames=90, speed=sign * speed)
    wanted = FrameRange.lasting(start, length)
    found = retime.frames_showing(wanted)
    around = range(found.start_frame - 3, found.end_frame + 3)
    assert [k for k in around if wanted.contains(retime.grid_frame(k))] == list(found)


@given(speed=SPEEDS, sign=st.sampled_from([1, -1]), count=st.integers(1, 100))
def test_the_grid_range_holds_every_frame_shown(speed: Fraction, sign: int, count: int) -> None:
    retime = SourceMap(in_frame=3, duration_frames=count, speed=sign * speed)
    frames = [retime.grid_frame(k) for k in range(count)]
    assert retime.grid_range() == FrameRange(min(frames), max(frames) + 1)


def test_a_freeze_has_no_length_of_its_own() -> None:
    with pytest.raises(ValueError, match="how long"):
        frames_covering(10, Fraction(0))
