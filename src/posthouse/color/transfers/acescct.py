"""ACEScct: the logarithm grades of ACES work in. Source: Academy S-2016-001, clause 4.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_SLOPE, _BASE = 10.5402377416545, 0.0729055341958355
_CUT, _CUT_CODE = 0.0078125, 0.155251141552511


def encode_acescct(scene: Rgb) -> Rgb:
    """Return codes of AP1 light: 0.18 gives 0.413588; straight in the toe, below 0 too."""
    log = (np.log2(np.maximum(scene, _CUT)) + 9.72) / 17.52
    return np.where(scene <= _CUT, _SLOPE * scene + _BASE, log)


def decode_acescct(codes: Rgb) -> Rgb:
    """Return AP1 light of codes, at most half float's 65504."""
    scene = np.minimum(2.0 ** (codes * 17.52 - 9.72), 65504.0)
    return np.where(codes <= _CUT_CODE, (codes - _BASE) / _SLOPE, scene)
