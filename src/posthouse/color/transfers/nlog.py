"""Nikon N-Log. Source: Nikon, "N-Log Specification Document" 1.0 (2018)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A, _B, _C, _D = 650 / 1023, 0.0075, 150 / 1023, 619 / 1023
_CUT, _CUT_CODE = 0.328, 452 / 1023


def encode_nlog(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 372/1023."""
    root = _A * np.cbrt(np.maximum(scene, -_B) + _B)
    return np.where(scene < _CUT, root, _C * np.log(np.maximum(scene, _CUT)) + _D)


def decode_nlog(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    return np.where(codes < _CUT_CODE, (codes / _A) ** 3 - _B, np.exp((codes - _D) / _C))
