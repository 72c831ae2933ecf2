"""The kernels of moved pictures: one plane sampled backwards along its own lines, and the coverage of its poses.

Problem: each output sample lies anywhere in the source plane. Tiny example: turned by 10 degrees, sample (100, 50) is
found at (107.2, 31.9); six lines and six columns around it, weighed by their distances, make its value. Trap: places
are worked out in float64, for float32 is coarser than a thousandth of a sample in a picture of 8192 columns; a place on
a whole sample must give that sample and nothing else.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.kernel import KernelSource
from posthouse.pixels.resample import LOBES

if TYPE_CHECKING:
    import halide as hl
    from numpy.typing import NDArray

UNIT = 65535.0
"""The code of a whole alpha."""
_STEPS = 1024
"""Points of the filter's table a sample."""
_LANES = 8


@functools.lru_cache(maxsize=1)
def lobe_table() -> NDArray[np.float32]:
    """Return the Lanczos window's values at distances 0, 1/1024 ... to its end, and zeros beyond."""
    distances = np.arange(LOBES * _STEPS + 2) / _STEPS
    values = np.where(distances < LOBES, np.sinc(distances) * np.sinc(distances / LOBES), 0.0)
    values[distances == np.round(distances)] = 0.0
    values[0] = 1.0
    return values.astype(np.float32)


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
    out[x, y] = hl.cast(hl.UInt(16), hl.clamp(mean * hl.f32(UNIT) + hl.f32(0.5), hl.f32(0), hl.f32(UNIT)))
    out.vectorize(x, _LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
    total.compute_at(out, x).vectorize(x, _LANES).update().reorder(x, number).vectorize(x, _LANES)
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=(poses.table, poses.count))


def warp_kernel(*, is_wide: bool) -> KernelSource:
    """Return the kernel that samples one plane backwards, and takes the mean of its poses.

    ``faint``: what weight a pose has where it covers nothing; ``share``: 1 over the poses for a picture times its
    coverage, or 0 for its color alone, which is divided by what was covered.
    """
    import halide as hl

    x, y, k = hl.Var("x"), hl.Var("y"), hl.Var("k")
    plane = hl.ImageParam(hl.UInt(16) if is_wide else hl.UInt(8), 2, "plane")
    plane.dim(0).set_stride(hl.Expr())
    poses, lobes = _Poses(), hl.ImageParam(hl.Float(32), 1, "lobes")
    spreads = [hl.Param(hl.Int(32), f"spread{n}") for n in range(2)]
    factor, addend, faint, share, black = (
        hl.Param(hl.Float(32), name) for name in ("factor", "addend", "faint", "share", "black")
    )
    number = poses.number.x
    pose = hl.Var("n")
    firsts, weights, sums = [], [], []
    for axis, spread in enumerate(spreads):
        at = poses.place(x, y, pose)[axis]
        base = hl.floor(at)
        first, weight, norm = hl.Func(f"first{axis}"), hl.Func(f"weight{axis}"), hl.Func(f"norm{axis}")
        first[x, y, pose] = (
            hl.cast(hl.Int(32), base) - spread + 1,
            hl.cast(hl.Float(32), at - base),
        )
        offset = hl.cast(hl.Float(32), k - spread + 1) - first[x, y, pose][1]
        far = hl.abs(offset) * hl.cast(hl.Float(32), poses.table[16 + axis, pose])
        along = hl.clamp(far, hl.f32(0), hl.f32(LOBES)) * hl.f32(_STEPS)
        point = hl.cast(hl.Int(32), along)
        part = along - hl.cast(hl.Float(32), point)
        low, high = lobes[point], lobes[point + 1]
        weight[x, k, y, pose] = low + (high - low) * part
        taps = hl.RDom([(0, 2 * spread)], f"taps{axis}")
        norm[x, y, pose] = hl.f32(0)
        norm[x, y, pose] += weight[x, taps.x, y, pose]
        firsts.append(first)
        weights.append(weight)
        sums.append((norm, taps))
    tap = hl.RDom([(0, 2 * spreads[0]), (0, 2 * spreads[1])], "tap")
    sample, mean, out = hl.Func("sample"), hl.Func("mean"), hl.Func("out")
    column = hl.clamp(firsts[0][x, y, pose][0] + tap.x, 0, plane.width() - 1)
    line = hl.clamp(firsts[1][x, y, pose][0] + tap.y, 0, plane.height() - 1)
    sample[x, y, pose] = hl.f32(0)
    code = hl.cast(hl.Float(32), plane[column, line])
    sample[x, y, pose] += code * (weights[0][x, tap.x, y, pose] * weights[1][x, tap.y, y, pose])
    filtered = sample[x, y, number] / (sums[0][0][x, y, number] * sums[1][0][x, y, number])
    covered = poses.coverage(poses.place(x, y, number), number) + faint
    mean[x, y] = (hl.f32(0), hl.f32(0))
    mean[x, y] = (
        mean[x, y][0] + (filtered * factor + (addend - black)) * covered,
        mean[x, y][1] + covered,
    )
    shared = mean[x, y][0] * hl.select(share > hl.f32(0), share, hl.f32(1) / hl.max(mean[x, y][1], hl.f32(1e-12)))
    out[x, y] = hl.cast(hl.UInt(16), hl.clamp(hl.floor(shared + (black + hl.f32(0.5))), hl.f32(0), hl.f32(UNIT)))

    out.vectorize(x, _LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
    mean.compute_at(out, y).vectorize(x, _LANES).update().reorder(x, number).vectorize(x, _LANES)
    sample.compute_at(mean, x).vectorize(x, _LANES).update().reorder(x, tap.x, tap.y).vectorize(x, _LANES)
    for first, weight, (norm, taps) in zip(firsts, weights, sums, strict=True):
        first.compute_at(mean, number).vectorize(x, _LANES)
        weight.compute_at(mean, number).reorder(x, k).vectorize(x, _LANES)
        norm.compute_at(mean, number).vectorize(x, _LANES).update().reorder(x, taps.x).vectorize(x, _LANES)
    arguments = (plane, poses.table, poses.count, lobes, *spreads, factor, addend, faint, share, black)
    return KernelSource(pipeline=hl.Pipeline([out]), arguments=arguments, strided=frozenset({"plane"}))
