"""Sony S-Log3. Source: Sony, "Technical Summary for S-Gamut3.Cine/S-Log3 and S-Gamut3/S-Log3" (2014)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_CUT = 0.01125
_CUT_CODE = 171.2102946929


def encode_slog3(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 420/1023."""
    log = 420 + 261.5 * np.log10((np.maximum(scene, _CUT) + 0.01) / 0.19)
    return np.where(scene >= _CUT, log, scene * (_CUT_CODE - 95) / _CUT + 95) / 1023


def decode_slog3(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    scene = 10 ** ((codes * 1023 - 420) / 261.5) * 0.19 - 0.01
    return np.where(codes >= _CUT_CODE / 1023, scene, (codes * 1023 - 95) * _CUT / (_CUT_CODE - 95))
