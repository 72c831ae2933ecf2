"""Lift and extract: a shot or a range taken out, with a gap in its place or closed up; omit and restore."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.addresses import list_said
from posthouse.production.editing.carve import cleared
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.footage import run_of_footage
from posthouse.production.editing.layer_placing import lift_over
from posthouse.production.editing.park import parked_on
from posthouse.production.editing.piece import Only, PieceKind, gap_piece
from posthouse.production.editing.places import is_bare_shot, parsed_place
from posthouse.production.editing.sounds import mute, refuse_only
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.production.editing.work import Work


def span_of(work: Work, first: str, last: str | None) -> FrameRange:
    """Return the programme frames of a shot, or from one place to before another."""
    if last is None:
        if not is_bare_shot(parsed_place(first)):
            raise ProductionError(f"{first} is a place, not a range", hint="name a shot, or where it begins and ends")
        position = work.position(first.strip())
        return FrameRange.lasting(work.start_of(position), work.pieces[position].frames)
    start, end = work.frame(first), work.frame(last)
    if end <= start:
        raise ProductionError(f"{last} is not after {first}", hint="name the earlier place first")
    work.at_frame(end)
    return FrameRange(start, end)


def lift(work: Work, first: str, *, last: str | None = None, only: Only = Only.BOTH, track: str = "") -> None:
    """Take a shot or a range out and leave a gap; nothing moves."""
    if only is not Only.BOTH:
        _lift_half(work, first, last, only)
        return
    if work.is_over:
        lift_over(work, first, last=last, track=track)
        return
    span = span_of(work, first, last)
    first_gone = _first_gone(work, span)
    where = cleared(work, span)
    is_gone = all(piece.index != first_gone for piece in work.pieces)
    gap = replace(gap_piece(span.duration_frames), instead=first_gone if is_gone else None)
    work.pieces.insert(where, gap)
    work.said.append(f"a gap of {frames_said(span.duration_frames)} is left")


def _first_gone(work: Work, span: FrameRange) -> int | None:
    """Return the entry a range begins in, if it begins with it."""
    position, at = work.at_frame(span.start_frame)
    return work.pieces[position].index if at == 0 else None


def _lift_half(work: Work, first: str, last: str | None, only: Only) -> None:
    if last is not None or not is_bare_shot(parsed_place(first)):
        raise ProductionError(f"a lift of {only} alone is of whole shots", hint="split the shot first")
    position = work.position(first.strip())
    if only is Only.SOUND:
        mute(work, position)
        return
    piece = work.pieces[position]
    work.pieces[position] = piece.changed({"opacity": 0})
    work.said.append(f"{piece.id} is {'clear' if work.is_over else 'black'}, and heard on")


def extract(work: Work, first: str, *, last: str | None = None, only: Only = Only.BOTH) -> None:
    """Take a shot or a range out and close up; all that follows moves earlier."""
    if work.is_over:
        cause = f"{first} lies over the cut: nothing there closes up, for each shot hangs on its own anchor"
        raise ProductionError(cause, hint=f"posthouse edit lift {' '.join(filter(None, (first, last)))}")
    refuse_only(only, "an extract", "lift it instead: --only sound mutes it, --only picture makes it black")
    span = span_of(work, first, last)
    if span.duration_frames == work.total():
        raise ProductionError(f"nothing would be left of {list_said(work.bench.path)}")
    cleared(work, span)
    work.said.append(f"{frames_said(span.duration_frames)} are closed up")


def omit(work: Work, shot: str) -> None:
    """Keep a shot in the text but out of the programme; all that follows moves earlier."""
    position = work.position(shot)
    piece = work.pieces[position]
    if piece.frames == work.total() and not work.is_over:
        raise ProductionError(f"nothing would be left of {list_said(work.bench.path)}")
    work.pieces[position] = replace(piece.changed({"omit": True}), kind=PieceKind.OMITTED)
    closed = "" if work.is_over else f"; its {frames_said(piece.frames)} are closed up"
    work.said.append(f"{shot} is omitted{closed}")


def restore(work: Work, shot: str) -> None:
    """Bring an omitted shot back."""
    position = next((at for at, piece in enumerate(work.pieces) if piece.id == shot), None)
    if position is None or work.pieces[position].kind is not PieceKind.OMITTED:
        work.position(shot)
        raise ProductionError(f"{shot} is not omitted")
    piece = work.pieces[position].changed({"omit": REMOVED})
    run = run_of_footage(work, piece.fields)
    work.pieces[position] = replace(piece, kind=PieceKind.SHOT, run=run, written=run)
    work.said.append(f"{shot} is back, {frames_said(run.duration_frames)} long")
    if lines := parked_on(work.bench.draft.text, shot):
        listed = ", ".join(str(line) for line in lines)
        work.notes.append(f"what hung on {shot} is still parked: uncomment it, in line {listed}")
