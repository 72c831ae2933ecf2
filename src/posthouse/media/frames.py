"""Pictures inside FFmpeg's frames: kernels write straight into what the encoder reads."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import av
import numpy as np

from posthouse.errors import InternalError, ProductionError
from posthouse.signal import Chroma, ChromaSiting, Family, Matrix, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from posthouse.signal.picture import Plane

FFMPEG_RANGE = {Range.NARROW: "tv", Range.FULL: "pc"}
FFMPEG_MATRIX = {
    Matrix.BT601: "smpte170m", Matrix.BT709: "bt709", Matrix.BT2020: "bt2020nc", Matrix.RGB: "rgb",
    Matrix.SMPTE240M: "smpte240m", Matrix.FCC: "fcc", Matrix.YCGCO: "ycgco",
}  # fmt: skip
FFMPEG_SITING = {ChromaSiting.LEFT: "left", ChromaSiting.CENTER: "center", ChromaSiting.TOP_LEFT: "topleft"}
_GBR_PLACES = (2, 0, 1, 3)
"""FFmpeg's planar RGB is stored G B R A: where our R, G, B and A planes lie."""
_PIXEL_FORMAT = re.compile(r"(?:(yuv)(a?)(420|422|444)p|(gbr)(a?)p|(gray))(?:(10|12|14|16)le)?")


def raw_pixel_format(picture_format: PictureFormat) -> str:
    """Return FFmpeg's name for planes of this format.

    Raises:
        ProductionError: FFmpeg has no such planar format.
    """
    alpha = "a" if picture_format.has_alpha else ""
    depth = "" if picture_format.bit_depth == 8 else f"{picture_format.bit_depth}le"
    match picture_format.family:
        case Family.YUV:
            name = f"yuv{alpha}{picture_format.chroma}p{depth}"
        case Family.RGB:
            name = f"gbr{alpha}p{depth}"
        case Family.GREY:
            name = f"gray{depth}" if not alpha else "gray with alpha"
    _assert_pixel_format(name)
    return name


def picture_format_of(name: str, like: PictureFormat) -> PictureFormat:
    """Return ``like`` in the planes of a pixel format named as FFmpeg does (yuv422p10le, gbrp12le, gray10le, ...).

    Raises:
        ProductionError: unknown name, or pixels that are not planar integers of 8 to 16 bits.
    """
    match = _PIXEL_FORMAT.fullmatch(name)
    if match is None:
        raise ProductionError(
            f"{name!r} is not a planar pixel format posthouse can encode",
            hint="for example yuv420p, yuv422p10le, yuv444p12le, gbrp10le, gray",
        )
    _assert_pixel_format(name)
    yuv, yuv_alpha, chroma, gbr, gbr_alpha, _, depth = match.groups()
    family = Family.YUV if yuv else Family.RGB if gbr else Family.GREY
    return replace(
        like,
        family=family,
        chroma=Chroma(chroma or "444"),
        has_alpha=bool(yuv_alpha or gbr_alpha),
        bit_depth=int(depth or 8),
        matrix=Matrix.RGB if family is Family.RGB else like.matrix,
        range=Range.FULL if family is Family.RGB else like.range,
    )


def _assert_pixel_format(name: str) -> None:
    try:
        av.VideoFormat(name)
    except ValueError as error:
        raise ProductionError(f"there is no pixel format {name!r}") from error


def picture_in(frame: av.VideoFrame, picture_format: PictureFormat) -> Picture:
    """Return a frame's planes as a picture of views into its memory; the views keep the frame alive."""
    kind: type[np.uint8 | np.uint16] = np.uint8 if picture_format.bit_depth == 8 else np.uint16
    views: list[Plane] = []
    for plane in frame.planes:
        lines = np.frombuffer(cast("bytes", plane), kind).reshape(plane.height, -1)
        views.append(cast("Plane", lines[:, : plane.width]))
    if picture_format.family is Family.RGB:
        views = [views[place] for place in _GBR_PLACES[: len(views)]]
    return Picture(format=picture_format, planes=tuple(views))


class FramePool:
    """A few frames of one format, used in turn: ask for a ``picture()``, fill its planes, hand it to ``encode_chunk``.

    A picture is good until ``pictures`` more have been asked for. One pool belongs to one thread.
    """

    def __init__(self, picture_format: PictureFormat, *, pictures: int = 2) -> None:
        self.format = picture_format
        self._frames = [self._new_frame() for _ in range(pictures)]
        self._views: list[Picture | None] = [None] * pictures
        self._turn = -1

    def picture(self) -> Picture:
        """Return the next picture to be filled; its planes hold whatever was there."""
        self._turn = (self._turn + 1) % len(self._frames)
        # An encoder that still reads this frame keeps it; we then write into a fresh copy.
        self._frames[self._turn].make_writable()
        view = picture_in(self._frames[self._turn], self.format)
        self._views[self._turn] = view
        return view

    def frame_of(self, picture: Picture) -> av.VideoFrame:
        """Return the frame a picture lies in; a picture from elsewhere is copied into the next frame.

        Raises:
            InternalError: the picture has another format than the pool.
        """
        for frame, view in zip(self._frames, self._views, strict=True):
            if view is picture:
                return frame
        if picture.format != self.format:
            raise InternalError(f"a picture of {picture.format} came for an encoder of {self.format}")
        for target, source in zip(self.picture().planes, picture.planes, strict=True):
            copy_plane(target, source)
        return self._frames[self._turn]

    def _new_frame(self) -> av.VideoFrame:
        frame = av.VideoFrame(self.format.width, self.format.height, raw_pixel_format(self.format))
        for plane in frame.planes:
            # Encoders may read the bytes between lines: they must not differ from run to run.
            np.frombuffer(cast("bytes", plane), np.uint8)[:] = 0
        return frame


def copy_plane(target: Plane, source: Plane) -> None:
    """Copy code values into a plane of the same shape and kind."""
    np.copyto(target, source, casting="no")
