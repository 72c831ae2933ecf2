"""Lengths as people write them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import BROADCAST_RATES, Length, Rate
from posthouse.timing.lengths import frames_of_feet

R24 = Rate.parse(24)


@pytest.mark.parametrize(
    ("spelling", "frames"),
    [
        (12, 12),
        ("12", 12),
        ("12f", 12),
        ("12 frames", 12),
        ("1 frame", 1),
        ("2s", 48),
        ("3 s", 72),
        ("2.5s", 60),
        (".5s", 12),
        ("500ms", 12),
        ("1m30s", 2160),
        ("1m 30s", 2160),
        ("90 sec", 2160),
        ("1.5 min", 2160),
        ("1h", 86400),
        ("00:00:04:10", 106),
        ("0:00:04:10", 106),
        ("00:04:10.500", 6012),
        ("90+00", 1440),
        ("5400+00", 86400),
    ],
)
def test_every_spelling_at_24(spelling: str | int, frames: int) -> None:
    assert Length.parse(spelling).nearest_frames(R24) == frames


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        (4.5, "4.5s"),
        ("4.5", "4.5s"),
        ("1:30", "90s"),
        ("00:04:10", "hours:minutes:seconds:frames"),
        ("-3", "negative"),
        ("-3s", "negative"),
        ("", "12f"),
        ("soon", "12f"),
        ("12x", "12f"),
        ("2s3", "12f"),
        (True, "12f"),
        (None, "12f"),
        ([1], "12f"),
        (float("nan"), "12f"),
        (float("inf"), "12f"),
        ("999999999s", "30 days"),
        ("90+16", "00 to 15"),
        ("00:00:61:00", "59"),
    ],
)
def test_what_is_wrong_or_ambiguous_is_refused_with_advice(wrong: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        Length.parse(wrong)


def test_a_foot_of_35_mm_has_16_frames() -> None:
    """Standards sheet 3.1: 1440 frames are 90+00, 86399 are 5399+15."""
    assert frames_of_feet(90, 0) == 1440
    assert frames_of_feet(5399, 15) == 86399


def test_drop_frame_timecode_counts_real_frames() -> None:
    assert Length.parse("01:00:00;00").nearest_frames(Rate.parse("29.97")) == 107892
    assert Length.parse("01:00:00:00").nearest_frames(Rate.parse("29.97")) == 108000


def test_a_label_the_rate_lacks_is_refused_when_it_meets_the_rate() -> None:
    with pytest.raises(ValueError, match="00 to 23"):
        Length.parse("00:00:00:24").nearest_frames(R24)


@given(millis=st.integers(0, 10**8), sample_rate=st.sampled_from([44_100, 48_000, 96_000]))
def test_seconds_become_the_nearest_sample(millis: int, sample_rate: int) -> None:
    samples = Length.parse(f"{millis}ms").nearest_samples(R24, sample_rate)
    assert abs(samples - Fraction(millis * sample_rate, 1000)) <= Fraction(1, 2)


LENGTHS = st.one_of(
    st.integers(0, 10**7).map(Length.frames_of),
    st.decimals(0, 10**5, places=3).map(lambda seconds: Length.seconds_of(Fraction(seconds))),
    st.builds("{:02}:{:02}:{:02}:{:02}".format, *(st.integers(0, top) for top in (23, 59, 59, 23))).map(Length.parse),
)


@given(length=LENGTHS)
def test_what_a_length_prints_is_read_back(length: Length) -> None:
    assert Length.parse(str(length)) == length


@given(length=LENGTHS, rate=st.sampled_from(BROADCAST_RATES))
def test_a_negated_length_lasts_as_long_the_other_way(length: Length, rate: Rate) -> None:
    if length.unit != "seconds":  # halves of frames go up, so seconds may differ by one
        assert length.negated().nearest_frames(rate) == -length.nearest_frames(rate)
    assert length.negated().negated() == length
