"""Panasonic V-Log. Source: Panasonic, "V-Log/V-Gamut Reference Manual" (2014)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_B, _C, _D = 0.00873, 0.241514, 0.598206
_CUT, _CUT_CODE = 0.01, 0.181


def encode_vlog(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 433/1023."""
    log = _C * np.log10(np.maximum(scene, _CUT) + _B) + _D
    return np.where(scene < _CUT, 5.6 * scene + 0.125, log)


def decode_vlog(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    return np.where(codes < _CUT_CODE, (codes - 0.125) / 5.6, 10 ** ((codes - _D) / _C) - _B)
