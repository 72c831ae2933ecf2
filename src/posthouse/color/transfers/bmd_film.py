"""Blackmagic Film generation 5. Source: Blackmagic Design, "Generation 5 Color Science" (2021)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A, _B, _C = 0.08692876065491224, 0.005494072432257808, 0.5300133392291939
_D, _E, _CUT = 8.283605932402494, 0.09246575342465753, 0.005


def encode_bmd_film(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 392/1023."""
    log = _A * np.log(np.maximum(scene, _CUT) + _B) + _C
    return np.where(scene < _CUT, _D * scene + _E, log)


def decode_bmd_film(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    return np.where(codes < _D * _CUT + _E, (codes - _E) / _D, np.exp((codes - _C) / _A) - _B)
