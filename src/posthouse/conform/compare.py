"""Whether a shot shows what a reference movie shows, frame by frame.

Problem: the right take and its neighbour look alike, the reference is a small, re-coded, perhaps graded copy with a
timecode burnt in, and a shot that is one frame off is nearly right everywhere.
Approach: both are made very small, each picture a few hundred parts. What the reference does to all frames alike (a
tone curve, parts covered by a burn-in) is fitted and taken out. Then two questions: is it the same picture (its
mean over the shot), and does it move in step (what is left when each part's mean is taken out)? The step is tried some
frames earlier and later; a frame is told from its
neighbour when all frames together fit better by more than their noise.
Traps: where nothing moves, no picture can tell one frame from the next; that is said, not passed over. A file of
another rate fits at one end of the shot and not at the other, so short windows are asked as well, and the ends on their
own (``ends.py``).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posthouse.conform.ends import is_told_to_its_ends

Prints = NDArray[np.float32]
"""(frame, part) 0..1: the mean luma of each part of each picture."""
_Rows = NDArray[np.float64]

FARTHEST = 12
"""How many frames earlier or later are tried."""
COVERED = 0.15
"""The part of the picture that may be covered by burn-ins."""
_ONE_TONE = 0.004
"""Standard deviation below which a picture is one tone."""
_BAR = 0.08
"""Luma up to which a row or column is a black bar: 16 of 255, and what scaling leaves beside a picture."""
_LEAST_ROWS = 3
"""Fewer rows or columns of picture than these are no picture between bars, but a dark one."""
_SAME_TONE = 0.2
"""Mean difference of two pictures of one tone, at most: white is no grade of black."""
_ALIKE = 0.05
"""Mean difference of the parts of two copies of one picture, at most: a graded copy is within 0.03."""
_SAME_STILL = 0.014
"""The same where nothing moves, where this is all there is to tell by: a graded copy is within 0.009."""
_MOVES = 0.003
"""Mean deviation of the parts from their means, above which a shot moves: noise is below 0.002."""
_QUICK = 0.004
"""The same for the movement from frame to frame."""
_IN_STEP = 0.5
"""Correlation of the movement of two copies, at least; of other takes it is about 0."""
_TOLD = 4.0
"""How much better than its neighbours the right frame must fit, all frames together, in misfits of one frame."""
_MOVED = 8.0
"""How much better another offset must fit before a shot is called off: codecs that repeat a picture come to 5."""
_DRIFTED = 5.0
"""The same for a window of the shot; two windows must want different offsets."""
_CURVE = 3
"""The degree of the curve a grade is fitted by."""
_NOISE = 1e-7
"""The least misfit of one frame: the rounding of 8-bit codes."""
_LOCAL = 5
"""Frames over whose mean a frame's own movement is counted."""
_WINDOW = 12
"""Frames asked on their own for a drift."""


class Verdict(enum.StrEnum):
    """What a comparison found."""

    PROVEN = "proven"  # the reference's frames, and no others
    PARTLY = "partly"  # the reference's frames as a whole; a part, often an end, moves too little to tell its frames
    STILL = "still"  # the reference's picture; nothing in it moves enough, so the frame cannot be told
    OFFSET = "offset"  # the right take, some frames off
    UNEVEN = "uneven"  # the right take at another rate or speed: parts of it agree, others are off
    OTHER = "other"  # another picture
    BLANK = "blank"  # the reference is of one tone here: nothing can be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One shot compared with a reference."""

    verdict: Verdict
    difference: float
    """Mean difference of the parts, 0..1, tone curve and burn-ins taken out."""
    step: float = 0.0
    """Correlation of the movements at the best offset, -1..1; 0 where nothing moves."""
    offset: int = 0
    """How many frames later in the reference the shot's picture is found; of one that is still, where it fits best."""

    @property
    def is_right(self) -> bool:
        """Return whether the picture is the reference's as far as a picture can tell."""
        return self.verdict in {Verdict.PROVEN, Verdict.PARTLY, Verdict.STILL, Verdict.BLANK}


