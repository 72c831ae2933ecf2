"""Loudness range of a programme: EBU Tech 3342 (2023)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.mastering.gating import HOPS_PER_SECOND, loudness_of_power, power_of_loudness, window_powers

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WINDOW_HOPS = 3 * HOPS_PER_SECOND
_STEP_HOPS = HOPS_PER_SECOND // 10
_END_SILENCE_HOPS = 3 * HOPS_PER_SECOND // 2
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -20.0


def loudness_range_lu(hop_powers: NDArray[np.float64]) -> float:
    """Return the loudness range in LU: the 95th less the 10th percentile of gated 3 s windows, ten a second.

    A file is followed by 1.5 s of silence, so that its end weighs as much as its middle. 0 where nothing is heard.
    Source: Tech 3342 (2023), 3 and its reference code.
    """
    padded = np.concatenate([hop_powers, np.zeros(_END_SILENCE_HOPS)])
    windows = window_powers(padded, _WINDOW_HOPS, _STEP_HOPS)
    heard = windows[windows >= power_of_loudness(_ABSOLUTE_GATE_LUFS)]
    if not len(heard):
        return 0.0
    loud = np.sort(loudness_of_power(heard[heard >= heard.mean() * 10 ** (_RELATIVE_GATE_LU / 10)]))
    low, high = (loud[int((len(loud) - 1) * percent / 100 + 0.5)] for percent in (10, 95))
    return float(high - low)
