"""Where the subject is over time, along the one side of the picture that is cut off.

Problem: the most interesting place of each picture by itself jumps between two people who both move.
Approach: a window as wide as the new frame is tried at places a step apart; what it holds, its middle counting more, is
its worth; of all ways through the pictures the one of most worth is taken, where going costs by how far (Viterbi).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Line = NDArray[np.float64]

_PLACES = 64
_GOING = 2.5
"""What a step over the whole picture costs, in parts of all interest."""
_INNER = 0.6
"""The part of the window in which interest counts whole; from there to its edge less and less."""


def windows(interest: NDArray[np.float32], part: float) -> tuple[NDArray[np.float64], Line]:
    """Return (picture, place) the worth of a window at each place, and (place,) where its middle is.

    Args:
        interest: (picture, x) interest along the side that is cut; each picture sums to 1.
        part: how long the window is, as a part of that side, below 1.
    """
    count = interest.shape[1]
    middles = np.linspace(part / 2, 1 - part / 2, _PLACES)
    spots = (np.arange(count) + 0.5) / count
    far = np.abs(spots[None] - middles[:, None]) / (part / 2)
    holds = np.clip((1 - far) / (1 - _INNER), 0, 1)
    return interest.astype(np.float64) @ holds.T, middles


def followed(worth: NDArray[np.float64], middles: Line) -> Line:
    """Return (picture,) where the window's middle should be: the way of most worth."""
    cost = _GOING * np.abs(middles[:, None] - middles[None])
    best = worth[0].copy()
    came = np.zeros(worth.shape, np.intp)
    for at in range(1, len(worth)):
        ways = best[:, None] - cost
        came[at] = ways.argmax(axis=0)
        best = ways.max(axis=0) + worth[at]
    place = int(best.argmax())
    places = [place]
    for at in range(len(worth) - 1, 0, -1):
        place = int(came[at, place])
        places.append(place)
    return np.asarray(middles[places[::-1]], np.float64)


def held(interest: NDArray[np.float32], middles: Line, part: float) -> float:
    """Return the share of all interest that lies inside the window on its way."""
    spots = (np.arange(interest.shape[1]) + 0.5) / interest.shape[1]
    is_inside = np.abs(spots[None] - middles[:, None]) <= part / 2
    return float((interest * is_inside).sum() / max(len(interest), 1))
