"""Pictures brought to the canvas: cropped, scaled, turned, their chroma sited as the canvas has it.

Each plane is filtered by a windowed sinc (Lanczos, three lobes; K. Turkowski, "Filters for common resampling tasks",
1990), down first, then across, in float, and rounded once to 16 bits. The taps of every line and column are worked
out in float64 from exact positions, so a whole-pixel move at scale 1 is a copy.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.alpha import WHOLE, kept_within, signed_planes, zero_code
from posthouse.pixels.kernel import SHELF, KernelSource
from posthouse.pixels.linear import linear_format, to_codes, to_light
from posthouse.pixels.scaling import Scaling, ScalingKernel, ScalingLight
from posthouse.pixels.schedule import CpuSchedule, Filter
from posthouse.pixels.sites import grid_of
from posthouse.pixels.stack import Placement, Rect
from posthouse.pixels.taps import Axis, taps
from posthouse.signal import Chroma, ChromaSiting, Family, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.pixels.sites import Grid

_COMPOSED = frozenset((Chroma.C420, Chroma.C422, Chroma.C444))
"""What kernels compose; other chroma is resampled first, from where it lies."""


def is_identity(source: PictureFormat, canvas: PictureFormat, placement: Placement) -> bool:
    """Return whether the source's samples lie where the canvas wants them, or the kernels' own little filters away."""
    is_sited = source.chroma in _COMPOSED and _grid(source).is_beside(_grid(canvas))
    return is_sited and is_in_place(source, canvas, placement)


def is_in_place(source: PictureFormat, canvas: PictureFormat, placement: Placement) -> bool:
    """Return whether a source lies upright over the canvas, pixel on pixel."""
    whole = Rect(left=Fraction(0), top=Fraction(0), width=Fraction(canvas.width), height=Fraction(canvas.height))
    is_placed = placement.source == placement.canvas == whole
    is_upright = placement.quarter_turns % 4 == 0 and not placement.is_mirrored
    return is_placed and is_upright and (source.width, source.height) == (canvas.width, canvas.height)


def _grid(form: PictureFormat) -> Grid:
    return grid_of(form.chroma if form.family is Family.YUV else Chroma.C444, form.siting)


def scaled(picture: Picture, canvas: PictureFormat, placement: Placement, scaling: Scaling) -> Picture:
    """Return the picture on the canvas's samples by a named filter, in code values or in light."""
    if scaling.light is ScalingLight.DISPLAY:
        return resampled(picture, canvas, placement, scaling.kernel)
    source = picture.format
    if source.chroma not in _COMPOSED:
        everything = Rect(
            left=Fraction(0), top=Fraction(0), width=Fraction(source.width), height=Fraction(source.height)
        )
        full = replace(source, chroma=Chroma.C444)
        picture = resampled(picture, full, Placement(source=everything, canvas=everything))
    target = linear_format(source, canvas)
    axes = plane_axes(source, target, placement, is_chroma=False)
    light = []
    for plane in to_light(picture):
        out = np.empty((canvas.height, canvas.width), np.float32)
        _resample_plane(upright(plane, placement), out, axes, (1.0, 0.0), scaling.kernel)
        light.append(out)
    if not source.has_alpha:
        return to_codes(light, None, target)
    alpha = np.empty((canvas.height, canvas.width), np.uint16)
    widened = widening(picture.format, is_chroma=False, is_alpha=True)
    _resample_plane(upright(picture.planes[-1], placement), alpha, axes, widened, scaling.kernel)
    return to_codes(light, alpha, target)


def resampled(
    picture: Picture,
    canvas: PictureFormat,
    placement: Placement,
    kernel: ScalingKernel = ScalingKernel.LANCZOS3,
) -> Picture:
    """Return the picture on the canvas's samples: 16-bit code values of its own range and matrix."""
    source = picture.format
    is_yuv = source.family is Family.YUV
    target = resampled_format(source, canvas)
    if source.has_alpha and source.is_multiplied:
        return _resampled_with_alpha(picture, target, placement, kernel)
    result = Picture.empty(target)
    for index, (plane, out) in enumerate(zip(picture.planes, result.planes, strict=True)):
        is_chroma = is_yuv and index in {1, 2}
        axes = plane_axes(source, target, placement, is_chroma=is_chroma)
        is_alpha = source.has_alpha and index == len(picture.planes) - 1
        codes = widening(source, is_chroma=is_chroma, is_alpha=is_alpha)
        _resample_plane(upright(plane, placement), out, axes, codes, kernel)
    return result


