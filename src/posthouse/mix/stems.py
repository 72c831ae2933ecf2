"""Tracks to stems, stems to the mix.

The mix is the float32 sum of its stems in the order of their names, to the last bit: whoever adds the stems in that
order has the mix. A stem whose fader stands at 0 dB, centre, with no duck, is its track unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from posthouse.errors import InternalError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal import Sound

GainCurve = Callable[[int, int], "NDArray[np.float32] | None"]
"""``curve(start_samples, stop_samples)``: (sample,) gains, or None where all are 1."""


def faded(track: Iterable[Sound], gains: NDArray[np.float32], curves: Iterable[GainCurve] = ()) -> Iterator[Sound]:
    """Yield a track under its fader; ``gains`` is (channel,). Where several curves duck it, the lowest counts."""
    curves = tuple(curves)
    start = 0
    for block in track:
        stop = start + block.shape[1]
        sound = block if (gains == 1).all() else block * gains[:, None]
        ducks = [duck for curve in curves if (duck := curve(start, stop)) is not None]
        yield sound * np.minimum.reduce(ducks) if ducks else sound
        start = stop


def summed(stems: Iterable[Iterable[Sound]]) -> Iterator[Sound]:
    """Yield the sum of stems whose blocks have the same sizes, added in float32 in the order given.

    Raises:
        InternalError: the stems differ in length or channels.
    """
    for blocks in _together(list(stems)):
        total = blocks[0].copy()
        for block in blocks[1:]:
            if block.shape != total.shape:
                raise InternalError(f"stems of shapes {total.shape} and {block.shape} cannot be added")
            total += block
        yield total


def _together(stems: list[Iterable[Sound]]) -> Iterator[tuple[Sound, ...]]:
    try:
        yield from zip(*stems, strict=True)
    except ValueError as problem:
        raise InternalError("stems of different lengths cannot be added") from problem
