"""ACEScc: ACEScct without its toe. Source: Academy S-2014-003, clause 4.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_LEAST = 2.0**-16
_ZERO_CODE = (9.72 - 16) / 17.52
_TOE_CODE = (9.72 - 15) / 17.52


def encode_acescc(scene: Rgb) -> Rgb:
    """Return codes of AP1 light: 0.18 gives 0.413588, 0 gives -0.358447."""
    toe = np.log2(_LEAST + np.maximum(scene, 0) / 2)
    return (np.where(scene < 2 * _LEAST, toe, np.log2(np.maximum(scene, 2 * _LEAST))) + 9.72) / 17.52


def decode_acescc(codes: Rgb) -> Rgb:
    """Return AP1 light of codes, at most half float's 65504."""
    scene = np.minimum(2.0 ** (codes * 17.52 - 9.72), 65504.0)
    return np.where(codes <= _TOE_CODE, np.maximum(2 * (scene - _LEAST), 0), scene)
