"""ARRI LogC4: of the ALEXA 35 and later. Source: ARRI, "LogC4 Specification" (2022)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A = 2231.8263090676883
_B = 0.9071358748778103
_C = 0.09286412512218964
_S = 0.1135972086105891
_T = -0.01805699611991131


def encode_logc4(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 285/1023."""
    log = (np.log2(_A * np.maximum(scene, _T) + 64) - 6) / 14 * _B + _C
    return np.where(scene >= _T, log, (scene - _T) / _S)


def decode_logc4(codes: Rgb) -> Rgb:
    """Return scene light of codes; below 0 the curve goes on straight."""
    scene = (2.0 ** (14 * (codes - _C) / _B + 6) - 64) / _A
    return np.where(codes >= 0, scene, codes * _S + _T)