def _resampled_with_alpha(
    picture: Picture, target: PictureFormat, placement: Placement, kernel: ScalingKernel
) -> Picture:
    """Return a multiplied picture on other samples; where its alpha overshoots and is cut, so is what it covers."""
    pairs, alpha = signed_planes(picture)

    def filtered(plane: NDArray[np.float32], index: int) -> NDArray[np.float32]:
        is_chroma = target.family is Family.YUV and index in {1, 2}
        axes = plane_axes(picture.format, target, placement, is_chroma=is_chroma)
        out = np.empty(target.plane_shapes()[index], np.float32)
        _resample_plane(upright(plane, placement), out, axes, (1.0, 0.0), kernel)
        return out

    planes = [
        kept_within(filtered(color, index), filtered(cover, index), zero_code(target, index))
        for index, (color, cover) in enumerate(pairs)
    ]
    shown = filtered(alpha, len(planes))
    planes.append(kept_within(shown * np.float32(WHOLE), shown, 0.0))
    return Picture(format=target, planes=tuple(planes))


def resampled_format(source: PictureFormat, canvas: PictureFormat) -> PictureFormat:
    """Return what a source becomes on the canvas's samples: 16-bit code values of its own range and matrix."""
    return PictureFormat(
        width=canvas.width,
        height=canvas.height,
        bit_depth=16,
        family=source.family,
        chroma=canvas.chroma if source.family is Family.YUV else Chroma.C444,
        has_alpha=source.has_alpha,
        is_multiplied=source.is_multiplied,
        siting=canvas.siting,
        range=source.range,
        matrix=source.matrix,
        primaries=source.primaries,
        transfer=source.transfer,
    )


def upright(plane: NDArray[np.generic], placement: Placement) -> NDArray[np.generic]:
    """Return a plane mirrored and turned as its placement says."""
    mirrored = plane[:, ::-1] if placement.is_mirrored else plane
    turned = np.rot90(mirrored, -placement.quarter_turns % 4)
    # A copy, for lines that run down a picture miss the cache at every sample.
    return np.ascontiguousarray(turned) if placement.quarter_turns % 4 else turned


def widening(source: PictureFormat, *, is_chroma: bool, is_alpha: bool) -> tuple[float, float]:
    """Return (factor, addend) from a format's codes to 16-bit codes of the same range; alpha is always full range."""
    if source.range is Range.FULL or is_alpha:
        factor = 65535 / ((1 << source.bit_depth) - 1)
    else:
        factor = float(1 << (16 - source.bit_depth))
    return factor, (32768 - factor * (1 << (source.bit_depth - 1)) if is_chroma else 0.0)


