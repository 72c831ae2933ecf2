"""Whether a shot is told from its neighbors up to its ends, not only as a whole.

Problem: media of 24 frames a second counted as 25 is right for a second and one frame off after it. All frames together
then speak for the right place, loudly, and the few that are off are not heard.
Approach: of each frame it is known how far its picture lies from the next one's, so how much it can tell. Runs of
frames that can tell much are asked on their own: none may speak for a neighbor, and the first and the last of the shot
must lie in one that speaks clearly for its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

_RUNS = (1, 2, 4, 8)
"""Frames asked together."""
_TELLS = 1600.0
"""How far a run's pictures lie from their neighbors', in squares of the noise of a part, before it is asked."""
_CLEAR = 0.4
"""The part of what a right run would say that it must say."""
_AT_THE_END = 1
"""Frames at an end that need not be told."""
_MEDIAN_OF_SQUARES = 0.455
_LEAST_NOISE = 1e-7


def is_told_to_its_ends(ours: Rows, theirs: Rows) -> bool:
    """Return whether every run of frames that can tell speaks for its place, and both ends are told.

    Args:
        ours: (frame, part) what moves in the shot: each part without its mean over the frames.
        theirs: the same of the reference, in the same tone curve.
    """
    misfit = theirs - ours
    noise = float(np.median(misfit**2, axis=0).mean()) / _MEDIAN_OF_SQUARES + _LEAST_NOISE
    return all(_is_told(*_said(ours, misfit, neighbor, noise)) for neighbor in (-1, 1))


def _said(ours: Rows, misfit: Rows, neighbor: int, noise: float) -> tuple[Rows, Rows]:
    """Return (frame,) how much each frame speaks against a neighbor's place, and how much it would if it were right."""
    apart = np.zeros_like(ours)
    if neighbor > 0:
        apart[:-1] = ours[1:] - ours[:-1]
    else:
        apart[1:] = ours[:-1] - ours[1:]
    expected = (apart**2).sum(axis=1) / noise
    return expected - 2 * (misfit * apart).sum(axis=1) / noise, expected


def _is_told(said: Rows, expected: Rows) -> bool:
    told = np.zeros(len(said), bool)
    for run in (each for each in _RUNS if each <= len(said)):
        sums, most = (np.convolve(row, np.ones(run), "valid") for row in (said, expected))
        tells = most > _TELLS
        if (sums[tells] < 0).any():
            return False
        for first in np.flatnonzero(tells & (sums > _CLEAR * most)):
            told[first : first + run] = True
    frames = np.flatnonzero(told)
    return bool(len(frames)) and frames[0] <= _AT_THE_END and len(said) - 1 - frames[-1] <= _AT_THE_END
