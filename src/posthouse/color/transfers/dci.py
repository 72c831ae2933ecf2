"""SMPTE ST 428-1: X'Y'Z' of digital cinema. White is 48 nits; the code's top, 52.37, leaves room for other whites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb

_TOP_NITS, WHITE_NITS = 52.37, 48.0


def encode_dci_nits(xyz_nits: Rgb) -> Rgb:
    """Return codes, 0..1 of 4095, of X, Y, Z in nits: 48 gives 3960. Source: DCSS 1.3; standards sheet 2.7."""
    return (np.maximum(xyz_nits, 0) / _TOP_NITS) ** (1 / 2.6)


def decode_dci(codes: Rgb) -> Rgb:
    """Return X, Y, Z with 48 nits at 1."""
    return _TOP_NITS / WHITE_NITS * np.maximum(codes, 0) ** 2.6


def encode_dci(xyz: Rgb) -> Rgb:
    """Return codes of X, Y, Z with 48 nits at 1."""
    return encode_dci_nits(xyz * WHITE_NITS)
