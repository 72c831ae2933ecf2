"""Canon Log 3. Source: Canon, "Canon Log Gamma Curves", version 1.2 (2018): 0.9 is 100 % of their scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A, _B = 0.36726845, 14.98325
_HIGH, _LOW = 0.12240537, 0.12783901
_SLOPE, _BASE, _CUT = 1.9754798, 0.12512219, 0.014


def encode_clog3(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 351/1023; straight about 0."""
    share = scene / 0.9
    bent = np.sign(share) * _A * np.log10(1 + _B * np.abs(share)) + np.where(share > 0, _HIGH, _LOW)
    return np.where(np.abs(share) <= _CUT, _SLOPE * share + _BASE, bent)


def decode_clog3(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    high = (10 ** ((codes - _HIGH) / _A) - 1) / _B
    low = (1 - 10 ** ((_LOW - codes) / _A)) / _B
    straight = (codes - _BASE) / _SLOPE
    bent = np.where(codes > _BASE, high, low)
    return 0.9 * np.where(np.abs(straight) <= _CUT, straight, bent)
