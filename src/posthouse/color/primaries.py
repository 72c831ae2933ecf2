"""Primaries and whites of every color space the house knows, and every matrix derived from them.

Names are FFmpeg's where it has one, else the maker's (``arri-wide-gamut-4``). Whites are brought together by Bradford
adaptation, unless a maker or the Academy published another (``CAT02`` below). Nothing else in the house holds a color
matrix.
Source: standards sheet 2.1: BT.601-7, BT.709-6, BT.2020-2, ST 428-1, ST 2113, ACES TB-2014-004, the makers' papers.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

Matrix3: TypeAlias = NDArray[np.float64]
Xy: TypeAlias = tuple[float, float]

D65: Xy = (0.3127, 0.3290)
D60: Xy = (0.32168, 0.33767)
_DCI: Xy = (0.314, 0.351)
_C: Xy = (0.310, 0.316)
BRADFORD: Matrix3 = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
"""Cone responses of XYZ. Source: Lam 1985, as in ICC.1:2010 Annex E."""
CAT02: Matrix3 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
"""Cone responses of XYZ. Source: CIECAM02; the Academy's input transforms of several cameras use it."""


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Primaries:
    """CIE 1931 (x, y) of red, green, blue and white.

    ``is_cat02``: the maker's way to the white of ACES; ``is_absolute``: whites are coded as they are, not adapted.
    """

    red: Xy
    green: Xy
    blue: Xy
    white: Xy = D65
    is_cat02: bool = False
    is_absolute: bool = False


_BT601_525 = Primaries(red=(0.630, 0.340), green=(0.310, 0.595), blue=(0.155, 0.070))
_BT2020 = Primaries(red=(0.708, 0.292), green=(0.170, 0.797), blue=(0.131, 0.046))
PRIMARIES: Mapping[str, Primaries] = {
    "bt709": Primaries(red=(0.640, 0.330), green=(0.300, 0.600), blue=(0.150, 0.060)),
    "bt470m": Primaries(red=(0.67, 0.33), green=(0.21, 0.71), blue=(0.14, 0.08), white=_C),
    "bt470bg": Primaries(red=(0.640, 0.330), green=(0.290, 0.600), blue=(0.150, 0.060)),
    "smpte170m": _BT601_525,
    "smpte240m": _BT601_525,
    "film": Primaries(red=(0.681, 0.319), green=(0.243, 0.692), blue=(0.145, 0.049), white=_C),
    "bt2020": _BT2020,
    "smpte428": Primaries(red=(1.0, 0.0), green=(0.0, 1.0), blue=(0.0, 0.0), white=(1 / 3, 1 / 3), is_absolute=True),
    "smpte431": Primaries(red=(0.680, 0.320), green=(0.265, 0.690), blue=(0.150, 0.060), white=_DCI),
    "smpte432": Primaries(red=(0.680, 0.320), green=(0.265, 0.690), blue=(0.150, 0.060)),
    "p3-d60": Primaries(red=(0.680, 0.320), green=(0.265, 0.690), blue=(0.150, 0.060), white=D60),
    "ebu3213": Primaries(red=(0.630, 0.340), green=(0.295, 0.605), blue=(0.155, 0.077)),
    "aces-ap0": Primaries(red=(0.7347, 0.2653), green=(0.0, 1.0), blue=(0.0001, -0.077), white=D60),
    "aces-ap1": Primaries(red=(0.713, 0.293), green=(0.165, 0.830), blue=(0.128, 0.044), white=D60),
    "arri-wide-gamut-3": Primaries(red=(0.684, 0.313), green=(0.221, 0.848), blue=(0.0861, -0.102), is_cat02=True),
    "arri-wide-gamut-4": Primaries(red=(0.7347, 0.2653), green=(0.1424, 0.8576), blue=(0.0991, -0.0308), is_cat02=True),
    "s-gamut3": Primaries(red=(0.730, 0.280), green=(0.140, 0.855), blue=(0.100, -0.050), is_cat02=True),
    "s-gamut3-cine": Primaries(red=(0.766, 0.275), green=(0.225, 0.800), blue=(0.089, -0.087), is_cat02=True),
    "v-gamut": Primaries(red=(0.730, 0.280), green=(0.165, 0.840), blue=(0.100, -0.030)),
    "red-wide-gamut": Primaries(red=(0.780308, 0.304253), green=(0.121595, 1.493994), blue=(0.095612, -0.084589)),
    "canon-cinema-gamut": Primaries(red=(0.740, 0.270), green=(0.170, 1.140), blue=(0.080, -0.100), is_cat02=True),
    "f-gamut": _BT2020,
    "f-gamut-c": Primaries(red=(0.7347, 0.2653), green=(0.0263, 0.9737), blue=(0.1173, -0.0224)),
    "dji-d-gamut": Primaries(red=(0.71, 0.31), green=(0.21, 0.88), blue=(0.09, -0.08)),
    "blackmagic-wide-gamut": Primaries(
        red=(0.717722, 0.317118), green=(0.228041, 0.861569), blue=(0.100584, -0.082045), white=(0.312717, 0.329031)
    ),
    "davinci-wide-gamut": Primaries(red=(0.8000, 0.3130), green=(0.1682, 0.9877), blue=(0.0790, -0.1155)),
}


