"""An FFmpeg frame as a Picture: planes are views on the frame's memory; other layouts become the nearest planar one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.errors import MediaError
from posthouse.signal import Chroma, Family, Picture

if TYPE_CHECKING:
    from av.video.format import VideoFormat
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane

    from posthouse.signal import PictureFormat
    from posthouse.signal.picture import Plane

_PLANAR = re.compile(r"(yuva?|yuvj)(420|422|444)p(9|1[0246])?(le)?|gbra?p(9|1[0246])?(le)?|gray(9|1[0246])?(le)?")

_NEAREST = {
    "nv12": "yuv420p", "nv21": "yuv420p", "nv16": "yuv422p", "nv24": "yuv444p", "nv42": "yuv444p",
    "nv20le": "yuv422p10le", "nv20be": "yuv422p10le",
    "p010le": "yuv420p10le", "p010be": "yuv420p10le", "p012le": "yuv420p12le", "p016le": "yuv420p16le",
    "p210le": "yuv422p10le", "p212le": "yuv422p12le", "p216le": "yuv422p16le",
    "p410le": "yuv444p10le", "p412le": "yuv444p12le", "p416le": "yuv444p16le",
    "yuyv422": "yuv422p", "uyvy422": "yuv422p", "yvyu422": "yuv422p", "uyyvyy411": "yuv422p",
    "y210le": "yuv422p10le", "y212le": "yuv422p12le", "y216le": "yuv422p16le",
    "vuyx": "yuv444p", "vuya": "yuva444p", "ayuv": "yuva444p", "uyva": "yuva444p", "vyu444": "yuv444p",
    "xv30le": "yuv444p10le", "v30xle": "yuv444p10le", "xv36le": "yuv444p12le", "xv48le": "yuv444p16le",
    "ayuv64le": "yuva444p16le",
    "yuv411p": "yuv422p", "yuvj411p": "yuvj422p", "yuv410p": "yuv420p", "yuva410p": "yuva420p",
    "yuv440p": "yuv444p", "yuvj440p": "yuvj444p", "yuv440p10le": "yuv444p10le", "yuv440p12le": "yuv444p12le",
    "rgb24": "gbrp", "bgr24": "gbrp", "0rgb": "gbrp", "rgb0": "gbrp", "0bgr": "gbrp", "bgr0": "gbrp",
    "argb": "gbrap", "rgba": "gbrap", "abgr": "gbrap", "bgra": "gbrap",
    "rgb48le": "gbrp16le", "rgb48be": "gbrp16le", "bgr48le": "gbrp16le", "bgr48be": "gbrp16le",
    "rgba64le": "gbrap16le", "rgba64be": "gbrap16le", "bgra64le": "gbrap16le", "bgra64be": "gbrap16le",
    "x2rgb10le": "gbrp10le", "x2bgr10le": "gbrp10le",
    "rgb565le": "gbrp", "rgb555le": "gbrp", "bgr565le": "gbrp", "bgr555le": "gbrp", "rgb8": "gbrp", "bgr8": "gbrp",
    "pal8": "gbrap", "monoblack": "gray", "monob": "gray", "monow": "gray", "monowhite": "gray",
    "ya8": "gbrap", "ya16le": "gbrap16le", "ya16be": "gbrap16le",
}  # fmt: skip
"""FFmpeg pixel format to the planar one of the same depth that holds it; 4:1:1, 4:1:0 and 4:4:0 gain chroma samples."""


@cache
def planar_name(name: str) -> str:
    """Return the planar pixel format a decoder's format is read as.

    Raises:
        MediaError: posthouse has no use for it (Bayer, X'Y'Z', hardware surfaces, floats outside EXR).
    """
    if _PLANAR.fullmatch(name):
        return name
    swapped = name.removesuffix("be") + "le"
    if name.endswith("be") and _PLANAR.fullmatch(swapped):
        return swapped
    if name in _NEAREST:
        return _NEAREST[name]
    raise MediaError(f"pictures stored as {name} are not supported", hint="convert the file to ProRes or DNxHR first")


def family_and_depth(planar: VideoFormat) -> tuple[Family, int, Chroma, bool]:
    """Return (family, bit depth, chroma, has alpha) of a planar format."""
    return _meaning(planar.name, planar.components[0].bits)


@cache
def _meaning(name: str, depth: int) -> tuple[Family, int, Chroma, bool]:
    if name.startswith("gray"):
        return Family.GREY, depth, Chroma.C444, False
    if name.startswith("gbr"):
        return Family.RGB, depth, Chroma.C444, name.startswith("gbra")
    chroma = {"0": Chroma.C420, "2": Chroma.C422, "4": Chroma.C444}[re.split(r"yuv[aj]?", name)[1][2]]
    return Family.YUV, depth, chroma, name.startswith("yuva")


def to_planar(frame: VideoFrame) -> VideoFrame:
    """Return the frame in a planar format: itself where it already is, else converted with range and matrix kept."""
    planar = planar_name(frame.format.name)
    if planar == frame.format.name:
        return frame
    keep = frame.color_range
    return frame.reformat(format=planar, src_color_range=keep, dst_color_range=keep, interpolation=_EXACT, threads=1)


_EXACT = "POINT"


def picture_of(frame: VideoFrame, picture_format: PictureFormat) -> Picture:
    """Return a Picture of views on a frame's planes; it keeps the frame's memory alive.

    Raises:
        MediaError: the frame's size or layout is not the stream's.
    """
    planar = to_planar(frame)
    family, depth, _chroma, _alpha = family_and_depth(planar.format)
    is_same = (frame.width, frame.height) == (picture_format.width, picture_format.height)
    if not is_same or (family, depth) != (picture_format.family, picture_format.bit_depth):
        raise MediaError(
            f"the picture changes to {frame.width}x{frame.height} {frame.format.name} inside the file",
            hint="split the file where its format changes",
        )
    shapes = picture_format.plane_shapes()
    planes = [_view(plane, shape, depth) for plane, shape in zip(planar.planes, shapes, strict=False)]
    if family is Family.RGB:
        planes = [planes[2], planes[0], planes[1], *planes[3:]]
    return Picture(format=picture_format, planes=tuple(planes))


def _view(plane: VideoPlane, shape: tuple[int, int], depth: int) -> Plane:
    kind = np.dtype(np.uint8) if depth == 8 else np.dtype("<u2")
    rows = abs(plane.line_size) // kind.itemsize
    whole = np.frombuffer(cast("bytes", plane), kind).reshape(-1, rows)
    if plane.line_size < 0:
        whole = whole[::-1]
    return cast("Plane", whole[: shape[0], : shape[1]])
