"""HDR metadata as bytes: mastering display and content light, as MP4 boxes and as SEI messages of HEVC.

Box and SEI message hold the same bytes (SMPTE ST 2086 and CTA-861.3; ISO/IEC 14496-12, 12.1.6; H.265, D.3.28, D.3.35):
chromaticities in 0.00002, green, blue, red, white; luminance in 0.0001 cd/m2; content light in whole cd/m2.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import InternalError
from posthouse.media.facts import ContentLight, MasteringDisplay  # noqa: TC001  # fields' types, kept at run time for job keys

if TYPE_CHECKING:
    from fractions import Fraction

CHROMATICITY_UNITS = 50_000
LUMINANCE_UNITS_PER_NIT = 10_000
_SEI_PREFIX_HEADER = bytes((39 << 1, 1))
"""H.265, table 7-1: PREFIX_SEI_NUT, layer 0, temporal id 0."""
_MASTERING_SEI, _CONTENT_LIGHT_SEI = 137, 144
_STOP_BIT = b"\x80"


@dataclass(frozen=True, slots=True, kw_only=True)
class HdrMetadata:
    """What a file says of the display it was mastered on and of its light; None: it says nothing."""

    mastering: MasteringDisplay | None = None
    content_light: ContentLight | None = None


def hdr_boxes(hdr: HdrMetadata) -> bytes:
    """Return the ``mdcv`` and ``clli`` boxes of a sample entry."""
    parts = zip((b"mdcv", b"clli"), _payloads(hdr), strict=True)
    return b"".join(struct.pack(">I4s", 8 + len(payload), kind) + payload for kind, payload in parts if payload)


def hdr_sei(hdr: HdrMetadata) -> bytes:
    """Return the HEVC SEI unit of both messages, without start code or length; empty where nothing is said."""
    kinds = (_MASTERING_SEI, _CONTENT_LIGHT_SEI)
    messages = [
        bytes((kind, len(payload))) + payload for kind, payload in zip(kinds, _payloads(hdr), strict=True) if payload
    ]
    return _SEI_PREFIX_HEADER + _escaped(b"".join(messages) + _STOP_BIT) if messages else b""


def _payloads(hdr: HdrMetadata) -> tuple[bytes, bytes]:
    mastering = b"" if hdr.mastering is None else _mastering_bytes(hdr.mastering)
    light = hdr.content_light
    return mastering, b"" if light is None else _light_bytes(light)


def _mastering_bytes(display: MasteringDisplay) -> bytes:
    points = (display.green, display.blue, display.red, display.white)
    if None in points or display.maximum_nits is None or display.minimum_nits is None:
        raise InternalError("a mastering display is written whole: three primaries, white, both luminances")
    places = [nearest_units(part, CHROMATICITY_UNITS) for point in points if point for part in point]
    light = [nearest_units(nits, LUMINANCE_UNITS_PER_NIT) for nits in (display.maximum_nits, display.minimum_nits)]
    return struct.pack(">8H2I", *places, *light)


def _light_bytes(light: ContentLight) -> bytes:
    return struct.pack(">2H", light.maximum_nits, light.maximum_frame_average_nits)


def nearest_units(number: Fraction, units: int) -> int:
    """Return a number in integer units, nearest, halves up."""
    return int((2 * number * units + 1) // 2)


def _escaped(payload: bytes) -> bytes:
    """Return a payload in which no start code can be found (H.265, 7.3.1.1: emulation prevention)."""
    out, zeros = bytearray(), 0
    for byte in payload:
        if zeros == 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)
