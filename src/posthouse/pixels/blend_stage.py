"""A layer blended by a mode, or keyed: worked out as R'G'B' at luma sites, kept as what it changes.

Problem: blend modes are formulas of R'G'B', and pictures are composed in Y'CbCr with less chroma. Taken up to luma
sites and back, chroma would blur where the layer is not even seen.
Approach: the stage holds the *difference* the layer makes, in Y'CbCr; it is brought to chroma sites and added to what
is under it. So what a layer leaves as it is, it leaves to the bit. With W3C's names, for a backdrop of color Cb and
alpha ab and a source of color Cs and alpha as (its cover, its place and opacity, its key):
    co - ab Cb = as ((1 - ab) Cs + ab (B(Cb, Cs) - Cb)).
Source: W3C Compositing and Blending Level 1, clauses 5.1 (simple alpha compositing) and 10 (with blending).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from posthouse.pixels import sites
from posthouse.pixels.blending import Blend, blended, keyed
from posthouse.pixels.builder import Site
from posthouse.pixels.layer import Layer, cover, straight
from posthouse.pixels.power import to_display, to_light
from posthouse.pixels.staging import striped_stage_of

if TYPE_CHECKING:
    import halide as hl

    from posthouse.pixels.compose import Composer
    from posthouse.pixels.layer import Pair, Triple
    from posthouse.pixels.power import Light
    from posthouse.pixels.shape import BlendShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Blending:
    """How one layer is blended: its mode, how much of it is seen at a luma site, and its key (low, slope, inverted)."""

    mode: Blend
    is_linear: bool
    weight: hl.Expr
    size: Pair
    key: Triple | None

    @classmethod
    def declare(cls, composer: Composer, shape: BlendShape) -> Self:
        """Declare the arguments of one blend, after those of its layers."""
        builder = composer.builder
        columns, rows, opacity = builder.line(), builder.line(), builder.scalar()
        return cls(
            mode=shape.mode,
            is_linear=shape.is_linear,
            weight=columns[composer.x] * rows[composer.y] * opacity,
            size=(builder.integer(), builder.integer()),
            key=(builder.scalar(), builder.scalar(), builder.scalar()) if shape.is_keyed else None,
        )


def blended_layer(composer: Composer, under: Layer, above: Layer, blending: Blending) -> Layer:
    """Return ``under`` with ``above`` blended over it."""
    change = _change(composer, under, above, blending)
    size = blending.size

    def luma(site: Site) -> hl.Expr:
        return under.luma(site) + _at(change, size, site.x, site.y, 0)

    def chroma(site: Site) -> Pair:
        cb, cr = under.chroma(site)
        return cb + _at_chroma(change, size, site, 1), cr + _at_chroma(change, size, site, 2)

    def alpha(site: Site) -> hl.Expr:
        if site.is_luma:
            return cover(under, site) + _at(change, size, site.x, site.y, 3)
        return cover(under, site) + _at_chroma(change, size, site, 3)

    return Layer(luma, chroma, None if under.alpha is None else alpha)


def _change(composer: Composer, under: Layer, above: Layer, blending: Blending) -> hl.Func:
    """Return the stage of what the layer changes: Y', Cb, Cr and, over what is clear, alpha."""
    import halide as hl

    builder, grid = composer.builder, composer.shape.grid
    site = Site(composer.x, composer.y, is_luma=True, grid=grid)
    pictures = [composer.linear(straight(layer), blending.size, is_light=False) for layer in (under, above)]
    stage = striped_stage_of(builder, f"blended{len(builder.stages)}")
    with builder.written_for(stage.name()):
        below, source = ([line[composer.x, composer.y][c] for c in range(3)] for line in (p.line() for p in pictures))
        seen = cover(above, site) * blending.weight
        if blending.key is not None:
            seen = seen * keyed(composer.coded((source[0], source[1], source[2]))[0], *blending.key)
        backdrop = cover(under, site)
        channels = tuple(
            _channel_change(blending, (low, high), seen, backdrop, composer.shape.light)
            for low, high in zip(below, source, strict=True)
        )
        rgb = builder.made_by_line(channels)[composer.x, composer.y]
        cover_change = () if under.alpha is None else (seen * (hl.f32(1) - backdrop),)
        stage[composer.x, composer.y] = (*composer.coded((rgb[0], rgb[1], rgb[2])), *cover_change)
    return stage


def _channel_change(blending: Blending, pair: Pair, seen: hl.Expr, backdrop: hl.Expr, light: Light) -> hl.Expr:
    """Return as ((1 - ab) Cs + ab (B(Cb, Cs) - Cb)) of one channel, ``pair`` being (Cb, Cs)."""
    import halide as hl

    under, above = pair
    alone = seen * (hl.f32(1) - backdrop) * above
    if blending.mode is not Blend.NORMAL:
        under, above = (hl.clamp(each, hl.f32(0), hl.f32(1)) for each in pair)
    if not blending.is_linear:
        return alone + seen * backdrop * (blended(blending.mode, under, above) - under)
    low, high = to_light(under, light), to_light(above, light)
    mixed = low + seen * (blended(blending.mode, low, high) - low)
    return alone + backdrop * (to_display(mixed, light) - to_display(low, light))


def _at(stage: hl.Func, size: Pair, x: hl.Expr, y: hl.Expr, channel: int) -> hl.Expr:
    """Return a value of the stage at a luma site; its edges go on outside."""
    import halide as hl

    return stage[hl.clamp(x, 0, size[0] - 1), hl.clamp(y, 0, size[1] - 1)][channel]


def _at_chroma(stage: hl.Func, size: Pair, site: Site, channel: int) -> hl.Expr:
    """Return a value of the stage at a chroma site, by the filters of ``sites``."""
    import halide as hl

    if site.grid.is_full:
        return _at(stage, size, site.x, site.y, channel)
    across, down = sites.DOWN_TAPS[site.grid.across], sites.DOWN_TAPS[site.grid.down]
    corner = site.x << site.grid.log2_x, site.y << site.grid.log2_y
    taps = [_at(stage, size, corner[0] + x, corner[1] + y, channel) * hl.f32(v * w) for y, v in down for x, w in across]
    return sites.total(taps)
