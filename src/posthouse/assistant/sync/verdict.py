"""What syncing answers: a line with its evidence, or a refusal with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

DRIFT_STEP = Fraction(1, 10**9)
"""Drifts are told in whole thousandths of a ppm: 0.2 samples of 48 kHz in an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where the other recording lies against the reference.

    Second ``t`` of the reference sounds together with second ``start_seconds + clock * t`` of the other, each by its
    own count of samples. A clock of 1.0000124 is a recorder that ran 12.4 ppm fast: it took more samples in a second.
    """

    start_seconds: Fraction
    clock: Fraction = Fraction(1)
    overlap_seconds: tuple[Fraction, Fraction]
    """Where both sound, in seconds of the reference."""
    confidence: float
    """From 0 to 1: the share of all windows that agree, less what the next best line has."""
    windows: int = 0
    agreeing: int = 0
    drift_error_ppm: float = 0.0
    """The standard error of the drift; a drift below three of them is told as none."""
    residual_samples: float = 0.0
    """How far the windows that agree lie from the line, root mean square, at the reference's rate."""
    offset_error_samples: float = 0.0
    """By how many samples of the reference the start may be off: noise, and what a filter in one would delay."""
    channels: tuple[int, int] = (0, 0)
    """Which channels were compared, from 0."""
    is_inverted: bool = False
    """Whether the other's polarity is the opposite."""
    note: str = ""

    @property
    def drift_ppm(self) -> float:
        """Return by how many millionths the other's clock ran fast."""
        return float((self.clock - 1) * 10**6)

    def other_sample_at_zero(self, sample_rate: int) -> int:
        """Return the other's sample, nearest, that sounds together with the reference's sample 0."""
        return (self.start_seconds * sample_rate + Fraction(1, 2)).__floor__()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why two recordings were not laid over each other."""

    reason: str
    confidence: float = 0.0


Verdict = Found | Refused
