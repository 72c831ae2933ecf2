"""
Rain as the lens in use sees it: the physics of falling drops, turned into the numbers the rain kernel draws with.

Source: terminal speed of drops, D. Atlas et al., "Doppler radar characteristics of precipitation at vertical
incidence", Reviews of Geophysics 11 (1973); their size, J. O. Laws and D. A. Parsons, "The relation of raindrop-size
to intensity", Eos 24 (1943). Circle of confusion: thin lens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.rain import LAYER_NUMBERS, SPLASH_BANDS, SPLASH_NUMBERS

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from posthouse.effects.spec import RainSpec

SENSOR_METRES = 0.036
NEAREST_METRES, FARTHEST_METRES = 1.6, 26.0
WRAP_SECONDS = 64.0
"""Rain repeats after this long; float32 then still places a drop within 1/50 of a pixel."""
BACK_LIGHT = 7.0
"""Rain on film is lit from behind, or it is not seen: how much brighter than evenly lit rain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """A camera: ``width_px`` of picture over the sensor, exposure of one frame in seconds."""

    width_px: int
    focal_metres: float
    aperture: float
    focus_metres: float
    exposure_s: float

    def pixels(self, metres: float, distance: float) -> float:
        """Return how many pixels a length at a distance covers."""
        return metres * self.focal_metres / distance * self.width_px / SENSOR_METRES

    def blur_pixels(self, distance: float) -> float:
        """Return the circle of confusion of a point at a distance, in pixels."""
        opening = self.focal_metres / self.aperture
        spread = opening * self.focal_metres * abs(distance - self.focus_metres)
        circle = spread / (distance * (self.focus_metres - self.focal_metres))
        return circle * self.width_px / SENSOR_METRES


def rain_rate_mm_h(intensity: float) -> float:
    """Return millimetres of rain an hour for an intensity of 0..1: 2 (drizzle) to 100 (cloudburst)."""
    return 2.0 * math.pow(50.0, intensity)


def drop_metres(intensity: float) -> float:
    """Return the median diameter of drops (Laws and Parsons 1943: 1.24 mm at 1 mm/h, growing with rate^0.182)."""
    return 1.24e-3 * math.pow(rain_rate_mm_h(intensity), 0.182)


def fall_speed(diameter_metres: float) -> float:
    """Return the terminal speed of a drop in m/s (Atlas et al. 1973: 9.65 - 10.3 exp(-0.6 D), D in mm)."""
    return max(0.5, 9.65 - 10.3 * math.exp(-0.6 * diameter_metres * 1e3))


def rain_arguments(
    spec: RainSpec, canvas: tuple[int, int], rate: Fraction, seconds: float
) -> tuple[int, list[NDArray[np.float32] | float | int]]:
    """
    Return the number of layers, and the rain kernel's arguments for one frame.

    Args:
        spec: the rain.
        canvas: (width, height) in pixels.
        rate: frames a second of the footage, for the exposure.
        seconds: time of the frame on the footage's own clock.
    """
    width, height = canvas
    lens = Lens(
        width_px=width,
        focal_metres=spec.lens / 1e3,
        aperture=spec.aperture,
        focus_metres=spec.focus,
        exposure_s=spec.shutter / 360 / float(rate),
    )
    moment = seconds % WRAP_SECONDS
    layers = np.array([_layer(spec, lens, n, moment) for n in range(spec.layers)], np.float32)
    bands = np.array([_band(spec, canvas, n, moment) for n in range(SPLASH_BANDS)], np.float32)
    lean = math.radians(spec.wind)
    numbers = [math.cos(lean), -math.sin(lean), _haze(spec), spec.wetness, spec.splashes * 0.9, 1.35]
    return spec.layers, [layers.ravel(), bands.ravel(), *numbers, width, height]


def _haze(spec: RainSpec) -> float:
    return spec.haze * (0.25 + 0.55 * spec.intensity)


def _layer(spec: RainSpec, lens: Lens, index: int, moment: float) -> tuple[float, ...]:
    """Return one depth layer's numbers, nearest first."""
    share = (index + 0.5) / spec.layers
    distance = NEAREST_METRES * math.pow(FARTHEST_METRES / NEAREST_METRES, share)
    diameter = drop_metres(spec.intensity) * 1.35
    speed = lens.pixels(fall_speed(diameter), distance)
    drop_px, blur = lens.pixels(diameter, distance), lens.blur_pixels(distance)
    width = math.hypot(drop_px, blur)
    length = max(speed * lens.exposure_s, width * 1.5)
    column = max(width * 2.2 + 3.0, lens.pixels(0.055, distance), 5.0)
    cell = max(length * 1.35, column)
    held = diameter / (fall_speed(diameter) * max(lens.exposure_s, 1e-4))
    opacity = min(0.55, BACK_LIGHT * held * drop_px / width * (1.2 + 1.6 * share))
    density = min(0.92, (0.12 + 0.75 * spec.intensity) * (0.3 + 0.75 * share))
    seed = spec.seed % 65521 * 31 + index * 7919
    numbers = (column, cell, speed * moment, width, length, opacity, density, float(seed % 16_000_000), 0.35)
    assert len(numbers) == LAYER_NUMBERS
    return numbers


def _band(spec: RainSpec, canvas: tuple[int, int], index: int, moment: float) -> tuple[float, ...]:
    """Return one band of splashes, farthest first: small and many, then large and few."""
    width, height = canvas
    top = height * (0.62, 0.74, 0.86)[index]
    bottom = height * (0.78, 0.90, 1.0)[index]
    wide = width * (0.018, 0.034, 0.06)[index]
    density = (0.1 + 0.6 * spec.intensity) * (0.55, 0.5, 0.42)[index]
    seed = spec.seed % 65521 * 17 + index * 104_729
    numbers = (wide, wide * 0.42, top, bottom, moment * 4.2, density, float(seed % 16_000_000))
    assert len(numbers) == SPLASH_NUMBERS
    return numbers
