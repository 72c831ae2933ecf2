"""Chunks: the cut, split into runs of frames that are rendered and kept on their own.

A shot is split on a grid of its *source's* time, every 48 frames, not of the programme's. So moving a shot changes no
chunk, trimming it changes the one at that end, and two uses of the same frames share theirs. A transition is a chunk
of its own. Runs too short to be worth an encoder (under 12 frames) join their neighbour in the same span.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.editorial.cut import Cut, Gap, Layer, Shot, Transition
from posthouse.timing import FrameRange, RampMap

if TYPE_CHECKING:
    from collections.abc import Iterator

GRID_FRAMES = 48
SHORTEST_FRAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A run of programme frames whose picture is built alike: one event or one transition, under the same layers."""

    range: FrameRange
    base: Shot | Gap | Transition
    layers: tuple[Layer, ...] = ()


Kept = Callable[[Chunk], Sequence[FrameRange]]
"""Says which frames of a span are chunks already: in order, apart, within the span."""


def chunks_of(cut: Cut, kept: Kept = lambda _span: ()) -> tuple[Chunk, ...]:
    """Return the cut's chunks in programme order; together they cover it exactly."""
    return tuple(chunk for span in _spans(cut) for chunk in _around(span, kept(span)))


def _around(span: Chunk, kept: Sequence[FrameRange]) -> Iterator[Chunk]:
    """Yield a span's chunks: the ranges kept whole, and what lies around them on the grid."""
    start = span.range.start_frame
    for frames in (*kept, FrameRange(span.range.end_frame, span.range.end_frame)):
        if frames.start_frame > start:
            yield from _split(Chunk(range=FrameRange(start, frames.start_frame), base=span.base, layers=span.layers))
        if not frames.is_empty:
            yield Chunk(range=frames, base=span.base, layers=span.layers)
        start = frames.end_frame


def _spans(cut: Cut) -> Iterator[Chunk]:
    """Yield the longest runs with one base and one set of layers."""
    edges = sorted(
        {edge for layer in cut.layers for edge in (layer.shot.range.start_frame, layer.shot.range.end_frame)}
    )
    for base, frames in _bases(cut):
        inner = [edge for edge in edges if frames.start_frame < edge < frames.end_frame]
        stops = [frames.start_frame, *inner, frames.end_frame]
        for start, end in itertools.pairwise(stops):
            span = FrameRange(start, end)
            layers = tuple(layer for layer in cut.layers if layer.shot.range.overlaps(span))
            yield Chunk(range=span, base=base, layers=layers)


def _bases(cut: Cut) -> Iterator[tuple[Shot | Gap | Transition, FrameRange]]:
    """Yield events and transitions with the frames each shows, in programme order; none overlap."""
    at, first = 0, 0
    for transition in sorted(cut.transitions, key=lambda t: t.range):
        yield from _events_between(cut, first, FrameRange(at, max(at, transition.range.start_frame)))
        yield transition, transition.range
        at, first = transition.range.end_frame, transition.after
    yield from _events_between(cut, first, FrameRange(at, max(at, cut.duration_frames)))


def _events_between(cut: Cut, first: int, frames: FrameRange) -> Iterator[tuple[Shot | Gap, FrameRange]]:
    """Yield the events, from the first on, that show some of a range of frames."""
    for event in cut.events[first:]:
        if event.range.start_frame >= frames.end_frame:
            return
        shown = event.range.intersection(frames)
        if not shown.is_empty:
            yield event, shown


def _split(span: Chunk) -> Iterator[Chunk]:
    """Yield a span in pieces on its base's own grid."""
    for start, end in _joined(list(_pieces(span))):
        yield Chunk(range=FrameRange(start, end), base=span.base, layers=span.layers)


def _pieces(span: Chunk) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of pieces, cut where the base's own frame number passes a multiple of the grid."""
    numbers, step = _own_frames(span)
    start, first = 0, span.range.start_frame
    for place in range(1, len(numbers)):
        if numbers[place] // step != numbers[place - 1] // step or place - start >= 2 * GRID_FRAMES:
            yield first + start, first + place
            start = place
    yield first + start, span.range.end_frame


def _own_frames(span: Chunk) -> tuple[Sequence[int], int]:
    """Return the number of each frame in the base's own time, and how many of them make a chunk."""
    base, frames = span.base, span.range
    if isinstance(base, Shot):
        source = base.source
        if isinstance(source, RampMap):  # the curve's own frames hang on the source
            first = source.first_frame - base.start_frame
            return range(frames.start_frame + first, frames.end_frame + first), GRID_FRAMES
        if not source.is_freeze:
            step = max(1, round(GRID_FRAMES * abs(source.speed)))
            return source.grid_frames(frames.shifted(-base.start_frame)), step
    return range(frames.start_frame - base.range.start_frame, frames.end_frame - base.range.start_frame), GRID_FRAMES


def _joined(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pieces with a short first or last one joined to its neighbour."""
    if len(pieces) > 1 and pieces[0][1] - pieces[0][0] < SHORTEST_FRAMES:
        pieces[:2] = [(pieces[0][0], pieces[1][1])]
    if len(pieces) > 1 and pieces[-1][1] - pieces[-1][0] < SHORTEST_FRAMES:
        pieces[-2:] = [(pieces[-2][0], pieces[-1][1])]
    return pieces
