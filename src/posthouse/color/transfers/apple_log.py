"""Apple Log. Source: Apple, "Apple Log Profile White Paper" (2023)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_R0, _RT = -0.05641088, 0.01
_SIGMA, _BETA, _GAMMA, _DELTA = 47.28711236, 0.00964052, 0.08550479, 0.69336945
_CUT_CODE = _SIGMA * (_RT - _R0) ** 2


def encode_apple_log(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 500/1023; 0 below -0.056."""
    log = _GAMMA * np.log2(np.maximum(scene, _RT) + _BETA) + _DELTA
    return np.where(scene >= _RT, log, _SIGMA * np.maximum(scene - _R0, 0) ** 2)


def decode_apple_log(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    low = np.sqrt(np.maximum(codes, 0) / _SIGMA) + _R0
    return np.where(codes >= _CUT_CODE, 2.0 ** ((codes - _DELTA) / _GAMMA) - _BETA, low)
