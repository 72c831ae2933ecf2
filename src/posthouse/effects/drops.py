"""Falling drops: where each streak lies in one frame.

Problem: the lens sees more drops than can be drawn, and each must be there in every frame it falls through, at its
own speed, whichever frame is asked for first.
Approach: a drop has a distance, drawn so that far drops are many, and falls again and again through the part of the
world the lens sees there, a little higher than the frame, each time at another place. So its place is a function of
the time alone, and it begins and ends its fall out of sight.
Source: terminal speed of drops, D. Atlas et al., "Doppler radar characteristics of precipitation at vertical
incidence", Reviews of Geophysics 11 (1973); their size, J. O. Laws and D. A. Parsons, "The relation of raindrop-size
to intensity", Eos 24 (1943).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.effects.chance import Bits, Floats, chances, numbered, occasion, soft_noise
from posthouse.effects.streaks import Streaks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.effects.lens import Lens
    from posthouse.effects.spec import RainSpec

NEAREST_METRES, FARTHEST_METRES = 0.9, 24.0
MOST_DROPS = 11_000
BACK_LIGHT = 9.0
"""Rain on film is lit from behind, or it is not seen: how much more of it shows than of evenly lit rain."""


def rain_rate_mm_h(intensity: float) -> float:
    """Return millimetres of rain an hour for an intensity of 0..1: 2 (drizzle) to 100 (cloudburst)."""
    return 2.0 * math.pow(50.0, intensity)


def drop_metres(intensity: float) -> float:
    """Return the median diameter of drops (Laws and Parsons 1943: 1.24 mm at 1 mm/h, growing with rate^0.182)."""
    return 1.24e-3 * math.pow(rain_rate_mm_h(intensity), 0.182)


def fall_speed(diameter_metres: float) -> float:
    """Return the terminal speed of a drop in m/s (Atlas et al. 1973: 9.65 - 10.3 exp(-0.6 D), D in mm)."""
    return max(0.5, 9.65 - 10.3 * math.exp(-0.6 * diameter_metres * 1e3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drops:
    """What stays the same of each drop, fall after fall: arrays of one number a drop."""

    numbers: Bits
    nearness: Floats
    """0 for the farthest, 1 for the nearest."""
    pixels: Floats
    """Pixels a metre at its distance."""
    speed: Floats
    """Metres a second."""
    phase: Floats
    room: Floats
    """Metres it falls before it falls again."""
    half_width: Floats
    half_length: Floats
    cover: Floats


@functools.lru_cache(maxsize=8)
def drops_of(spec: RainSpec, lens: Lens, height_px: int) -> Drops:
    """Return the drops of a rain before a lens."""
    count = round(MOST_DROPS * (0.05 * spec.intensity + 0.95 * spec.intensity * spec.intensity))
    numbers = numbered(spec.seed, count, 1)
    distance = _distances(chances(numbers, 2))
    size = 0.75 + 0.75 * chances(numbers, 3) ** 2
    speed = fall_speed(drop_metres(spec.intensity)) * (0.72 + 0.28 * size)
    pixels = lens.focal_px / distance
    drop_px = drop_metres(spec.intensity) * 1.25 * size * pixels
    blur_px = lens.blur_px_far * np.abs(distance - lens.focus_metres) / distance
    soft_px = np.sqrt(drop_px**2 + blur_px**2 + lens.width_px**2 * 4e-7)
    length_px = speed * lens.exposure_s * pixels + soft_px
    held = np.minimum(1.0, drop_px / np.maximum(speed * lens.exposure_s * pixels, 1e-6))
    focused = np.sqrt(np.minimum(1.0, drop_px / soft_px))
    return Drops(
        numbers=numbers,
        nearness=(1 / distance - 1 / FARTHEST_METRES) / (1 / NEAREST_METRES - 1 / FARTHEST_METRES),
        pixels=pixels,
        speed=speed,
        phase=chances(numbers, 4),
        room=(height_px * (1.05 + 0.4 * chances(numbers, 6)) + length_px + 2 * soft_px) / pixels,
        half_width=np.maximum(0.62 * soft_px, 0.75),
        half_length=np.maximum(0.5 * length_px, 1.0),
        cover=np.minimum(0.6, BACK_LIGHT * held * focused),
    )


def _distances(shares: Floats) -> Floats:
    """Return the distances that even chances stand for, in metres: drops a metre grow as its 0.6th power."""
    near, far = NEAREST_METRES**1.6, FARTHEST_METRES**1.6
    steps = np.array([math.pow(near + (far - near) * node / 256, 1 / 1.6) for node in range(257)])
    place = shares * 256
    cell = place.astype(np.int64)
    distances: Floats = steps[cell] + (steps[cell + 1] - steps[cell]) * (place - cell)
    return distances


def falling(spec: RainSpec, lens: Lens, size: tuple[int, int], seconds: float) -> NDArray[np.float32]:
    """Return the streaks of one frame; ``size`` is (width, height) in pixels, ``seconds`` the footage's own time."""
    drops = drops_of(spec, lens, size[1])
    fallen = drops.phase + drops.speed * seconds / drops.room
    falls = np.floor(fallen)
    this_fall = occasion(drops.numbers, falls)
    shift_m, drift = _wind(spec, drops, seconds)
    lean = math.tan(math.radians(spec.wind)) + (chances(this_fall, 1) - 0.5) * 0.05
    margin = drops.half_width + np.abs(lean) * drops.half_length + 4
    middle_y = (fallen - falls) * drops.room * drops.pixels - drops.half_length - drops.half_width
    wide = size[0] + 2 * margin
    across = chances(this_fall, 2) * wide + lean * middle_y + shift_m * drops.pixels
    middle_x = across - np.floor(across / wide) * wide - margin
    bright = 0.3 + 1.5 * chances(this_fall, 3) ** 3
    return Streaks(
        middle_x=middle_x,
        middle_y=middle_y,
        lean=lean + drift / drops.speed,
        half_width=drops.half_width,
        half_length=drops.half_length,
        cover=drops.cover * bright * _gusts(spec, drops, this_fall, middle_x / size[0], seconds),
    ).table(size)


def _wind(spec: RainSpec, drops: Drops, seconds: float) -> tuple[Floats, Floats]:
    """Return how far the wind has carried each drop, in metres, and how fast it does: one breath near, one far."""
    waves = ((0.30, 0.83, 0.0), (0.13, 1.91, 1.3), (0.26, 0.71, 2.1), (0.11, 2.23, 0.4))
    turn = spec.seed % 1000 * 0.77
    carried = [metres * math.sin(rate * seconds + start + turn) for metres, rate, start in waves]
    blowing = [metres * rate * math.cos(rate * seconds + start + turn) for metres, rate, start in waves]

    def mixed(parts: list[float]) -> Floats:
        near, far = parts[0] + parts[1], parts[2] + parts[3]
        return far + (near - far) * drops.nearness

    return mixed(carried), mixed(blowing)


def _gusts(spec: RainSpec, drops: Drops, this_fall: Bits, across: Floats, seconds: float) -> Floats:
    """Return 0..1, which drops are there: sheets of rain drift over the frame, and thin out between."""
    sheet = soft_noise(across * 2.2 - seconds * 0.55 + drops.nearness * 40, spec.seed)
    thickness = 0.45 + 0.75 * sheet
    return np.clip((thickness - chances(this_fall, 4)) * 5 + 0.5, 0, 1)
