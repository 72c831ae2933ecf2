"""A whole picture in one kernel: sources developed, mixed, wiped, laid over each other, titled, quantised.

Operations in display-coded light are linear in Y'CbCr, so they are done on luma at luma sites and on chroma at chroma
sites, and no R'G'B' picture exists anywhere. Operations in linear light (optical dissolves, rain) need R'G'B'; the
picture under them is made once as a full-size R'G'B' stage and everything above goes on in coded light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from posthouse.pixels import develop
from posthouse.pixels.builder import Builder, Site
from posthouse.pixels.power import to_display, to_light
from posthouse.pixels.rain import rain_over
from posthouse.pixels.shape import (
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
from posthouse.signal import Chroma, Family

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

    from posthouse.pixels.kernel import KernelSource

    Pair = tuple[hl.Expr, hl.Expr]
    Triple = tuple[hl.Expr, hl.Expr, hl.Expr]


class Layer:
    """A picture as expressions: luma at luma sites, chroma at chroma sites, and R'G'B' at luma sites."""

    def __init__(
        self,
        luma: Callable[[Site], hl.Expr],
        chroma: Callable[[Site], Pair],
        rgb: Callable[[Site], Triple],
        alpha: Callable[[Site], hl.Expr] | None = None,
    ) -> None:
        self.luma, self.chroma, self.rgb, self.alpha = luma, chroma, rgb, alpha


