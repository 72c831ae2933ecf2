"""A picture while its kernel is written: expressions that know what it is at any site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

    from posthouse.pixels.builder import Site

    Pair = tuple[hl.Expr, hl.Expr]
    Triple = tuple[hl.Expr, hl.Expr, hl.Expr]


class Layer:
    """A picture as expressions: luma at luma sites, chroma at chroma sites, both times alpha where it has one."""

    def __init__(
        self,
        luma: Callable[[Site], hl.Expr],
        chroma: Callable[[Site], Pair],
        alpha: Callable[[Site], hl.Expr] | None = None,
    ) -> None:
        self.luma, self.chroma, self.alpha = luma, chroma, alpha


def cover(layer: Layer, site: Site) -> hl.Expr:
    """Return a layer's alpha at a site; 1 where it hides everything."""
    import halide as hl

    return hl.f32(1) if layer.alpha is None else layer.alpha(site)


def scaled(layer: Layer, factor: Callable[[Site], hl.Expr]) -> Layer:
    """Return a layer's values times a factor."""

    def chroma(site: Site) -> Pair:
        cb, cr = layer.chroma(site)
        return cb * factor(site), cr * factor(site)

    return Layer(lambda site: layer.luma(site) * factor(site), chroma)


def straight(layer: Layer) -> Layer:
    """Return a layer whose values are not multiplied by its alpha: what operations in linear light work on."""
    import halide as hl

    if layer.alpha is None:
        return layer
    return scaled(layer, lambda site: hl.f32(1) / hl.max(cover(layer, site), hl.f32(1e-6)))


def times_alpha(layer: Layer, alpha: Callable[[Site], hl.Expr] | None) -> Layer:
    """Return a straight layer with an alpha."""
    if alpha is None:
        return layer
    multiplied = scaled(layer, alpha)
    return Layer(multiplied.luma, multiplied.chroma, alpha)
