"""How a layer's colors meet those under it: blend modes and luma keys, as formulas of R'G'B' in 0..1.

Source: W3C Compositing and Blending Level 1 (2024), clauses 5.8 (separable modes) and 9.1 (``lighter``, here ``add``);
``subtract`` is Porter and Duff's sum with the sign turned, as editing systems have it. Values beyond 0..1 are cut for
the formula only: what a mode leaves as it is, it leaves exactly as it is.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl


class Blend(enum.StrEnum):
    """How the colors of a layer meet those under it; names and formulas of W3C Compositing and Blending Level 1."""

    NORMAL = "normal"  # it hides what is under it
    ADD = "add"  # light added to light: fire, flares
    SUBTRACT = "subtract"
    SCREEN = "screen"  # as two projectors on one screen; black is clear
    MULTIPLY = "multiply"  # as two slides in one projector; white is clear
    OVERLAY = "overlay"  # multiplied where it is dark under it, screened where it is bright
    DARKEN = "darken"
    LIGHTEN = "lighten"
    COLOR_DODGE = "color-dodge"
    COLOR_BURN = "color-burn"
    HARD_LIGHT = "hard-light"
    SOFT_LIGHT = "soft-light"
    DIFFERENCE = "difference"  # black where both are alike: for comparing
    EXCLUSION = "exclusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class LumaKey:
    """What of a layer is seen by its luma: nothing at ``low`` and below, all at ``high`` and above, even between."""

    low: float
    high: float
    is_inverted: bool = False

    @property
    def slope(self) -> float:
        """Return how steeply its alpha rises; a key whose ends are one is as good as hard."""
        return 1 / max(self.high - self.low, 1e-4)


def keyed(luma: hl.Expr, low: hl.Expr, slope: hl.Expr, inverted: hl.Expr) -> hl.Expr:
    """Return the alpha of a luma key; ``inverted`` is 1 where it is turned around, else 0."""
    import halide as hl

    alpha = hl.clamp((luma - low) * slope, hl.f32(0), hl.f32(1))
    return alpha + (hl.f32(1) - alpha - alpha) * inverted


def blended(mode: Blend, under: hl.Expr, above: hl.Expr) -> hl.Expr:
    """Return B(Cb, Cs) of one channel, both in 0..1: ``under`` is the backdrop, ``above`` the source."""
    return _FORMULAS[mode](under, above)


def _added(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    return hl.min(hl.f32(1), under + above)


def _subtracted(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    return hl.max(hl.f32(0), under - above)


def _darker(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    return hl.min(under, above)


def _lighter(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    return hl.max(under, above)


def _difference(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    return hl.abs(under - above)


def _exclusion(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    return under + above - hl.f32(2) * under * above


def _screened(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    return under + above - under * above


def _dodged(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    one = hl.f32(1)
    dodged = hl.min(one, under / hl.max(one - above, hl.f32(1e-6)))
    return hl.select(under <= 0, hl.f32(0), hl.select(above >= 1, one, dodged))


def _burnt(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    one = hl.f32(1)
    burnt = one - hl.min(one, (one - under) / hl.max(above, hl.f32(1e-6)))
    return hl.select(under >= 1, one, hl.select(above <= 0, hl.f32(0), burnt))


def _hard_light(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    twice = hl.f32(2) * above
    return hl.select(above <= hl.f32(0.5), under * twice, _screened(under, twice - hl.f32(1)))


def _soft_light(under: hl.Expr, above: hl.Expr) -> hl.Expr:
    import halide as hl

    one, four = hl.f32(1), hl.f32(4)
    curve = ((hl.f32(16) * under - hl.f32(12)) * under + four) * under
    bent = hl.select(under <= hl.f32(0.25), curve, hl.sqrt(under))
    turn = hl.f32(2) * above - one
    return under + turn * hl.select(above <= hl.f32(0.5), under * (one - under), bent - under)


_FORMULAS: dict[Blend, Callable[[hl.Expr, hl.Expr], hl.Expr]] = {
    Blend.NORMAL: lambda under, above: above,  # noqa: ARG005 - all formulas take both
    Blend.ADD: _added,
    Blend.SUBTRACT: _subtracted,
    Blend.SCREEN: _screened,
    Blend.MULTIPLY: lambda under, above: under * above,
    Blend.OVERLAY: lambda under, above: _hard_light(above, under),
    Blend.DARKEN: _darker,
    Blend.LIGHTEN: _lighter,
    Blend.COLOR_DODGE: _dodged,
    Blend.COLOR_BURN: _burnt,
    Blend.HARD_LIGHT: _hard_light,
    Blend.SOFT_LIGHT: _soft_light,
    Blend.DIFFERENCE: _difference,
    Blend.EXCLUSION: _exclusion,
}
