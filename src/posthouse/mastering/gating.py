"""Loudness of windows and the gated loudness of a programme: ITU-R BS.1770-5, Annex 1; EBU Tech 3341 (2023)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HOPS_PER_SECOND = 100
"""Powers are kept for every 10 ms: the shortest step at which the momentary tests of Tech 3341 read right."""

_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_DB = -0.691
_HOPS_PER_STEP = 10

_F64 = NDArray[np.float64]


def loudness_of_power(power: _F64) -> _F64:
    """Return loudness in LUFS of weighted mean squares; -inf for silence. Source: BS.1770-5, Annex 1, equation 2."""
    with np.errstate(divide="ignore"):
        return _OFFSET_DB + 10 * np.log10(np.maximum(power, 0.0))


def power_of_loudness(loudness_lufs: float) -> float:
    """Return the weighted mean square that has this loudness; the inverse of ``loudness_of_power``."""
    return float(10 ** ((loudness_lufs - _OFFSET_DB) / 10))


def window_powers(hop_powers: _F64, window_hops: int, step_hops: int = 1) -> _F64:
    """Return (window,) mean powers of all whole windows of so many hops, a step apart."""
    if len(hop_powers) < window_hops:
        return np.zeros(0)
    total = np.concatenate(([0.0], np.cumsum(hop_powers)))
    return (total[window_hops:] - total[:-window_hops])[::step_hops] / window_hops


def momentary_lufs(hop_powers: _F64) -> _F64:
    """Return (window,) loudness of each 400 ms window, every 10 ms, ungated. Source: Tech 3341, 2.2."""
    return loudness_of_power(window_powers(hop_powers, 40))


def short_term_lufs(hop_powers: _F64) -> _F64:
    """Return (window,) loudness of each 3 s window, every 10 ms, ungated. Source: Tech 3341, 2.2."""
    return loudness_of_power(window_powers(hop_powers, 300))


def integrated_lufs(hop_powers: _F64) -> float:
    """Return the gated loudness of a programme; -inf where no block passes the gate at -70 LUFS.

    Blocks of 400 ms overlap by 75 %; a last incomplete block is dropped.
    """
    blocks = window_powers(hop_powers, 40, _HOPS_PER_STEP)
    heard = blocks[blocks > power_of_loudness(_ABSOLUTE_GATE_LUFS)]
    if not len(heard):
        return -np.inf
    gate = heard.mean() * 10 ** (_RELATIVE_GATE_LU / 10)
    return float(loudness_of_power(heard[heard > gate].mean()))