def white_xyz(white: Xy) -> NDArray[np.float64]:
    """Return XYZ of a white, its Y 1."""
    x, y = white
    return np.array([x / y, 1.0, (1 - x - y) / y])


def adaptation_matrix(source_xyz: Matrix3, target_xyz: Matrix3, cones: Matrix3 = BRADFORD) -> Matrix3:
    """Return the 3x3 on XYZ that carries one white to another. Source: ICC.1:2010, Annex E."""
    gains = (cones @ target_xyz) / (cones @ source_xyz)
    return np.asarray(np.linalg.solve(cones, gains[:, np.newaxis] * cones), np.float64)


@functools.cache
def rgb_to_xyz(name: str) -> Matrix3:
    """Return the 3x3 from linear RGB to XYZ under the space's own white. Source: SMPTE RP 177."""
    own = PRIMARIES[name]
    columns = np.array([(x, y, 1 - x - y) for x, y in (own.red, own.green, own.blue)]).T
    return _frozen(columns * np.linalg.solve(columns, white_xyz(own.white)))


@functools.cache
def rgb_to_rgb(source: str, target: str) -> Matrix3:
    """Return the 3x3 from linear RGB of one space to another; white stays white."""
    if PRIMARIES[source] == PRIMARIES[target]:
        return _frozen(np.eye(3))
    xyz = rgb_to_xyz(source)
    ends = PRIMARIES[source], PRIMARIES[target]
    if ends[0].white != ends[1].white and not any(end.is_absolute for end in ends):
        cones = CAT02 if any(end.is_cat02 for end in ends) else BRADFORD
        xyz = adaptation_matrix(white_xyz(ends[0].white), white_xyz(ends[1].white), cones) @ xyz
    return _frozen(np.linalg.solve(rgb_to_xyz(target), xyz))


@functools.cache
def rgb_to_xyz_d65(name: str) -> Matrix3:
    """Return the 3x3 from linear RGB to XYZ under D65, to which other whites are adapted."""
    own = PRIMARIES[name]
    if own.white == D65 or own.is_absolute:
        return rgb_to_xyz(name)
    return _frozen(adaptation_matrix(white_xyz(own.white), white_xyz(D65)) @ rgb_to_xyz(name))


def luma_weights(name: str) -> NDArray[np.float64]:
    """Return the shares of red, green and blue in luminance."""
    weights: Matrix3 = rgb_to_xyz(name)[1]
    return weights


def _frozen(numbers: ArrayLike) -> Matrix3:
    matrix: Matrix3 = np.array(numbers, np.float64)
    matrix.setflags(write=False)
    return matrix
