"""One line through many lags, most of which are right: those that are wrong are left out, not averaged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.sync.windows import Lag


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """Lag ``pivot_lag + slope * (sample - pivot)``, and what it rests on."""

    pivot: float
    pivot_lag: float
    slope: float
    agreeing: tuple[Lag, ...]
    residual_samples: float
    """Root mean square of those that agree."""
    slope_error: float
    """Standard error of the slope."""

    def lag_at(self, sample: float) -> float:
        """Return the lag the line has at a sample of the reference."""
        return self.pivot_lag + self.slope * (sample - self.pivot)


def consensus(lags: Sequence[Lag], *, tolerance: float, steepest: float) -> Consensus | None:
    """Return the line most lags agree on within a tolerance; None for fewer than two lags.

    Every pair of lags is tried as a line (they are few), the one with the most others near it wins, and least squares
    over those settles it. Of lines with as many, the one nearest to its lags wins.
    """
    if len(lags) < 2:
        return None
    at = np.array([lag.middle for lag in lags])
    value = np.array([lag.lag for lag in lags])
    near = _most_agreed(at, value, tolerance, steepest)
    if near is None or near.sum() < 2:
        return None
    pivot = float(at[near].mean())
    for _ in range(3):
        slope, level = _least_squares(at[near] - pivot, value[near])
        rest = value - level - slope * (at - pivot)
        spread = float(np.median(np.abs(rest[near]))) * 1.4826
        closer = np.abs(rest) <= min(tolerance, max(4 * spread, 0.05 * tolerance))
        if closer.sum() < 2 or (closer == near).all():
            break
        near = closer
    slope, level = _least_squares(at[near] - pivot, value[near])
    rest = value[near] - level - slope * (at[near] - pivot)
    reach = float(((at[near] - pivot) ** 2).sum())
    scatter = float((rest**2).sum()) / max(1, int(near.sum()) - 2)
    return Consensus(
        pivot=pivot,
        pivot_lag=level,
        slope=slope,
        agreeing=tuple(lag for lag, is_near in zip(lags, near, strict=True) if is_near),
        residual_samples=float(np.sqrt((rest**2).mean())),
        slope_error=float(np.sqrt(scatter / reach)) if reach > 0 else float("inf"),
    )


def _most_agreed(
    at: NDArray[np.float64], value: NDArray[np.float64], tolerance: float, steepest: float
) -> NDArray[np.bool_] | None:
    best, score = None, (0, 0.0)
    first, second = np.triu_indices(len(at), 1)
    for one, two in zip(first, second, strict=True):
        apart = at[two] - at[one]
        if apart == 0:
            continue
        slope = (value[two] - value[one]) / apart
        if abs(slope) > steepest:
            continue
        rest = np.abs(value - value[one] - slope * (at - at[one]))
        near = rest <= tolerance
        found = (int(near.sum()), -float(rest[near].sum()))
        if found > score:
            best, score = near, found
    return best


def _least_squares(at: NDArray[np.float64], value: NDArray[np.float64]) -> tuple[float, float]:
    """Return (slope, level at 0) of the line through points."""
    middle = float(at.mean())
    around = at - middle
    reach = float((around**2).sum())
    slope = float((around * (value - value.mean())).sum()) / reach if reach > 0 else 0.0
    return slope, float(value.mean()) - slope * middle
