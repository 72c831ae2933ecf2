"""ACEScct's curve, once for all who keep light by it or undo it. Source: Academy S-2016-001, clause 4.4."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ACESCCT = "acescct"
"""What a picture's transfer is called that is coded so."""
_SLOPE, _BASE = 10.5402377416545, 0.0729055341958355
_CUT, _CUT_CODE = 0.0078125, 0.155251141552511
_BRIGHTEST = 65504.0  # of half float


def encode_acescct(light: Floats) -> Floats:
    """Return codes of scene light: 0.18 gives 0.413588; straight in the toe, below 0 too."""
    log = (np.log2(np.maximum(light, _CUT)) + 9.72) / 17.52
    return np.where(light <= _CUT, _SLOPE * light + _BASE, log)


def decode_acescct(codes: Floats) -> Floats:
    """Return scene light of codes, at most half float's 65504."""
    scene = np.minimum(2.0 ** (codes * 17.52 - 9.72), _BRIGHTEST)
    return np.where(codes <= _CUT_CODE, (codes - _BASE) / _SLOPE, scene)
