"""What a first picture carries beside its planes: display matrix, HDR metadata, timecode."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING

from av.sidedata.sidedata import Type

from posthouse.media.facts import ContentLight, MasteringDisplay

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_GOP_DROP, _GOP_FIELDS = 1 << 24, ((19, 31), (13, 63), (6, 63), (0, 63))
"""MPEG-2 time_code: drop flag, then shift and mask of hours, minutes, seconds, pictures (ITU-T H.262 6.3.8)."""


def _side_data(frame: VideoFrame, kind: Type) -> bytes | None:
    try:
        return bytes(frame.side_data[kind])  # type: ignore[literal-required]  # PyAV keys by its enum
    except KeyError:
        return None


def rotation_of(frame: VideoFrame) -> tuple[int, bool]:
    """Return (clockwise degrees, mirrored left to right first) from the display matrix (ISO/IEC 14496-12 6.2.2).

    Angles that are not quarter turns become the nearest quarter turn.
    """
    packed = _side_data(frame, Type.DISPLAYMATRIX)
    if packed is None or len(packed) < 36:
        return 0, False
    a, b, _, c, d, *_rest = struct.unpack("<9i", packed[:36])
    is_mirrored = a * d - b * c < 0
    if is_mirrored:
        a, b = -a, -b
    if abs(a) >= abs(b):
        return (0 if a >= 0 else 180), is_mirrored
    return (90 if b > 0 else 270), is_mirrored


def mastering_of(frame: VideoFrame) -> MasteringDisplay | None:
    """Return the mastering display, if the picture says (AVMasteringDisplayMetadata: ten fractions, two flags)."""
    packed = _side_data(frame, Type.MASTERING_DISPLAY_METADATA)
    if packed is None or len(packed) < 88:
        return None
    numbers = struct.unpack("<20i2i", packed[:88])
    parts = [Fraction(n, d) if d else Fraction(0) for n, d in zip(numbers[0:20:2], numbers[1:20:2], strict=True)]
    has_primaries, has_luminance = bool(numbers[20]), bool(numbers[21])
    points = [(parts[at], parts[at + 1]) if has_primaries else None for at in (0, 2, 4, 6)]
    return MasteringDisplay(
        red=points[0],
        green=points[1],
        blue=points[2],
        white=points[3],
        minimum_nits=parts[8] if has_luminance else None,
        maximum_nits=parts[9] if has_luminance else None,
    )


def content_light_of(frame: VideoFrame) -> ContentLight | None:
    """Return the content light levels, if the picture says."""
    packed = _side_data(frame, Type.CONTENT_LIGHT_LEVEL)
    if packed is None or len(packed) < 8:
        return None
    maximum, average = struct.unpack("<2I", packed[:8])
    return ContentLight(maximum_nits=maximum, maximum_frame_average_nits=average)


def picture_timecode(frame: VideoFrame) -> str:
    """Return the timecode in the picture's own bitstream (SMPTE ST 12-1 or an MPEG-2 GOP header), "" without one.

    A count that has just begun, under a second, is an encoder's own and no timecode.
    """
    packed = _side_data(frame, Type.S12M_TIMECODE)
    if packed is not None and len(packed) >= 8 and struct.unpack("<I", packed[:4])[0]:
        return _smpte_timecode(struct.unpack("<I", packed[4:8])[0])
    packed = _side_data(frame, Type.GOP_TIMECODE)
    if packed is None or len(packed) < 8:
        return ""
    word = struct.unpack("<q", packed[:8])[0]
    hours, minutes, seconds, frames = ((word >> shift) & mask for shift, mask in _GOP_FIELDS)
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if word & _GOP_DROP else ':'}{frames:02}"


def _smpte_timecode(word: int) -> str:
    """Return BCD time address bits as text (SMPTE ST 12-1 8.2, FFmpeg's packing: frames in the top byte)."""
    frames = ((word >> 28) & 3) * 10 + ((word >> 24) & 15)
    seconds = ((word >> 20) & 7) * 10 + ((word >> 16) & 15)
    minutes = ((word >> 12) & 7) * 10 + ((word >> 8) & 15)
    hours = ((word >> 4) & 3) * 10 + (word & 15)
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if word & (1 << 30) else ':'}{frames:02}"
