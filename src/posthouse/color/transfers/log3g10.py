"""RED Log3G10. Source: RED, "White Paper on REDWideGamutRGB and Log3G10" (2017), version 2 of the curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A, _B, _C, _G = 0.224282, 155.975327, 0.01, 15.1927


def encode_log3g10(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 1/3."""
    lifted = scene + _C
    return np.where(lifted < 0, lifted * _G, _A * np.log10(np.maximum(lifted, 0) * _B + 1))


def decode_log3g10(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    return np.where(codes < 0, codes / _G, (10 ** (codes / _A) - 1) / _B) - _C
