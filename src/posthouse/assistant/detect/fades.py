"""Fades through black or white: a run of even pictures that a shot goes steadily into and another comes out of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from posthouse.assistant.detect.cuts import change
from posthouse.assistant.detect.joins import Join, JoinKind
from posthouse.assistant.detect.looks import Looks
from posthouse.assistant.detect.ramps import fitted_fade, measures_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

_EVEN: Final = 0.012
"""The standard deviation of an even picture, of full scale 1; it is black up to one light, white from another."""
_BLACK, _WHITE = 0.1, 0.85
_LONGEST: Final = 90
_AROUND: Final = 12
_STEADY, _FURTHER = 4, 1.02
"""Within so many frames a picture on its way is so many times further from the even one."""
_RAMPS: Final = 4
"""A fade has so many frames on its way in and out at least, or it is a cut to black and one from it."""
_SAME_PICTURE = 0.85
_DIFFERENT = 0.3


def fades(looks: Looks, cuts: Sequence[int]) -> Iterator[Join]:
    """Yield a join for every run of even pictures between two shots, with the frames that lead into and out of it."""
    count = looks.count
    backward = Looks(patterns=looks.patterns[::-1], spreads=looks.spreads[::-1])
    for first, last in _even_runs(looks):
        if first == 0 or last == count:
            continue
        start = _begins(looks, (first, last), cuts)
        end = count - _begins(backward, (count - last, count - first), [count - cut for cut in cuts])
        is_white = looks.patterns[first].mean() > 128
        if first - start + end - last < _RAMPS or (is_white and change(looks, max(0, start - 1), end) < _DIFFERENT):
            continue
        yield Join(start_frame=start, end_frame=end, kind=JoinKind.FADE, confidence=0.9)


def _even_runs(looks: Looks) -> list[tuple[int, int]]:
    """Return the half-open runs of black or white pictures."""
    light = looks.light()
    spread = np.array([pattern.std() for pattern in looks.patterns]) / 255
    is_even = (spread < _EVEN) & ((light <= _BLACK) | (light >= _WHITE))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_even, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _begins(looks: Looks, run: tuple[int, int], cuts: Sequence[int]) -> int:
    """Return the first frame that is on its way to a run of even pictures; the run's own where it is cut to."""
    first, last = run
    low = max(0, first - _LONGEST)
    even = looks.patterns[first:last].mean(axis=0)
    away = (looks.patterns[low:first] - even).reshape(first - low, -1)
    guess = low + _walked(away, {cut - low for cut in cuts})
    start = max(low, guess - _AROUND, *(cut for cut in (low, *cuts) if cut <= guess))
    measures = measures_of(looks, start, min(last, first + _AROUND))
    starts = range(min(first, max(start + 1, guess - _AROUND // 2)), first + 1)
    found = fitted_fade(measures, starts, range(first, min(last, first + _AROUND - 2) + 1))
    return first if found is None else found[0]


def _walked(away: NDArray[np.float64], cuts: Collection[int]) -> int:
    """Return how far back pictures (frame, cell), less the even one after them, go on to be further from it."""
    sizes = np.sqrt((away**2).sum(axis=1))
    at = len(away)
    while at > 0:
        is_first = at == len(away)
        if not is_first and sizes[max(0, at - _STEADY) : at].max() <= sizes[at] * _FURTHER:
            break
        if not is_first and at in cuts and not _is_one_picture(away[at - 1], away[at]):
            break
        at -= 1
    return at


def _is_one_picture(before: NDArray[np.float64], after: NDArray[np.float64]) -> bool:
    """Return whether one picture is the other, nearer to an even one: a steep fade looks like a cut."""
    powers = float((before**2).sum()) * float((after**2).sum())
    return float((before * after).sum()) >= _SAME_PICTURE * float(np.sqrt(powers))
