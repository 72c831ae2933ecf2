"""Transfers as tables for the kernels: code values to linear light and back, for filters that work in light.

Sources: ITU-R BT.1886 (what rec709 codes mean on a display, black at 0), IEC 61966-2-1, ITU-R BT.2100-2 tables 4 and 5
(PQ, HLG), SMPTE ST 428-1. Light is in units of what code 1 shows.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.errors import ProductionError
from posthouse.signal.bt2100 import HLG_A, HLG_B, HLG_C, PQ_C1, PQ_C2, PQ_C3, PQ_M1, PQ_M2

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

Grid = NDArray[np.float64]
POINTS = 16384
TOP_CODE = 1.25
"""Codes are told apart up to here, super-whites included; below 0 the curve is mirrored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A transfer both ways, for codes and light of 0 or more."""

    decode: Callable[[Grid], Grid]
    encode: Callable[[Grid], Grid]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveTables:
    """A curve as even tables: ``light`` over codes, ``codes`` over the fourth root of light."""

    light: NDArray[np.float32]
    codes: NDArray[np.float32]
    codes_scale: float
    """Points of ``codes`` for each unit of the root."""

    light_scale: float = (POINTS - 1) / TOP_CODE


def _gamma(exponent: float) -> Curve:
    return Curve(decode=lambda code: code**exponent, encode=lambda light: light ** (1 / exponent))


def _srgb_decode(code: Grid) -> Grid:
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def _srgb_encode(light: Grid) -> Grid:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def _pq_decode(code: Grid) -> Grid:
    power = np.minimum(code, 1.0) ** (1 / PQ_M2)
    return (np.maximum(power - PQ_C1, 0) / (PQ_C2 - PQ_C3 * power)) ** (1 / PQ_M1)


def _pq_encode(light: Grid) -> Grid:
    power = np.minimum(light, 1.0) ** PQ_M1
    return ((PQ_C1 + PQ_C2 * power) / (1 + PQ_C3 * power)) ** PQ_M2


def _hlg_decode(code: Grid) -> Grid:
    return np.where(code <= 0.5, code**2 / 3, (np.exp((code - HLG_C) / HLG_A) + HLG_B) / 12)


def _hlg_encode(light: Grid) -> Grid:
    high = HLG_A * np.log(np.maximum(12 * light - HLG_B, 1e-9)) + HLG_C
    return np.where(light <= 1 / 12, np.sqrt(3 * light), high)


_DISPLAY = _gamma(2.4)
CURVES = {
    **dict.fromkeys(("bt709", "smpte170m", "smpte240m", "bt2020-10", "bt2020-12", "bt1361e"), _DISPLAY),
    "bt470m": _gamma(2.2), "gamma22": _gamma(2.2), "bt470bg": _gamma(2.8), "gamma28": _gamma(2.8),
    "smpte428": _gamma(2.6), "linear": _gamma(1.0),
    "iec61966-2-1": Curve(decode=_srgb_decode, encode=_srgb_encode),
    "smpte2084": Curve(decode=_pq_decode, encode=_pq_encode),
    "arib-std-b67": Curve(decode=_hlg_decode, encode=_hlg_encode),
}  # fmt: skip
"""By FFmpeg's names. HLG is taken back to the light of the scene."""


@functools.lru_cache(maxsize=8)
def curve_tables(transfer: str) -> CurveTables:
    """Return the tables of a transfer.

    Raises:
        ProductionError: its curve is not known here.
    """
    try:
        curve = CURVES[transfer]
    except KeyError:
        raise ProductionError(
            f"light: linear needs a transfer whose curve is known, and {transfer} is none",
            hint=f"say light: display, or the media's color: {{transfer: ...}} as one of {', '.join(CURVES)}",
        ) from None
    light = curve.decode(np.linspace(0.0, TOP_CODE, POINTS))
    top_root = float(light[-1]) ** 0.25 * 1.05  # filters overshoot
    codes = curve.encode(np.linspace(0.0, top_root, POINTS) ** 4)
    return CurveTables(
        light=light.astype(np.float32), codes=codes.astype(np.float32), codes_scale=(POINTS - 1) / top_root
    )


def along(table: hl.ImageParam, place: hl.Expr) -> hl.Expr:
    """Return a table at a place of 0 or more, in points, straight between them; its last value goes on."""
    import halide as hl

    kept = hl.min(place, hl.f32(POINTS - 1))
    point = hl.clamp(hl.cast(hl.Int(32), kept), 0, POINTS - 2)  # bounded below for what reads it
    return table[point] + (table[point + 1] - table[point]) * (kept - hl.cast(hl.Float(32), point))


def mirrored(value: hl.Expr, curve: Callable[[hl.Expr], hl.Expr]) -> hl.Expr:
    """Return a curve of the size of a value, with the value's sign."""
    import halide as hl

    return hl.select(value < 0, hl.f32(-1), hl.f32(1)) * curve(hl.abs(value))
