"""ACESproxy: whole codes for monitoring on set. Source: Academy S-2013-001, clauses 6 and 7."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_MIDDLE, _STEPS, _OFFSET = 425.0, 50.0, 2.5
_LEAST, _MOST = 64.0, 940.0


def encode_acesproxy(scene: Rgb) -> Rgb:
    """Return 10-bit codes over 1023, not yet whole, of AP1 light: 0.18 gives 426."""
    codes = (np.log2(np.maximum(scene, 2.0**-9.72)) + _OFFSET) * _STEPS + _MIDDLE
    held: Rgb = np.clip(codes, _LEAST, _MOST) / 1023
    return held


def decode_acesproxy(codes: Rgb) -> Rgb:
    """Return AP1 light of 10-bit codes over 1023."""
    return 2.0 ** ((codes * 1023 - _MIDDLE) / _STEPS - _OFFSET)
