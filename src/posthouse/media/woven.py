"""Film pictures out of telecined frames: each the first field of one frame and the second field of another."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from posthouse.media.deinterlace import deinterlaced
from posthouse.media.facts import FieldOrder
from posthouse.media.reader import runs
from posthouse.media.reading import FieldReading, FilmReading, Woven, film_table
from posthouse.signal import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.media.deinterlace import Take


def woven(reading: FilmReading, take: Take, frame_count: int, indices: Sequence[int]) -> Iterator[Picture]:
    """Yield film pictures in the order asked for, their lines those of the file.

    Args:
        reading: the order of the fields, and the cadence.
        take: yields the media's frames.
        frame_count: how many frames there are.
        indices: of film pictures, from 0; repeats and backward runs are fine.
    """
    table = film_table(reading)
    for run in runs(indices):
        wanted = [table[index] for index in run]
        for is_interpolated, alike in groupby(wanted, key=lambda each: each.is_interpolated):
            if is_interpolated:
                frames = [each.first_frame for each in alike]
                yield from deinterlaced(FieldReading(order=reading.order), take, frame_count, frames)
            else:
                yield from _joined(reading.order, take, list(alike), is_falling=run[-1] < run[0])


def _joined(order: FieldOrder, take: Take, wanted: Sequence[Woven], *, is_falling: bool) -> Iterator[Picture]:
    """Yield pictures joined of fields; frames are asked for in the direction of the run, so that none needs a seek."""
    asked = [frame for each in wanted for frame in _frames(each, is_falling=is_falling)]
    coming = take(asked)
    for each in wanted:
        frames = _frames(each, is_falling=is_falling)
        if len(frames) == 1:
            yield next(coming)
            continue
        joined: Picture | None = None
        for frame in frames:
            picture = next(coming)
            joined = joined or Picture.empty(picture.format)
            lay_field(joined, picture, is_top=(frame == each.first_frame) == (order is FieldOrder.TOP))
        assert joined is not None
        yield joined


def _frames(each: Woven, *, is_falling: bool) -> list[int]:
    return sorted({each.first_frame, each.second_frame}, reverse=is_falling)


def lay_field(target: Picture, source: Picture, *, is_top: bool) -> None:
    """Copy the lines of one field of a picture, in every plane."""
    first = 0 if is_top else 1
    for under, above in zip(target.planes, source.planes, strict=True):
        np.copyto(under[first::2], above[first::2], casting="no")
