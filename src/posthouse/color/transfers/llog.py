"""Leica L-Log. Source: Leica, "L-Log Reference Manual" 1.6 (2022)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A, _B, _C, _D, _E, _F = 8.0, 0.09, 0.27, 1.3, 0.0115, 0.6
_CUT, _CUT_CODE = 0.006, 0.1380


def encode_llog(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 445/1023."""
    log = _C * np.log10(_D * np.maximum(scene, _CUT) + _E) + _F
    return np.where(scene <= _CUT, _A * scene + _B, log)


def decode_llog(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    return np.where(codes <= _CUT_CODE, (codes - _B) / _A, (10 ** ((codes - _F) / _C) - _E) / _D)
