"""Make the blue-noise mask of ``posthouse.pixels.dither``: 128 x 128 ranks by void and cluster, the same every time.

Problem: a dither mask whose thresholds, at every level, are spread as evenly as can be without a pattern. Approach: a
sprinkle of ones is evened out by moving the tightest cluster into the largest void until nothing moves; ranks are then
given by taking the clusters away one by one, and by filling the voids one by one. Tightness is a bell of 1.9 pixels
around every one, over the torus, so the mask tiles.
Source: R. Ulichney, "The void-and-cluster method for dither array generation", SPIE 1913, 1993.

Run: ``python tools/blue_noise.py src/posthouse/pixels/blue_noise.u2`` (half a minute).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIDE = 128
SIGMA = 1.9
SHARE_AT_FIRST = 0.1
SEED = 20  # of the first sprinkle
Grid = NDArray[np.float64]


class Torus:
    """Ones on a torus, and how tightly they lie at every place."""

    def __init__(self, ones: NDArray[np.bool_], bell: Grid) -> None:
        self.ones, self._bell = ones.copy(), bell
        self.tightness = np.zeros((SIDE, SIDE))
        for place in np.flatnonzero(ones):
            self._add(int(place), 1.0)

    def _add(self, place: int, sign: float) -> None:
        row, column = divmod(place, SIDE)
        self.tightness += sign * np.roll(self._bell, (row, column), (0, 1))

    def cluster(self) -> int:
        """Return the one that lies most tightly."""
        return int(np.argmax(np.where(self.ones, self.tightness, -np.inf)))

    def void(self) -> int:
        """Return the empty place farthest from ones."""
        return int(np.argmin(np.where(self.ones, np.inf, self.tightness)))

    def set(self, place: int, *, is_one: bool) -> None:
        """Put a one at a place, or take it away."""
        self.ones.flat[place] = is_one
        self._add(place, 1.0 if is_one else -1.0)


def bell() -> Grid:
    """Return the tightness that a one at the corner gives every place, to six decimals of its own."""
    axis = np.minimum(np.arange(SIDE), SIDE - np.arange(SIDE)).astype(np.float64)
    line = np.exp(-(axis**2) / (2 * SIGMA**2))
    # In whole 2**-40 parts, sums are exact, whatever the order: no machine breaks a tie otherwise.
    return np.round(np.outer(line, line) * 2**40)


def sprinkled(shape: Grid) -> Torus:
    """Return a first pattern without clusters and voids."""
    ones = np.zeros(SIDE * SIDE, bool)
    ones[np.random.default_rng(SEED).permutation(SIDE * SIDE)[: int(SIDE * SIDE * SHARE_AT_FIRST)]] = True
    torus = Torus(ones.reshape(SIDE, SIDE), shape)
    while True:
        taken = torus.cluster()
        torus.set(taken, is_one=False)
        put = torus.void()
        torus.set(put, is_one=True)
        if put == taken:
            return torus


def mask() -> NDArray[np.uint16]:
    """Return (y, x) the ranks of a mask."""
    shape = bell()
    first = sprinkled(shape)
    ranks = np.zeros(SIDE * SIDE, np.uint16)
    count = int(first.ones.sum())
    falling = Torus(first.ones, shape)
    for rank in range(count - 1, -1, -1):
        place = falling.cluster()
        falling.set(place, is_one=False)
        ranks[place] = rank
    rising = Torus(first.ones, shape)
    for rank in range(count, SIDE * SIDE):
        place = rising.void()
        rising.set(place, is_one=True)
        ranks[place] = rank
    return ranks.reshape(SIDE, SIDE)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(mask().astype("<u2").tobytes())
