"""Streaks as the rain kernel takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.rain import MOST_BLOCKS, STREAK_NUMBERS
from posthouse.pixels.schedule import BLOCK_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.effects.chance import Floats

_FAINTEST = 0.002
_STEEPEST = 1.8
"""Columns a row: a streak leans 61 degrees at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streaks:
    """Arrays of one number a streak, in pixels; ``lean`` in columns a row downwards; ``cover`` 0..1 at its middle."""

    middle_x: Floats
    middle_y: Floats
    lean: Floats
    half_width: Floats
    half_length: Floats
    """Measured along the fall, not along the streak."""
    cover: Floats

    def table(self, size: tuple[int, int]) -> NDArray[np.float32]:
        """Return (streak, number) of those that show on a picture of (width, height); see the kernel for numbers."""
        lean = np.clip(self.lean, -_STEEPEST, _STEEPEST)
        reach = self.half_width * np.sqrt(1 + lean * lean)
        blocks = np.minimum(np.ceil((2 * reach + 2) / BLOCK_COLUMNS), MOST_BLOCKS)
        first = np.clip(np.ceil(self.middle_y - self.half_length), 0, size[1])
        last = np.clip(np.floor(self.middle_y + self.half_length) + 1, 0, size[1])
        sway = np.abs(lean) * self.half_length + reach
        beside = (self.middle_x + sway < 0) | (self.middle_x - sway >= size[0])
        steepness = np.clip(self.half_length / (self.half_width + 0.3 * self.half_length), 1, 3)
        numbers = np.empty((lean.size, STREAK_NUMBERS), np.float32)
        columns = (self.middle_x, self.middle_y, lean, 1 / reach, 1 / self.half_length, steepness, self.cover)
        for index, column in enumerate((*columns, first, last - first, blocks)):
            numbers[:, index] = column
        shown: NDArray[np.float32] = numbers[(last > first) & ~beside & (self.cover > _FAINTEST)]
        return shown
