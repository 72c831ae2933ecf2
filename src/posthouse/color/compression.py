"""Gamut compression: colors outside a gamut are drawn inside, those well inside stay.

A color's distance from grey, per channel, is (largest - channel) / largest: 1 lies on the border. Distances from
a threshold on are bent, so that a given limit comes to lie on the border. Light may be of any size; hue is nearly kept.
Source: Academy, "Reference Gamut Compression" (ACES 1.3), power 1.2.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.primaries import rgb_to_rgb

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb, Triple

_POWER = 1.2
ACES_LIMITS: Triple = (1.147, 1.264, 1.312)
ACES_THRESHOLDS: Triple = (0.815, 0.803, 0.880)
"""Of cyan, magenta, yellow: drawn from the gamuts of common cameras. Source: as above."""


def compress_gamut(rgb: Rgb, limits: Triple, thresholds: Triple) -> Rgb:
    """Return light, (…, 3), whose colors up to ``limits`` lie within the gamut."""
    limit, threshold = np.array(limits), np.array(thresholds)
    scale = (limit - threshold) / (((1 - threshold) / (limit - threshold)) ** -_POWER - 1) ** (1 / _POWER)
    largest = np.maximum(np.maximum(rgb[..., :1], rgb[..., 1:2]), rgb[..., 2:])
    kept = np.array(rgb, np.float64)
    outside = (rgb < largest * (1 - threshold)) & (largest > 0)  # few colors of a picture: powers for them alone
    channel = np.nonzero(outside)[-1]
    unit = np.broadcast_to(largest, rgb.shape)[outside]
    beyond = (unit - rgb[outside]) / unit - threshold[channel]
    bent = threshold[channel] + beyond / (1 + (beyond / scale[channel]) ** _POWER) ** (1 / _POWER)
    kept[outside] = unit - bent * unit
    return kept


@functools.cache
def gamut_limits(source: str, target: str) -> tuple[Triple, Triple] | None:
    """Return limits and thresholds that draw all of one gamut into another; None if it lies within already.

    The further the source reaches beyond the border, the deeper inside the bend begins.
    """
    corners = np.array([c for c in itertools.product((0.0, 1.0), repeat=3) if 0 < sum(c) < 3])
    shown = corners @ rgb_to_rgb(source, target).T
    largest = shown.max(axis=-1, keepdims=True)
    reach = ((largest - shown) / largest).max(axis=0)
    if (reach <= 1 + 1e-4).all():
        return None
    limits = np.maximum(reach, 1.005)
    thresholds = np.maximum(0.8, 1 - 2 * (limits - 1))
    return _triple(limits), _triple(thresholds)


def _triple(numbers: Rgb) -> Triple:
    red, green, blue = (float(number) for number in numbers)
    return red, green, blue
