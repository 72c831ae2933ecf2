"""BT.1886: the reference display of SDR; and the plain powers of older and of computer displays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

GAMMA = 2.4


def bt1886_light_nits(codes: Rgb, white_nits: float, black_nits: float) -> Rgb:
    """Return the light in nits of a display of that white and black. Source: BT.1886 (2011), Annex 1."""
    high, low = white_nits ** (1 / GAMMA), black_nits ** (1 / GAMMA)
    shown: Rgb = (high - low) ** GAMMA * np.maximum(codes + low / (high - low), 0) ** GAMMA
    return shown


def decode_power(codes: Rgb, gamma: float) -> Rgb:
    """Return light, white at 1 and black at 0; what lies below black gives none."""
    return np.maximum(codes, 0) ** gamma


def encode_power(light: Rgb, gamma: float) -> Rgb:
    """Return codes of light of 0 or more: the inverse of ``decode_power``."""
    return np.maximum(light, 0) ** (1 / gamma)


def decode_bt1886(codes: Rgb) -> Rgb:
    """Return light of a display with black at 0: 0.5 gives 0.189465."""
    return decode_power(codes, GAMMA)


def encode_bt1886(light: Rgb) -> Rgb:
    """Return codes of light: the inverse of ``decode_bt1886``."""
    return encode_power(light, GAMMA)
