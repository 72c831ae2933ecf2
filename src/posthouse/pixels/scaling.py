"""The filters pictures are scaled by, by the names the trade gives them, and the light they work in.

Sources: K. Turkowski, "Filters for common resampling tasks", 1990 (Lanczos); H. Dersch, "Panorama Tools", the splines
of 36 taps; E. Catmull and R. Rom, "A class of local interpolating splines", 1974; D. Mitchell and A. Netravali,
"Reconstruction filters in computer graphics", 1988 (B = C = 1/3).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Weights = NDArray[np.float64]


class ScalingKernel(enum.StrEnum):
    """What weighs the samples around a place. All are made wider by the scale where a picture gets smaller."""

    LANCZOS3 = "lanczos3"  # sharp, a little ringing: six samples
    LANCZOS4 = "lanczos4"  # sharper, more ringing: eight samples
    SPLINE36 = "spline36"  # nearly as sharp as Lanczos, less ringing: six samples
    CATMULL_ROM = "catmull-rom"  # softer, less ringing: four samples
    MITCHELL = "mitchell"  # softer still, hardly any ringing: four samples
    BILINEAR = "bilinear"  # soft, no ringing: two samples
    BOX = "box"  # the mean over the area of a pixel: blocks when enlarged
    NEAREST = "nearest"  # the sample next to it, and no other: for pixel art


class ScalingLight(enum.StrEnum):
    """What is averaged."""

    DISPLAY = "display"  # code values, as editing systems do
    LINEAR = "linear"  # light, as a lens does


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """How a picture is brought to another size."""

    kernel: ScalingKernel = ScalingKernel.LANCZOS3
    light: ScalingLight = ScalingLight.DISPLAY


HOUSE_SCALING = Scaling()


def lobes(kernel: ScalingKernel) -> int:
    """Return how many samples to each side a filter reaches at scale 1."""
    match kernel:
        case ScalingKernel.LANCZOS4:
            return 4
        case ScalingKernel.LANCZOS3 | ScalingKernel.SPLINE36:
            return 3
        case ScalingKernel.CATMULL_ROM | ScalingKernel.MITCHELL:
            return 2
        case ScalingKernel.BILINEAR | ScalingKernel.BOX | ScalingKernel.NEAREST:
            return 1
        case _:
            assert_never(kernel)


def weights_at(kernel: ScalingKernel, distances: Weights, scale: float) -> Weights:
    """Return the weights, not yet summing to 1, of samples at these distances.

    Args:
        kernel: which filter.
        distances: in samples of the source.
        scale: samples of the source for each of the canvas.
    """
    if kernel is ScalingKernel.NEAREST:
        return ((distances > -0.5) & (distances <= 0.5)).astype(np.float64)
    if kernel is ScalingKernel.BOX:
        low, high = np.maximum(distances - 0.5, -scale / 2), np.minimum(distances + 0.5, scale / 2)
        overlap: Weights = np.maximum(high - low, 0.0)
        return overlap
    far = distances / max(1.0, scale)
    match kernel:
        case ScalingKernel.LANCZOS3 | ScalingKernel.LANCZOS4:
            reach = lobes(kernel)
            return np.where(np.abs(far) < reach, np.sinc(far) * np.sinc(far / reach), 0.0)
        case ScalingKernel.SPLINE36:
            return _piecewise(np.abs(far), _SPLINE36)
        case ScalingKernel.CATMULL_ROM:
            return _piecewise(np.abs(far), _cubic(0.0, 0.5))
        case ScalingKernel.MITCHELL:
            return _piecewise(np.abs(far), _cubic(1 / 3, 1 / 3))
        case ScalingKernel.BILINEAR:
            return np.maximum(1.0 - np.abs(far), 0.0)
        case _:
            assert_never(kernel)


_SPLINE36 = (
    (1.0, -3 / 209, -453 / 209, 13 / 11),
    (0.0, -156 / 209, 270 / 209, -6 / 11),
    (0.0, 26 / 209, -45 / 209, 1 / 11),
)
"""Cubics of the distance within each sample, lowest power first."""


def _cubic(b: float, c: float) -> tuple[tuple[float, ...], ...]:
    """Return the two pieces of a cubic of Mitchell and Netravali, each of the distance from its own beginning."""
    near = ((6 - 2 * b) / 6, 0.0, (-18 + 12 * b + 6 * c) / 6, (12 - 9 * b - 6 * c) / 6)
    outer = np.polynomial.Polynomial(
        ((8 * b + 24 * c) / 6, (-12 * b - 48 * c) / 6, (6 * b + 30 * c) / 6, (-b - 6 * c) / 6)
    )
    moved = outer(np.polynomial.Polynomial((1.0, 1.0)))
    return near, tuple(moved.coef)


def _piecewise(far: Weights, pieces: tuple[tuple[float, ...], ...]) -> Weights:
    """Return the value of a filter made of one polynomial a sample; 0 beyond them."""
    whole = np.floor(far)
    result = np.zeros_like(far)
    for number, coefficients in enumerate(pieces):
        inside = whole == number
        result[inside] = np.polynomial.polynomial.polyval(far[inside] - number, coefficients)
    return result