def compare(shot: Prints, reference: Prints) -> Proof:
    """Return whether a shot's frames are the reference's at the same place; both are (frame, part), of one shape.

    Raises:
        ValueError: the two are of different shapes, or empty.
    """
    if shot.shape != reference.shape or not len(shot):
        raise ValueError(f"prints of {shot.shape} and {reference.shape} cannot be compared")
    if float(reference.std(axis=1).max()) < _ONE_TONE:
        difference = float(np.abs(shot - reference).mean())
        is_one_tone_too = float(shot.std(axis=1).max()) < 4 * _ONE_TONE and difference < _SAME_TONE
        return Proof(verdict=Verdict.BLANK if is_one_tone_too else Verdict.OTHER, difference=difference)
    ours, theirs, difference = _without_look(shot, reference)
    if difference > _ALIKE:
        return Proof(verdict=Verdict.OTHER, difference=difference)
    movement = _Movement(ours, theirs)
    best = movement.best_offset()
    step = movement.step(best)
    if movement.amount < _MOVES or (step < _IN_STEP and movement.amount < 2 * _MOVES):
        is_same = difference <= _SAME_STILL
        return Proof(verdict=Verdict.STILL if is_same else Verdict.OTHER, difference=difference)
    if step < _IN_STEP:
        return Proof(verdict=Verdict.OTHER, difference=difference, step=step)
    return Proof(verdict=movement.verdict(best), difference=difference, step=step, offset=best or movement.leaning())


def picture_parts(shot: Prints, across: int) -> NDArray[np.intp]:
    """Return which parts of a shot's prints lie in rows and columns that are not black bars all along.

    Args:
        shot: (frame, part), row after row.
        across: how many parts a row has.
    """
    brightest = shot.max(axis=0).reshape(-1, across)
    rows, columns = (np.flatnonzero(brightest.max(axis=axis) > _BAR) for axis in (1, 0))
    if len(rows) < _LEAST_ROWS or len(columns) < _LEAST_ROWS:
        return np.arange(shot.shape[1])
    inside = np.zeros_like(brightest, bool)
    inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    return np.flatnonzero(inside.reshape(-1))


def _without_look(shot: Prints, reference: Prints) -> tuple[_Rows, _Rows, float]:
    """Return both in one tone curve, without the parts that are covered, and the mean difference of their means."""
    ours, theirs = shot.astype(np.float64), reference.astype(np.float64)
    misfit = np.abs(_fitted(ours, theirs).mean(axis=0) - theirs.mean(axis=0))
    seen = np.sort(np.argsort(misfit, kind="stable")[: max(1, round(len(misfit) * (1 - COVERED)))])
    fitted = _fitted(ours[:, seen], theirs[:, seen])
    difference = np.abs(fitted.mean(axis=0) - theirs[:, seen].mean(axis=0)).mean()
    return fitted, theirs[:, seen], float(difference)


def _fitted(ours: _Rows, theirs: _Rows) -> _Rows:
    """Return ours through the one curve, of all parts of all frames, that brings it nearest to theirs."""
    centre, spread = ours.mean(), ours.std() or 1.0
    powers = np.stack([((ours - centre) / spread).ravel() ** n for n in range(_CURVE + 1)])
    weights, *_ = np.linalg.lstsq(powers @ powers.T, powers @ theirs.ravel(), rcond=None)
    return np.asarray((weights @ powers).reshape(ours.shape))


