"""Which encoder, pixels and settings make each editing master, with the source of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.delivery.spec import MezzanineKind, MezzanineSpec

Options = tuple[tuple[str, str], ...]

_FLOOR_DB = 25.0
_PROXY_FLOOR_DB = 15.0
_PROXIES = frozenset({"prores-422-proxy", "prores-422-lt", "dnxhr-lb"})
_PRORES: dict[str, tuple[str, str, str]] = {
    "prores-422-proxy": ("proxy", "0", "yuv422p10le"),
    "prores-422-lt": ("lt", "1", "yuv422p10le"),
    "prores-422": ("standard", "2", "yuv422p10le"),
    "prores-422-hq": ("hq", "3", "yuv422p10le"),
    "prores-4444": ("4444", "4", "yuv444p10le"),
    "prores-4444-xq": ("4444xq", "5", "yuv444p10le"),
}
"""Profile of ``prores_ks``, of ``prores_aw``, and pixels: apco, apcs, apcn, apch, ap4h, ap4x (Apple, "ProRes White
Paper", standards sheet 5.3). FFmpeg's encoders take 10 bits in all of them."""
_VENDOR = ("vendor", "apl0")
"""What Apple's own encoder writes (RDD 36, 5.1.1 for its place)."""
FAST_PRORES_TRANSFERS = frozenset({"bt709", "smpte2084", "arib-std-b67"})
"""What ``prores_aw`` writes into the picture header; of others it says nothing there."""
_ALPHA = ("alpha_bits", "16")
_DNXHR: dict[str, str] = {
    "dnxhr-lb": "yuv422p",
    "dnxhr-sq": "yuv422p",
    "dnxhr-hq": "yuv422p",
    "dnxhr-hqx": "yuv422p10le",
    "dnxhr-444": "yuv444p10le",
}
"""Avid, "DNxHR codec bandwidth specifications" (standards sheet 5.3): LB, SQ and HQ have 8 bits."""
FFV1_OPTIONS: Options = (("coder", "range_tab"), ("context", "1"), ("g", "1"), ("level", "3"), ("slicecrc", "1"))
"""RFC 9043: version 3, every picture a key picture, a CRC in every slice, as archives ask."""


def mezzanine_picture(spec: MezzanineSpec) -> tuple[str, str, Options]:
    """Return the pixel format, the encoder and its options."""
    return _prores(spec) if spec.kind in _PRORES else _dnxhr(spec.kind)


def floor_db(kind: MezzanineKind) -> float:
    """Return the PSNR that only broken pictures miss: hard pictures as a proxy are at 24 dB."""
    return _PROXY_FLOOR_DB if kind in _PROXIES else _FLOOR_DB


def _prores(spec: MezzanineSpec) -> tuple[str, str, Options]:
    careful, fast, pixels = _PRORES[spec.kind]
    if spec.alpha:
        pixels = pixels.replace("yuv", "yuva")
    if spec.fast:
        return pixels, "prores_aw", (("profile", fast), _VENDOR)
    alpha = (_ALPHA,) if spec.alpha else ()
    return pixels, "prores_ks", (*alpha, ("profile", careful), _VENDOR)


def _dnxhr(kind: MezzanineKind) -> tuple[str, str, Options]:
    return _DNXHR[kind], "dnxhd", (("profile", kind.replace("-", "_")),)
