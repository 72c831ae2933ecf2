"""The light around each place of a picture, and of the whole scene: what drops show and what haze is lit by.

The picture is looked at in every fourth column of every fourth line, brought together on nodes 32 pixels apart, and
blurred there; a pixel lies between four nodes. The whole costs about as much as a fifteenth of the picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.pixels.schedule import NODE_PIXELS, How, Made
from posthouse.pixels.sites import total

if TYPE_CHECKING:
    import halide as hl

    from posthouse.pixels.builder import Builder
    from posthouse.pixels.layer import Pair, Triple
    from posthouse.pixels.staging import LinearPicture

SPOT_PIXELS = 4
_SPOTS = NODE_PIXELS // SPOT_PIXELS
_KERNEL = (0.0367, 0.1113, 0.2168, 0.2704, 0.2168, 0.1113, 0.0367)
"""A bell over seven nodes, 1.5 nodes wide."""


def glow_by_line(picture: LinearPicture, builder: Builder, gain: hl.Expr, veiled: hl.Expr) -> hl.Func:
    """Return six values a pixel, by line: the light a drop there shows, and the light haze there adds.

    Args:
        picture: that is looked at.
        builder: of the kernel; its consumer is the stage that will use the lines.
        gain: how much brighter drops are than what they show.
        veiled: 0..1, how much of a line's light is haze.
    """
    import halide as hl

    x, y, size, count = builder.x, builder.y, picture.size, len(builder.stages)
    soft = _blurred(_nodes(picture.spots(SPOT_PIXELS), builder, size), builder, size)
    scene = _scene(soft, builder, size)
    nodes, line = hl.Func(f"nodes{count}"), hl.Func(f"glow{count}")
    share = hl.cast(hl.Float(32), y % NODE_PIXELS) * hl.f32(1 / NODE_PIXELS)
    upper, lower = soft[x, y // NODE_PIXELS], soft[x, y // NODE_PIXELS + 1]
    near = [upper[c] + (lower[c] - upper[c]) * share for c in range(3)]
    nodes[x, y] = (*_drop_light(near, scene, gain), *(v * veiled for v in _veil_light(near, scene)))
    place = hl.cast(hl.Float(32), x % NODE_PIXELS) * hl.f32(1 / NODE_PIXELS)
    left, right = nodes[x // NODE_PIXELS, y], nodes[x // NODE_PIXELS + 1, y]
    line[x, y] = tuple(left[c] + (right[c] - left[c]) * place for c in range(6))
    stage = builder.stages[builder.consumer]
    builder.made.append(Made(func=nodes, how=How.NODE_LINE, inside=stage))
    builder.made.append(Made(func=line, how=How.BETWEEN_NODES, inside=stage))
    return line


def _drop_light(near: list[hl.Expr], scene: hl.Func, gain: hl.Expr) -> list[hl.Expr]:
    """Return what a drop shows: a lens that takes in the whole scene, its lights first; never quite white."""
    import halide as hl

    lit = [(near[c] * hl.f32(0.55) + scene[0][c] * hl.f32(0.45)) * gain + hl.f32(0.01) for c in range(3)]
    mean = (lit[0] + lit[1] + lit[2]) * hl.f32(1 / 3)
    pale = [(c + mean) * hl.f32(0.5) for c in lit]
    return [c / (hl.f32(1) + c * hl.f32(0.5)) for c in pale]


def _veil_light(near: list[hl.Expr], scene: hl.Func) -> list[hl.Expr]:
    """Return what haze is lit by: the lights near by, and a little of the scene, cooler than they are."""
    import halide as hl

    mean = sum((scene[0][c] * hl.f32(1 / 3) for c in range(1, 3)), scene[0][0] * hl.f32(1 / 3))
    cool = hl.f32(0.93), hl.f32(1.0), hl.f32(1.08)
    return [near[c] * hl.f32(0.85) + mean * cool[c] * hl.f32(0.2) for c in range(3)]


def _nodes(spots: hl.Func, builder: Builder, size: Pair) -> hl.Func:
    """Return the mean light of the 32 pixels square around each node."""
    import halide as hl

    nodes, x, y = hl.Func(f"means{len(builder.stages)}"), builder.x, builder.y
    inside = hl.RDom([(0, _SPOTS), (0, _SPOTS)])
    last = (size[0] - 1) // SPOT_PIXELS, (size[1] - 1) // SPOT_PIXELS
    column = hl.clamp(x * _SPOTS + inside.x - _SPOTS // 2, 0, last[0])
    row = hl.clamp(y * _SPOTS + inside.y - _SPOTS // 2, 0, last[1])
    nodes[x, y] = (hl.f32(0), hl.f32(0), hl.f32(0))
    nodes[x, y] = tuple(nodes[x, y][c] + spots[column, row][c] * hl.f32(1 / _SPOTS**2) for c in range(3))
    builder.made.append(Made(func=nodes, how=How.SMALL_SUM))
    return nodes


def _blurred(nodes: hl.Func, builder: Builder, size: Pair) -> hl.Func:
    """Return the nodes, blurred across, then down."""
    import halide as hl

    x, y = builder.x, builder.y
    last = (size[0] - 1) // NODE_PIXELS + 1, (size[1] - 1) // NODE_PIXELS + 1
    across, soft = hl.Func(f"across{len(builder.stages)}"), hl.Func(f"soft{len(builder.stages)}")
    columns = [nodes[hl.clamp(x + n - 3, 0, last[0]), hl.clamp(y, 0, last[1])] for n in range(7)]
    across[x, y] = _belled(columns)
    soft[x, y] = _belled([across[x, y + n - 3] for n in range(7)])
    builder.made += [Made(func=across, how=How.SMALL), Made(func=soft, how=How.SMALL)]
    return soft


def _scene(soft: hl.Func, builder: Builder, size: Pair) -> hl.Func:
    """Return the light of the whole scene: its mean, in which what is brighter weighs more."""
    import halide as hl

    sums, mean, one = hl.Func(f"sums{len(builder.stages)}"), hl.Func(f"scene{len(builder.stages)}"), hl.Var("one")
    everywhere = hl.RDom([(0, (size[0] - 1) // NODE_PIXELS + 1), (0, (size[1] - 1) // NODE_PIXELS + 1)])
    seen = [soft[everywhere.x, everywhere.y][c] for c in range(3)]
    weight = seen[0] + seen[1] + seen[2] + hl.f32(1e-4)
    sums[one] = (hl.f32(0), hl.f32(0), hl.f32(0), hl.f32(0))
    sums[one] = (*(sums[one][c] + seen[c] * weight for c in range(3)), sums[one][3] + weight)
    mean[one] = tuple(sums[one][c] / sums[one][3] for c in range(3))
    builder.made += [Made(func=sums, how=How.SMALL_SUM), Made(func=mean, how=How.SMALL)]
    return mean


def _belled(sides: list[hl.FuncRef]) -> Triple:
    """Return three channels of seven neighbours, weighed by the bell."""
    import halide as hl

    weighed = [[side[c] * hl.f32(w) for side, w in zip(sides, _KERNEL, strict=True)] for c in range(3)]
    return total(weighed[0]), total(weighed[1]), total(weighed[2])
