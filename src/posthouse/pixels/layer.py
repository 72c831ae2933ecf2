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
