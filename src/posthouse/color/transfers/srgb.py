"""IEC 61966-2-1: sRGB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb


def decode_srgb(codes: Rgb) -> Rgb:
    """Return light, white at 1: 0.5 gives 0.214041; none below black."""
    safe = np.maximum(codes, 0)
    return np.where(safe <= 0.0031308 * 12.92, safe / 12.92, ((safe + 0.055) / 1.055) ** 2.4)


def encode_srgb(light: Rgb) -> Rgb:
    """Return codes of light: 0.18 gives 0.461356."""
    safe = np.maximum(light, 0)
    return np.where(safe <= 0.0031308, safe * 12.92, 1.055 * safe ** (1 / 2.4) - 0.055)
