"""Sync by timecode: exact to the sample, at every rate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.assistant.sync import Found, Refused, StartClock, sync_by_timecode
from posthouse.timing import Rate, Timecode

MINUTE = Fraction(60)


def camera(label: str, rate: str, seconds: Fraction = MINUTE) -> StartClock:
    return StartClock.of_label(Timecode.parse(label, Rate.parse(rate)), seconds)


def recorder(samples: int, seconds: Fraction = MINUTE, rate: int = 48_000) -> StartClock:
    return StartClock.of_samples(samples, seconds, sample_rate=rate)


@pytest.mark.parametrize(
    ("label", "rate", "sample"),
    [
        ("01:00:00:00", "25", 172_800_000),
        ("01:00:00:00", "23.976", 172_972_800),
        ("01:00:00:00", "29.97", 172_972_800),
        ("01:00:00;00", "29.97", 107_892 * 8008 // 5),  # 107,892 frames of 1601.6 samples
        ("10:00:00:12", "24", 1_728_024_000),
    ],
)
def test_a_label_is_its_sample_since_midnight(label: str, rate: str, sample: int) -> None:
    found = sync_by_timecode(camera(label, rate), recorder(sample - 4800))
    assert isinstance(found, Found)
    exact = found.other_sample_at_zero(48_000)
    assert abs(exact - 4800) <= 1
    assert found.clock == 1


def test_48048_stamped_as_48000_runs_a_thousand_ppm_fast() -> None:
    clock = StartClock.of_samples(48_048 * 3600, MINUTE, sample_rate=48_048, counted_rate=48_048, file_rate=48_000)
    found = sync_by_timecode(camera("00:59:58:00", "24"), clock)
    assert isinstance(found, Found)
    assert found.clock == Fraction(1001, 1000)
    assert found.other_sample_at_zero(48_000) == -2 * 48_048


def test_midnight_between_them_is_the_shorter_way() -> None:
    found = sync_by_timecode(camera("00:00:05:00", "25"), recorder(48_000 * (86_400 - 10)))
    assert isinstance(found, Found)
    assert found.start_seconds == 15


def test_a_day_of_23_976_is_longer() -> None:
    found = sync_by_timecode(camera("00:00:00:00", "23.976"), camera("23:59:59:00", "23.976"))
    assert isinstance(found, Found)
    assert found.start_seconds == Fraction(1001, 1000)


def test_what_did_not_run_together_is_refused() -> None:
    verdict = sync_by_timecode(camera("10:00:00:00", "25"), recorder(0))
    assert isinstance(verdict, Refused)
    assert "did not run together" in verdict.reason


def test_labels_of_24_and_23_976_are_refused() -> None:
    verdict = sync_by_timecode(camera("10:00:00:00", "24"), camera("10:00:00:00", "23.976"))
    assert isinstance(verdict, Refused)
    assert "two instants" in verdict.reason
