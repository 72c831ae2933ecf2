"""Labels of programme time count from the programme's own start."""

from __future__ import annotations

import pytest

from posthouse.timing import Length, Rate, Timecode, programme_frames

PAL = Rate.parse(25)
NTSC = Rate.parse("29.97")


def test_a_label_counts_from_the_start() -> None:
    start = Timecode.parse("10:00:00:00", PAL)
    assert programme_frames(Length.parse("10:00:03:05"), PAL, start) == 80


def test_a_label_before_the_start_is_negative() -> None:
    start = Timecode.parse("10:00:00:00", PAL)
    assert programme_frames(Length.parse("09:59:59:24"), PAL, start) == -1


@pytest.mark.parametrize("spelling", ["75f", "3s"])
def test_lengths_count_from_the_first_frame_whatever_the_start(spelling: str) -> None:
    start = Timecode.parse("10:00:00:00", PAL)
    assert programme_frames(Length.parse(spelling), PAL, start) == 75


def test_without_a_start_labels_count_from_zero() -> None:
    assert programme_frames(Length.parse("00:00:03:00"), PAL, None) == 75


@pytest.mark.parametrize("spelling", ["01:01:00;02", "01:01:00:02"])
def test_labels_drop_frames_where_the_start_does(spelling: str) -> None:
    start = Timecode.parse("01:00:00;00", NTSC)
    assert programme_frames(Length.parse(spelling), NTSC, start) == 1800  # ST 12-1: ;02 is the first label of a minute
