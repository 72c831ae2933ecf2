"""What is left of a shot when stretches are taken out of it: whole frames, picture and sound alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from posthouse.timing import Rate


def kept_pieces(
    spans: Sequence[tuple[float, float]], *, frames: int, rate: Rate, handle_frames: int, shortest_frames: int
) -> tuple[FrameRange, ...]:
    """Return the pieces of a shot that stay, in order; the whole shot where nothing is taken out.

    Args:
        spans: (start, end) in seconds of the shot of what may go, in order.
        frames: the shot's length.
        rate: the programme's.
        handle_frames: what stays of each span on each side, but at the shot's own ends.
        shortest_frames: a piece shorter than this keeps what is around it: the shorter span beside it stays.
    """
    gone = [found for span in spans if (found := _whole_frames(span, frames, rate.fraction, handle_frames)) is not None]
    while (short := _shortest(_between(gone, frames), shortest_frames)) is not None:
        beside = [span for span in gone if short.start_frame == span.end_frame or span.start_frame == short.end_frame]
        gone.remove(min(beside, key=len))
    return tuple(_between(gone, frames))


def _whole_frames(span: tuple[float, float], frames: int, rate: Fraction, handle: int) -> FrameRange | None:
    """Return the whole frames inside a span and the shot, less handles; None where there is none."""
    start, end = math.ceil(span[0] * float(rate)), math.floor(span[1] * float(rate))
    start = start + handle if start > 0 else 0
    end = end - handle if end < frames else frames
    return FrameRange(start, end) if end > start else None


def _between(gone: Sequence[FrameRange], frames: int) -> list[FrameRange]:
    edges = [0, *(edge for span in gone for edge in (span.start_frame, span.end_frame)), frames]
    pieces = (FrameRange(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return [piece for piece in pieces if not piece.is_empty]


def _shortest(pieces: Sequence[FrameRange], least: int) -> FrameRange | None:
    """Return the shortest piece that is too short; None where there is only one piece."""
    short = [piece for piece in pieces if len(piece) < least]
    return min(short, key=len) if short and len(pieces) > 1 else None
