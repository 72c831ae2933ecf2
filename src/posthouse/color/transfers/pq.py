"""SMPTE ST 2084 and BT.2100 PQ: absolute light, 0 to 10,000 nits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.transfers.kinds import REFERENCE_WHITE_NITS
from posthouse.signal.bt2100 import PQ_C1, PQ_C2, PQ_C3, PQ_M1, PQ_M2, PQ_PEAK_NITS

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb


def encode_pq_nits(light_nits: Rgb) -> Rgb:
    """Return codes of light in nits: 203 gives 0.580689. Source: BT.2100-2, table 4."""
    power = (np.maximum(light_nits, 0) / PQ_PEAK_NITS) ** PQ_M1
    return ((PQ_C1 + PQ_C2 * power) / (1 + PQ_C3 * power)) ** PQ_M2


def decode_pq_nits(codes: Rgb) -> Rgb:
    """Return light in nits of codes; codes of super-white (to 1.09) go on above 10,000. Source: BT.2100-2, table 4."""
    root = np.maximum(codes, 0) ** (1 / PQ_M2)
    return PQ_PEAK_NITS * (np.maximum(root - PQ_C1, 0) / (PQ_C2 - PQ_C3 * root)) ** (1 / PQ_M1)


def decode_pq(codes: Rgb) -> Rgb:
    """Return light with reference white at 1."""
    return decode_pq_nits(codes) / REFERENCE_WHITE_NITS


def encode_pq(light: Rgb) -> Rgb:
    """Return codes of light with reference white at 1."""
    return encode_pq_nits(light * REFERENCE_WHITE_NITS)
