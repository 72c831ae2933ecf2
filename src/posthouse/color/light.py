"""Display code to light and back.

A rec709 production is display-referred: what comes in has been rendered for a display already, so "light" is the light
of the reference display, BT.1886 with black at zero: a pure 2.4 power. The camera's curve (BT.709's OETF) is not
undone, because no finished picture still carries it: tone, look and knee have gone in between.
Because it is a pure power, a change of exposure is a plain gain of R'G'B', and so keeps black at black.
Source: ITU-R BT.1886 (2011), Annex 1, with Lw = 1 and Lb = 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

DISPLAY_GAMMA = 2.4


def decode_display(rgb: Rgb) -> Rgb:
    """Return light, 0..inf, of R'G'B' >= 0; 1 stays 1. Source: BT.1886: 0.5 gives 0.189465."""
    return np.power(rgb, DISPLAY_GAMMA)


def encode_display(light: Rgb) -> Rgb:
    """Return R'G'B' of light >= 0: the inverse of ``decode_display``."""
    return np.power(light, 1 / DISPLAY_GAMMA)
