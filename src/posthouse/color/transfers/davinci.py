"""DaVinci Intermediate. Source: Blackmagic Design, "DaVinci Resolve 17 Wide Gamut Intermediate" (2021)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A, _B, _C, _M = 0.0075, 7.0, 0.07329248, 10.44426855
_CUT, _CUT_CODE = 0.00262409, 0.02740668


def encode_davinci(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 0.336043."""
    return np.where(scene > _CUT, _C * (np.log2(np.maximum(scene, _CUT) + _A) + _B), scene * _M)


def decode_davinci(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    return np.where(codes > _CUT_CODE, 2.0 ** (codes / _C - _B) - _A, codes / _M)
