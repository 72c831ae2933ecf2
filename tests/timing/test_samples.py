"""Frames to samples: exact, without drift."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import BROADCAST_RATES, FrameRange, Rate, floor_sample_at_frame, samples_in_range

RATES = st.sampled_from(BROADCAST_RATES)
SAMPLE_RATES = st.sampled_from([44_100, 48_000, 96_000])


def test_29_97_at_48_khz_repeats_the_five_frame_sequence() -> None:
    """1601.6 samples a frame: 1601, 1602, 1601, 1602, 1602 (SMPTE ST 272 numbers five-frame sequences of 8008)."""
    starts = [floor_sample_at_frame(frame, Rate.parse("29.97"), 48_000) for frame in range(6)]
    assert [b - a for a, b in itertools.pairwise(starts)] == [1601, 1602, 1601, 1602, 1602]


@given(rate=RATES, sample_rate=SAMPLE_RATES, frame=st.integers(0, 10 * 3600 * 120))
def test_over_ten_hours_a_frame_is_never_a_sample_off(rate: Rate, sample_rate: int, frame: int) -> None:
    exact = frame / rate.fraction * sample_rate
    assert 0 <= exact - floor_sample_at_frame(frame, rate, sample_rate) < 1


@given(rate=RATES, sample_rate=SAMPLE_RATES, hours=st.integers(1, 100))
def test_drift_is_zero_at_every_whole_period(rate: Rate, sample_rate: int, hours: int) -> None:
    frames = hours * 3600 * rate.fraction.numerator
    assert Fraction(floor_sample_at_frame(frames, rate, sample_rate), sample_rate) == frames / rate.fraction


@given(rate=RATES, sample_rate=SAMPLE_RATES, cuts=st.lists(st.integers(0, 500_000), min_size=2, max_size=20))
def test_pieces_of_a_programme_add_up_to_the_whole(rate: Rate, sample_rate: int, cuts: list[int]) -> None:
    edges = sorted(cuts)
    pieces = [samples_in_range(FrameRange(a, b), rate, sample_rate) for a, b in itertools.pairwise(edges)]
    assert all(left[1] == right[0] for left, right in itertools.pairwise(pieces))
    assert sum(end - start for start, end in pieces) == pieces[-1][1] - pieces[0][0]


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
def test_frames_before_zero_floor_too(rate: Rate) -> None:
    assert floor_sample_at_frame(-1, rate, 44_100) == (-44_100 / rate.fraction).__floor__()
