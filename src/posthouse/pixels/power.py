"""Light to coded light and back: powers worked out from the bits of float32, the same on every machine.

Problem: x ** 2.4 and x ** (1 / 2.4) six times a pixel cost more than everything else in a kernel of linear light.
Approach: a float's exponent is the whole part of its log2, and a polynomial of its mantissa the rest; and back. The
polynomials were fitted to the least greatest error (Remez's condition, by reweighting); both ends are exact, so the
curve has no steps. Relative error of ``power`` for the exponents here: below 1.3e-5, a fiftieth of a 10-bit code.
Traps: estimates built into processors (rsqrt, rcp) differ between makers, so none is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import halide as hl

DISPLAY_GAMMA = 2.4
"""Rec. ITU-R BT.1886 with a black of 0: what a rec709 picture's linear light is."""
_LOG2 = (0.442544943, -0.275600308, 0.181948866, -0.0959564345, 0.0258414369)
"""log2(1 + t) = t + t (1 - t) (these, lowest power first), within 2.3e-6 for t in 0..1."""
_EXP2 = (-0.306967879, -0.0655881164, -0.0135557469)
"""2 ** t = 1 + t + t (1 - t) (these, lowest power first), within 3.4e-6 of itself for t in 0..1."""


def power(base: hl.Expr, exponent: float) -> hl.Expr:
    """Return ``base`` to a power of 0..3, for a base of 0 or more; 0 gives less than 1e-15."""
    import halide as hl

    bits = hl.reinterpret(hl.Int(32), base)
    whole = hl.cast(hl.Float(32), (bits >> 23) - 127)
    mantissa = hl.reinterpret(hl.Float(32), (bits & 0x007FFFFF) | 0x3F800000)
    scaled = hl.max((whole + _bent(mantissa - hl.f32(1), _LOG2)) * hl.f32(exponent), hl.f32(-126))
    floor = hl.floor(scaled)
    scale = hl.reinterpret(hl.Float(32), (hl.cast(hl.Int(32), floor) + 127) << 23)
    return (hl.f32(1) + _bent(scaled - floor, _EXP2)) * scale


def _bent(t: hl.Expr, coefficients: tuple[float, ...]) -> hl.Expr:
    """Return t + t (1 - t) times a polynomial of t."""
    import halide as hl

    total = hl.f32(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        total = total * t + hl.f32(coefficient)
    return t + t * (hl.f32(1) - t) * total


def to_light(coded: hl.Expr) -> hl.Expr:
    """Return linear light of a display-coded value, by BT.1886 with a black of 0; mirrored below 0."""
    import halide as hl

    return hl.select(coded < 0, hl.f32(-1), hl.f32(1)) * power(hl.abs(coded), DISPLAY_GAMMA)


def to_display(light: hl.Expr) -> hl.Expr:
    """Return the display-coded value of linear light, the inverse of ``to_light``."""
    import halide as hl

    return hl.select(light < 0, hl.f32(-1), hl.f32(1)) * power(hl.abs(light), 1 / DISPLAY_GAMMA)
