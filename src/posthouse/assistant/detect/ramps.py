"""Where a gradual change begins and ends, to the frame, though both shots move.

Problem: of a mix of two moving shots neither is ever seen alone while it lasts, so no frame tells where it is.
Approach: two kinds of measures have a simple law whatever the shots are. The light of large parts goes from one shot's
to the other's in a straight line: (1-a) A + a B, where A and B may drift. The contrast inside small parts goes along a
parabola, (1-a)^2 A + a^2 B and a little a(1-a), for the detail of two shots is not alike: it dips, and its corners lie
where the change begins and ends. For every start and end in question both laws are fitted by least squares over one
and the same stretch; the pair that leaves least is taken.
Trap: what moves in a shot leaves errors that last, so measures and laws are both taken as differences to most of the
frame before (``_LASTING``), or a slow move would be taken for a change.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from posthouse.assistant.detect.looks import Looks

_LARGE, _SMALL = (9, 8), (3, 4)
"""Parts of a pattern, in its cells, (down, across): 3 by 6 large ones, 9 by 12 small ones."""
_LASTING = 0.9
_ROUNDS = 6
ALONE = 3
"""How long a shot is seen alone, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """A stretch of a movie as measures that obey the laws of a mix."""

    first_frame: int
    light: NDArray[np.float64]
    """(frame, part) mean light of large parts, 0..1."""
    contrast: NDArray[np.float64]
    """(frame, part) variance inside small parts."""

    @property
    def frames(self) -> NDArray[np.int_]:
        """Return the frames measured."""
        return self.first_frame + np.arange(len(self.light))

    def backward(self) -> Measures:
        """Return the same in reverse; its frames count on from 0."""
        return Measures(first_frame=0, light=self.light[::-1], contrast=self.contrast[::-1])


def measures_of(looks: Looks, start: int, end: int) -> Measures:
    """Return the measures of frames start..end."""
    patterns = looks.patterns[start:end].astype(np.float64) / 255
    light = _parts(patterns, _LARGE).mean(axis=2)
    return Measures(first_frame=start, light=light, contrast=_parts(patterns, _SMALL).var(axis=2))


def contrast_of(looks: Looks) -> NDArray[np.float64]:
    """Return (frame,) the mean contrast inside small parts."""
    found = [
        _parts(looks.patterns[at : at + 500].astype(np.float32) / 255, _SMALL).var(axis=2).mean(axis=1)
        for at in range(0, looks.count, 500)
    ]
    return np.concatenate(found).astype(np.float64)


def mix_part(frames: NDArray[np.int_], starts: NDArray[np.int_], ends: NDArray[np.int_]) -> NDArray[np.float64]:
    """Return (pair, frame) the part of the shot after, 0..1: starts are the first mixed frames, ends the first of B."""
    after = frames[None] - starts[:, None] + 1
    return np.asarray(np.clip(after / np.maximum(ends - starts + 1, 1)[:, None], 0, 1))


def fitted_mix(measures: Measures, start: int, end: int, *, shortest: int) -> tuple[int, int]:
    """Return where a mix of two shots begins and ends, near a start and an end.

    It goes on from each better pair in ever smaller steps, so it may end far from where it began, but it keeps what was
    the middle.
    """
    middle = (start + end) // 2
    low, high = int(measures.frames[0]) + ALONE, int(measures.frames[-1]) + 1 - ALONE
    step = max(1, (end - start) // 8)
    for _ in range(_ROUNDS):
        reach = [at * step for at in range(-4, 5)]
        starts = [start + by for by in reach if low <= start + by <= middle]
        ends = [end + by for by in reach if middle < end + by <= high]
        best = _best(measures, _pairs(starts, ends, shortest), is_to_even=False)
        if best is None:
            break
        if max(abs(best[0] - start), abs(best[1] - end)) < 4 * step:
            if step == 1:
                return best
            step = max(1, step // 3)
        start, end = best
    return start, end


def fitted_fade(measures: Measures, starts: Iterable[int], ends: Iterable[int]) -> tuple[int, int] | None:
    """Return where a fade begins and where nothing but an even picture is left: the last one measured."""
    even = measures.light[-1]
    away = Measures(first_frame=measures.first_frame, light=measures.light - even, contrast=measures.contrast)
    return _best(away, _pairs(starts, ends, 0), is_to_even=True)


def _pairs(starts: Iterable[int], ends: Iterable[int], shortest: int) -> NDArray[np.int_]:
    ends = list(ends)
    return np.array([pair for pair in itertools.product(starts, ends) if pair[1] - pair[0] >= shortest], int)


def _best(measures: Measures, pairs: NDArray[np.int_], *, is_to_even: bool) -> tuple[int, int] | None:
    """Return the pair whose laws leave least of both measures, which count alike; None of none."""
    if not len(pairs):
        return None
    frames = measures.frames
    part = mix_part(frames, pairs[:, 0], pairs[:, 1])
    drift = ((frames - frames.mean()) / len(frames))[None]
    light, contrast = [1 - part, (1 - part) * drift], [(1 - part) ** 2]
    if not is_to_even:
        light += [part, part * drift]
        contrast += [part**2, part * (1 - part)]
    left = _left(measures.light, np.stack(light, -1)) + _left(measures.contrast, np.stack(contrast, -1))
    start, end = pairs[int(np.argmin(left))]
    return int(start), int(end)


def _left(values: NDArray[np.float64], laws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (pair,) the logarithm of what laws (pair, frame, term) leave of values (frame, part)."""
    values, laws = values[1:] - _LASTING * values[:-1], laws[:, 1:] - _LASTING * laws[:, :-1]
    powers = values @ values.T
    whole = max(float(np.trace(powers)), 1e-12)
    basis, _ = np.linalg.qr(laws)
    explained = ((powers @ basis) * basis).sum(axis=(1, 2))
    return np.asarray(np.log(np.maximum(whole - explained, 1e-9 * whole)))


def _parts(patterns: NDArray[np.floating], part: tuple[int, int]) -> NDArray[np.floating]:
    """Return (frame, part, cell) patterns taken apart."""
    count, height, width = patterns.shape
    down, across = part
    blocks = patterns.reshape(count, height // down, down, width // across, across).swapaxes(2, 3)
    return blocks.reshape(count, -1, down * across)
