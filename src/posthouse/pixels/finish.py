"""Code values out of coded light: divided by alpha where there is one, scaled, dithered, clipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.pixels.builder import Site
from posthouse.pixels.dither import Dither, gradient_threshold, mask_threshold
from posthouse.pixels.kernel import KernelSource
from posthouse.pixels.schedule import CpuSchedule

if TYPE_CHECKING:
    import halide as hl

    from posthouse.pixels.compose import Composer
    from posthouse.pixels.layer import Layer
    from posthouse.pixels.shape import KernelShape

_CLEAR = 1 / 131072
"""Alpha of less than half of a 16-bit code is none: what lies there has no color."""


def finish(composer: Composer, layer: Layer) -> KernelSource:
    """Return the kernel that writes a layer as code values of the canvas; exact ones for error diffusion."""
    import halide as hl

    builder, shape = composer.builder, composer.shape
    codes = _Codes.declare(composer)
    luma_site = Site(composer.x, composer.y, is_luma=True, grid=shape.grid)
    outputs = {"luma": hl.Func("luma")}
    builder.consumer = "luma"
    alpha = _alpha_at(layer, luma_site)
    if shape.is_rgb:
        coded = (layer.luma(luma_site), *layer.chroma(luma_site))
        values = [codes.luma(channel, n) for n, channel in enumerate(composer.decoded(_straight(coded, alpha)))]
    else:
        values = [codes.luma(_straight((layer.luma(luma_site),), alpha)[0], 0)]
    values += [codes.cover(alpha)] if shape.has_alpha else []
    outputs["luma"][composer.x, composer.y] = tuple(values) if len(values) > 1 else values[0]
    if not shape.is_rgb:
        outputs["chroma"] = _chroma(composer, layer, codes)
    CpuSchedule(builder=builder, grid=shape.grid, outputs=outputs).arrange()
    return KernelSource(pipeline=hl.Pipeline(list(outputs.values())), arguments=tuple(builder.arguments))


def _chroma(composer: Composer, layer: Layer, codes: _Codes) -> hl.Func:
    import halide as hl

    chroma, grid = hl.Func("chroma"), composer.shape.grid
    site = Site(composer.x, composer.y, is_luma=grid.is_full, grid=grid)
    composer.builder.consumer = "chroma"
    pair = layer.chroma(site)
    cb, cr = _straight(pair, _alpha_at(layer, site)) if composer.shape.has_alpha else pair
    chroma[composer.x, composer.y] = (codes.chroma(cb, 1), codes.chroma(cr, 2))
    return chroma


def _alpha_at(layer: Layer, site: Site) -> hl.Expr | None:
    return None if layer.alpha is None else layer.alpha(site)


def _straight(values: tuple[hl.Expr, ...], alpha: hl.Expr | None) -> tuple[hl.Expr, ...]:
    """Return values that are no longer multiplied by alpha; where nothing is, there is no color."""
    import halide as hl

    if alpha is None:
        return values
    part = hl.select(alpha < hl.f32(_CLEAR), hl.f32(0), hl.f32(1) / hl.max(alpha, hl.f32(_CLEAR)))
    return tuple(value * part for value in values)


@dataclass(frozen=True, slots=True)
class _Codes:
    """How values become codes of the canvas."""

    shape: KernelShape
    place: tuple[hl.Var, hl.Var]
    luma_scale: tuple[hl.Expr, hl.Expr]
    chroma_scale: tuple[hl.Expr, hl.Expr]
    top: hl.Expr
    mask: hl.ImageParam | None

    @classmethod
    def declare(cls, composer: Composer) -> _Codes:
        """Declare the last of a kernel's arguments."""
        import halide as hl

        builder = composer.builder
        luma, chroma = ((builder.scalar(), builder.scalar()) for _ in range(2))
        top = builder.scalar()
        mask = builder.plane(hl.Float(32)) if composer.shape.dither is Dither.BLUE_NOISE else None
        return cls(composer.shape, (composer.x, composer.y), luma, chroma, top, mask)

    def luma(self, value: hl.Expr, plane: int) -> hl.Expr:
        """Return the code of luma, or of R', G' or B'."""
        return self._code(value * self.luma_scale[0] + self.luma_scale[1], plane)

    def chroma(self, value: hl.Expr, plane: int) -> hl.Expr:
        """Return the code of Cb or Cr."""
        return self._code(value * self.chroma_scale[0] + self.chroma_scale[1], plane)

    def cover(self, alpha: hl.Expr | None) -> hl.Expr:
        """Return the code of alpha, the nearest: full range, and never dithered."""
        import halide as hl

        covered = self.top if alpha is None else alpha * self.top
        if self.shape.dither is Dither.ERROR_DIFFUSION:
            return hl.floor(covered + hl.f32(0.5))
        return self._whole(covered + hl.f32(0.5))

    def _code(self, exact: hl.Expr, plane: int) -> hl.Expr:
        import halide as hl

        match self.shape.dither:
            case Dither.ERROR_DIFFUSION:
                return exact
            case Dither.NONE:
                return self._whole(exact + hl.f32(0.5))
            case Dither.BLUE_NOISE:
                assert self.mask is not None
                return self._whole(exact + mask_threshold(self.mask, *self.place, plane))
            case Dither.GRADIENT:
                return self._whole(exact + gradient_threshold(*self.place))

    def _whole(self, raised: hl.Expr) -> hl.Expr:
        import halide as hl

        kind = hl.UInt(16) if self.shape.wide else hl.UInt(8)
        return hl.cast(kind, hl.clamp(hl.floor(raised), hl.f32(0), self.top))
