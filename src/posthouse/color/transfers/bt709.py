"""BT.709 and BT.2020: the camera's curve. A picture on its way to a display is decoded by BT.1886, not by this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

ALPHA, BETA = 1.09929682680944, 0.018053968510807
"""What makes the two parts meet, value and slope. Source: BT.2020-2, table 4 (printed there as 1.0993 and 0.0181)."""


def encode_bt709_camera(light: Rgb) -> Rgb:
    """Return V of scene light 0..1: 0.18 gives 0.409008. Source: BT.709-6, item 1.2, with its constants 1.099, .018."""
    safe = np.maximum(light, 0.018)
    return np.where(light < 0.018, 4.5 * light, 1.099 * safe**0.45 - 0.099)


def encode_bt2020_camera(light: Rgb) -> Rgb:
    """Return V of scene light 0..1, with the exact constants. Source: BT.2020-2, table 4."""
    safe = np.maximum(light, BETA)
    return np.where(light < BETA, 4.5 * light, ALPHA * safe**0.45 - (ALPHA - 1))


def decode_bt2020_camera(codes: Rgb) -> Rgb:
    """Return scene light of V: the inverse of ``encode_bt2020_camera``."""
    safe = np.maximum(codes, 4.5 * BETA)
    return np.where(codes < 4.5 * BETA, codes / 4.5, ((safe + ALPHA - 1) / ALPHA) ** (1 / 0.45))
