"""Half-open ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import FrameRange

RANGES = st.builds(FrameRange.lasting, st.integers(-100, 100), st.integers(0, 60))


@given(first=RANGES, second=RANGES)
def test_an_intersection_has_the_frames_both_have(first: FrameRange, second: FrameRange) -> None:
    assert set(first.intersection(second)) == set(first) & set(second)
    assert first.overlaps(second) == bool(set(first) & set(second))
    assert first.covers(second) == (set(second) <= set(first))


@given(frames=RANGES, by=st.integers(-1000, 1000))
def test_shifting_keeps_the_length(frames: FrameRange, by: int) -> None:
    assert frames.shifted(by).duration_frames == frames.duration_frames == len(frames)


@given(first=RANGES, second=RANGES)
def test_a_hull_covers_both(first: FrameRange, second: FrameRange) -> None:
    assert first.hull(second).covers(first)
    assert first.hull(second).covers(second)


def test_the_end_is_not_in_the_range() -> None:
    assert FrameRange(0, 24).contains(23)
    assert not FrameRange(0, 24).contains(24)
    assert FrameRange(5, 5).is_empty


def test_a_range_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        FrameRange(2, 1)
