"""Pictures scaled in linear light: decoded to R, G and B, filtered, and coded again as R'G'B' of the same transfer.

Averages of code values make thin bright lines too dark; a lens averages light. What comes out has 16-bit codes of the
narrow range, which keeps what lies below black and above white.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels import develop, shape
from posthouse.pixels.alpha import WHOLE
from posthouse.pixels.builder import Builder, Site
from posthouse.pixels.kernel import SHELF, KernelSource
from posthouse.pixels.quantisation import Quantisation, to_rgb_coefficients
from posthouse.pixels.schedule import CpuSchedule
from posthouse.pixels.sites import FULL, grid_of
from posthouse.pixels.transfer import along, curve_tables, mirrored
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Argument = NDArray[Any] | float | int


def linear_format(source: PictureFormat, canvas: PictureFormat) -> PictureFormat:
    """Return what a source scaled in light becomes."""
    return replace(
        source,
        width=canvas.width,
        height=canvas.height,
        bit_depth=16,
        family=Family.RGB,
        chroma=Chroma.C444,
        range=Range.NARROW,
        matrix=Matrix.RGB,
        is_multiplied=source.has_alpha,
    )


def to_light(picture: Picture) -> tuple[Floats, ...]:
    """Return linear R, G and B (y, x) of a picture at luma sites, times alpha where it has one."""
    form = picture.format
    shaped = _shape_of(form)
    tables = curve_tables(form.transfer)
    codes = Quantisation.of(form)
    arguments: list[Argument] = [*_three(picture), *picture.planes[3:]] if form.family is not Family.GREY else []
    arguments = arguments or [*_three(picture), *picture.planes[1:]]
    arguments += [*codes.decoding(), *to_rgb_coefficients(form)]
    arguments += [1 / codes.top_code] if form.has_alpha else []
    light = tuple(np.empty((form.height, form.width), np.float32) for _ in range(3))
    kernel = SHELF.kernel(f"to light {shaped!r}", lambda: _to_light_kernel(shaped))
    kernel(*map(_straightened, arguments), tables.light, tables.light_scale, *light)
    return light


def to_codes(light: Sequence[Floats], alpha: NDArray[np.uint16] | None, form: PictureFormat) -> Picture:
    """Return linear R, G and B as a picture of a format that ``linear_format`` made."""
    tables = curve_tables(form.transfer)
    codes = Quantisation.of(form)
    planes = tuple(np.empty(plane.shape, np.uint16) for plane in light)
    for plane, out in zip(light, planes, strict=True):
        cover = () if alpha is None else (alpha,)
        name = f"to codes {'over' if cover else 'whole'}"
        kernel = SHELF.kernel(name, lambda cover=bool(cover): _to_codes_kernel(has_alpha=cover))  # type: ignore[misc]
        kernel(plane, *cover, tables.codes, tables.codes_scale, codes.luma_scale, codes.luma_offset, out)
    return Picture(format=form, planes=planes if alpha is None else (*planes, alpha))


def _three(picture: Picture) -> tuple[NDArray[Any], ...]:
    if picture.format.family is not Family.GREY:
        return picture.planes[:3]
    neutral = np.full_like(picture.planes[0], 1 << (picture.format.bit_depth - 1))
    return picture.planes[0], neutral, neutral


def _straightened(argument: Argument) -> Argument:
    """Return a plane whose columns lie side by side."""
    is_apart = isinstance(argument, np.ndarray) and argument.strides[-1] != argument.itemsize
    return np.ascontiguousarray(argument) if is_apart else argument


def _shape_of(form: PictureFormat) -> shape.DevelopShape:
    return shape.DevelopShape(
        wide=form.bit_depth > 8,
        family=Family.RGB if form.family is Family.RGB else Family.YUV,
        grid=grid_of(form.chroma, form.siting),
        has_lut=False,
        is_shaped=False,
        is_recoded=False,
        has_alpha=form.has_alpha,
        is_multiplied=form.is_multiplied,
        is_ycgco=form.matrix is Matrix.YCGCO,
    )


def _to_light_kernel(shaped: shape.DevelopShape) -> KernelSource:
    import halide as hl

    x, y = hl.Var("x"), hl.Var("y")
    builder = Builder(x, y)
    source = develop.declare_develop(shaped, builder)
    table, scale = builder.table(), builder.scalar()
    builder.consumer = "luma"
    site = Site(x, y, is_luma=True, grid=FULL)
    light = [
        mirrored(code, lambda size: along(table, size * scale)) for code in develop.straight_rgb(source, site, builder)
    ]
    if shaped.has_alpha:
        cover = develop.developed_alpha(source, site, builder)
        light = [channel * cover for channel in light]
    out = hl.Func("light")
    out[x, y] = tuple(light)
    CpuSchedule(builder=builder, grid=FULL, outputs={"luma": out}).arrange()
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=tuple(builder.arguments))


def _to_codes_kernel(*, has_alpha: bool) -> KernelSource:
    """Return the kernel that codes one channel of light; with alpha, of what it is where it is not clear."""
    import halide as hl

    x, y, out = hl.Var("x"), hl.Var("y"), hl.Func("codes")
    builder = Builder(x, y)
    light = builder.plane(hl.Float(32))
    covers = builder.plane(hl.UInt(16)) if has_alpha else None
    table, scale, luma_scale, luma_offset = builder.table(), builder.scalar(), builder.scalar(), builder.scalar()
    share = hl.f32(1) if covers is None else hl.cast(hl.Float(32), covers[x, y]) * hl.f32(1 / WHOLE)
    straight = light[x, y] if covers is None else light[x, y] / hl.max(share, hl.f32(1 / (2 * WHOLE)))
    coded = mirrored(straight, lambda size: along(table, hl.sqrt(hl.sqrt(size)) * scale)) * share
    rounded = hl.floor(coded * luma_scale + (luma_offset + hl.f32(0.5)))
    out[x, y] = hl.cast(hl.UInt(16), hl.clamp(rounded, hl.f32(0), hl.f32(WHOLE)))
    CpuSchedule.arrange_lines(out, x)
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=tuple(builder.arguments))
