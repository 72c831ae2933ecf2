"""OTIO's times, two doubles each, as exact fractions.

Problem: OTIO writes 23.976 as 23.976023976023978 and 9.6 frames as 9.6000000000000005.
Approach: a rate is snapped as a person's spelling of it is; a value is the whole number it is next to, else the
simplest fraction it is next to.
Traps: start and duration of one range may have two rates, and a duration at rate 1 counts seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.timing import Rate

if TYPE_CHECKING:
    import opentimelineio as otio

_NEAR = 1e-6
_SIMPLEST = 1_000_000
_LARGEST = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactTime:
    """A value over a rate."""

    value: Fraction
    rate: Rate

    @property
    def seconds(self) -> Fraction:
        """Return it in seconds."""
        return self.value / self.rate.fraction

    def at(self, rate: Rate) -> Fraction:
        """Return it in frames of another rate."""
        return self.seconds * rate.fraction


def exact_number(number: float) -> Fraction:
    """Return the whole number, or else the simplest fraction, a double stands next to.

    Raises:
        ValueError: it is no number, or beyond any cut.
    """
    if not abs(number) < _LARGEST:  # a NaN is not below anything
        raise ValueError(f"{number} is no time")
    nearest = round(number)
    return Fraction(nearest) if abs(number - nearest) < _NEAR else Fraction(number).limit_denominator(_SIMPLEST)


def exact_rate(number: float) -> Rate:
    """Return the rate a double means.

    Raises:
        ValueError: zero, negative or too high.
    """
    return Rate.parse(f"{float(number):.6f}".rstrip("0").rstrip("."))


def exact_time(time: otio.opentime.RationalTime) -> ExactTime:
    """Return an OTIO time, exact; raises ValueError where it is none."""
    return ExactTime(value=exact_number(time.value), rate=exact_rate(time.rate))
