"""From a list of wanted pictures to the frames themselves: forward in one go, backward by the group, repeats held."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from av.video.frame import VideoFrame

    from posthouse.media.decode import PictureDecoder

BACKWARD_BYTES = 256 << 20
"""The most memory a backward run holds; a longer group is decoded more than once."""


def frames_in_order(decoder: PictureDecoder, indices: Sequence[int]) -> Iterator[VideoFrame]:
    """Yield the frame of each presentation index, in the order asked for.

    A run that goes backward is taken in windows: each is decoded forward from its entry point, held, and given out
    backward. A window ends where its memory does, or where the next picture needs an earlier entry point.
    """
    for run in runs(indices):
        if run[-1] >= run[0]:
            decoder.kept.clear()
            yield from _forward(decoder, run)
        else:
            yield from _backward(decoder, run)


def runs(indices: Sequence[int]) -> Iterator[list[int]]:
    """Yield maximal stretches that only rise or hold, or only fall or hold."""
    run: list[int] = []
    direction = 0
    for index in indices:
        step = (index > run[-1]) - (index < run[-1]) if run else 0
        if step * direction < 0:
            yield run
            run, direction = [], 0
        elif step:
            direction = step
        run.append(index)
    if run:
        yield run


def _forward(decoder: PictureDecoder, run: Sequence[int]) -> Iterator[VideoFrame]:
    held: tuple[int, VideoFrame] | None = None
    for index in run:
        if held is None or held[0] != index:
            held = (index, decoder.frame(index))
        yield held[1]


def _backward(decoder: PictureDecoder, run: Sequence[int]) -> Iterator[VideoFrame]:
    size = max(2, BACKWARD_BYTES // decoder.frame_bytes)
    at = 0
    while at < len(run):
        window = _window(decoder, run, at, size)
        held = _held(decoder, sorted(set(window)), size)
        for index in window:
            yield held[index]
        at += len(window)


def _held(decoder: PictureDecoder, wanted: Sequence[int], size: int) -> dict[int, VideoFrame]:
    """Return the frames of a window, rising.

    What is passed on the way to it is what a run going on backward wants next, often in another call: as much of that
    as memory allows is kept, so that a long group is not decoded again for each of its chunks.
    """
    if all(index in decoder.kept for index in wanted):
        return {index: decoder.kept.pop(index) for index in wanted}
    first = max(decoder.first_picture_from(decoder.index.entry_for(wanted[0])), wanted[-1] + 1 - size)
    decoder.kept.clear()
    passed = {index: decoder.frame(index) for index in (*range(first, wanted[0]), *wanted)}
    decoder.kept.update((index, passed[index]) for index in range(first, wanted[0]))
    return {index: passed[index] for index in wanted}


def _window(decoder: PictureDecoder, run: Sequence[int], at: int, size: int) -> list[int]:
    """Return the next stretch of a falling run: at most ``size`` different pictures of one entry point."""
    window = [run[at]]
    entry = decoder.index.entry_for(run[at])
    different = 1
    for before, index in pairwise(run[at:]):
        different += index != before
        if different > size or decoder.index.entry_for(index) != entry:
            break
        window.append(index)
    return window
