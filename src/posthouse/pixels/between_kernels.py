"""Kernels of frames between pictures: a weighted sum, and two planes moved towards each other.

A moved plane is read between its samples by a cubic through four (Catmull and Rom, 1974) each way. The fields that say
where from lie on a raster of their own, often a smaller one, and are read by halves of straight lines.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from posthouse.pixels.kernel import SHELF, KernelSource
from posthouse.pixels.resample import widening
from posthouse.signal import Chroma, ChromaSiting, Family

if TYPE_CHECKING:
    import halide as hl
    from numpy.typing import NDArray

    from posthouse.pixels.flow import Moves
    from posthouse.signal import Picture, PictureFormat
    from posthouse.signal.picture import Plane

_LANES = 8


def add_share(plane: Plane, share: float, total: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a sum with a share of a plane added, (y, x)."""
    out = np.empty_like(total)
    kernel = SHELF.kernel(f"between add {plane.dtype.name}", lambda: _add_kernel(is_wide=plane.dtype == np.uint16))
    kernel(_lined(plane), total, float(share), out)
    return out


def codes_of_sum(total: NDArray[np.float32], form: PictureFormat, index: int) -> Plane:
    """Return a sum of a format's code values as 16-bit ones."""
    out = np.empty(total.shape, np.uint16)
    SHELF.kernel("between codes", _codes_kernel)(total, *_widening(form, index), out)
    return out


def warp_planes(before: Picture, after: Picture, moves: Moves) -> tuple[Plane, ...]:
    """Return the planes, in 16-bit codes, of the picture between two whose parts come from where moves say."""
    kind = before.planes[0].dtype
    kernel = SHELF.kernel(f"between warp {kind.name}", lambda: _warp_kernel(is_wide=kind == np.uint16))
    rows, columns = moves.fields[0].shape
    scale_x, scale_y = columns / moves.size[0], rows / moves.size[1]
    planes = []
    for index, (first, second) in enumerate(zip(before.planes, after.planes, strict=True)):
        out = np.empty(first.shape, np.uint16)
        steps, middles = _sites(before.format, index)
        reading = (
            *(steps[0] * scale_x, float(middles[0]) * scale_x - 0.5),
            *(steps[1] * scale_y, float(middles[1]) * scale_y - 0.5),
        )
        back = 1 / (steps[0] * scale_x), 1 / (steps[1] * scale_y)
        nearer = 1.0 if moves.is_nearer_second else 0.0
        codes = _widening(before.format, index)
        kernel(_lined(first), _lined(second), *moves.fields, *reading, *back, nearer, *codes, out)
        planes.append(cast("Plane", out))
    return tuple(planes)


def _lined(plane: Plane) -> Plane:
    """Return a plane whose columns lie side by side."""
    return plane if plane.strides[1] == plane.itemsize else plane.copy()


def _widening(form: PictureFormat, index: int) -> tuple[float, float]:
    is_chroma = form.family is Family.YUV and index in {1, 2}
    is_alpha = form.has_alpha and index == len(form.plane_shapes()) - 1
    return widening(form, is_chroma=is_chroma, is_alpha=is_alpha)


