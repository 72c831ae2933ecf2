"""Temperature and tint: the picture's white is moved by chromatic adaptation, in light.

Temperature is in mired: +1 moves white one mired towards red from D65 (6504 K, 153.75 mired), along the Planckian
locus. **Positive is warmer**: +64 is what a quarter CTO gel does to the light, +100 makes white 3941 K.
Tint is across the locus, in 1/3000 of the CIE 1960 (u, v) distance Duv. **Positive is magenta**, negative green.
White keeps its luminance. Saturated colors stay in gamut: where adaptation would make a channel of light negative, it
runs softly into zero instead (``_floor_softly``), so that it has no kink for a LUT to miss.
Sources: Bradford matrix: Lam 1985, as in ICC.1:2010 Annex E; locus: Kim et al., US patent 7024034 (2006), 1667 to
25000 K; tint unit: Adobe DNG SDK, dng_temperature.cpp (kTintScale 3000).
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, final

import numpy as np

from posthouse.color.light import decode_display, encode_display
from posthouse.color.primaries import D65, Matrix3, adaptation_matrix, rgb_to_xyz_d65
from posthouse.color.working import ProgrammeColor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.color.operation import ReadFile, Rgb

D65_XY = D65
D65_MIRED = 1e6 / 6504
TINT_UNITS_PER_DUV = 3000.0


def planckian_xy(temperature_kelvin: float) -> tuple[float, float]:
    """Return CIE 1931 (x, y) of a black body, 1667..25000 K. Source: Kim et al., cubic fits."""
    m = 1e3 / temperature_kelvin
    if temperature_kelvin < 4000:
        x = ((-0.2661239 * m - 0.2343589) * m + 0.8776956) * m + 0.179910
    else:
        x = ((-3.0258469 * m + 2.1070379) * m + 0.2226347) * m + 0.240390
    if temperature_kelvin < 2222:
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    elif temperature_kelvin < 4000:
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    else:
        y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483
    return x, y


def _uv_from_xy(x: float, y: float) -> NDArray[np.float64]:
    """Return CIE 1960 (u, v)."""
    return np.array([4 * x, 6 * y]) / (12 * y - 2 * x + 3)


def _locus_uv(mired: float) -> NDArray[np.float64]:
    return _uv_from_xy(*planckian_xy(1e6 / mired))


def white_xyz(temperature: float, tint: float) -> NDArray[np.float64]:
    """Return XYZ, Y = 1, of the white D65 becomes: along the locus by ``temperature`` mired, across it by ``tint``."""
    mired = D65_MIRED + temperature
    along = _locus_uv(mired + 0.5) - _locus_uv(mired - 0.5)
    across = np.array([along[1], -along[0]]) / np.hypot(*along)
    shift = _locus_uv(mired) - _locus_uv(D65_MIRED) + across * (tint / TINT_UNITS_PER_DUV)
    u, v = _uv_from_xy(*D65_XY) + shift
    x, y = 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)
    return np.array([x / y, 1.0, (1 - x - y) / y])


@functools.lru_cache(maxsize=256)
def balance_matrix(temperature: float, tint: float, primaries: str = "bt709") -> Matrix3:
    """Return the 3x3 on light of some primaries that ``temperature`` and ``tint`` ask for."""
    adapted = adaptation_matrix(white_xyz(0, 0), white_xyz(temperature, tint))
    to_xyz = rgb_to_xyz_d65(primaries)
    return np.asarray(np.linalg.solve(to_xyz, adapted @ to_xyz), np.float64)


def _floor_softly(gained: Rgb, lost: Rgb) -> Rgb:
    """Return gained - lost where that is well above zero, and a smooth run into 0 at gained = 0 where it is not.

    gained - lost * (1 - exp(-gained / lost)): within lost * 5e-5 of the difference once gained is 10 times lost, which
    holds for all but saturated colors; never negative; of degree one, so it looks the same at every exposure.
    """
    safe = np.maximum(lost, np.finfo(np.float64).tiny)
    with np.errstate(over="ignore"):
        return np.maximum(gained + lost * np.expm1(-gained / safe), 0)


def balance(rgb: Rgb, temperature: float, tint: float, working: ProgrammeColor = ProgrammeColor.REC709) -> Rgb:
    """Return R'G'B' with its white moved; sub-black is left where it is, as it is no light."""
    matrix = balance_matrix(temperature, tint, working.space.primaries)
    if working.is_gamma:
        return encode_display(_moved(decode_display(np.maximum(rgb, 0)), matrix)) + np.minimum(rgb, 0)
    light = working.light_of(rgb)
    return working.codes_of(_moved(np.maximum(light, 0), matrix) + np.minimum(light, 0))


def _moved(light: Rgb, matrix: Matrix3) -> Rgb:
    return _floor_softly(light @ np.maximum(matrix, 0).T, light @ np.maximum(-matrix, 0).T)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """``temperature`` in mired (positive: warmer) and ``tint`` in Duv / 3000 (positive: magenta)."""

    temperature: float = 0.0
    tint: float = 0.0
    working: ProgrammeColor = ProgrammeColor.REC709

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        return self.temperature == 0 and self.tint == 0

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return balanced R'G'B'."""
        return balance(rgb, self.temperature, self.tint, self.working)
