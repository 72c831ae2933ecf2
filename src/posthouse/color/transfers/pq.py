"""SMPTE ST 2084 and BT.2100 PQ: absolute light, 0 to 10,000 nits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.transfers.kinds import REFERENCE_WHITE_NITS

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

M1, M2 = 0.1593017578125, 78.84375
C1, C2, C3 = 0.8359375, 18.8515625, 18.6875
PEAK_NITS = 10_000.0


def encode_pq_nits(light_nits: Rgb) -> Rgb:
    """Return codes of light in nits: 203 gives 0.580689. Source: BT.2100-2, table 4."""
    power = (np.maximum(light_nits, 0) / PEAK_NITS) ** M1
    return ((C1 + C2 * power) / (1 + C3 * power)) ** M2


def decode_pq_nits(codes: Rgb) -> Rgb:
    """Return light in nits of codes; codes of super-white (to 1.09) go on above 10,000. Source: BT.2100-2, table 4."""
    root = np.maximum(codes, 0) ** (1 / M2)
    return PEAK_NITS * (np.maximum(root - C1, 0) / (C2 - C3 * root)) ** (1 / M1)


def decode_pq(codes: Rgb) -> Rgb:
    """Return light with reference white at 1."""
    return decode_pq_nits(codes) / REFERENCE_WHITE_NITS


def encode_pq(light: Rgb) -> Rgb:
    """Return codes of light with reference white at 1."""
    return encode_pq_nits(light * REFERENCE_WHITE_NITS)
