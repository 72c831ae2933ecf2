"""Rates: every spelling, one exact value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import BROADCAST_RATES, Rate


@pytest.mark.parametrize(
    ("spelling", "exact"),
    [
        (24, "24"),
        (24.0, "24"),
        ("25", "25"),
        ("23.976", "24000/1001"),
        (23.976, "24000/1001"),
        ("23.98", "24000/1001"),
        ("23.976023976", "24000/1001"),
        ("29.97", "30000/1001"),
        ("29.970", "30000/1001"),
        ("47.95", "48000/1001"),
        ("47.952", "48000/1001"),
        ("59.94", "60000/1001"),
        ("119.88", "120000/1001"),
        ("30000/1001", "30000/1001"),
        ("30000:1001", "30000/1001"),
        ("12.5", "25/2"),
        ("25 fps", "25"),
        (Fraction(24000, 1001), "24000/1001"),
    ],
)
def test_every_spelling_is_one_exact_rate(spelling: Fraction | float | str, exact: str) -> None:
    assert str(Rate.parse(spelling)) == exact


@pytest.mark.parametrize("wrong", ["", "abc", "0", "-24", "24/0", "1e9", "nan", "inf", True, "99999"])
def test_what_is_no_rate_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(ValueError, match="30000/1001"):
        Rate.parse(wrong)


@pytest.mark.parametrize(("spelling", "timebase"), [("23.976", 24), ("29.97", 30), ("59.94", 60), ("12.5", 13)])
def test_timebase_is_the_rate_timecode_counts_in(spelling: str, timebase: int) -> None:
    assert Rate.parse(spelling).timebase == timebase


def test_the_five_slowed_rates_and_no_others_are_ntsc() -> None:
    slowed = {str(rate) for rate in BROADCAST_RATES if rate.is_ntsc}
    assert slowed == {"24000/1001", "30000/1001", "48000/1001", "60000/1001", "120000/1001"}


@given(rate=st.sampled_from(BROADCAST_RATES), frame=st.integers(-(10**9), 10**9))
def test_a_frame_is_on_screen_when_it_begins(rate: Rate, frame: int) -> None:
    assert rate.floor_frame_at(rate.seconds_at(frame)) == frame
    assert rate.nearest_frames(rate.seconds_at(frame)) == frame


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
def test_what_a_rate_prints_is_read_back(rate: Rate) -> None:
    assert Rate.parse(str(rate)) == rate
