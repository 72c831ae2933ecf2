"""Rain as the lens in use sees it: everything the rain kernel draws in one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.effects.drops import falling
from posthouse.effects.lens import Lens
from posthouse.effects.splashes import splashing

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from posthouse.effects.spec import RainSpec

DROP_GAIN = 3.0
"""How much brighter a drop lit from behind is than what is around it."""


def rain_arguments(
    spec: RainSpec, canvas: tuple[int, int], rate: Fraction, seconds: float
) -> list[NDArray[np.float32] | float | int]:
    """Return the rain kernel's arguments for one frame.

    Args:
        spec: the rain.
        canvas: (width, height) in pixels.
        rate: frames a second of the footage, for the exposure.
        seconds: time of the frame on the footage's own clock.
    """
    lens = Lens(
        width_px=canvas[0],
        focal_metres=spec.lens / 1e3,
        aperture=spec.aperture,
        focus_metres=spec.focus,
        exposure_s=max(spec.shutter, 1.0) / 360 / float(rate),
    )
    rings, droplets = splashing(spec, lens, canvas, seconds)
    streaks = np.concatenate([falling(spec, lens, canvas, seconds), droplets])
    haze = spec.haze * (0.25 + 0.55 * spec.intensity)
    counts = len(streaks), len(rings)
    return [_flat(streaks), _flat(rings), *counts, haze, spec.wetness, DROP_GAIN, *canvas]


def _flat(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a table as one line of numbers; never an empty one."""
    return np.ascontiguousarray(table.ravel()) if table.size else np.zeros(1, np.float32)
