"""SMPTE ST 12-1 timecode; vectors from the standards sheet, 3.1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import BROADCAST_RATES, Rate, Timecode

R2997, R5994 = Rate.parse("29.97"), Rate.parse("59.94")
DROP_RATES = [R2997, R5994, Rate.parse("119.88")]
VECTORS = [
    (R2997, 1799, "00:00:59;29"),
    (R2997, 1800, "00:01:00;02"),
    (R2997, 3597, "00:01:59;29"),
    (R2997, 3598, "00:02:00;02"),
    (R2997, 17981, "00:09:59;29"),
    (R2997, 17982, "00:10:00;00"),
    (R2997, 107892, "01:00:00;00"),
    (R2997, 1294704, "12:00:00;00"),
    (R2997, 2589407, "23:59:59;29"),
    (R5994, 3600, "00:01:00;04"),
    (R5994, 35964, "00:10:00;00"),
    (R5994, 215784, "01:00:00;00"),
    (R5994, 5178815, "23:59:59;59"),
]


@pytest.mark.parametrize(("rate", "frame", "label"), VECTORS)
def test_drop_frame_follows_st_12(rate: Rate, frame: int, label: str) -> None:
    assert str(Timecode(frame_count=frame, rate=rate, is_drop_frame=True)) == label
    assert Timecode.parse(label, rate).frame_count == frame


def test_the_day_after_23_59_59_29_begins_at_0() -> None:
    assert str(Timecode(frame_count=2589408, rate=R2997, is_drop_frame=True)) == "00:00:00;00"


@pytest.mark.parametrize(
    ("rate", "frames"),
    [("23.976", 86400), ("25", 90000), ("29.97", 108000), ("30", 108000), ("50", 180000)],
)
def test_a_timecode_hour_has_as_many_labels_as_st_12_says(rate: str, frames: int) -> None:
    assert Timecode.parse("01:00:00:00", Rate.parse(rate)).frame_count == frames


def test_119_88_drops_eight_labels_a_minute() -> None:
    assert str(Timecode(frame_count=7200, rate=DROP_RATES[2], is_drop_frame=True)) == "00:01:00;008"


@given(rate=st.sampled_from(DROP_RATES), frame=st.integers(0, 24 * 3600 * 120 - 1))
def test_drop_frame_counts_and_labels_are_inverse(rate: Rate, frame: int) -> None:
    a_day = 24 * 6 * (600 * rate.timebase - 9 * (rate.timebase // 15))
    frame %= a_day
    assert Timecode.parse(str(Timecode(frame_count=frame, rate=rate, is_drop_frame=True)), rate).frame_count == frame


@given(rate=st.sampled_from(BROADCAST_RATES), frame=st.integers(0, 24 * 3600 * 24 - 1))
def test_non_drop_counts_and_labels_are_inverse(rate: Rate, frame: int) -> None:
    assert Timecode.parse(str(Timecode(frame_count=frame, rate=rate)), rate).frame_count == frame


@pytest.mark.parametrize("spelling", ["01:00:00;02", "01:00:00.02", "01;00;00;02", "01:00:00,02"])
def test_drop_frame_is_spelt_in_four_ways(spelling: str) -> None:
    assert Timecode.parse(spelling, R2997).is_drop_frame


def test_a_dropped_label_is_refused_with_the_next_one() -> None:
    with pytest.raises(ValueError, match="next label is ;02"):
        Timecode.parse("00:01:00;00", R2997)


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "30", "47.952", "60"])
def test_drop_frame_exists_at_no_other_rate(rate: str) -> None:
    with pytest.raises(ValueError, match=r"29\.97"):
        Timecode.parse("00:00:10;00", Rate.parse(rate))


@pytest.mark.parametrize("wrong", ["00:00:00:24", "00:00:60:00", "00:60:00:00", "24:00:00:00", "1:2:3", "a", ""])
def test_labels_that_do_not_exist_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Timecode.parse(wrong, Rate.parse(24))


def test_adding_frames_crosses_a_dropped_label() -> None:
    assert str(Timecode.parse("00:00:59;29", R2997).plus(1)) == "00:01:00;02"
