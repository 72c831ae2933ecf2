"""H.264 and HEVC packets as containers hold them: length-prefixed NAL units, parameter sets apart."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from functools import lru_cache
from typing import cast

import av

NAL_ENCODERS = {"libx264": "h264", "libx265": "hevc"}
"""Encoders whose packets are byte streams with start codes (H.264 and H.265, Annex B), and their codecs."""
_START_CODE = re.compile(rb"\x00\x00\x01")
_H264_SEI, _H264_DELIMITER, _H264_TYPE_MASK = 6, 9, 0x1F
_HEVC_FIRST_WITHOUT_PICTURE = 32
"""H.265, table 7-1: types below are slices of a picture."""


def length_prefixed(annex_b: bytes) -> bytes:
    """Return an Annex B access unit with each NAL unit behind its length (ISO/IEC 14496-15, 4 bytes).

    What comes before an access unit delimiter is dropped: libx264's wrapper puts the encoder's name there, where no
    NAL unit may be (H.264, 7.4.1.2.3).
    """
    starts = [match.end() for match in _START_CODE.finditer(annex_b)]
    stops = [*(start - 3 for start in starts[1:]), len(annex_b)]
    # A NAL unit never ends in a zero byte: zeros there belong to the next start code (H.264, 7.4.1).
    units = [annex_b[start:stop].rstrip(b"\0") for start, stop in zip(starts, stops, strict=True)]
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in _without_preface(units))


def _without_preface(units: list[bytes]) -> list[bytes]:
    delimiters = [place for place, unit in enumerate(units) if unit[0] == _H264_DELIMITER]
    preface = units[: delimiters[0]] if delimiters else []
    is_only_sei = all(unit[0] & _H264_TYPE_MASK == _H264_SEI for unit in preface)
    return units[len(preface) :] if is_only_sei else units


def with_unit(payload: bytes | memoryview, unit: bytes) -> bytes:
    """Return an HEVC access unit of length-prefixed NAL units with one more before its picture."""
    place = _picture_at(payload)
    return b"".join((payload[:place], len(unit).to_bytes(4, "big"), unit, payload[place:]))


def without_unit(payload: bytes | memoryview, unit: bytes) -> bytes | None:
    """Return an access unit as it was before ``with_unit`` added this unit; None where it has no such unit there."""
    place = _picture_at(payload) - len(unit) - 4
    if place < 0 or payload[place : place + 4 + len(unit)] != len(unit).to_bytes(4, "big") + unit:
        return None
    return b"".join((payload[:place], payload[place + 4 + len(unit) :]))


def _picture_at(payload: bytes | memoryview) -> int:
    """Return where the first slice's length stands."""
    place = 0
    while place + 4 < len(payload) and payload[place + 4] >> 1 >= _HEVC_FIRST_WITHOUT_PICTURE:
        place += 4 + int.from_bytes(payload[place : place + 4], "big")
    return place


@lru_cache(maxsize=64)
def boxed_extradata(encoder: str, annex_b: bytes, width: int, height: int) -> bytes:
    """Return the ``avcC`` or ``hvcC`` record of parameter sets, as FFmpeg's MP4 writer makes it."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options={"movflags": "empty_moov", "fflags": "+bitexact"}) as container:
        stream = stream_like_nothing(container, encoder)
        stream.codec_context.width, stream.codec_context.height = width, height
        stream.codec_context.extradata = annex_b
        container.start_encoding()
    with av.open(io.BytesIO(file.getvalue())) as container:
        return container.streams.video[0].codec_context.extradata or b""


def stream_like_nothing(container: av.container.OutputContainer, encoder: str) -> av.VideoStream:
    """Return a new video stream whose encoder FFmpeg will not open: the packets exist already."""
    with av.open(io.BytesIO(), "w", format="null") as scratch:
        template = scratch.add_stream(encoder, rate=Fraction(24))
        return container.add_stream_from_template(cast("av.VideoStream", template))
