"""Ripple, roll, slip and slide: the trims, in whole programme frames."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production.editing import layers
from posthouse.production.editing.addresses import list_said
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.part import Part
from posthouse.production.editing.piece import Only, Side
from posthouse.production.editing.sounds import move_sound_edge, refuse_only, roll_sound

if TYPE_CHECKING:
    from posthouse.production.editing.work import Work


def ripple(
    work: Work, shot: str, *, side: Side, frames: int, only: Only = Only.BOTH, keeps_pictures: bool = False
) -> None:
    """Lengthen a shot at one side, or shorten it; all that follows moves along."""
    position = work.position(shot)
    work.follows_cut = side is Side.HEAD and not keeps_pictures
    if only is not Only.SOUND:
        if keeps_pictures and side is Side.HEAD and frames < 0:
            work.lose(work.pieces[position], 0, -frames)
        elif keeps_pictures and side is Side.HEAD:
            stay_in_place(work, position, -frames)
        work.trim(position, side, frames)
        verb = "longer" if frames > 0 else "shorter"
        work.said.append(f"{shot} is {frames_said(abs(frames))} {verb} at its {side}")
        if work.is_over:
            layers.tell_of_overlaps(work, position)
    if only is Only.SOUND:
        move_sound_edge(work, position, side, frames)
    elif only is Only.PICTURE:
        move_sound_edge(work, position, side, -frames)


def roll(work: Work, join: str, *, frames: int, only: Only = Only.BOTH, keeps_pictures: bool = False) -> None:
    """Move a join later, or earlier; no other shot moves."""
    work.follows_cut = not keeps_pictures
    if work.is_over:
        right = layers.roll(work, join, frames=frames, only=only)
        stay_in_place(work, right, frames if keeps_pictures else 0)
        return
    left, right = work.join(join)
    names = f"{work.pieces[left].name} and {work.pieces[right].name}"
    if only is Only.SOUND:
        roll_sound(work, left, right, frames)
        return
    work.trim(left, Side.TAIL, frames)
    work.trim(right, Side.HEAD, -frames)
    stay_in_place(work, right, frames if keeps_pictures else 0)
    way = "later" if frames > 0 else "earlier"
    work.said.append(f"the join of {names} is {frames_said(abs(frames))} {way}")
    if only is Only.PICTURE:
        roll_sound(work, left, right, -frames)


def stay_in_place(work: Work, position: int | None, frames: int) -> None:
    """Let what hangs on a shot stay where it is in time, though its first frame is so much later."""
    if position is not None and frames and work.pieces[position].is_shot:
        name = work.pieces[position].id
        work.parts[name] = (Part(shot=name, shift=frames),)


def slip(work: Work, shot: str, *, frames: int, only: Only = Only.BOTH) -> None:
    """Let a shot show later frames of its source, or earlier ones; it stays where it is."""
    refuse_only(only, "a slip", "slip both, or write the sound as a cue")
    position = work.position(shot)
    piece = work.pieces[position]
    work.pieces[position] = replace(piece, run=piece.playing.slipped(frames))
    if not work.fits(work.pieces[position]):
        _refuse_slip(work, position, frames)
    way = "later" if frames > 0 else "earlier"
    what = "frames of its ramp" if piece.playing.curve else "source frames"
    work.said.append(f"{shot} shows {what} {abs(frames)} {way}")


def _refuse_slip(work: Work, position: int, frames: int) -> None:
    piece = work.pieces[position]
    step = 1 if frames > 0 else -1
    low, high = 0, abs(frames)
    while high - low > 1:
        middle = (low + high) // 2
        run = piece.playing.slipped(step * (middle - abs(frames)))
        low, high = (middle, high) if work.fits(replace(piece, run=run)) else (low, middle)
    side = "after" if frames > 0 else "before"
    cause = f"{piece.id} cannot slip by {frames_said(abs(frames))}: {piece.media} has {low} {side} it"
    raise ProductionError(cause, hint=f"at most {low}f" if low else "there is no handle")


def slide(work: Work, shot: str, *, frames: int, only: Only = Only.BOTH) -> None:
    """Move a shot over its neighbors, which give way; it shows what it showed."""
    refuse_only(only, "a slide", "slide both")
    if work.is_over:
        layers.slide(work, shot, frames=frames)
        return
    position = work.position(shot)
    left, right = work.real_before(position), work.real_after(position)
    if left is None or right is None:
        where = list_said(work.bench.path)
        cause = f"{shot} {'begins' if left is None else 'ends'} {where}: nothing beside it can give way"
        beside = f"/{shot}" if left is None else f"{shot}/"
        raise ProductionError(cause, hint=f"use ripple, or first: posthouse edit insert gap {beside} --for 24f")
    work.trim(left, Side.TAIL, frames)
    work.trim(right, Side.HEAD, -frames)
    way = "later" if frames > 0 else "earlier"
    work.said.append(f"{shot} lies {frames_said(abs(frames))} {way}")
