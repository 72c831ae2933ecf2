"""Whether a key packet is a true place to begin decoding: read from the bitstream, not from the container's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

H264_SLICE, H264_IDR, H264_SEI = 1, 5, 6
"""NAL unit types, ITU-T H.264 table 7-1."""
H264_SEI_RECOVERY_POINT = 6
"""SEI payload type, ITU-T H.264 D.1.1."""
HEVC_IRAP = range(16, 24)
"""BLA, IDR and CRA pictures, ITU-T H.265 table 7-1."""

_HEAD_BYTES = 1 << 16


class EntryReader:
    """Tells true entry points of one stream; codecs other than H.264 and HEVC are believed about their key frames."""

    def __init__(self, codec: str, extradata: bytes | None) -> None:
        self._codec = codec
        self._length_bytes = nal_length_bytes(codec, extradata or b"")

    def is_entry(self, key_packet: memoryview) -> bool:
        """Return whether every picture from this key packet on, in both orders, decodes without what came before."""
        if self._codec not in {"h264", "hevc"}:
            return True
        nals = _nals(bytes(key_packet[:_HEAD_BYTES]), self._length_bytes)
        return _is_h264_entry(nals) if self._codec == "h264" else _is_hevc_entry(nals)

    def is_splice(self, key_packet: memoryview) -> bool:
        """Return whether its picture, and later ones, decode behind another stream's: IDR; in HEVC any IRAP picture."""
        if self._codec not in {"h264", "hevc"}:
            return True
        nals = _nals(bytes(key_packet[:_HEAD_BYTES]), self._length_bytes)
        return _is_h264_idr(nals) if self._codec == "h264" else _is_hevc_entry(nals)


def _is_h264_idr(nals: Iterator[bytes]) -> bool:
    kinds = (nal[0] & 0x1F for nal in nals)
    return next((kind for kind in kinds if kind in {H264_SLICE, H264_IDR}), H264_SLICE) == H264_IDR


def _is_h264_entry(nals: Iterator[bytes]) -> bool:
    recovers_at_once = False
    for nal in nals:
        kind = nal[0] & 0x1F
        if kind == H264_IDR:
            return True
        if kind == H264_SEI:
            recovers_at_once |= _recovery_frame_count(nal[1:]) == 0
        elif kind == H264_SLICE:
            return recovers_at_once
    return False


def _is_hevc_entry(nals: Iterator[bytes]) -> bool:
    for nal in nals:
        kind = (nal[0] >> 1) & 0x3F
        if kind < 32:  # the first slice decides; larger types are parameter sets and SEI
            return kind in HEVC_IRAP
    return False


def nal_length_bytes(codec: str, extradata: bytes) -> int:
    """Return the size of the length before each NAL unit, 0 for start codes (ISO/IEC 14496-15 5.3.3.1, 8.3.3.1)."""
    if not extradata or extradata[0] != 1:
        return 0
    place = {"h264": 4, "hevc": 21}.get(codec)
    return (extradata[place] & 3) + 1 if place is not None and len(extradata) > place else 0


def _nals(data: bytes, length_bytes: int) -> Iterator[bytes]:
    """Yield NAL units; the last may be cut where the head ends."""
    if length_bytes:
        at = 0
        while at + length_bytes < len(data):
            size = int.from_bytes(data[at : at + length_bytes], "big")
            at += length_bytes
            if size == 0:
                return
            yield data[at : at + size]
            at += size
        return
    for part in data.split(b"\x00\x00\x01")[1:]:
        if part:
            yield part


def _recovery_frame_count(sei: bytes) -> int | None:
    """Return recovery_frame_cnt of a recovery point message, None if there is none (ITU-T H.264 7.3.2.3.1, D.1.8)."""
    at = 0
    while at + 2 <= len(sei) and sei[at] != 0x80:
        kind, at = _sei_number(sei, at)
        size, at = _sei_number(sei, at)
        if kind == H264_SEI_RECOVERY_POINT and at < len(sei):
            return _unsigned_golomb(sei[at : at + 8])
        at += size
    return None


def _sei_number(sei: bytes, at: int) -> tuple[int, int]:
    total = 0
    while at < len(sei) and sei[at] == 0xFF:
        total, at = total + 255, at + 1
    return (total + sei[at], at + 1) if at < len(sei) else (total, at)


def _unsigned_golomb(data: bytes) -> int:
    """Return the first ue(v) of the bits (ITU-T H.264 9.1)."""
    bits = "".join(f"{byte:08b}" for byte in data)
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "1", 2) - 1
