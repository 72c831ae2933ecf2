"""The rate of a picture stream, measured from its presentation times; headers only break ties."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.media.index import Int64s

STANDARD_RATES = tuple(
    Fraction(*rate)
    for rate in (
        (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48000, 1001), (48, 1), (50, 1), (60000, 1001),
        (60, 1), (100, 1), (120000, 1001), (120, 1), (240, 1), (15, 1), (15000, 1001), (12, 1), (10, 1), (20, 1),
        (5, 1),
    )
)  # fmt: skip

_JITTER_OF_PERIOD = Fraction(1, 100)
"""Cameras stamp pictures a few ticks early or late; a hundredth of a picture is no variable rate."""
_NOMINAL_WITHIN = Fraction(2, 100)


def measured_rate(ticks: Int64s, tick_base: Fraction, hints: Iterable[Fraction | None]) -> tuple[Fraction, bool]:
    """Return (rate, is VFR): the constant rate that explains every presentation time, or a VFR stream's nominal one.

    A rate explains the times when each lies within one tick, or else a hundredth of a picture, of an even grid.

    Args:
        ticks: presentation times, rising, at least one.
        tick_base: seconds in a tick.
        hints: what headers say, the most trusted first; the first that fits wins over a rate that fits as well.
    """
    told = [hint for hint in hints if hint is not None and hint > 0]
    if len(ticks) < 2:
        return (told[0] if told else Fraction(25)), False
    mean = (len(ticks) - 1) / (int(ticks[-1] - ticks[0]) * tick_base)
    near = sorted(STANDARD_RATES, key=lambda rate: abs(rate - mean))[:2]
    candidates = [*told[:1], *near, *told[1:], mean]
    for slack in (Fraction(1), None):
        for rate in candidates:
            period_ticks = 1 / (rate * tick_base)
            if _spread_ticks(ticks, period_ticks) <= (slack or max(Fraction(1), 2 * _JITTER_OF_PERIOD * period_ticks)):
                return rate, False
    return _nominal(ticks, tick_base, mean), True


def _spread_ticks(ticks: Int64s, period_ticks: Fraction) -> float:
    """Return how far apart the earliest and latest times lie against an even grid."""
    numerator, denominator = period_ticks.numerator, period_ticks.denominator
    steps = np.arange(len(ticks), dtype=object) if denominator > 1 << 31 else np.arange(len(ticks), dtype=np.int64)
    grid = (steps * numerator) / denominator
    away = (ticks - ticks[0]).astype(np.float64) - grid.astype(np.float64)
    return float(away.max() - away.min()) - 1e-6


def _nominal(ticks: Int64s, tick_base: Fraction, mean: Fraction) -> Fraction:
    """Return a standard rate near the usual distance between pictures, else the mean rate."""
    usual = 1 / (Fraction(float(np.median(np.diff(ticks)))).limit_denominator(2) * tick_base)
    for target in (usual, mean):
        nearest = min(STANDARD_RATES, key=lambda rate: abs(rate - target))
        if abs(nearest / target - 1) <= _NOMINAL_WITHIN:
            return nearest
    return mean.limit_denominator(1001)
