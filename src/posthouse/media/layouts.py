"""Where each sample of FFmpeg's pixel formats lies: one table, from which ``planes`` makes views.

A format is planar (its name says it all), semi-planar (luma apart, chroma in pairs), or packed. Every integer format a
decoder can give is here; floats, raw sensor mosaics and surfaces in a graphics card are not pictures yet and are
refused. Source: FFmpeg, libavutil/pixdesc.c and pixfmt.h.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from posthouse.errors import MediaError
from posthouse.signal import Chroma, Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Lies:
    """One component: samples ``step`` items apart from item ``first`` of a line, ``shift`` bits up in its item."""

    plane: int
    step: int = 1
    first: int = 0
    shift: int = 0
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A pixel format: what its pictures are, and where their components (in the order of our planes) lie."""

    family: Family
    bit_depth: int
    chroma: Chroma = Chroma.C444
    has_alpha: bool = False
    item: str = "u1"
    """The kind of one item, as numpy writes it."""
    lies: tuple[Lies, ...] = ()
    is_palette: bool = False
    is_bits: bool = False
    """Items are parts of a byte, the first in its highest bits, ``lies.step`` bits each."""
    is_inverted: bool = False
    luma_items: tuple[int, ...] = ()
    """Where luma lies within a group of items, where that is no even step (uyyvyy411)."""


_PLANAR = re.compile(r"(?:(yuvj?|yuva)(420|422|444|440|411|410)p|(gbra?p)|(gray))(9|1[0246])?(msb)?(le|be)?")
_REFUSED = (
    (re.compile(r"bayer_"), "raw sensor data", "develop the raw file to ProRes, DNxHR or an image sequence first"),
    (re.compile(r".*f(16|32)[lb]e"), "floating-point light", "export it as an EXR or 16-bit image sequence"),
    (re.compile(r"(gray|rgb96|rgba128|gbrap)(32)?[lb]e"), "32-bit integers", "export it with 16 bits"),
)


@cache
def layout_of(name: str) -> Layout:
    """Return the layout of a pixel format by FFmpeg's name.

    Raises:
        MediaError: posthouse has no use for it: sensor mosaics, floats, 32-bit integers, surfaces in a graphics card.
    """
    planar = _PLANAR.fullmatch(name)
    if planar is not None:
        return _planar(planar)
    order = ">" if name.endswith("be") else "<"
    found = _OTHERS.get(name.removesuffix("le").removesuffix("be")) or _OTHERS.get(name)
    if found is None:
        raise _refused(name)
    return found if found.item == "u1" else _ordered(found, order)


def _refused(name: str) -> MediaError:
    for pattern, what, hint in _REFUSED:
        if pattern.fullmatch(name) or pattern.match(name):
            return MediaError(f"pictures stored as {name} are {what}, which is not supported", hint=hint)
    return MediaError(f"pictures stored as {name} are not supported", hint="convert the file to ProRes or DNxHR first")


def _ordered(layout: Layout, order: str) -> Layout:
    return Layout(
        family=layout.family,
        bit_depth=layout.bit_depth,
        chroma=layout.chroma,
        has_alpha=layout.has_alpha,
        item=order + layout.item,
        lies=layout.lies,
    )


def _planar(name: re.Match[str]) -> Layout:
    yuv, chroma, gbr, grey, depth, msb, end = name.groups()
    bits = int(depth or 8)
    shift = 16 - bits if msb else 0
    has_alpha = (yuv or gbr or "").startswith(("yuva", "gbra"))
    order = (0,) if grey else (0, 1, 2) if yuv else (2, 0, 1)  # FFmpeg stores G B R A
    lies = tuple(Lies(plane=plane, bits=bits, shift=shift) for plane in (*order, *((3,) if has_alpha else ())))
    return Layout(
        family=Family.GREY if grey else Family.YUV if yuv else Family.RGB,
        bit_depth=bits,
        chroma=Chroma(chroma) if chroma else Chroma.C444,
        has_alpha=has_alpha,
        item="u1" if bits == 8 else (">u2" if end == "be" else "<u2"),
        lies=lies,
    )


def _semi(chroma: Chroma, bits: int = 8, shift: int = 0, *, is_vu: bool = False) -> Layout:
    """Return luma in one plane, and chroma in pairs in another."""
    pair = (1, 0) if is_vu else (0, 1)
    lies = (
        Lies(plane=0, bits=bits, shift=shift),
        *(Lies(plane=1, step=2, first=at, bits=bits, shift=shift) for at in pair),
    )
    item = "u1" if bits == 8 else "u2"
    return Layout(family=Family.YUV, bit_depth=bits, chroma=chroma, item=item, lies=lies)


def _packed_422(order: str, bits: int = 8, shift: int = 0) -> Layout:
    """Return items in fours; ``order`` says which are luma (y), Cb (u) and Cr (v)."""
    lies = tuple(
        Lies(plane=0, step=step, first=order.index(letter), bits=bits, shift=shift)
        for letter, step in (("y", 2), ("u", 4), ("v", 4))
    )
    item = "u1" if bits == 8 else "u2"
    return Layout(family=Family.YUV, bit_depth=bits, chroma=Chroma.C422, item=item, lies=lies)


def _packed(order: str, bits: int = 8, shift: int = 0) -> Layout:
    """Return one item for each component of a pixel; letters of ``order`` that are no component are padding."""
    family = Family.RGB if "r" in order else Family.YUV if "u" in order else Family.GREY
    letters = {Family.RGB: "rgb", Family.YUV: "yuv", Family.GREY: "y"}[family] + ("a" if "a" in order else "")
    lies = tuple(
        Lies(plane=0, step=len(order), first=order.index(letter), bits=bits, shift=shift) for letter in letters
    )
    item = "u1" if bits == 8 else "u2"
    return Layout(family=family, bit_depth=bits, has_alpha="a" in order, item=item, lies=lies)


