"""A whole picture in one kernel: sources developed, mixed, wiped, laid over each other, titled, quantised.

Operations in display-coded light are linear in Y'CbCr, so they are done on luma at luma sites and on chroma at chroma
sites, and no R'G'B' picture exists anywhere. Operations in linear light (optical dissolves, rain) need R'G'B': they
bring chroma to luma sites, and what they make is a stage of its own (``staging``); everything above it goes on in
coded light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from posthouse.pixels import develop, sites
from posthouse.pixels.blend_stage import Blending, blended_layer
from posthouse.pixels.builder import Builder, Site
from posthouse.pixels.layer import Layer, cover, straight, times_alpha
from posthouse.pixels.power import to_display
from posthouse.pixels.rain import declare_rain, rained
from posthouse.pixels.shape import (
    BlendShape,
    DevelopShape,
    KernelShape,
    MixShape,
    OverShape,
    RainShape,
    Shape,
    SolidShape,
    TitledShape,
    WipeShape,
)
from posthouse.pixels.sites import FULL
from posthouse.pixels.staging import LinearPicture, striped_stage_of, whole, whole_at_chroma
from posthouse.signal import Family

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import halide as hl

    from posthouse.pixels.kernel import KernelSource
    from posthouse.pixels.layer import Pair, Triple
    from posthouse.pixels.sites import Step


class Composer:
    """Writes one kernel's expressions. Arguments are declared in the order of the walk; ``bind`` walks alike."""

    def __init__(self, shape: KernelShape) -> None:
        import halide as hl

        self.shape = shape
        self.x, self.y = hl.Var("x"), hl.Var("y")
        self.builder = Builder(self.x, self.y, light=shape.light)
        self.kr, self.kb = self.builder.scalar(), self.builder.scalar()

    def layer(self, shape: Shape) -> Layer:
        """Return a shape's picture, declaring its arguments."""
        match shape:
            case DevelopShape():
                return self._develop(shape)
            case SolidShape():
                return self._solid(shape)
            case MixShape():
                return self._mix(shape)
            case WipeShape():
                return self._wipe(shape)
            case OverShape():
                return self._over(shape)
            case BlendShape():
                return self._blended(shape)
            case TitledShape():
                return self._titled(shape)
            case RainShape():
                return self._rain(shape)
            case _:
                assert_never(shape)

    def coded(self, rgb: Triple) -> Triple:
        """Return Y' Cb Cr of R'G'B' by the canvas's matrix (BT.709-6 items 3.2 to 3.4)."""
        import halide as hl

        red, green, blue = rgb
        luma = self.kr * red + (hl.f32(1) - self.kr - self.kb) * green + self.kb * blue
        cb = (blue - luma) / (hl.f32(2) * (hl.f32(1) - self.kb))
        cr = (red - luma) / (hl.f32(2) * (hl.f32(1) - self.kr))
        return luma, cb, cr

    def decoded(self, coded: Triple) -> Triple:
        """Return R'G'B' of Y' Cb Cr by the canvas's matrix."""
        import halide as hl

        luma, cb, cr = coded
        red = luma + cr * hl.f32(2) * (hl.f32(1) - self.kr)
        blue = luma + cb * hl.f32(2) * (hl.f32(1) - self.kb)
        green = (luma - self.kr * red - self.kb * blue) / (hl.f32(1) - self.kr - self.kb)
        return red, green, blue

    def _develop(self, shape: DevelopShape) -> Layer:
        source = develop.declare_develop(shape, self.builder)

        def alpha(site: Site) -> hl.Expr:
            return develop.developed_alpha(source, site, self.builder)

        def multiplied(site: Site, values: Sequence[hl.Expr]) -> Sequence[hl.Expr]:
            if not shape.has_alpha or (shape.is_multiplied and source.lut is None):
                return values
            cover = alpha(site)
            return [value * cover for value in values]

        def luma(site: Site) -> hl.Expr:
            return multiplied(site, (self._developed_luma(shape, source, site),))[0]

        def chroma(site: Site) -> Pair:
            cb, cr = multiplied(site, self._developed_chroma(shape, source, site))
            return cb, cr

        return Layer(luma, chroma, alpha if shape.has_alpha else None)

    def _developed_luma(self, shape: DevelopShape, source: develop.Developed, site: Site) -> hl.Expr:
        if source.lut is not None:
            rgb = develop.straight_rgb(source, site, self.builder)
            return develop.tetrahedral(source.lut, source.lut.luma, rgb, 1)[0]
        if shape.is_recoded or shape.family is Family.RGB:
            return self.coded(develop.developed_rgb(source, site, self.builder))[0]
        return develop.passed_luma(source, site, self.builder)

    def _developed_chroma(self, shape: DevelopShape, source: develop.Developed, site: Site) -> Sequence[hl.Expr]:
        if source.lut is not None:
            rgb = develop.straight_rgb(source, site, self.builder)
            return develop.tetrahedral(source.lut, source.lut.chroma, rgb, 2)
        if shape.is_recoded or shape.family is Family.RGB:
            return self.coded(develop.developed_rgb(source, site, self.builder))[1:]
        return develop.passed_chroma(source, site, self.builder)

    def _solid(self, shape: SolidShape) -> Layer:
        import halide as hl

        red, green, blue = self.builder.scalar(), self.builder.scalar(), self.builder.scalar()
        color = (red, green, blue)
        clear = (lambda _: hl.f32(0)) if shape.is_clear else None
        return Layer(lambda _: self.coded(color)[0], lambda _: self.coded(color)[1:], clear)

    def _blend(self, under: Layer, above: Layer, weight: Callable[[Site], hl.Expr]) -> Layer:
        """Return a layer that goes from ``under`` to ``above`` by a weight, in coded light."""

        def mixed(site: Site, pairs: zip[tuple[hl.Expr, hl.Expr]]) -> list[hl.Expr]:
            share = weight(site)
            return [low + (high - low) * share for low, high in pairs]

        def luma(site: Site) -> hl.Expr:
            return mixed(site, zip((under.luma(site),), (above.luma(site),), strict=True))[0]

        def chroma(site: Site) -> Pair:
            cb, cr = mixed(site, zip(under.chroma(site), above.chroma(site), strict=True))
            return cb, cr

        def alpha(site: Site) -> hl.Expr:
            return mixed(site, zip((cover(under, site),), (cover(above, site),), strict=True))[0]

        return Layer(luma, chroma, None if under.alpha is None and above.alpha is None else alpha)

    def _laid(self, under: Layer, above: Layer, weight: Callable[[Site], hl.Expr]) -> Layer:
        """Return ``above`` with its alpha over ``under``, in coded light: above * weight + under * (1 - its cover)."""
        import halide as hl

        def laid(site: Site, pairs: zip[tuple[hl.Expr, hl.Expr]]) -> list[hl.Expr]:
            share = weight(site)
            clear = hl.f32(1) - cover(above, site) * share
            return [low * clear + high * share for low, high in pairs]

        def luma(site: Site) -> hl.Expr:
            return laid(site, zip((under.luma(site),), (above.luma(site),), strict=True))[0]

        def chroma(site: Site) -> Pair:
            cb, cr = laid(site, zip(under.chroma(site), above.chroma(site), strict=True))
            return cb, cr

        def alpha(site: Site) -> hl.Expr:
            return laid(site, zip((cover(under, site),), (cover(above, site),), strict=True))[0]

        return Layer(luma, chroma, None if under.alpha is None else alpha)

    def _mix(self, shape: MixShape) -> Layer:
        under, above, share = self.layer(shape.under), self.layer(shape.above), self.builder.scalar()
        if not shape.is_linear:
            return self._blend(under, above, lambda _: share)

        size = self.builder.integer(), self.builder.integer()
        blend = self._blend(under, above, lambda _: share)
        pictures = self.linear(straight(under), size), self.linear(straight(above), size)
        stage = striped_stage_of(self.builder, f"mixed{len(self.builder.stages)}")
        with self.builder.written_for(stage.name()):
            low, high = (picture.line()[self.x, self.y] for picture in pictures)
            part = share if blend.alpha is None else self._share_of_light(above, blend, share)
            mixed = [low[c] + (high[c] - low[c]) * part for c in range(3)]
            coded = tuple(to_display(c, self.shape.light) for c in mixed)
            whole_picture = self._written(stage, self.builder.made_by_line(coded), size)
        return times_alpha(whole_picture, blend.alpha)

    def _share_of_light(self, above: Layer, blend: Layer, share: hl.Expr) -> hl.Expr:
        """Return how much of the light at a luma site comes from ``above``: by what each of two layers covers."""
        import halide as hl

        site = Site(self.x, self.y, is_luma=True, grid=self.shape.grid)
        return hl.clamp(cover(above, site) * share / hl.max(cover(blend, site), hl.f32(1e-6)), hl.f32(0), hl.f32(1))

    def _wipe(self, shape: WipeShape) -> Layer:
        import halide as hl

        under, above = self.layer(shape.under), self.layer(shape.above)
        ramp, position, slope = self.builder.plane(hl.Float(32)), self.builder.scalar(), self.builder.scalar()

        def moment(x: hl.Expr, y: hl.Expr) -> hl.Expr:
            return ramp[hl.clamp(x, 0, ramp.width() - 1), hl.clamp(y, 0, ramp.height() - 1)]

        def weight(site: Site) -> hl.Expr:
            grid = FULL if site.is_luma else site.grid
            here = sites.at_middle(
                lambda y: sites.at_middle(lambda x: moment(x, y), site.x, grid.across), site.y, grid.down
            )
            return hl.clamp((position - here) * slope, hl.f32(0), hl.f32(1))

        return self._blend(under, above, weight)

    def _over(self, shape: OverShape) -> Layer:
        import halide as hl

        under, above = self.layer(shape.under), self.layer(shape.above)
        columns, rows, opacity = self.builder.line(), self.builder.line(), self.builder.scalar()

        def along(line: hl.ImageParam, place: hl.Expr, step: Step) -> hl.Expr:
            return sites.lowered(lambda n: line[hl.clamp(n, 0, line.width() - 1)], place, step)

        def weight(site: Site) -> hl.Expr:
            if site.is_luma:
                return columns[site.x] * rows[site.y] * opacity
            return along(columns, site.x, site.grid.across) * along(rows, site.y, site.grid.down) * opacity

        return (self._blend if above.alpha is None else self._laid)(under, above, weight)

    def _blended(self, shape: BlendShape) -> Layer:
        under, above = self.layer(shape.under), self.layer(shape.above)
        return blended_layer(self, under, above, Blending.declare(self, shape))

    def _titled(self, shape: TitledShape) -> Layer:
        """Coded overlay planes are premultiplied: out = overlay * opacity + under * (1 - alpha * opacity)."""
        import halide as hl

        under, opacity = self.layer(shape.under), self.builder.scalar()
        place, chroma_place = [(self.builder.integer(), self.builder.integer()) for _ in range(2)]
        luma_plane, alpha_plane = (self.builder.inset_plane(*place) for _ in range(2))
        cb_plane, cr_plane, alpha_chroma = (self.builder.inset_plane(*chroma_place) for _ in range(3))

        def through(site: Site, alpha: hl.Func, ink: hl.Func, below: hl.Expr) -> hl.Expr:
            clear = hl.f32(1) - alpha[site.x, site.y] * opacity
            return ink[site.x, site.y] * opacity + below * clear

        def luma(site: Site) -> hl.Expr:
            return through(site, alpha_plane, luma_plane, under.luma(site))

        def chroma(site: Site) -> Pair:
            cb, cr = under.chroma(site)
            return through(site, alpha_chroma, cb_plane, cb), through(site, alpha_chroma, cr_plane, cr)

        def alpha(site: Site) -> hl.Expr:
            ink = alpha_plane if site.is_luma else alpha_chroma
            return through(site, ink, ink, cover(under, site))

        return Layer(luma, chroma, None if under.alpha is None else alpha)

    def _rain(self, shape: RainShape) -> Layer:
        under = self.layer(shape.under)
        rain = declare_rain(self.builder)
        picture = self.linear(straight(under), rain.size)
        stage = striped_stage_of(self.builder, f"rained{len(self.builder.stages)}")
        with self.builder.written_for(stage.name()):
            wet = self._written(stage, rained(rain, self.builder, picture), rain.size)
        return times_alpha(wet, under.alpha)  # rain falls in the picture: it stays as clear as it was

    def linear(self, layer: Layer, size: Pair, *, is_light: bool = True) -> LinearPicture:
        """Return a straight layer as R'G'B' at luma sites, in linear light or as it is coded."""
        return LinearPicture(self.builder, self.shape.grid, layer, size, self.decoded, is_light=is_light)

    def _written(self, stage: hl.Func, rgb: hl.Func, size: Pair) -> Layer:
        """Return the layer of a stage that keeps R'G'B' as luma and chroma for every pixel."""
        red, green, blue = (rgb[self.x, self.y][channel] for channel in range(3))
        stage[self.x, self.y] = self.coded((red, green, blue))
        return Layer(
            lambda where: whole(stage, size, where.x, where.y)[0],
            lambda where: whole_at_chroma(stage, size, where),
        )


def compose(shape: KernelShape) -> KernelSource:
    """Return the kernel of a shape: outputs Y', Cb, Cr as code values."""
    from posthouse.pixels.finish import finish

    composer = Composer(shape)
    return finish(composer, composer.layer(shape.root))
