"""Where frames fall in sound, exactly.

A frame rarely lasts a whole number of samples (at 29.97 and 48 kHz: 1601.6). So positions, never durations, are
mapped: frame n begins at floor(n * sample_rate / rate). Adding durations would drift; mapping positions cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.timing.ranges import FrameRange
    from posthouse.timing.rate import Rate


def floor_sample_at_frame(frame: int, rate: Rate, sample_rate: int) -> int:
    """Return the sample a frame begins at: floor(frame * sample_rate / rate), exact for any length and sign."""
    return frame * sample_rate * rate.fraction.denominator // rate.fraction.numerator


def floor_sample_at_time(seconds: Fraction, sample_rate: int) -> int:
    """Return the sample playing at a time."""
    return (seconds * sample_rate).__floor__()


def samples_in_range(frames: FrameRange, rate: Rate, sample_rate: int) -> tuple[int, int]:
    """Return (start sample, end sample), half-open, of a range of frames."""
    start = floor_sample_at_frame(frames.start_frame, rate, sample_rate)
    return start, floor_sample_at_frame(frames.end_frame, rate, sample_rate)