def _fields(item: str, fields: tuple[tuple[int, int], ...], *, family: Family = Family.RGB) -> Layout:
    """Return one item a pixel, its components (shift, bits) parts of it; short ones are widened to 8 bits."""
    lies = tuple(Lies(plane=0, shift=shift, bits=bits) for shift, bits in fields)
    return Layout(family=family, bit_depth=max(8, *(bits for _, bits in fields)), item=item, lies=lies)


def _bits(fields: tuple[tuple[int, int], ...], step: int, family: Family, *, is_inverted: bool = False) -> Layout:
    """Return pixels of ``step`` bits, several to a byte."""
    lies = tuple(Lies(plane=0, step=step, shift=shift, bits=bits) for shift, bits in fields)
    return Layout(family=family, bit_depth=8, lies=lies, is_bits=True, is_inverted=is_inverted)


_UYYVYY = Layout(
    family=Family.YUV,
    bit_depth=8,
    chroma=Chroma.C411,
    lies=(
        Lies(plane=0, step=6, bits=8),
        Lies(plane=0, step=6, first=0, bits=8),
        Lies(plane=0, step=6, first=3, bits=8),
    ),
    luma_items=(1, 2, 4, 5),
)
_PALETTE = Layout(family=Family.RGB, bit_depth=8, has_alpha=True, is_palette=True)

_OTHERS: dict[str, Layout] = {
    "nv12": _semi(Chroma.C420), "nv21": _semi(Chroma.C420, is_vu=True), "nv16": _semi(Chroma.C422),
    "nv24": _semi(Chroma.C444), "nv42": _semi(Chroma.C444, is_vu=True), "nv20": _semi(Chroma.C422, 10),
    "p010": _semi(Chroma.C420, 10, 6), "p012": _semi(Chroma.C420, 12, 4), "p016": _semi(Chroma.C420, 16),
    "p210": _semi(Chroma.C422, 10, 6), "p212": _semi(Chroma.C422, 12, 4), "p216": _semi(Chroma.C422, 16),
    "p410": _semi(Chroma.C444, 10, 6), "p412": _semi(Chroma.C444, 12, 4), "p416": _semi(Chroma.C444, 16),
    "yuyv422": _packed_422("yuyv"), "uyvy422": _packed_422("uyvy"), "yvyu422": _packed_422("yvyu"),
    "y210": _packed_422("yuyv", 10, 6), "y212": _packed_422("yuyv", 12, 4), "y216": _packed_422("yuyv", 16),
    "uyyvyy411": _UYYVYY,
    "vuya": _packed("vuya"), "vuyx": _packed("vuyx"), "ayuv": _packed("ayuv"), "uyva": _packed("uyva"),
    "vyu444": _packed("vyu"),
    "xv30": _fields("u4", ((10, 10), (0, 10), (20, 10)), family=Family.YUV),
    "v30x": _fields("u4", ((12, 10), (2, 10), (22, 10)), family=Family.YUV),
    "xv36": _packed("uyvx", 12, 4), "xv48": _packed("uyvx", 16), "ayuv64": _packed("ayuv", 16),
    "rgb24": _packed("rgb"), "bgr24": _packed("bgr"),
    "0rgb": _packed("xrgb"), "rgb0": _packed("rgbx"), "0bgr": _packed("xbgr"), "bgr0": _packed("bgrx"),
    "argb": _packed("argb"), "rgba": _packed("rgba"), "abgr": _packed("abgr"), "bgra": _packed("bgra"),
    "rgb48": _packed("rgb", 16), "bgr48": _packed("bgr", 16),
    "rgba64": _packed("rgba", 16), "bgra64": _packed("bgra", 16),
    "x2rgb10": _fields("u4", ((20, 10), (10, 10), (0, 10))), "x2bgr10": _fields("u4", ((0, 10), (10, 10), (20, 10))),
    "rgb565": _fields("u2", ((11, 5), (5, 6), (0, 5))), "bgr565": _fields("u2", ((0, 5), (5, 6), (11, 5))),
    "rgb555": _fields("u2", ((10, 5), (5, 5), (0, 5))), "bgr555": _fields("u2", ((0, 5), (5, 5), (10, 5))),
    "rgb444": _fields("u2", ((8, 4), (4, 4), (0, 4))), "bgr444": _fields("u2", ((0, 4), (4, 4), (8, 4))),
    "rgb8": _fields("u1", ((5, 3), (2, 3), (0, 2))), "bgr8": _fields("u1", ((0, 3), (3, 3), (6, 2))),
    "rgb4_byte": _fields("u1", ((3, 1), (1, 2), (0, 1))), "bgr4_byte": _fields("u1", ((0, 1), (1, 2), (3, 1))),
    "rgb4": _bits(((3, 1), (1, 2), (0, 1)), 4, Family.RGB), "bgr4": _bits(((0, 1), (1, 2), (3, 1)), 4, Family.RGB),
    "monob": _bits(((0, 1),), 1, Family.GREY), "monow": _bits(((0, 1),), 1, Family.GREY, is_inverted=True),
    "pal8": _PALETTE,
    "ya8": _packed("ya"), "ya16": _packed("ya", 16),
    "xyz12": Layout(
        family=Family.RGB, bit_depth=12, item="u2",
        lies=tuple(Lies(plane=0, step=3, first=at, shift=4, bits=12) for at in range(3)),
    ),
}  # fmt: skip
"""Formats that are not planar, by FFmpeg's name without its byte order."""
