"""Sync by timecode: where two recordings lie by the clocks they were jammed to, exact to the sample.

A camera's first frame has a label; a recorder's first sample has a count of samples since midnight (EBU Tech 3285,
TimeReference). Both are instants of one day once each is read by its own rate:

- a label at 23.976 or 29.97 is frames * 1001 / (1000 * timebase) seconds, drop-frame or not: 01:00:00:00 at 23.976 is
  3603.6 s after midnight, and so is sample 172,972,800 of 48 kHz;
- a recorder that counted 48048 samples a second and stamped its file 48000 (so that it plays 0.1% slower, with film
  pulled down for NTSC) ran 1000 ppm fast by its file's rate.

Trap: 01:00:00:00 at 24 and at 23.976 is one label and two instants, 3.6 s apart. Where both rates are known and one is
of NTSC and the other not, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.assistant.sync.verdict import Found, Refused, Verdict
from posthouse.timing.timecode import dropped_a_minute

if TYPE_CHECKING:
    from posthouse.timing import Rate, Timecode

_DAY_SECONDS = Fraction(24 * 3600)
_DAY_MINUTES_DROPPED = 24 * 54
"""Minutes of a day at which labels are skipped: nine of every ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock:
    """When a recording began, by its own clock, and how long it is by its own count."""

    seconds: Fraction
    """Since midnight of its clock."""
    duration_seconds: Fraction
    """As its file plays."""
    speed: Fraction = Fraction(1)
    """How many seconds of its file pass in one of its clock's: 1001/1000 for 48048 samples stamped 48000."""
    rate: Rate | None = None
    """The rate its timecode counts by, where that is known."""
    day_seconds: Fraction = _DAY_SECONDS
    """How long its labels take to come round: 86486.4 s at 23.976 without drop-frame."""

    @classmethod
    def of_label(cls, start: Timecode, duration_seconds: Fraction) -> StartClock:
        """Return the clock of pictures whose first frame has a label."""
        rate = start.rate
        skipped = dropped_a_minute(rate) * _DAY_MINUTES_DROPPED if start.is_drop_frame else 0
        return cls(
            seconds=rate.seconds_at(start.frame_count),
            duration_seconds=duration_seconds,
            rate=rate,
            day_seconds=rate.seconds_at(int(_DAY_SECONDS) * rate.timebase - skipped),
        )

    @classmethod
    def of_samples(
        cls,
        since_midnight: int,
        duration_seconds: Fraction,
        *,
        sample_rate: int,
        counted_rate: int = 0,
        file_rate: int = 0,
    ) -> StartClock:
        """Return the clock of a recorder.

        Args:
            since_midnight: the samples its file says to have begun after midnight.
            duration_seconds: how long its file plays.
            sample_rate: the rate since_midnight counts by.
            counted_rate: the samples it really took in a second of its clock; 0: as the file says.
            file_rate: the rate the file is stamped with, where counted_rate is given.
        """
        speed = Fraction(counted_rate, file_rate) if counted_rate and file_rate else Fraction(1)
        return cls(seconds=Fraction(since_midnight, sample_rate), duration_seconds=duration_seconds, speed=speed)


def sync_by_timecode(reference: StartClock, other: StartClock) -> Verdict:
    """Return where the other lies against the reference by their clocks, or why they cannot have run together."""
    if _labels_differ(reference, other):
        reason = f"one counts {reference.rate}, the other {other.rate} frames a second: one label is two instants"
        return Refused(reason=reason)
    clock = other.speed / reference.speed
    late = _the_shorter_way(reference.seconds - other.seconds, reference.day_seconds)
    start = late * other.speed
    low = max(Fraction(0), -start / clock)
    high = min(reference.duration_seconds, (other.duration_seconds - start) / clock)
    if low >= high:
        apart = float(low - high)
        reason = f"by their timecode they did not run together: {_spelled(apart)} lie between them"
        return Refused(reason=reason)
    return Found(start_seconds=start, clock=clock, overlap_seconds=(low, high), confidence=1.0)


def _labels_differ(reference: StartClock, other: StartClock) -> bool:
    if reference.rate is None or other.rate is None:
        return False
    return reference.rate.is_ntsc != other.rate.is_ntsc


def _the_shorter_way(seconds: Fraction, day_seconds: Fraction) -> Fraction:
    """Return a difference of two times of day the shorter way round midnight."""
    return (seconds + day_seconds / 2) % day_seconds - day_seconds / 2


def _spelled(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 600 else f"{seconds / 60:.0f} min"