def plane_axes(
    source: PictureFormat, target: PictureFormat, placement: Placement, *, is_chroma: bool
) -> tuple[Axis, Axis]:
    """Return the across and down filters of one kind of plane."""
    (across_in, down_in), (left_in, top_in) = _upright_sampling(source, placement, is_chroma=is_chroma)
    steps_out, offsets_out = _sampling(target, is_chroma=is_chroma)
    kept, shown = placement.source, placement.canvas
    across = Axis(
        source_start=kept.left,
        source_length=kept.width,
        canvas_start=shown.left,
        canvas_length=shown.width,
        source_step=across_in,
        source_offset=left_in,
        canvas_step=steps_out[0],
        canvas_offset=offsets_out[0],
        canvas_samples=-(-target.width // steps_out[0]),
    )
    down = Axis(
        source_start=kept.top,
        source_length=kept.height,
        canvas_start=shown.top,
        canvas_length=shown.height,
        source_step=down_in,
        source_offset=top_in,
        canvas_step=steps_out[1],
        canvas_offset=offsets_out[1],
        canvas_samples=-(-target.height // steps_out[1]),
    )
    return across, down


def _upright_sampling(
    source: PictureFormat, placement: Placement, *, is_chroma: bool
) -> tuple[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return (across, down) steps and first middles of a plane once it is mirrored and turned upright."""
    width, height = source.width, source.height
    (across, down), (left, top) = _sampling(source, is_chroma=is_chroma)
    left = _mirrored(left, across, width) if placement.is_mirrored else left
    for _ in range(placement.quarter_turns % 4):
        width, height = height, width
        across, down, left, top = down, across, _mirrored(top, down, width), left
    return (across, down), (left, top)


def _mirrored(offset: Fraction, step: int, pixels: int) -> Fraction:
    """Return the first sample's middle after its axis of ``pixels`` was turned around."""
    last = offset + step * (-(-pixels // step) - 1)
    return pixels - last


def _sampling(form: PictureFormat, *, is_chroma: bool) -> tuple[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return (across, down) steps and the middles of the first sample of a plane, in full-size pixels."""
    half = Fraction(1, 2)
    if not is_chroma:
        return (1, 1), (half, half)
    steps = 1 << form.chroma.log2_x, 1 << form.chroma.log2_y
    is_left = form.siting in {ChromaSiting.LEFT, ChromaSiting.TOP_LEFT}
    left = half if is_left else Fraction(steps[0], 2)
    top = half if form.siting is ChromaSiting.TOP_LEFT else Fraction(steps[1], 2)
    return steps, (left, top)


def _resample_plane(
    plane: NDArray[np.generic],
    out: NDArray[np.generic],
    axes: tuple[Axis, Axis],
    widening: tuple[float, float],
    scaling: ScalingKernel,
) -> None:
    """Fill one plane, 16-bit codes or float light; ``plane`` may be any strided view."""
    across_first, across_weights = taps(axes[0], scaling)
    down_first, down_weights = taps(axes[1], scaling)
    name = plane.dtype.name
    kernel = SHELF.kernel(f"resample {name}", lambda: _resample_kernel(name))
    counts = across_weights.shape[0], down_weights.shape[0]
    kernel(plane, across_first, across_weights, counts[0], down_first, down_weights, counts[1], *widening, out)


def _resample_kernel(kind_name: str) -> KernelSource:
    """Return the kernel that filters one plane down, then across; light stays light, codes are rounded to 16 bits."""
    import halide as hl

    x, y = hl.Var("x"), hl.Var("y")
    kind = {"uint8": hl.UInt(8), "uint16": hl.UInt(16), "float32": hl.Float(32)}[kind_name]
    plane = hl.ImageParam(kind, 2, "plane")
    plane.dim(0).set_stride(hl.Expr())
    firsts = [hl.ImageParam(hl.Int(32), 1, f"first{n}") for n in range(2)]
    weights = [hl.ImageParam(hl.Float(32), 2, f"weights{n}") for n in range(2)]
    counts = [hl.Param(hl.Int(32), f"count{n}") for n in range(2)]
    factor, addend = (hl.Param(hl.Float(32), name) for name in ("factor", "addend"))
    tap = [hl.RDom([(0, counts[n])], f"tap{n}") for n in range(2)]

    down, sums, out = hl.Func("down"), hl.Func("sums"), hl.Func("out")
    line = hl.clamp(firsts[1][y] + tap[1].x, 0, plane.height() - 1)
    down[x, y] = hl.f32(0)
    down[x, y] += hl.cast(hl.Float(32), plane[hl.clamp(x, 0, plane.width() - 1), line]) * weights[1][y, tap[1].x]
    column = hl.clamp(firsts[0][x] + tap[0].x, 0, plane.width() - 1)
    sums[x, y] = hl.f32(0)
    sums[x, y] += down[column, y] * weights[0][x, tap[0].x]
    rounded = hl.floor(sums[x, y] * factor + (addend + hl.f32(0.5)))
    codes = hl.cast(hl.UInt(16), hl.clamp(rounded, hl.f32(0), hl.f32(65535)))
    out[x, y] = sums[x, y] * factor + addend if kind.is_float() else codes
    CpuSchedule.arrange_filter(
        Filter(out=out, across=sums, down=down, across_tap=tap[0].x, down_tap=tap[1].x, x=x, y=y)
    )
    arguments = (plane, firsts[0], weights[0], counts[0], firsts[1], weights[1], counts[1], factor, addend)
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=arguments, strided=frozenset({"plane"}))
