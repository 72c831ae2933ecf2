"""One picture: its planes and what their numbers mean."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8] | NDArray[np.uint16]
"""One plane, (y, x), code values; uint8 for 8 bits, uint16 (right-aligned) above."""


class Family(enum.StrEnum):
    """What the planes hold."""

    YUV = "yuv"
    RGB = "rgb"
    GREY = "grey"


class Chroma(enum.StrEnum):
    """Chroma subsampling; RGB and grey pictures say ``444``. Sources may be any of these, canvases the first three."""

    C420 = "420"
    C422 = "422"
    C444 = "444"
    C440 = "440"  # full width, half height: JPEG turned by a quarter
    C411 = "411"  # a quarter of the width: DV of 525 lines
    C410 = "410"  # a quarter each way: early computer video

    @property
    def log2_x(self) -> int:
        """Return how often chroma's width is halved."""
        return {"420": 1, "422": 1, "411": 2, "410": 2}.get(self, 0)

    @property
    def log2_y(self) -> int:
        """Return how often chroma's height is halved."""
        return {"420": 1, "440": 1, "410": 2}.get(self, 0)


class ChromaSiting(enum.StrEnum):
    """Where a subsampled chroma sample sits (ITU-T H.273, chroma sample location types 0, 1, 2)."""

    LEFT = "left"
    CENTER = "center"
    TOP_LEFT = "topleft"


class Range(enum.StrEnum):
    """Quantisation range: narrow is 16..235 at 8 bits (BT.709, item 4.6), full is 0..255."""

    NARROW = "narrow"
    FULL = "full"


class Matrix(enum.StrEnum):
    """The luma matrix, named by the Recommendation it comes from; ``rgb`` for pictures without one."""

    BT601 = "bt601"
    BT709 = "bt709"
    BT2020 = "bt2020"
    SMPTE240M = "smpte240m"
    FCC = "fcc"
    YCGCO = "ycgco"
    """A source's only; its chroma is Cg and Co."""
    ICTCP = "ictcp"
    """A source's only, and not worked out."""
    OTHER = "other"
    """A matrix of H.273 that is not worked out."""
    RGB = "rgb"

    @property
    def kr_kb(self) -> tuple[float, float]:
        """Return the luma weights of red and blue (ITU-T H.273 table 4; BT.601-7 2.5.1, BT.709-6 3.2, BT.2020-2)."""
        return _KR_KB[self.value]


_KR_KB = {
    "bt601": (0.299, 0.114),
    "bt709": (0.2126, 0.0722),
    "bt2020": (0.2627, 0.0593),
    "smpte240m": (0.212, 0.087),
    "fcc": (0.30, 0.11),
    "rgb": (0.0, 0.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFormat:
    """What a picture's code values mean. ``primaries`` and ``transfer`` use FFmpeg's names ("bt709", "smpte2084")."""

    width: int
    height: int
    bit_depth: int = 8
    family: Family = Family.YUV
    chroma: Chroma = Chroma.C420
    has_alpha: bool = False
    is_multiplied: bool = False
    """Its colors are multiplied by its alpha, in coded light."""
    siting: ChromaSiting = ChromaSiting.LEFT
    range: Range = Range.NARROW
    matrix: Matrix = Matrix.BT709
    primaries: str = "bt709"
    transfer: str = "bt709"

    @property
    def composing_matrix(self) -> Matrix:
        """Return the matrix a picture of this format is composed in: its own, or BT.709 where it has none."""
        return Matrix.BT709 if self.matrix is Matrix.RGB else self.matrix

    def plane_shapes(self) -> tuple[tuple[int, int], ...]:
        """Return (height, width) of each plane in order: Y Cb Cr [A], R G B [A], or grey [A]."""
        full = (self.height, self.width)
        if self.family is Family.GREY:
            shapes: tuple[tuple[int, int], ...] = (full,)
        else:
            small = (
                -(-self.height >> self.chroma.log2_y),
                -(-self.width >> self.chroma.log2_x),
            )
            shapes = (full, small, small) if self.family is Family.YUV else (full, full, full)
        return (*shapes, full) if self.has_alpha else shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One frame: planes of code values, each (y, x), uint8 at 8 bits and uint16 above. Planes may be strided views."""

    format: PictureFormat
    planes: tuple[Plane, ...]

    @classmethod
    def empty(cls, picture_format: PictureFormat) -> Picture:
        """Return a picture of uninitialised planes."""
        kind = np.uint8 if picture_format.bit_depth == 8 else np.uint16
        planes = tuple(cast("Plane", np.empty(shape, kind)) for shape in picture_format.plane_shapes())
        return cls(format=picture_format, planes=planes)
