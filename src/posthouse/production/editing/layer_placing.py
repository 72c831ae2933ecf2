"""Footage that comes onto a track over the cut, and ranges of a track that are taken out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from posthouse.editorial.track_spec import OVER_TRACK
from posthouse.errors import ProductionError
from posthouse.production.editing.cuts import halve
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.footage import Footage, shot_of
from posthouse.production.editing.hooks import place_over
from posthouse.production.editing.layers import is_over_track, refuse_a_cut_fade, stack_position, without_fade
from posthouse.production.editing.piece import Side
from posthouse.production.editing.places import Join, is_bare_shot, parsed_place
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.production.editing.piece import Piece
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Plain

_OF_SOUND: Final = re.compile(r"A\d+|dialogue|music|effects", re.IGNORECASE)


def lay_in(work: Work, footage: Footage, *, place: str, track: str, is_overwrite: bool) -> None:
    """Put footage on a track over the cut; what lies there is cut away, or refuses an insert."""
    frame, anchor = place_over(work, place)
    track = track or track_of(work, place)
    if _OF_SOUND.fullmatch(track):
        raise ProductionError(f"{track} is a track of sound", hint="lay its sound there with --only sound")
    piece = shot_of(work, footage)
    span = FrameRange.lasting(frame, piece.frames)
    there = [other.id for other in work.pieces if _is_in(other, track, span)]
    if there and not is_overwrite:
        cause = f"{', '.join(there)} lies there on {track}, and what hangs on an anchor is not pushed along"
        raise ProductionError(cause, hint="overwrite it, take another --track, or move it first with --to")
    cleared_track(work, track, span)
    fields: dict[str, Plain] = {**piece.value, "at": anchor}
    fields |= {"track": track} if track != OVER_TRACK else {}
    piece = replace(piece, value=fields, record=frame, written_record=frame)
    work.pieces.insert(stack_position(work, track), piece)
    work.said.append(f"{piece.id} lies on {track} at {anchor}, {frames_said(piece.frames)} long, silent")


def track_of(work: Work, place: str) -> str:
    """Return the track of the shot over the cut that a place names."""
    found = parsed_place(place)
    names = {found.before, found.after} if isinstance(found, Join) else {found.shot}
    return next((piece.track for piece in work.pieces if piece.id in names), OVER_TRACK)


def lift_over(work: Work, first: str, *, last: str | None, track: str) -> None:
    """Take a shot over the cut out, or a range of a track; nothing else moves."""
    if last is None:
        if is_over_track(track) and first.strip() not in {piece.id for piece in work.pieces}:
            raise ProductionError(f"{first} is not on {track}", hint="name where the range begins and where it ends")
        if not is_bare_shot(parsed_place(first)):
            raise ProductionError(f"{first} is a place, not a range", hint="name a shot, or where it begins and ends")
        position = work.position(first.strip())
        _take_out(work, position)
        return
    start, end = place_over(work, first)[0], place_over(work, last)[0]
    if end <= start:
        raise ProductionError(f"{last} is not after {first}", hint="name the earlier place first")
    track = track or track_of(work, first)
    if not cleared_track(work, track, FrameRange(start, end)):
        raise ProductionError(f"nothing lies on {track} from {first} to {last}")


def cleared_track(work: Work, track: str, span: FrameRange) -> bool:
    """Take out all that lies on a track in a range of the programme; return whether there was anything."""
    there = [piece.id for piece in work.pieces if _is_in(piece, track, span)]
    for name in there:
        _clear(work, work.position(name), span)
    return bool(there)


def _is_in(piece: Piece, track: str, span: FrameRange) -> bool:
    return piece.is_shot and piece.track == track and piece.span.overlaps(span)


def _clear(work: Work, position: int, span: FrameRange) -> None:
    piece = work.pieces[position]
    head, tail = span.start_frame - piece.record, piece.span.end_frame - span.end_frame
    if head <= 0 and tail <= 0:
        _take_out(work, position)
        return
    if head > 0 and tail > 0:
        refuse_a_cut_fade(work, piece, head + span.duration_frames)
        new = halve(work, position, head + span.duration_frames)
        work.said.append(f"{piece.id} is cut in two; its second part is {new}")
        piece, tail = work.pieces[position], 0
    gone = piece.frames - (head if head > 0 else tail)
    fade = "fade_out" if head > 0 else "fade_in"
    work.pieces[position] = without_fade(piece, fade)
    if head > 0:
        work.lose(piece, head, piece.frames)
        work.trim(position, Side.TAIL, -gone)
    else:
        work.lose(piece, 0, gone)
        work.trim(position, Side.HEAD, -gone)
        work.pieces[position] = replace(work.pieces[position], record=span.end_frame)
    faded = f", and its {fade}" if fade in piece.fields else ""
    work.said.append(f"{piece.id} loses {frames_said(gone)} at its {'tail' if head > 0 else 'head'}{faded}")


def _take_out(work: Work, position: int) -> None:
    work.said.append(f"{work.pieces[position].id} is taken out")
    del work.pieces[position]
