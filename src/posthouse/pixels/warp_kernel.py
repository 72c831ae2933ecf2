"""The kernels of moved pictures: one plane sampled backwards along its own lines, and the coverage of its poses.

Problem: each output sample lies anywhere in the source plane. Tiny example: turned by 10 degrees, sample (100, 50) is
found at (107.2, 31.9); six lines and six columns around it, weighed by their distances, make its value. Trap: places
are worked out in float64, for float32 is coarser than a thousandth of a sample in a picture of 8192 columns; a place on
a whole sample must give that sample and nothing else.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.kernel import KernelSource
from posthouse.pixels.scaling import ScalingKernel, lobes, weights_at
from posthouse.pixels.schedule import LANES

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl
    from numpy.typing import NDArray

_WHOLE = 65535.0
_STEPS = 1024
"""Points of the filter's table a sample."""


@functools.lru_cache(maxsize=8)
def filter_table(kernel: ScalingKernel) -> NDArray[np.float32]:
    """Return a filter's weights at distances 0, 1/1024 ... to its end; nothing from there on."""
    points = np.arange(lobes(kernel) * _STEPS + 2)
    weights = weights_at(kernel, points / _STEPS, 1.0)
    if kernel not in {ScalingKernel.MITCHELL, ScalingKernel.BILINEAR, ScalingKernel.NEAREST}:
        weights[points % _STEPS == 0] = 0.0  # a sine is not quite 0 there, and a copy must be one
        weights[0] = 1.0
    weights[points >= lobes(kernel) * _STEPS] = 0.0
    return weights.astype(np.float32)


class _Poses:
    """A kernel's poses: where an output sample comes from, and how much of it is covered."""

    def __init__(self) -> None:
        import halide as hl

        self.table = hl.ImageParam(hl.Float(64), 2, "poses")
        self.count = hl.Param(hl.Int(32), "count")
        self.number = hl.RDom([(0, self.count)], "pose")

    def place(self, x: hl.Expr, y: hl.Expr, pose: hl.Expr) -> tuple[hl.Expr, hl.Expr]:
        """Return the sample's place in the source plane, in float64."""
        import halide as hl

        column, row = hl.cast(hl.Float(64), x), hl.cast(hl.Float(64), y)
        u, v = (self.table[n, pose] * column + self.table[n + 1, pose] * row + self.table[n + 2, pose] for n in (0, 3))
        return u, v

    def coverage(self, place: tuple[hl.Expr, hl.Expr], pose: hl.Expr) -> hl.Expr:
        """Return how much of an output sample's pixel the picture covers."""
        import halide as hl

        def edge(distance: hl.Expr, number: int) -> hl.Expr:
            rising = (hl.cast(hl.Float(32), distance) + hl.f32(0.5)) * hl.cast(hl.Float(32), self.table[number, pose])
            return hl.clamp(rising, hl.f32(0), hl.f32(1))

        parts = []
        for axis, at in enumerate(place):
            size = self.table[14 + axis, pose]
            first = edge((at - self.table[6 + 2 * axis, pose]) * size, 10 + 2 * axis)
            last = edge((self.table[7 + 2 * axis, pose] - at) * size, 11 + 2 * axis)
            parts.append(hl.max(first + last - hl.f32(1), hl.f32(0)))
        return parts[0] * parts[1]


class _Filter:
    """A kernel's filter: its table of weights, and how many samples it reaches each way."""

    def __init__(self) -> None:
        import halide as hl

        self.table, self.lobes = hl.ImageParam(hl.Float(32), 1, "table"), hl.Param(hl.Float(32), "lobes")

    def weight_at(self, distance: hl.Expr) -> hl.Expr:
        """Return the weight at a distance, in samples."""
        import halide as hl

        along = hl.clamp(distance, hl.f32(0), self.lobes) * hl.f32(_STEPS)
        point = hl.clamp(hl.cast(hl.Int(32), along), 0, self.table.width() - 2)
        share = along - hl.cast(hl.Float(32), point)
        return self.table[point] + (self.table[point + 1] - self.table[point]) * share


@dataclass(frozen=True, slots=True)
class _Line:
    """One axis of the filter: the first sample of each place, the weights from it on, and their sum."""

    first: hl.Func
    weight: hl.Func
    norm: hl.Func
    taps: hl.RDom


def coverage_kernel() -> KernelSource:
    """Return the kernel of an alpha: the mean coverage of the poses."""
    import halide as hl

    x, y = hl.Var("x"), hl.Var("y")
    poses = _Poses()
    total, out = hl.Func("total"), hl.Func("out")
    number = poses.number.x
    total[x, y] = hl.f32(0)
    total[x, y] += poses.coverage(poses.place(x, y, number), number)
    mean = total[x, y] / hl.cast(hl.Float(32), poses.count)
    out[x, y] = hl.cast(hl.UInt(16), hl.clamp(mean * hl.f32(_WHOLE) + hl.f32(0.5), hl.f32(0), hl.f32(_WHOLE)))
    out.vectorize(x, LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
    total.compute_at(out, x).vectorize(x, LANES).update().reorder(x, number).vectorize(x, LANES)
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=(poses.table, poses.count))


