"""The color volume in a DNxHR picture's header, which FFmpeg's encoder leaves at BT.709."""

from __future__ import annotations

from posthouse.signal import Matrix

_PLACE, _MASK, _BT2020 = 0x2C, 0b110, 0b010
"""Bits 1 and 2: 0 is BT.709, 1 is BT.2020 not constant luminance (as FFmpeg's decoder reads them; SMPTE ST 2019-1)."""


def with_color_volume(payload: bytes | memoryview, matrix: Matrix) -> bytes | memoryview:
    """Return a DNxHR picture whose header names its matrix: without this, BT.2020 would be decoded as BT.709."""
    if matrix is not Matrix.BT2020:
        return payload
    picture = bytearray(payload)
    picture[_PLACE] = picture[_PLACE] & ~_MASK | _BT2020
    return bytes(picture)
