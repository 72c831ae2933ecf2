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