class _Movement:
    """What is left of two runs of prints when each part's mean is taken out, compared at many offsets."""

    def __init__(self, ours: _Rows, theirs: _Rows) -> None:
        self.ours, self.theirs = ours - ours.mean(axis=0), theirs - theirs.mean(axis=0)
        power = float((self.ours**2).sum())
        gain = float((self.ours * self.theirs).sum()) / power if power > 0 else 1.0
        self.ours *= max(0.5, min(2.0, gain))
        self._fast = _own(self.ours), _own(self.theirs)
        farthest = max(0, min(FARTHEST, len(ours) // 2, len(ours) - 4))
        self.misfits = {d: self._misfit(d) for d in range(-farthest, farthest + 1)}

    @property
    def amount(self) -> float:
        """Return how much moves: the mean deviation in the shot; half of the reference's, which is noisier."""
        return max(float(np.abs(self.ours).mean()), float(np.abs(self.theirs).mean()) / 2)

    def _misfit(self, offset: int) -> _Rows:
        """Return (frame,) the mean squared difference from the frame ``offset`` later; NaN where there is none."""
        first, last = max(0, -offset), len(self.ours) - max(0, offset)
        found = np.full(len(self.ours), np.nan)
        apart = self._fast[0][first:last] - self._fast[1][first + offset : last + offset]
        found[first:last] = (apart**2).mean(axis=1)
        return found

    def best_offset(self, frames: slice = slice(None)) -> int:
        """Return the offset at which some frames fit best; 0 unless another is clearly better."""
        means = {d: float(np.nanmean(row[frames])) for d, row in self.misfits.items() if _count(row[frames]) >= 4}
        best = min(means, key=lambda d: (means[d], abs(d))) if means else 0
        return best if self.lead(best, 0, frames) > _MOVED else 0

    def leaning(self) -> int:
        """Return the neighbouring offset that fits better than none, if not by enough to say so; else 0."""
        return max((d for d in (-1, 1) if self.lead(d, 0) > _TOLD), key=lambda d: self.lead(d, 0), default=0)

    def step(self, offset: int) -> float:
        """Return the correlation of the movements at an offset."""
        first, last = max(0, -offset), len(self.ours) - max(0, offset)
        a, b = self.ours[first:last], self.theirs[first + offset : last + offset]
        power = float(np.sqrt((a * a).sum() * (b * b).sum()))
        return float((a * b).sum()) / power if power > 0 else 0.0

    def lead(self, offset: int, than: int, frames: slice = slice(None)) -> float:
        """Return how much better some frames fit at one offset than at another, in misfits of one frame."""
        if than not in self.misfits:
            return np.inf
        gain = self.misfits[than][frames] - self.misfits[offset][frames]
        noise = max(_NOISE, float(np.nanmedian(self.misfits[offset][frames])))
        return float(np.nansum(gain)) / noise

    def verdict(self, best: int) -> Verdict:
        """Return what is to be said of a shot that fits best at an offset."""
        if self._drifts():
            return Verdict.UNEVEN
        if best:
            return Verdict.OFFSET
        if self._is_out_of_step():
            return Verdict.UNEVEN
        if any(self.lead(0, d) <= _TOLD for d in (-1, 1)):
            return Verdict.STILL
        return Verdict.PROVEN if is_told_to_its_ends(self.ours, self.theirs) else Verdict.PARTLY

    def _is_out_of_step(self) -> bool:
        """Return whether the shot moves from frame to frame, clearly, and the reference does not move so."""
        ours, theirs = self._fast
        if float(np.abs(ours).mean()) < _QUICK:
            return False
        power = float(np.sqrt((ours * ours).sum() * (theirs * theirs).sum()))
        return float((ours * theirs).sum()) < _IN_STEP * power

    def _drifts(self) -> bool:
        """Return whether windows of the shot clearly want different offsets."""
        found = set()
        for start in range(0, len(self.ours) - _WINDOW + 1, _WINDOW // 2):
            window = slice(start, start + _WINDOW)
            best = self.best_offset(window)
            if all(self.lead(best, best + d, window) > _DRIFTED for d in (-1, 1)):
                found.add(best)
        return len(found) > 1


def _count(row: _Rows) -> int:
    return int(np.count_nonzero(~np.isnan(row)))


def _own(rows: _Rows) -> _Rows:
    """Return each frame's difference from the mean of the frames around it."""
    length = min(_LOCAL, len(rows) - 1 + len(rows) % 2)
    sums = np.cumsum(
        np.concatenate([np.zeros((1, rows.shape[1])), np.pad(rows, ((length // 2,) * 2, (0, 0)), "edge")]), 0
    )
    return np.asarray(rows - (sums[length:] - sums[:-length]) / length)
