"""Light to coded light and back: powers worked out from the bits of float32, the same on every machine.

Problem: x ** 2.4 and x ** (1 / 2.4) six times a pixel cost more than everything else in a kernel of linear light.
Approach: a float's exponent is the whole part of its log2, and a polynomial of its mantissa the rest; and back. The
polynomials were fitted to the least greatest error (Remez's condition, by reweighting); both ends are exact, so the
curve has no steps. Relative error of ``power`` for exponents of 0..3: below 1.3e-5, a fiftieth of a 10-bit code; of
PQ and back, a fifth of a 10-bit code.
Traps: estimates built into processors (rsqrt, rcp) differ between makers, so none is used.
"""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING

from posthouse.signal.bt2100 import HLG_A, HLG_B, HLG_C, PQ_C1, PQ_C2, PQ_C3, PQ_M1, PQ_M2, PQ_PEAK_NITS

if TYPE_CHECKING:
    import halide as hl

DISPLAY_GAMMA = 2.4
"""Rec. ITU-R BT.1886 with a black of 0: what a rec709 picture's linear light is."""
_LOG2 = (0.442544943, -0.275600308, 0.181948866, -0.0959564345, 0.0258414369)
"""log2(1 + t) = t + t (1 - t) (these, lowest power first), within 2.3e-6 for t in 0..1."""
_EXP2 = (-0.306967879, -0.0655881164, -0.0135557469)
"""2 ** t = 1 + t + t (1 - t) (these, lowest power first), within 3.4e-6 of itself for t in 0..1."""


class Light(enum.StrEnum):
    """What linear light of a canvas's codes is."""

    DISPLAY = "display"  # of an SDR display, BT.1886 with a black of 0; white is 1
    PQ = "pq"  # of an HDR display, ST 2084; reference white, 203 nits (BT.2408), is 1
    HLG = "hlg"  # of the scene, BT.2100's inverse OETF; reference white, 75 % signal, is 1


def light_of(transfer: str) -> Light:
    """Return the light of a canvas, by FFmpeg's name of its transfer."""
    return {"smpte2084": Light.PQ, "arib-std-b67": Light.HLG}.get(transfer, Light.DISPLAY)


def power(base: hl.Expr, exponent: float) -> hl.Expr:
    """Return ``base`` to a power of 0 or more, for a base of 0 or more; 0 gives less than 1e-15."""
    import halide as hl

    bits = hl.reinterpret(hl.Int(32), base)
    whole = hl.cast(hl.Float(32), (bits >> 23) - 127)
    mantissa = hl.reinterpret(hl.Float(32), (bits & 0x007FFFFF) | 0x3F800000)
    return _power_of_2((whole + _bent(mantissa - hl.f32(1), _LOG2)) * hl.f32(exponent))


def _power_of_2(exponent: hl.Expr) -> hl.Expr:
    import halide as hl

    scaled = hl.max(exponent, hl.f32(-126))
    floor = hl.floor(scaled)
    scale = hl.reinterpret(hl.Float(32), (hl.cast(hl.Int(32), floor) + 127) << 23)
    return (hl.f32(1) + _bent(scaled - floor, _EXP2)) * scale


def _log_of_2(base: hl.Expr) -> hl.Expr:
    import halide as hl

    bits = hl.reinterpret(hl.Int(32), base)
    mantissa = hl.reinterpret(hl.Float(32), (bits & 0x007FFFFF) | 0x3F800000)
    return hl.cast(hl.Float(32), (bits >> 23) - 127) + _bent(mantissa - hl.f32(1), _LOG2)


def _bent(t: hl.Expr, coefficients: tuple[float, ...]) -> hl.Expr:
    """Return t + t (1 - t) times a polynomial of t."""
    import halide as hl

    total = hl.f32(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        total = total * t + hl.f32(coefficient)
    return t + t * (hl.f32(1) - t) * total


def to_light(coded: hl.Expr, light: Light = Light.DISPLAY) -> hl.Expr:
    """Return linear light of a coded value, mirrored below 0."""
    import halide as hl

    decode = {Light.DISPLAY: lambda size: power(size, DISPLAY_GAMMA), Light.PQ: _pq_light, Light.HLG: _hlg_light}
    return hl.select(coded < 0, hl.f32(-1), hl.f32(1)) * decode[light](hl.abs(coded))


def to_display(level: hl.Expr, light: Light = Light.DISPLAY) -> hl.Expr:
    """Return the coded value of linear light, the inverse of ``to_light``."""
    import halide as hl

    encode = {Light.DISPLAY: lambda size: power(size, 1 / DISPLAY_GAMMA), Light.PQ: _pq_code, Light.HLG: _hlg_code}
    return hl.select(level < 0, hl.f32(-1), hl.f32(1)) * encode[light](hl.abs(level))


_PQ_WHITE = 203 / PQ_PEAK_NITS
"""ITU-R BT.2408, table 1."""


def _pq_light(code: hl.Expr) -> hl.Expr:
    import halide as hl

    root = power(code, 1 / PQ_M2)
    level = hl.max(root - hl.f32(PQ_C1), hl.f32(0)) / (hl.f32(PQ_C2) - hl.f32(PQ_C3) * root)
    return power(level, 1 / PQ_M1) * hl.f32(1 / _PQ_WHITE)


def _pq_code(light: hl.Expr) -> hl.Expr:
    import halide as hl

    level = power(light * hl.f32(_PQ_WHITE), PQ_M1)
    return power((hl.f32(PQ_C1) + hl.f32(PQ_C2) * level) / (hl.f32(1) + hl.f32(PQ_C3) * level), PQ_M2)


_HLG_WHITE = (math.exp((0.75 - HLG_C) / HLG_A) + HLG_B) / 12
"""ITU-R BT.2100-2, table 5: the scene light of 75 % signal."""


def _hlg_light(code: hl.Expr) -> hl.Expr:
    import halide as hl

    high = (_power_of_2((code - hl.f32(HLG_C)) * hl.f32(1 / (HLG_A * math.log(2)))) + hl.f32(HLG_B)) * hl.f32(1 / 12)
    return hl.select(code <= hl.f32(0.5), code * code * hl.f32(1 / 3), high) * hl.f32(1 / _HLG_WHITE)


def _hlg_code(light: hl.Expr) -> hl.Expr:
    import halide as hl

    scene = light * hl.f32(_HLG_WHITE)
    above = hl.max(scene * hl.f32(12) - hl.f32(HLG_B), hl.f32(0.1))
    high = _log_of_2(above) * hl.f32(HLG_A * math.log(2)) + hl.f32(HLG_C)
    return hl.select(scene <= hl.f32(1 / 12), hl.sqrt(scene * hl.f32(3)), high)
