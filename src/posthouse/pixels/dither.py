"""How codes between two whole ones become whole: by a fixed pattern, by blue noise, by passing the error on, or not.

A whole code stays as it is in every one of them, so what was not changed is not dithered.
"""

from __future__ import annotations

import enum
import functools
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.kernel import SHELF, KernelSource
from posthouse.pixels.schedule import CpuSchedule
from posthouse.pixels.sites import total

if TYPE_CHECKING:
    import halide as hl
    from numpy.typing import NDArray

MASK_SIDE = 128
CHROMA_SHIFTS = ((37, 71), (83, 17))
"""Where Cb and Cr (or G' and B') take the mask from, so that planes are not dithered alike: (columns, lines)."""
LEAST, SPAN = 0.0078125, 0.984375
"""Thresholds lie in LEAST .. LEAST + SPAN: a code within 1/128 of a whole one is that one, whatever float32 made."""
_PASSED_ON = ((-1, 0, 7), (0, 1, 5), (-1, 1, 3), (1, 1, 1))
"""From where a sample takes how many sixteenths of an error: (columns ahead, lines up, sixteenths)."""


class Dither(enum.StrEnum):
    """How codes are rounded."""

    GRADIENT = "gradient"  # interleaved gradient noise: fine diagonal pattern, cheap
    BLUE_NOISE = "blue-noise"  # a mask without a pattern, its grain as fine as can be
    ERROR_DIFFUSION = "error-diffusion"  # each error is passed on to the neighbours: finest, slowest
    NONE = "none"  # to the nearest code


@functools.lru_cache(maxsize=1)
def blue_noise() -> NDArray[np.float32]:
    """Return (y, x) thresholds of the blue-noise mask.

    Made by ``tools/blue_noise.py``. Source: R. Ulichney, "The void-and-cluster method for dither array generation",
    SPIE 1913, 1993.
    """
    packed = resources.files("posthouse.pixels").joinpath("blue_noise.u2").read_bytes()
    ranks = np.frombuffer(packed, "<u2").reshape(MASK_SIDE, MASK_SIDE)
    return ((ranks + 0.5) / ranks.size * SPAN + LEAST).astype(np.float32)


def gradient_threshold(x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return the threshold of a sample, inside 0..1: interleaved gradient noise.

    Source: J. Jimenez, "Next generation post processing in Call of Duty: Advanced Warfare", SIGGRAPH 2014.
    """
    import halide as hl

    column, row = hl.cast(hl.Float(32), x), hl.cast(hl.Float(32), y)
    inner = column * hl.f32(0.06711056) + row * hl.f32(0.00583715)
    inner -= hl.floor(inner)
    outer = inner * hl.f32(52.9829189)
    return (outer - hl.floor(outer)) * hl.f32(SPAN) + hl.f32(LEAST)


def mask_threshold(mask: hl.ImageParam, x: hl.Expr, y: hl.Expr, plane: int) -> hl.Expr:
    """Return the threshold of a sample of the plane-th plane from the blue-noise mask."""
    across, down = (0, 0) if plane == 0 else CHROMA_SHIFTS[plane - 1]
    return mask[(x + across) % MASK_SIDE, (y + down) % MASK_SIDE]


def diffuse(exact: NDArray[np.float32], out: NDArray[np.generic], top_code: float) -> None:
    """Write a plane of exact codes as whole ones, each error passed on to neighbours that are not whole themselves.

    Lines are gone through to and fro. Source: R. Floyd and L. Steinberg, "An adaptive algorithm for spatial grey
    scale", 1976 (weights 7 5 3 1 of 16); serpentine: R. Ulichney, "Digital halftoning", 1987.
    """
    name = f"diffused {out.dtype.name}"
    SHELF.kernel(name, lambda: _diffusion_kernel(is_wide=out.dtype == np.uint16))(
        exact, exact.shape[1], exact.shape[0], float(top_code), out
    )


def _diffusion_kernel(*, is_wide: bool) -> KernelSource:
    """Return the kernel of error diffusion.

    ``carried`` holds the error of each code already made, and the code. A sample pulls its share of the errors beside
    and above it; the line above was gone through the other way.
    """
    import halide as hl

    x, y = hl.Var("x"), hl.Var("y")
    exact = hl.ImageParam(hl.Float(32), 2, "exact")
    width, height = hl.Param(hl.Int(32), "width"), hl.Param(hl.Int(32), "height")
    top = hl.Param(hl.Float(32), "top")
    scan = hl.RDom([(0, width), (0, height)], "scan")
    carried, out = hl.Func("carried"), hl.Func("out")
    carried[x, y] = (hl.f32(0), hl.f32(0))
    is_back = scan.y % 2 == 1
    column, ahead = hl.select(is_back, width - 1 - scan.x, scan.x), hl.select(is_back, -1, 1)
    passed = [carried[column + ahead * across, scan.y - up][0] * hl.f32(share / 16) for across, up, share in _PASSED_ON]
    own = exact[column, scan.y]
    is_whole = hl.abs(own - hl.round(own)) < hl.f32(LEAST)
    wanted = hl.clamp(own, hl.f32(0), top) + hl.select(is_whole, hl.f32(0), total(passed))
    code = hl.clamp(hl.floor(wanted + hl.f32(0.5)), hl.f32(0), top)
    carried[column, scan.y] = (hl.select(is_whole, hl.f32(0), wanted - code), code)
    out[x, y] = hl.cast(hl.UInt(16) if is_wide else hl.UInt(8), carried[x, y][1])
    CpuSchedule.arrange_serial(out, carried)
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=(exact, width, height, top))
