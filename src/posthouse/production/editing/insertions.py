"""Insert, overwrite, replace and fit to fill: footage that comes into the cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from posthouse.errors import ProductionError
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.carve import cleared, opened
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.footage import Footage, add_cue, add_over, fitted, run_of_footage, shot_of
from posthouse.production.editing.hooks import place_over
from posthouse.production.editing.layer_placing import lay_in
from posthouse.production.editing.piece import Only, PieceKind, gap_piece
from posthouse.production.editing.places import is_bare_shot, parsed_place
from posthouse.production.editing.sounds import mute, refuse_only
from posthouse.production.editing.spell import spelled_frames
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.production.arrange import Change
    from posthouse.production.editing.work import Work


GAP: Final = "gap"
"""What to name instead of a media for black and silence."""
_OF_FOOTAGE: Final = ("angle", "in", "out", "for", "speed", "freeze")
"""Fields of a shot that are of its footage."""


def insert(work: Work, footage: Footage, *, place: str, only: Only = Only.BOTH, track: str = "") -> None:
    """Put footage in at a place; all that follows moves later."""
    if work.is_over:
        lay_over(work, footage, place=place, only=only, track=track, is_overwrite=False)
        return
    frame = work.frame(place)
    if footage.media == GAP and GAP not in work.bench.resolved.sources:
        _insert_gap(work, footage, frame=frame, place=place, only=only)
        return
    if only is Only.SOUND:
        add_cue(work, footage, frame=frame, frames=None, track=track)
        return
    if only is Only.PICTURE:
        raise ProductionError(
            "an insert of picture alone would part sound from picture behind it", hint="use overwrite --only picture"
        )
    piece = shot_of(work, footage)
    work.pieces.insert(opened(work, frame), piece)
    work.said.append(f"{piece.id} is inserted at {place}, {frames_said(piece.frames)} long")


def _insert_gap(work: Work, footage: Footage, *, frame: int, place: str, only: Only) -> None:
    """Put black and silence in; all that follows moves later."""
    refuse_only(only, "an insert of black", "lift --only picture, or --only sound, takes one half of a shot out")
    if footage.length is None or footage.fields().keys() != {"from", "for"}:
        raise ProductionError("a gap has a length and nothing else", hint="say how long: --for 24f")
    frames = work.amount(footage.length)
    if frames < 1:
        raise ProductionError(f"a gap of {footage.length} is none", hint="give it a length of at least 1f")
    piece = gap_piece(frames)
    spelled = {"gap": spelled_frames(frames, footage.length, work.bench.rate)}
    work.pieces.insert(opened(work, frame), replace(piece, value=spelled))
    work.said.append(f"a gap of {frames_said(frames)} is inserted at {place}")


def lay_over(work: Work, footage: Footage, *, place: str, only: Only, track: str, is_overwrite: bool) -> None:
    """Put footage on a track over the cut, or its sound beside it as a cue."""
    if only is not Only.SOUND:
        lay_in(work, footage, place=place, track=track, is_overwrite=is_overwrite)
        return
    add_cue(work, footage, frame=place_over(work, place)[0], frames=None, track=track)


def overwrite(work: Work, footage: Footage, *, place: str, only: Only = Only.BOTH, track: str = "") -> None:
    """Put footage in at a place, over what lies there; nothing moves."""
    if work.is_over:
        lay_over(work, footage, place=place, only=only, track=track, is_overwrite=True)
        return
    frame = work.frame(place)
    if only is Only.SOUND:
        add_cue(work, footage, frame=frame, frames=None, track=track)
        work.notes.append("what is heard there already is heard on: mute it with: lift --only sound")
        return
    if only is Only.PICTURE:
        add_over(work, footage, frame=frame, frames=None)
        return
    piece = shot_of(work, footage)
    total = work.total()
    work.at_frame(frame)  # refuses a place beyond the end
    span = FrameRange(frame, min(total, frame + piece.frames))
    where = len(work.pieces) if span.is_empty else cleared(work, span)
    work.pieces.insert(where, piece)
    grown = frame + piece.frames - total
    more = f"; the programme is {frames_said(grown)} longer" if grown > 0 else ""
    work.said.append(f"{piece.id} is laid in at {place}, {frames_said(piece.frames)} long{more}")


def replace_shot(work: Work, shot: str, footage: Footage, *, only: Only = Only.BOTH) -> None:
    """Let a shot show other footage, as long as before; its id and all that follows the cut stay."""
    position = work.position(shot)
    piece = work.pieces[position]
    frame = piece.record if work.is_over else work.start_of(position)
    if only is Only.PICTURE and work.is_over and "sound" in piece.fields:
        hint = f"lay the picture over it: posthouse edit overwrite {footage.media} {shot} --track V9"
        raise ProductionError(f"{shot} lies over the cut and is heard", hint=hint)
    if only is Only.PICTURE and not work.is_over:
        add_over(work, footage, frame=frame, frames=piece.frames)
        return
    if only is Only.SOUND:
        add_cue(work, footage, frame=frame, frames=piece.frames)
        mute(work, position)
        return
    if footage.length is not None:
        raise ProductionError("a replaced shot lasts as long as before", hint="leave --for out; or use overwrite")
    _replace(work, position, replace(footage, end=None, length=f"{piece.frames}f"))
    work.said.append(f"{shot} shows {footage.media}, for the same {frames_said(piece.frames)}")


def _replace(work: Work, position: int, footage: Footage) -> None:
    piece = work.pieces[position]
    fields = footage.fields()
    changes: dict[str, Change] = {key: REMOVED for key in _OF_FOOTAGE if key in piece.fields and key not in fields}
    run = run_of_footage(work, fields)
    changes |= {key: value for key, value in fields.items() if piece.fields.get(key) != value}
    work.pieces[position] = replace(piece.changed(changes), run=run, written=run, is_guess=False)
    if piece.media != footage.name:
        work.notes.append(f"source times anchored to {piece.id} are times of {footage.media} now")


def fit_to_fill(work: Work, footage: Footage, *, place: str) -> None:
    """Fill a gap, or a shot's length, with a range of a media, at the speed that takes."""
    target = parsed_place(place)
    if is_bare_shot(target):
        position = work.position(place.strip())
        filling = fitted(work, footage, work.pieces[position].frames)
        _replace(work, position, filling)
        name = work.pieces[position].id
    else:
        if work.is_over:
            raise ProductionError(f"{place} is no shot: there are no gaps over the cut", hint="name a shot to fill")
        position, _ = work.at_frame(work.frame(place))
        if position == len(work.pieces) or work.pieces[position].kind is not PieceKind.GAP:
            raise ProductionError(f"there is no gap at {place}", hint="name a gap, as opening/, or a shot")
        filling = fitted(work, footage, work.pieces[position].frames)
        piece = replace(shot_of(work, filling), instead=work.pieces[position].index)
        work.pieces[position] = piece
        name = piece.id
    frames = frames_said(work.shot(name).frames)
    work.said.append(f"{footage.media} fills {frames} as {name}, at {filling.speed or '100%'}")
