"""Rain over a picture, in linear light.

Problem: ten thousand drops a frame, each a streak as long as the drop falls while the shutter is open.
Approach: the effect says where each streak lies; the kernel draws them one after another into one plane of *cover*,
eight columns at a time, and only the rows and columns a streak has. So the cost follows the ink and not the frame.
Then one pass puts it over the picture: wet ground, haze, and what a drop shows, which is the light around it and of
the whole scene, seen through a lens of water.
Traps: Halide trims loops over rows and blocks to a streak's own only because their bounds stand in ``where``; covers
add up and are bent below 1 at the end, so that the order of drops does not show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.pixels.glow import glow_by_line
from posthouse.pixels.power import to_display
from posthouse.pixels.schedule import BLOCK_COLUMNS, How, Made

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import halide as hl

    from posthouse.pixels.builder import Builder
    from posthouse.pixels.layer import Triple
    from posthouse.pixels.power import Light
    from posthouse.pixels.staging import LinearPicture

STREAK_NUMBERS = 10
"""Numbers a streak: middle x, middle y, columns a row leans, 1 / half width, 1 / half length, steepness of its ends,
cover, first row, rows, blocks of columns."""
RING_NUMBERS = 9
"""Numbers a ring: middle x, middle y, 1 / radius across, 1 / radius down, 1 / thickness (of the squared radius),
cover, first row, rows, blocks of columns."""
MOST_BLOCKS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Rain:
    """The kernel's arguments for rain, as declared."""

    streaks: tuple[hl.ImageParam, hl.Expr]
    """The table, and how many are in it."""
    rings: tuple[hl.ImageParam, hl.Expr]
    haze: hl.Expr
    wetness: hl.Expr
    gain: hl.Expr
    size: tuple[hl.Expr, hl.Expr]


def declare_rain(builder: Builder) -> Rain:
    """Declare the arguments of rain, in the order of ``effects.rain_arguments``."""
    streaks, rings = builder.table(), builder.table()
    counts = builder.integer(), builder.integer()
    haze, wetness, gain = (builder.scalar() for _ in range(3))
    size = builder.integer(), builder.integer()
    return Rain(
        streaks=(streaks, counts[0]), rings=(rings, counts[1]), haze=haze, wetness=wetness, gain=gain, size=size
    )


def rained(rain: Rain, builder: Builder, picture: LinearPicture) -> hl.Func:
    """Return R'G'B' of a picture with rain over it, by line."""
    import halide as hl

    x, y = builder.x, builder.y
    row, height = hl.cast(hl.Float(32), y), hl.cast(hl.Float(32), rain.size[1])
    ground = _smooth((row / height - hl.f32(0.35)) / hl.f32(0.65))
    veiled = rain.haze * (hl.f32(1) - ground * hl.f32(0.45))
    glow = glow_by_line(picture, builder, rain.gain, veiled)
    cover = _cover(builder, rain)[x, y]
    light = picture.line()[x, y]
    wet = _wet([hl.max(light[c], hl.f32(0)) for c in range(3)], rain.wetness * ground)
    return builder.made_by_line(_through_rain(wet, veiled, glow[x, y], cover / (hl.f32(1) + cover), builder.light))


def _through_rain(wet: Sequence[hl.Expr], veiled: hl.Expr, glow: hl.FuncRef, cover: hl.Expr, light: Light) -> Triple:
    """Return R'G'B' of wet ground seen through haze, behind drops."""
    air = [dry * (1 - veiled) + glow[3 + channel] for channel, dry in enumerate(wet)]
    red, green, blue = (to_display(a + (glow[channel] - a) * cover, light) for channel, a in enumerate(air))
    return red, green, blue


def _wet(light: Sequence[hl.Expr], amount: hl.Expr) -> list[hl.Expr]:
    """Return linear light of wet ground: less light comes back from it, and what does is more saturated."""
    import halide as hl

    mean = (light[0] + light[1] + light[2]) * hl.f32(1 / 3)
    kept, added = hl.f32(1) - amount * hl.f32(0.38), amount * hl.f32(0.25)
    return [hl.max(c + (c - mean) * added, hl.f32(0)) * kept for c in light]


def _cover(builder: Builder, rain: Rain) -> hl.Func:
    """Return the plane of cover: how much of each pixel drops take, summed."""
    import halide as hl

    cover = hl.Func("cover")
    cover[builder.x, builder.y] = hl.f32(0)
    lanes, size = [], rain.size
    kinds = (rain.streaks, STREAK_NUMBERS, _streak), (rain.rings, RING_NUMBERS, _ring)
    for (table, count), numbers, profile in kinds:
        spots = hl.RDom([(0, BLOCK_COLUMNS), (0, MOST_BLOCKS), (0, size[1]), (0, count)], f"spots{numbers}")
        sprite = [table[spots.w * numbers + n] for n in range(numbers)]
        first_row, rows, blocks = (hl.cast(hl.Int(32), number) for number in sprite[-3:])
        spots.where(spots.z < rows)
        spots.where(spots.y < blocks)
        row = first_row + spots.z
        left, ink = profile(sprite[:-3], hl.cast(hl.Float(32), row))
        room = size[0] + BLOCK_COLUMNS * (MOST_BLOCKS - blocks)
        block = hl.clamp(hl.cast(hl.Int(32), hl.floor(left)), 0, room) + BLOCK_COLUMNS * spots.y
        column = hl.unsafe_promise_clamped(block, 0, size[0] + BLOCK_COLUMNS * (MOST_BLOCKS - 1)) + spots.x
        line = hl.unsafe_promise_clamped(row, 0, size[1] - 1)
        cover[column, line] += ink(hl.cast(hl.Float(32), block + spots.x))
        lanes.append(spots.x)
    builder.made.append(Made(func=cover, how=How.DRAWN, lanes=tuple(lanes)))
    return cover


def _streak(numbers: Sequence[hl.Expr], row: hl.Expr) -> tuple[hl.Expr, Callable[[hl.Expr], hl.Expr]]:
    """Return where a streak begins in a row, and its cover at a column of it."""
    import halide as hl

    middle_x, middle_y, lean, across, along, steepness, cover = numbers
    off = row - middle_y
    middle = middle_x + lean * off
    end = hl.clamp((hl.f32(1) - hl.abs(off * along)) * steepness, hl.f32(0), hl.f32(1)) * cover

    def ink(column: hl.Expr) -> hl.Expr:
        beside = (column - middle) * across
        rest = hl.max(hl.f32(1) - beside * beside, hl.f32(0))
        return rest * rest * end

    return middle - hl.f32(1) / across, ink


def _ring(numbers: Sequence[hl.Expr], row: hl.Expr) -> tuple[hl.Expr, Callable[[hl.Expr], hl.Expr]]:
    """Return where the ring of a splash begins, and its cover at a column; its far side is fainter."""
    import halide as hl

    middle_x, middle_y, across, down, thin, cover = numbers
    up = (row - middle_y) * down

    def ink(column: hl.Expr) -> hl.Expr:
        beside = (column - middle_x) * across
        from_rim = hl.abs(beside * beside + up * up - hl.f32(1)) * thin
        return hl.max(hl.f32(1) - from_rim, hl.f32(0)) * cover * (hl.f32(0.7) + up * hl.f32(0.25))

    return middle_x - hl.f32(1.5) / across, ink


def _smooth(value: hl.Expr) -> hl.Expr:
    """Return 0..1 with a soft start and end."""
    import halide as hl

    kept = hl.clamp(value, hl.f32(0), hl.f32(1))
    return kept * kept * (3 - 2 * kept)