def _sites(form: PictureFormat, index: int) -> tuple[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return the steps between a plane's samples and the middle of its first, (across, down) in pixels."""
    half = Fraction(1, 2)
    if form.family is not Family.YUV or index not in {1, 2} or form.chroma is Chroma.C444:
        return (1, 1), (half, half)
    steps = 1 << form.chroma.log2_x, 1 << form.chroma.log2_y
    is_left = form.siting in {ChromaSiting.LEFT, ChromaSiting.TOP_LEFT}
    is_top = form.siting is ChromaSiting.TOP_LEFT
    return steps, (half if is_left else Fraction(steps[0], 2), half if is_top else Fraction(steps[1], 2))


def _add_kernel(*, is_wide: bool) -> KernelSource:
    import halide as hl

    x, y, out = hl.Var("x"), hl.Var("y"), hl.Func("out")
    plane = hl.ImageParam(hl.UInt(16) if is_wide else hl.UInt(8), 2, "plane")
    total, share = hl.ImageParam(hl.Float(32), 2, "total"), hl.Param(hl.Float(32), "share")
    out[x, y] = total[x, y] + hl.cast(hl.Float(32), plane[x, y]) * share
    out.vectorize(x, _LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=(plane, total, share))


def _codes_kernel() -> KernelSource:
    import halide as hl

    x, y, out = hl.Var("x"), hl.Var("y"), hl.Func("out")
    total = hl.ImageParam(hl.Float(32), 2, "total")
    factor, addend = hl.Param(hl.Float(32), "factor"), hl.Param(hl.Float(32), "addend")
    out[x, y] = _code(total[x, y] * factor + addend)
    out.vectorize(x, _LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=(total, factor, addend))


def _warp_kernel(*, is_wide: bool) -> KernelSource:
    import halide as hl

    x, y, out, moved = hl.Var("x"), hl.Var("y"), hl.Func("out"), hl.Func("moved")
    kind = hl.UInt(16) if is_wide else hl.UInt(8)
    planes = [hl.ImageParam(kind, 2, name) for name in ("first", "second")]
    fields = [hl.ImageParam(hl.Float(32), 2, f"field{n}") for n in range(6)]
    names = ("step_x", "start_x", "step_y", "start_y", "back_x", "back_y", "nearer", "factor", "addend")
    scalars = {name: hl.Param(hl.Float(32), name) for name in names}
    column = hl.cast(hl.Float(32), x) * scalars["step_x"] + scalars["start_x"]
    row = hl.cast(hl.Float(32), y) * scalars["step_y"] + scalars["start_y"]
    moved[x, y] = tuple(_straight(field, column, row) for field in fields)
    first_x, first_y, second_x, second_y, share, trust = (moved[x, y][n] for n in range(6))
    first = _cubic(planes[0], x, y, (first_x * scalars["back_x"], first_y * scalars["back_y"]))
    second = _cubic(planes[1], x, y, (second_x * scalars["back_x"], second_y * scalars["back_y"]))
    flowed = first + (second - first) * share
    here = [hl.cast(hl.Float(32), plane[x, y]) for plane in planes]
    still = here[0] + (here[1] - here[0]) * scalars["nearer"]
    out[x, y] = _code((still + (flowed - still) * trust) * scalars["factor"] + scalars["addend"])
    moved.compute_at(out, y).vectorize(x, _LANES).never_partition_all()
    out.vectorize(x, _LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=(*planes, *fields, *scalars.values()))


def _code(value: hl.Expr) -> hl.Expr:
    import halide as hl

    return hl.cast(hl.UInt(16), hl.clamp(hl.floor(value + hl.f32(0.5)), hl.f32(0), hl.f32(65535)))


def _straight(field: hl.ImageParam, column: hl.Expr, row: hl.Expr) -> hl.Expr:
    """Return a field between its pixels, by straight lines; its edges go on outside."""
    import halide as hl

    left, top = hl.floor(column), hl.floor(row)
    across, down = column - left, row - top

    def at(dx: int, dy: int) -> Any:
        i = hl.clamp(hl.cast(hl.Int(32), left) + dx, 0, field.width() - 1)
        return field[i, hl.clamp(hl.cast(hl.Int(32), top) + dy, 0, field.height() - 1)]

    upper = at(0, 0) + (at(1, 0) - at(0, 0)) * across
    lower = at(0, 1) + (at(1, 1) - at(0, 1)) * across
    return upper + (lower - upper) * down


def _cubic(plane: hl.ImageParam, x: hl.Var, y: hl.Var, away: tuple[hl.Expr, hl.Expr]) -> hl.Expr:
    """Return a plane so far away from a sample, by a cubic through the four nearest each way."""
    import halide as hl

    left, top = hl.floor(away[0]), hl.floor(away[1])
    across, down = _cubic_weights(away[0] - left), _cubic_weights(away[1] - top)
    first, line = x + hl.cast(hl.Int(32), left), y + hl.cast(hl.Int(32), top)

    def at(dx: int, dy: int) -> Any:
        i, j = hl.clamp(first + dx, 0, plane.width() - 1), hl.clamp(line + dy, 0, plane.height() - 1)
        return hl.cast(hl.Float(32), plane[i, j])

    lines = [_weighed([at(dx, dy) for dx in range(-1, 3)], across) for dy in range(-1, 3)]
    return _weighed(lines, down)


def _cubic_weights(part: hl.Expr) -> list[hl.Expr]:
    import halide as hl

    t, half = part, hl.f32(0.5)
    return [
        ((hl.f32(2) - t) * t - hl.f32(1)) * t * half,
        (t * t * (hl.f32(3) * t - hl.f32(5)) + hl.f32(2)) * half,
        ((hl.f32(4) - hl.f32(3) * t) * t + hl.f32(1)) * t * half,
        (t - hl.f32(1)) * t * t * half,
    ]


def _weighed(values: list[Any], weights: list[hl.Expr]) -> hl.Expr:
    total = values[0] * weights[0]
    for value, weight in zip(values[1:], weights[1:], strict=True):
        total += value * weight
    return total
