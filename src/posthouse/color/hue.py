"""Hue and chroma of R'G'B', without corners.

The plane across the grey axis, scaled so that a pure primary has chroma 1; its angle is the hue, in degrees: red 0,
yellow 60, green 120, cyan 180, blue 240, magenta 300, the same as HSV there and smooth between (HSV has corners).
Source: A. Hanbury, "Constructing cylindrical coordinate colour spaces", Pattern Recognition Letters 29 (2008).
"""

from __future__ import annotations

import math

import numpy as np

from posthouse.color.operation import Rgb, luma

_ROOT_3 = math.sqrt(3)
FAINT_CHROMA = 0.08
"""Chroma at which hue counts half: below it lies noise, which has no hue worth keying."""


def chroma_plane(rgb: Rgb) -> tuple[Rgb, Rgb]:
    """Return (across, up) of (…, 3) R'G'B': R - (G + B)/2 towards red, and (G - B) sqrt(3)/2."""
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    return red - (green + blue) / 2, (green - blue) * (_ROOT_3 / 2)


def from_chroma_plane(across: Rgb, up: Rgb, luma_wanted: Rgb) -> Rgb:
    """Return the R'G'B' of a point of the plane with the luma (…, 1): the inverse of ``chroma_plane``."""
    flat = np.stack(
        [across * (2 / 3), -across / 3 + up / _ROOT_3, -across / 3 - up / _ROOT_3],
        axis=-1,
    )
    result: Rgb = flat + (luma_wanted - luma(flat))
    return result


def hue_degrees(across: Rgb, up: Rgb) -> Rgb:
    """Return the hue, 0..360; 0 at grey."""
    return np.degrees(np.arctan2(up, across)) % 360


def hue_trust(across: Rgb, up: Rgb) -> Rgb:
    """Return how much hue counts: 0 at grey, 1/2 at FAINT_CHROMA, towards 1 for colors."""
    chroma_squared = across**2 + up**2
    return chroma_squared / (chroma_squared + FAINT_CHROMA**2)


def hue_weight(across: Rgb, up: Rgb, center_degrees: float, sharpness: float) -> Rgb:
    """Return a bell over hue: 1 at the center, exp(-2 sharpness) opposite (von Mises), times ``hue_trust``."""
    angle = math.radians(center_degrees)
    chroma = np.maximum(np.hypot(across, up), 1e-12)
    cosine = (across * math.cos(angle) + up * math.sin(angle)) / chroma
    return np.exp(sharpness * (cosine - 1)) * hue_trust(across, up)
