"""Canon Log 2. Source: Canon, "Canon Log Gamma Curves", version 1.2 (2018): 0.9 is 100 % of their scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_A, _B, _C = 0.24136077, 87.099375, 0.092864125


def encode_clog2(scene: Rgb) -> Rgb:
    """Return codes of scene light: 0.18 gives 407/1023; mirrored below 0."""
    share = scene / 0.9
    return np.sign(share) * _A * np.log10(1 + _B * np.abs(share)) + _C


def decode_clog2(codes: Rgb) -> Rgb:
    """Return scene light of codes."""
    log = (codes - _C) / _A
    scene: Rgb = 0.9 * np.sign(log) * (10 ** np.abs(log) - 1) / _B
    return scene