def warp_kernel(kind_name: str) -> KernelSource:
    """Return the kernel that samples one plane backwards, and takes the mean of its poses; light stays light.

    ``faint``: what weight a pose has where it covers nothing; ``share``: 1 over the poses for a picture times its
    coverage, or 0 for its color alone, which is divided by what was covered.
    """
    import halide as hl

    x, y, pose = hl.Var("x"), hl.Var("y"), hl.Var("n")
    kind = {"uint8": hl.UInt(8), "uint16": hl.UInt(16), "float32": hl.Float(32)}[kind_name]
    plane = hl.ImageParam(kind, 2, "plane")
    plane.dim(0).set_stride(hl.Expr())
    poses, weights = _Poses(), _Filter()
    spreads = [hl.Param(hl.Int(32), f"spread{n}") for n in range(2)]
    factor, addend, faint, share, zero = (
        hl.Param(hl.Float(32), name) for name in ("factor", "addend", "faint", "share", "zero")
    )
    lines = [_line(poses, axis, spreads[axis], (x, y, pose), weights.weight_at) for axis in range(2)]
    across, down = lines
    tap = hl.RDom([(0, 2 * spreads[0]), (0, 2 * spreads[1])], "tap")
    sample, mean, out = _sample(plane, across, down, tap, (x, y, pose)), hl.Func("mean"), hl.Func("out")

    number = poses.number.x
    filtered = sample[x, y, number] / (across.norm[x, y, number] * down.norm[x, y, number])
    covered = poses.coverage(poses.place(x, y, number), number) + faint
    mean[x, y] = (hl.f32(0), hl.f32(0))
    before = mean[x, y]
    mean[x, y] = (before[0] + (filtered * factor + (addend - zero)) * covered, before[1] + covered)
    divided = hl.f32(1) / hl.max(mean[x, y][1], hl.f32(1e-12))
    found = mean[x, y][0] * hl.select(share > hl.f32(0), share, divided) + zero
    rounded = hl.clamp(hl.floor(found + hl.f32(0.5)), hl.f32(0), hl.f32(_WHOLE))
    out[x, y] = found if kind.is_float() else hl.cast(hl.UInt(16), rounded)

    out.vectorize(x, LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
    mean.compute_at(out, y).vectorize(x, LANES).update().reorder(x, number).vectorize(x, LANES)
    sample.compute_at(mean, x).vectorize(x, LANES).update().reorder(x, tap.x, tap.y).vectorize(x, LANES)
    for line in lines:
        line.first.compute_at(mean, number).vectorize(x, LANES)
        line.weight.compute_at(mean, number).vectorize(x, LANES)
        line.norm.compute_at(mean, number).vectorize(x, LANES).update().reorder(x, line.taps.x).vectorize(x, LANES)
    numbers = (weights.table, weights.lobes, *spreads, factor, addend, faint, share, zero)
    arguments = (plane, poses.table, poses.count, *numbers)
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=arguments, strided=frozenset({"plane"}))


def _sample(
    plane: hl.ImageParam, across: _Line, down: _Line, tap: hl.RDom, place: tuple[hl.Var, hl.Var, hl.Var]
) -> hl.Func:
    """Return the weighed sum of the samples around the place of every output sample of every pose."""
    import halide as hl

    x, y, pose = place
    sample = hl.Func("sample")
    column = hl.clamp(across.first[x, y, pose][0] + tap.x, 0, plane.width() - 1)
    row = hl.clamp(down.first[x, y, pose][0] + tap.y, 0, plane.height() - 1)
    sample[x, y, pose] = hl.f32(0)
    weight = across.weight[x, tap.x, y, pose] * down.weight[x, tap.y, y, pose]
    sample[x, y, pose] += hl.cast(hl.Float(32), plane[column, row]) * weight
    return sample


def _line(
    poses: _Poses,
    axis: int,
    spread: hl.Expr,
    place: tuple[hl.Var, hl.Var, hl.Var],
    weight_at: Callable[[hl.Expr], hl.Expr],
) -> _Line:
    """Return one axis of the filter at every output sample of every pose."""
    import halide as hl

    x, y, pose = place
    tap = hl.Var("k")
    at = poses.place(x, y, pose)[axis]
    first, weight, norm = hl.Func(f"first{axis}"), hl.Func(f"weight{axis}"), hl.Func(f"norm{axis}")
    first[x, y, pose] = (
        hl.cast(hl.Int(32), hl.floor(at)) - spread + 1,
        hl.cast(hl.Float(32), at - hl.floor(at)),
    )
    away = hl.abs(hl.cast(hl.Float(32), tap - spread + 1) - first[x, y, pose][1])
    weight[x, tap, y, pose] = weight_at(away * hl.cast(hl.Float(32), poses.table[16 + axis, pose]))
    taps = hl.RDom([(0, 2 * spread)], f"taps{axis}")
    norm[x, y, pose] = hl.f32(0)
    norm[x, y, pose] += weight[x, taps.x, y, pose]
    return _Line(first, weight, norm, taps)
