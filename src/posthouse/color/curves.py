"""Curves: a tone curve per channel and one for all, and three that steer saturation and hue.

A curve runs through its points as a monotone cubic: it never overshoots them, and rises wherever they rise.
Source: F. N. Fritsch, J. Butland, SIAM J. Sci. Stat. Comput. 5 (1984), SciPy's PchipInterpolator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from posthouse.color.hue import chroma_plane, from_chroma_plane, hue_degrees, hue_trust
from posthouse.color.operation import ReadFile, Rgb, luma

if TYPE_CHECKING:
    from scipy.interpolate import PchipInterpolator

Points: TypeAlias = tuple[tuple[float, float], ...]
Curve: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _pchip(points: Points) -> PchipInterpolator:
    from scipy.interpolate import PchipInterpolator  # slow to import: only grades with curves pay

    across, up = np.array(points, np.float64).T
    return PchipInterpolator(across, up, extrapolate=True)


def tone_curve(points: Points) -> Curve:
    """Return the curve through the points, straight on beyond the first and the last.

    (0, 0) and (1, 1) are points of every curve that has none at or beyond them: one point makes a curve.
    """
    first = () if points[0][0] <= 0 else ((0.0, 0.0),)
    last = () if points[-1][0] >= 1 else ((1.0, 1.0),)
    inner = _pchip((*first, *points, *last))
    low, high = inner.x[0], inner.x[-1]
    low_slope, high_slope = (float(inner.derivative()(end)) for end in (low, high))

    def evaluate(codes: NDArray[np.float64]) -> NDArray[np.float64]:
        inside = np.clip(codes, low, high)
        straight = np.where(codes < low, low_slope, high_slope) * (codes - inside)
        result: NDArray[np.float64] = inner(inside) + straight
        return result

    return evaluate


def level_curve(points: Points) -> Curve:
    """Return the curve through the points, level beyond the first and the last."""
    if len(points) == 1:
        return lambda across: np.full_like(across, points[0][1])
    inner = _pchip(points)
    return lambda across: inner(np.clip(across, points[0][0], points[-1][0]))


def hue_curve(points: Points) -> Curve:
    """Return the curve through (hue, ...) points, going round at 360 degrees."""
    around = tuple((hue + turn, up) for turn in (-360.0, 0.0, 360.0) for hue, up in points)
    return level_curve(around)


def apply_tone_curves(rgb: Rgb, master: Points, channels: tuple[Points, Points, Points]) -> Rgb:
    """Return R'G'B' through the master curve, then each channel through its own; no points, no curve."""
    first = tone_curve(master)(rgb) if master else rgb
    own = [tone_curve(points)(first[..., k]) if points else first[..., k] for k, points in enumerate(channels)]
    return np.stack(own, axis=-1)


def steer_colors(rgb: Rgb, *, hue_vs_hue: Points, hue_vs_sat: Points, luma_vs_sat: Points) -> Rgb:
    """Return R'G'B' with hue turned (degrees by hue) and chroma scaled (factors by hue, and by luma); luma stays.

    By hue, greys are left alone: see ``hue_trust``.
    """
    across, up = chroma_plane(rgb)
    hue, trust, grey = hue_degrees(across, up), hue_trust(across, up), luma(rgb)
    factor = np.ones_like(hue)
    if hue_vs_sat:
        factor = 1 + trust * (hue_curve(hue_vs_sat)(hue) - 1)
    if luma_vs_sat:
        factor = factor * level_curve(luma_vs_sat)(grey[..., 0])
    turn = np.radians(trust * hue_curve(hue_vs_hue)(hue)) if hue_vs_hue else np.zeros_like(hue)
    cosine, sine = np.cos(turn) * factor, np.sin(turn) * factor
    return from_chroma_plane(across * cosine - up * sine, across * sine + up * cosine, grey)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ToneCurves:
    """Points of the tone curves, R'G'B' to R'G'B'; an empty curve is none."""

    master: Points = ()
    red: Points = ()
    green: Points = ()
    blue: Points = ()

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes: every point lies on the diagonal."""
        return all(across == up for across, up in (*self.master, *self.red, *self.green, *self.blue))

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return R'G'B' through the curves."""
        return apply_tone_curves(rgb, self.master, (self.red, self.green, self.blue))


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ColorCurves:
    """Points of the curves over hue (degrees) and luma; an empty curve is none."""

    hue_vs_hue: Points = ()
    hue_vs_sat: Points = ()
    luma_vs_sat: Points = ()

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes: every turn is 0 and every factor 1."""
        turns = (up for _, up in self.hue_vs_hue)
        factors = (up for _, up in (*self.hue_vs_sat, *self.luma_vs_sat))
        return not any(turns) and all(factor == 1 for factor in factors)

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return R'G'B' with hue and chroma steered."""
        return steer_colors(rgb, hue_vs_hue=self.hue_vs_hue, hue_vs_sat=self.hue_vs_sat, luma_vs_sat=self.luma_vs_sat)
