"""Making room: places opened in the list of pieces, and ranges of the programme cleared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.production.editing.cuts import halve
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.piece import PieceKind, Side

if TYPE_CHECKING:
    from posthouse.production.editing.work import Work
    from posthouse.timing import FrameRange


def opened(work: Work, frame: int) -> int:
    """Return the list position at which a programme frame begins; what lies across it is cut in two there."""
    position, at = work.at_frame(frame)
    if at == 0:
        left = work.real_before(position)
        if position < len(work.pieces) and left is not None:
            work.drop_transition(work.transition_at(left, position))
            position, _ = work.at_frame(frame)
        return position
    piece = work.pieces[position]
    if piece.kind is PieceKind.GAP:
        rest = replace(piece, index=None, gap_frames=piece.frames - at)
        work.pieces[position : position + 1] = [replace(piece, gap_frames=at), rest]
    else:
        new = halve(work, position, at)
        work.said.append(f"{piece.id} is split after {frames_said(at)}; its second half is {new}")
    return position + 1


def cleared(work: Work, span: FrameRange) -> int:
    """Take out all that lies in a range of the programme; return the position in the list where it was.

    A shot of which one side is left keeps its id; one that is left on both sides becomes two.
    """
    _split_around(work, span)
    start, where = 0, None
    for left in range(len(work.pieces), 0, -1):
        position = len(work.pieces) - left  # counted from the end: what goes, goes before it
        piece = work.pieces[position]
        end = start + piece.frames
        if piece.is_real and start < span.end_frame and end > span.start_frame:
            where = _cleared(work, position, max(0, span.start_frame - start), min(0, span.end_frame - end), where)
        start = end
    return _settle_transitions(work, len(work.pieces) if where is None else where)


def _split_around(work: Work, span: FrameRange) -> None:
    """Cut a shot in two that reaches beyond a range on both sides."""
    position, at = work.at_frame(span.start_frame)
    if position == len(work.pieces) or not work.pieces[position].is_real:
        return
    piece = work.pieces[position]
    after = piece.frames - at - span.duration_frames
    if at == 0 or after <= 0:
        return
    if piece.kind is PieceKind.GAP:
        rest = replace(piece, index=None, gap_frames=piece.frames - at)
        work.pieces[position : position + 1] = [replace(piece, gap_frames=at), rest]
        return
    new = halve(work, position, piece.frames - after)
    work.said.append(f"{piece.id} is cut in two; its second part is {new}")


def _cleared(work: Work, position: int, kept_head: int, kept_tail: int, where: int | None) -> int:
    """Clear one piece of which ``kept_head`` frames stay at its head, or ``-kept_tail`` at its tail."""
    piece = work.pieces[position]
    if kept_head:
        work.lose(piece, kept_head, piece.frames)
        work.trim(position, Side.TAIL, kept_head - piece.frames)
        work.said.append(f"{piece.name} loses {frames_said(piece.frames - kept_head)} at its tail")
        return position + 1
    if kept_tail:
        work.lose(piece, 0, piece.frames + kept_tail)
        work.trim(position, Side.HEAD, -kept_tail - piece.frames)
        work.said.append(f"{piece.name} loses {frames_said(piece.frames + kept_tail)} at its head")
        return position if where is None else where
    del work.pieces[position]
    if piece.is_shot:
        work.said.append(f"{piece.id} is taken out")
    return position if where is None else where


def _settle_transitions(work: Work, where: int) -> int:
    """Take out the transitions at a hole: the joins they lay over are no more."""
    while where < len(work.pieces) and work.pieces[where].kind is PieceKind.TRANSITION:
        work.drop_transition(where)
    while where and work.pieces[where - 1].kind is PieceKind.TRANSITION:
        work.drop_transition(where - 1)
        where -= 1
    return where
