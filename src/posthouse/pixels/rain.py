"""
Rain over a picture, in linear light.

Problem: thousands of drops a frame, each a streak as long as the drop falls while the shutter is open. Drawing them
one by one scatters writes all over the frame.
Approach: gather instead. Each depth layer is a lattice turned into the wind: columns across the fall, cells along it.
A hash of (layer, column, cell) says whether the cell holds a drop, where, how big and how bright; a pixel asks only
the one cell it lies in. A drop keeps clear of its cell's edges, so it is never cut. Columns fall at their own speeds.
A drop shows the light around it, seen through a lens of water: the picture averaged over tiles, brightened.
Traps: streaks thinner than a pixel must get fainter, not vanish; the lattice must not show, so cells are jittered
over their whole room; time is wrapped before it gets here, so that float32 holds a fraction of a pixel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

    from posthouse.pixels.builder import Builder, Site
    from posthouse.pixels.shape import RainShape

    Triple = tuple[hl.Expr, hl.Expr, hl.Expr]

LAYER_NUMBERS = 9
"""Numbers a layer: column width, cell length, scroll, streak width, streak length, opacity, density, seed, gleam."""
SPLASH_BANDS = 3
SPLASH_NUMBERS = 7
"""Numbers a band of splashes: cell width, cell height, top, bottom, phase, density, seed."""
TILE_PIXELS = 32


def rain_over(shape: RainShape, builder: Builder) -> Callable[[Site, Callable[[Site], Triple]], Triple]:
    """Return the function that puts rain over R'G'B' of a picture; its arguments are declared here, in order."""
    layers, bands = builder.table(), builder.table()
    across, along = builder.scalar(), builder.scalar()
    haze, wetness, splashes, gain = (builder.scalar() for _ in range(4))
    width, height = builder.integer(), builder.integer()

    def rained(site: Site, under: Callable[[Site], Triple]) -> Triple:
        import halide as hl

        light = _picture_light(site, under, builder)
        around = _surroundings(light, (width, height), builder)
        x, y = hl.cast(hl.Float(32), site.x), hl.cast(hl.Float(32), site.y)
        glow = around(x, y)
        ground = _smooth((y / hl.cast(hl.Float(32), height) - hl.f32(0.35)) / hl.f32(0.65))
        wet = _wet(tuple(light[site.x, site.y][c] for c in range(3)), wetness * ground)
        air = _hazed(wet, glow, haze * (hl.f32(1) - ground * hl.f32(0.45)))
        cover, sheen = _streaks(shape.layers, layers, x * across + y * along, y * across - x * along)
        crown = _splash(bands, x, y) * splashes
        seen = [
            a * (hl.f32(1) - cover) + (g * gain + hl.f32(0.006)) * (cover + sheen) + (g * gain + hl.f32(0.01)) * crown
            for a, g in zip(air, glow, strict=True)
        ]
        return to_display(seen[0]), to_display(seen[1]), to_display(seen[2])

    from posthouse.pixels.compose import to_display

    return rained


def _picture_light(site: Site, under: Callable[[Site], Triple], builder: Builder) -> hl.Func:
    """Return the picture under the rain as a stage of its own, in linear light."""
    import halide as hl

    from posthouse.pixels.compose import to_light

    name = f"light{len(builder.stages)}"
    light, builder.consumer = hl.Func(name), name
    red, green, blue = under(site)
    light[site.x, site.y] = (to_light(red), to_light(green), to_light(blue))
    builder.stages[name] = light
    return light


