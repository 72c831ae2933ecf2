"""DJI D-Log. Source: DJI, "White Paper on D-Log and D-Gamut" (2017); decoded by the exact inverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_CUT = 0.0078
_CUT_CODE = 6.025 * _CUT + 0.0929


def encode_dlog(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 408/1023."""
    log = np.log10(np.maximum(scene, _CUT) * 0.9892 + 0.0108) * 0.256663 + 0.584555
    return np.where(scene <= _CUT, 6.025 * scene + 0.0929, log)


def decode_dlog(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    scene = (10 ** ((codes - 0.584555) / 0.256663) - 0.0108) / 0.9892
    return np.where(codes <= _CUT_CODE, (codes - 0.0929) / 6.025, scene)