class Composer:
    """Writes one kernel's expressions. Arguments are declared in the order of the walk; ``bind`` walks alike."""

    def __init__(self, shape: KernelShape) -> None:
        import halide as hl

        self.shape = shape
        self.x, self.y = hl.Var("x"), hl.Var("y")
        self.builder = Builder(self.x, self.y)
        self.kr, self.kb = self.builder.scalar(), self.builder.scalar()

    def layer(self, shape: Shape) -> Layer:
        """Return a shape's picture, declaring its arguments."""
        match shape:
            case DevelopShape():
                return self._develop(shape)
            case SolidShape():
                return self._solid()
            case MixShape():
                return self._mix(shape)
            case WipeShape():
                return self._wipe(shape)
            case OverShape():
                return self._over(shape)
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
        lut = source.lut

        def rgb_in(site: Site) -> Triple:
            return develop.developed_rgb(source, site, self.builder)

        def rgb(site: Site) -> Triple:
            seen = rgb_in(site)
            if lut is None:
                return seen
            red, green, blue = develop.tetrahedral(lut, lut.rgb, seen, 3)
            return red, green, blue

        def luma(site: Site) -> hl.Expr:
            if lut is not None:
                return develop.tetrahedral(lut, lut.luma, rgb_in(site), 1)[0]
            if shape.is_recoded or shape.family is Family.RGB:
                return self.coded(rgb_in(site))[0]
            return develop.passed_luma(source, site, self.builder)

        def chroma(site: Site) -> Pair:
            if lut is not None:
                cb, cr = develop.tetrahedral(lut, lut.chroma, rgb_in(site), 2)
                return cb, cr
            if shape.is_recoded or shape.family is Family.RGB:
                return self.coded(rgb_in(site))[1:]
            return develop.passed_chroma(source, site, self.builder)

        def alpha(site: Site) -> hl.Expr:
            return develop.developed_alpha(source, site, self.builder)

        return Layer(luma, chroma, rgb, alpha if shape.has_alpha else None)

    def _solid(self) -> Layer:
        red, green, blue = self.builder.scalar(), self.builder.scalar(), self.builder.scalar()
        color = (red, green, blue)
        return Layer(lambda _: self.coded(color)[0], lambda _: self.coded(color)[1:], lambda _: color)

    def _blend(self, under: Layer, above: Layer, weight: Callable[[Site], hl.Expr]) -> Layer:
        """Return ``above`` over ``under`` by a weight, in coded light."""

        def mixed(site: Site, pairs: zip[tuple[hl.Expr, hl.Expr]]) -> list[hl.Expr]:
            share = weight(site)
            return [low + (high - low) * share for low, high in pairs]

        def luma(site: Site) -> hl.Expr:
            return mixed(site, zip((under.luma(site),), (above.luma(site),), strict=True))[0]

        def chroma(site: Site) -> Pair:
            cb, cr = mixed(site, zip(under.chroma(site), above.chroma(site), strict=True))
            return cb, cr

        def rgb(site: Site) -> Triple:
            red, green, blue = mixed(site, zip(under.rgb(site), above.rgb(site), strict=True))
            return red, green, blue

        return Layer(luma, chroma, rgb)

    def _mix(self, shape: MixShape) -> Layer:
        under, above, share = self.layer(shape.under), self.layer(shape.above), self.builder.scalar()
        if not shape.is_linear:
            return self._blend(under, above, lambda _: share)

        def rgb(site: Site) -> Triple:
            pairs = zip(under.rgb(site), above.rgb(site), strict=True)
            red, green, blue = (to_display(to_light(a) + (to_light(b) - to_light(a)) * share) for a, b in pairs)
            return red, green, blue

        return self._staged(rgb)

    def _wipe(self, shape: WipeShape) -> Layer:
        import halide as hl

        under, above = self.layer(shape.under), self.layer(shape.above)
        ramp, position, slope = self.builder.plane(hl.Float(32)), self.builder.scalar(), self.builder.scalar()

        def weight(site: Site) -> hl.Expr:
            column, row = _luma_place(site)
            return hl.clamp((position - ramp[column, row]) * slope, hl.f32(0), hl.f32(1))

        return self._blend(under, above, weight)

    def _over(self, shape: OverShape) -> Layer:
        under, above = self.layer(shape.under), self.layer(shape.above)
        columns, rows, opacity = self.builder.line(), self.builder.line(), self.builder.scalar()

        def weight(site: Site) -> hl.Expr:
            column, row = _luma_place(site)
            reach = columns[column] * rows[row] * opacity
            return reach if above.alpha is None else reach * above.alpha(site)

        return self._blend(under, above, weight)

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

        def rgb(site: Site) -> Triple:
            raise AssertionError("titles lie above everything that works in linear light")

        return Layer(luma, chroma, rgb)

    def _rain(self, shape: RainShape) -> Layer:
        under = self.layer(shape.under)
        rained = rain_over(self.builder)
        return self._staged(lambda site: rained(site, under.rgb))

    def _staged(self, rgb: Callable[[Site], Triple]) -> Layer:
        """Return a layer whose R'G'B' is made once for the whole picture."""
        import halide as hl

        name = f"stage{len(self.builder.stages)}"
        stage, site = hl.Func(name), Site(self.x, self.y, is_luma=True, chroma=self.shape.chroma)
        self.builder.consumer, self.builder.stages[name] = name, stage
        stage[self.x, self.y] = rgb(site)
        size = self.builder.integer(), self.builder.integer()

        def at(column: hl.Expr, row: hl.Expr) -> Triple:
            place = hl.clamp(column, 0, size[0] - 1), hl.clamp(row, 0, size[1] - 1)
            red, green, blue = (stage[place][channel] for channel in range(3))
            return red, green, blue

        def chroma(where: Site) -> Pair:
            if self.shape.chroma is Chroma.C444:
                return self.coded(at(where.x, where.y))[1:]
            lines = (2 * where.y, 2 * where.y + 1) if self.shape.chroma is Chroma.C420 else (where.y,)
            taps = [
                (at(2 * where.x + step, line), weight / len(lines))
                for line in lines
                for step, weight in ((-1, 0.25), (0, 0.5), (1, 0.25))
            ]
            sums = [
                sum((tap[c] * hl.f32(w) for tap, w in taps[1:]), taps[0][0][c] * hl.f32(taps[0][1])) for c in range(3)
            ]
            return self.coded((sums[0], sums[1], sums[2]))[1:]

        return Layer(lambda where: self.coded(at(where.x, where.y))[0], chroma, lambda where: at(where.x, where.y))


def _luma_place(site: Site) -> Pair:
    """Return the luma sample nearest to a site."""
    if site.is_luma:
        return site.x, site.y
    return site.x * (1 << site.chroma.log2_x), site.y * (1 << site.chroma.log2_y)


def compose(shape: KernelShape) -> KernelSource:
    """Return the kernel of a shape: outputs Y', Cb, Cr as code values."""
    from posthouse.pixels.finish import finish

    composer = Composer(shape)
    return finish(composer, composer.layer(shape.root))