def _surroundings(
    light: hl.Func, size: tuple[hl.Expr, hl.Expr], builder: Builder
) -> Callable[[hl.Expr, hl.Expr], list[hl.Expr]]:
    """Return a function of the light around a place: means over tiles, blurred, between tiles linear."""
    import halide as hl

    tiles, soft = hl.Func(f"tiles{len(builder.tiles)}"), hl.Func(f"soft{len(builder.tiles)}")
    x, y = builder.x, builder.y
    inside = hl.RDom([(0, TILE_PIXELS // 4), (0, TILE_PIXELS // 4)])
    column = hl.clamp(x * TILE_PIXELS + inside.x * 4 + 2, 0, size[0] - 1)
    row = hl.clamp(y * TILE_PIXELS + inside.y * 4 + 2, 0, size[1] - 1)
    share = hl.f32(16 / TILE_PIXELS**2)
    tiles[x, y] = (hl.f32(0), hl.f32(0), hl.f32(0))
    tiles[x, y] = tuple(tiles[x, y][c] + light[column, row][c] * share for c in range(3))
    near = hl.RDom([(-3, 7), (-3, 7)])
    weight = hl.exp(hl.cast(hl.Float(32), -(near.x * near.x + near.y * near.y)) / hl.f32(4.5)) / hl.f32(13.746)
    last = (size[0] - 1) // TILE_PIXELS, (size[1] - 1) // TILE_PIXELS
    place = hl.clamp(x + near.x, 0, last[0]), hl.clamp(y + near.y, 0, last[1])
    soft[x, y] = (hl.f32(0), hl.f32(0), hl.f32(0))
    soft[x, y] = tuple(soft[x, y][c] + tiles[place][c] * weight for c in range(3))
    builder.tiles.extend((tiles, soft))

    def around(px: hl.Expr, py: hl.Expr) -> list[hl.Expr]:
        u, v = px / hl.f32(TILE_PIXELS) - hl.f32(0.5), py / hl.f32(TILE_PIXELS) - hl.f32(0.5)
        left, top = hl.cast(hl.Int(32), hl.floor(u)), hl.cast(hl.Int(32), hl.floor(v))
        fx, fy = u - hl.floor(u), v - hl.floor(v)

        def tile(dx: int, dy: int, channel: int) -> hl.Expr:
            return soft[hl.clamp(left + dx, 0, last[0]), hl.clamp(top + dy, 0, last[1])][channel]

        def between(channel: int) -> hl.Expr:
            upper = tile(0, 0, channel) * (1 - fx) + tile(1, 0, channel) * fx
            lower = tile(0, 1, channel) * (1 - fx) + tile(1, 1, channel) * fx
            return upper * (1 - fy) + lower * fy

        return [between(channel) for channel in range(3)]

    return around


def _wet(light: tuple[hl.Expr, ...], amount: hl.Expr) -> list[hl.Expr]:
    """Return wet ground: water fills the surface, less light comes back, and what does is more saturated."""
    import halide as hl

    mean = (light[0] + light[1] + light[2]) / hl.f32(3)
    return [hl.max(c + (c - mean) * amount * hl.f32(0.25), hl.f32(0)) * (1 - amount * hl.f32(0.38)) for c in light]


def _hazed(light: list[hl.Expr], glow: list[hl.Expr], amount: hl.Expr) -> list[hl.Expr]:
    """Return the picture through wet air: contrast lost to the light around, a little of it cool."""
    import halide as hl

    mean = (glow[0] + glow[1] + glow[2]) / hl.f32(3)
    tint = (hl.f32(0.94), hl.f32(1.0), hl.f32(1.07))
    veil = [(g * hl.f32(0.7) + mean * t * hl.f32(0.3)) * hl.f32(1.05) for g, t in zip(glow, tint, strict=True)]
    return [c + (v - c) * amount for c, v in zip(light, veil, strict=True)]


def _streaks(count: int, table: hl.ImageParam, u: hl.Expr, v: hl.Expr) -> tuple[hl.Expr, hl.Expr]:
    """Return (cover, extra gleam) of all layers' streaks at a place across (u) and along (v) the fall."""
    import halide as hl

    clear, gleam = hl.f32(1), hl.f32(0)
    for layer in range(count):
        numbers = [table[layer * LAYER_NUMBERS + n] for n in range(LAYER_NUMBERS)]
        alpha, bright = _streak(numbers, u, v)
        clear, gleam = clear * (hl.f32(1) - alpha), gleam + alpha * bright
    return hl.f32(1) - clear, gleam


def _streak(numbers: list[hl.Expr], u: hl.Expr, v: hl.Expr) -> tuple[hl.Expr, hl.Expr]:
    """Return (cover, gleam) of one layer."""
    import halide as hl

    column_width, cell_length, scroll, width, length, opacity, density, seed, gleam = numbers
    column = hl.floor(u / column_width)
    lane = _hash(hl.cast(hl.Int(32), column), hl.cast(hl.Int(32), seed), hl.i32(17))
    fallen = v - scroll * (hl.f32(0.82) + _unit(lane, 0) * hl.f32(0.36)) + _unit(lane, 8) * cell_length
    cell = hl.floor(fallen / cell_length)
    drop = _hash(hl.cast(hl.Int(32), column), hl.cast(hl.Int(32), cell), hl.cast(hl.Int(32), seed))
    size = hl.f32(0.55) + _unit(drop, 0) * hl.f32(0.45)
    half_width, half_length = width * size * hl.f32(0.5), length * size * hl.f32(0.5)
    middle_u = half_width + hl.f32(1) + _unit(drop, 6) * hl.max(column_width - half_width * 2 - hl.f32(2), hl.f32(0))
    middle_v = half_length + _unit(drop, 12) * hl.max(cell_length - half_length * 2, hl.f32(0))
    off_u = hl.abs(u - column * column_width - middle_u)
    off_v = hl.abs(fallen - cell * cell_length - middle_v) / half_length
    reach = hl.max(half_width, hl.f32(0.6))
    across = hl.max(hl.f32(1) - off_u / (reach + hl.f32(0.4)), hl.f32(0))
    along = hl.max(hl.f32(1) - off_v * off_v, hl.f32(0))
    is_there = hl.select(_unit(drop, 18) < density, hl.f32(1), hl.f32(0))
    thin = hl.min(half_width / hl.f32(0.6), hl.f32(1))
    alpha = is_there * across * across * (3 - 2 * across) * along * opacity * thin * (hl.f32(0.35) + _unit(drop, 3))
    return hl.min(alpha, hl.f32(0.9)), gleam


def _splash(table: hl.ImageParam, x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return the light of splashes at a place: flat rings that open and fade, and a short spike in their middle."""
    import halide as hl

    total = hl.f32(0)
    for band in range(SPLASH_BANDS):
        wide, high, top, bottom, phase, density, seed = (
            table[band * SPLASH_NUMBERS + n] for n in range(SPLASH_NUMBERS)
        )
        column, row = hl.floor(x / wide), hl.floor((y - top) / high)
        place = _hash(hl.cast(hl.Int(32), column), hl.cast(hl.Int(32), row), hl.cast(hl.Int(32), seed))
        moment = phase + _unit(place, 0)
        event = _hash(hl.cast(hl.Int(32), hl.floor(moment)), hl.cast(hl.Int(32), place >> 4), hl.i32(91))
        age = moment - hl.floor(moment)
        rx, ry = wide * hl.f32(0.30), high * hl.f32(0.22)
        cx = column * wide + wide * (hl.f32(0.32) + _unit(event, 2) * hl.f32(0.36))
        cy = top + row * high + high * (hl.f32(0.5) + _unit(event, 10) * hl.f32(0.25))
        dx, dy = (x - cx) / rx, (y - cy) / ry
        far = hl.sqrt(dx * dx + dy * dy)
        opened = hl.f32(0.15) + age * hl.f32(2.2)
        ring = hl.max(hl.f32(1) - hl.abs(far - opened) / hl.f32(0.22), hl.f32(0))
        spike_height = high * hl.f32(0.38) * hl.max(hl.f32(1) - age * hl.f32(2.5), hl.f32(0))
        spike = hl.max(hl.f32(1) - hl.abs(x - cx) / hl.max(wide * hl.f32(0.035), hl.f32(0.8)), hl.f32(0))
        spike *= hl.select((y < cy) & (y > cy - spike_height), hl.f32(0.8), hl.f32(0))
        fade = hl.max(hl.f32(1) - age * hl.f32(2.6), hl.f32(0))
        is_there = hl.select(_unit(event, 18) < density, hl.f32(1), hl.f32(0))
        within = hl.select((y >= top) & (y < bottom), hl.f32(1), hl.f32(0))
        total += (ring * hl.f32(0.55) + spike) * fade * is_there * within
    return hl.min(total, hl.f32(1))


def _smooth(value: hl.Expr) -> hl.Expr:
    """Return 0..1 with a soft start and end."""
    import halide as hl

    kept = hl.clamp(value, hl.f32(0), hl.f32(1))
    return kept * kept * (3 - 2 * kept)


def _hash(a: hl.Expr, b: hl.Expr, c: hl.Expr) -> hl.Expr:
    """Return 32 scrambled bits of three integers (finaliser of C. Wellons, "lowbias32", found by search)."""
    import halide as hl

    kind = hl.UInt(32)
    mixed = hl.cast(kind, a) * hl.u32(0x9E3779B1) ^ hl.cast(kind, b) * hl.u32(0x85EBCA77)
    mixed ^= hl.cast(kind, c) * hl.u32(0xC2B2AE3D)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        mixed = (mixed ^ (mixed >> hl.u32(shift))) * hl.u32(factor)
    return mixed ^ (mixed >> hl.u32(16))


def _unit(bits: hl.Expr, turn: int) -> hl.Expr:
    """Return 0..1 from a hash; different turns give numbers that do not show they are kin."""
    import halide as hl

    turned = (bits >> hl.u32(turn)) | (bits << hl.u32(32 - turn)) if turn else bits
    return hl.cast(hl.Float(32), (turned * hl.u32(0x2C1B3C6D)) >> hl.u32(8)) * hl.f32(1 / 16777216)
