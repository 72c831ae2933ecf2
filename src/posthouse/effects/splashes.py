"""Splashes: where drops strike the ground in one frame.

A splash lasts a tenth of a second: a ring that opens, foreshortened as the ground is, and a few droplets thrown up,
which fly as thrown things do. The ground is taken to be level and the camera as high as a person's eye, so it is seen
below the middle of the frame, and splashes shrink towards it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.effects.chance import Bits, Floats, chances, numbered, occasion
from posthouse.effects.streaks import Streaks
from posthouse.pixels.rain import MOST_BLOCKS, RING_NUMBERS
from posthouse.pixels.schedule import BLOCK_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.effects.lens import Lens
    from posthouse.effects.spec import RainSpec

MOST_SPLASHES = 2400
EYE_METRES = 1.5
HORIZON = 0.46
"""Where the horizon is taken to be, as a part of the frame's height."""
LASTS_SECONDS = 0.13
EVERY_SECONDS = 0.6
GRAVITY = 9.81
DROPLETS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Splashes:
    """The splashes alive in one frame."""

    numbers: Bits
    age: Floats
    """Seconds."""
    x: Floats
    y: Floats
    pixels: Floats
    """Pixels a metre at their distance."""
    flatness: Floats
    """How round things on the ground look: height over width."""
    strength: Floats


@functools.lru_cache(maxsize=8)
def _strikes(seed: int, count: int) -> tuple[Bits, Floats, Floats]:
    """Return (numbers, phase, period in seconds) of the places where drops strike again and again."""
    numbers = numbered(seed, count, 21)
    return numbers, chances(numbers, 22), EVERY_SECONDS * (0.7 + 0.6 * chances(numbers, 23))


def _alive(spec: RainSpec, lens: Lens, size: tuple[int, int], seconds: float) -> _Splashes:
    """Return the splashes to be seen at a time."""
    width, height = size
    numbers, phase, period = _strikes(spec.seed, round(MOST_SPLASHES * spec.splashes * (0.15 + 0.85 * spec.intensity)))
    run = phase + seconds / period
    times = np.floor(run)
    age = (run - times) * period
    lives = age < LASTS_SECONDS
    this_time, age = occasion(numbers[lives], times[lives]), age[lives]
    down = chances(this_time, 1)
    below = (0.09 + (1.02 - HORIZON - 0.09) * down) * height
    return _Splashes(
        numbers=this_time,
        age=age,
        x=(chances(this_time, 2) * 1.04 - 0.02) * width,
        y=HORIZON * height + below,
        pixels=below / EYE_METRES,
        flatness=np.clip(below / lens.focal_px, 0.12, 0.6),
        strength=(0.35 + 0.65 * chances(this_time, 3)) * np.minimum(1.0, 0.3 + down),
    )


def splashing(
    spec: RainSpec, lens: Lens, size: tuple[int, int], seconds: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (rings, streaks of droplets) of one frame; ``seconds`` is the footage's own time."""
    alive = _alive(spec, lens, size, seconds)
    droplets = [_droplets(alive, lens, size, n) for n in range(DROPLETS)]
    return _rings(alive, size), np.concatenate(droplets)


def _rings(alive: _Splashes, size: tuple[int, int]) -> NDArray[np.float32]:
    """Return (ring, number), see the kernel for the numbers."""
    grown = alive.age / LASTS_SECONDS
    radius = np.maximum(alive.pixels * (0.006 + 0.032 * np.sqrt(grown)), 1.2)
    low = np.maximum(radius * alive.flatness, 0.7)
    thick = np.clip(2.6 / radius, 0.45, 1.6)
    cover = 0.42 * alive.strength * (1 - grown) ** 2 * np.minimum(1.0, 0.0045 * alive.pixels + 0.25)
    first = np.clip(np.ceil(alive.y - 1.6 * low), 0, size[1])
    last = np.clip(np.floor(alive.y + 1.6 * low) + 1, 0, size[1])
    blocks = np.minimum(np.ceil((3 * radius + 2) / BLOCK_COLUMNS), MOST_BLOCKS)
    columns = (alive.x, alive.y, 1 / radius, 1 / low, 1 / thick, cover, first, last - first, blocks)
    numbers = np.empty((alive.x.size, RING_NUMBERS), np.float32)
    for index, column in enumerate(columns):
        numbers[:, index] = column
    shown: NDArray[np.float32] = numbers[last > first]
    return shown


def _droplets(alive: _Splashes, lens: Lens, size: tuple[int, int], which: int) -> NDArray[np.float32]:
    """Return the streaks of one droplet of each splash, in flight until it is back on the ground."""
    up = 0.45 + 0.75 * chances(alive.numbers, 10 + which)
    aside = (chances(alive.numbers, 20 + which) - 0.5) * 0.7
    height = up * alive.age - 0.5 * GRAVITY * alive.age**2
    speed = up - GRAVITY * alive.age
    steady = np.where(np.abs(speed) < 0.25, np.where(speed < 0, -0.25, 0.25), speed)
    flown = np.abs(steady) * lens.exposure_s * alive.pixels
    size_px = np.maximum(0.003 * alive.pixels, 0.95)
    fades = np.clip(1 - alive.age / LASTS_SECONDS, 0, 1)
    return Streaks(
        middle_x=alive.x + aside * alive.age * alive.pixels,
        middle_y=alive.y - height * alive.pixels,
        lean=-aside / steady,
        half_width=size_px,
        half_length=0.5 * flown + size_px,
        cover=np.where(height > 0, 0.3 * alive.strength * fades, 0.0),
    ).table(size)
