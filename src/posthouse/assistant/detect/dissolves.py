"""Dissolves: a mix of two shots, whose part rises evenly from nothing to all.

Of every stretch whose ends are different shots three things are asked. Its frames must be near to mixes of its ends;
the contrast of its parts must dip in its middle to about half of that of its ends, as that of two pictures laid over
each other does; and where it begins and ends must be found (``ramps.py``) with both still true. A pan or a walk from
one place to another has different ends too, but its middle is no mix of them, and as sharp as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from posthouse.assistant.detect.cuts import change
from posthouse.assistant.detect.joins import Join, JoinKind
from posthouse.assistant.detect.ramps import ALONE, contrast_of, fitted_mix, measures_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from posthouse.assistant.detect.looks import Looks

LENGTHS: Final = (6, 8, 12, 18, 27, 40, 60)
_AROUND: Final = 12
"""Frames on each side, and a third of its own, that show how the shots themselves move."""
_SHORTEST = 4
_DIFFERENT, _LITTLE_DIFFERENT = 0.4, 0.3
"""How much the ends differ at least, and where the mixes are pure."""
_MIXED = 0.5
"""The part of what lies between the ends that the mixes must explain, to be looked at."""
_FITTED, _SURELY_MIXED = 0.7, 0.8
"""The same where its begin and its end were found to the frame, and where they were not."""
_DIP = 0.75
"""The contrast in the middle, of that of the ends."""
_PURE = 0.9
_LESS_MIXED = 0.15


def dissolves(looks: Looks, start: int, end: int, contrast: NDArray[np.float64] | None = None) -> Iterator[Join]:
    """Yield the mixes of a stretch without hard cuts, the clearest first, none over another."""
    contrast = contrast_of(looks) if contrast is None else contrast
    taken: list[tuple[int, int]] = []
    for _, first, last in sorted(_candidates(looks, contrast, (start, end)), reverse=True):
        if any(first < high and low < last for low, high in taken):
            continue
        low = max([start, first - _around(first, last), *(high for _, high in taken if high <= first)])
        high = min([end, last + _around(first, last), *(low for low, _ in taken if low >= last)])
        found = fitted_mix(measures_of(looks, low, high), first, last, shortest=_SHORTEST)
        guessed, mixed = (_mixed(looks.patterns[low - 1 : high + 1]) for low, high in ((first, last), found))
        if mixed < guessed - _LESS_MIXED or _clearness(looks, contrast, *found) is None:
            found, mixed = (first, last), guessed  # what lies around led the fit astray
        if mixed < (_SURELY_MIXED if found == (first, last) else _FITTED):
            continue
        taken.append(found)
        confidence = round(min(1.0, mixed), 2)
        yield Join(start_frame=found[0], end_frame=found[1], kind=JoinKind.DISSOLVE, confidence=confidence)


def _around(first: int, last: int) -> int:
    return _AROUND + (last - first) // 3


def _candidates(
    looks: Looks, contrast: NDArray[np.float64], stretch: tuple[int, int]
) -> Iterator[tuple[float, int, int]]:
    """Yield (clearness, first mixed frame, first frame of the shot after) of whatever may be a mix."""
    start, end = stretch
    for length in LENGTHS:
        for first in range(start + ALONE, end - length - ALONE + 1, max(1, length // 6)):
            if (clear := _clearness(looks, contrast, first, first + length)) is not None:
                yield clear, first, first + length


def _clearness(looks: Looks, contrast: NDArray[np.float64], first: int, last: int) -> float | None:
    """Return how well frames are mixes, less what the contrast in their middle is; None where they are none."""
    dip = _dip(contrast, first, last)
    if dip > _DIP:
        return None
    mixed = _mixed(looks.patterns[first - 1 : last + 1])
    if mixed < _MIXED or change(looks, first - 1, last) < (_DIFFERENT if mixed < _PURE else _LITTLE_DIFFERENT):
        return None
    return mixed - dip


def _dip(contrast: NDArray[np.float64], first: int, last: int) -> float:
    """Return the contrast in the middle, of that of the ends."""
    middle = (first + last - 1) // 2
    ends = contrast[max(0, first - 3) : first].mean() + contrast[last : last + 3].mean()
    return float(2 * contrast[middle : middle + 2].mean() / max(float(ends), 1e-9))


def _mixed(patterns: NDArray[np.uint8]) -> float:
    """Return how much of the way from the first picture to the last the even mixes of the two explain, up to 1."""
    flat = patterns.reshape(len(patterns), -1).astype(np.float32)
    way = flat[-1] - flat[0]
    part = np.linspace(0, 1, len(flat), dtype=np.float32)
    left = flat - flat[0] - part[:, None] * way
    # Where the part is half, a cross of two scenes has most to explain.
    moved = 4 * float((np.minimum(part, 1 - part) ** 2).sum()) * float((way**2).sum())
    return 1 - float((left**2).sum()) / max(moved, 1e-6)
