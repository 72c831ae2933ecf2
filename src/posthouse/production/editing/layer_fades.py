"""Transitions of shots over the cut: they come from and go to what lies below, as ``fade_in`` and ``fade_out``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.layers import fade_frames
from posthouse.production.editing.places import Join, parsed_length, parsed_place

if TYPE_CHECKING:
    from posthouse.production.editing.transitions import TransitionAsked
    from posthouse.production.editing.work import Work


def add_fade(work: Work, join: str, asked: TransitionAsked) -> None:
    """Let a shot over the cut fade in at its head, or out at its tail."""
    position, key = _edge(work, join)
    piece = work.pieces[position]
    if key in piece.fields:
        raise ProductionError(f"{piece.id} has a {key} of {piece.fields[key]}", hint="change it, or remove it first")
    _fade(work, position, key, asked)


def change_fade(work: Work, join: str, asked: TransitionAsked) -> None:
    """Change the length of a fade."""
    position, key = _edge(work, join)
    _refuse_none(work, position, key)
    _fade(work, position, key, asked)


def remove_fade(work: Work, join: str) -> None:
    """Take a fade out; the shot is there at once."""
    position, key = _edge(work, join)
    _refuse_none(work, position, key)
    piece = work.pieces[position]
    work.pieces[position] = piece.changed({key: REMOVED})
    work.said.append(f"the {key} of {piece.id} is taken out")


def _edge(work: Work, written: str) -> tuple[int, str]:
    join = parsed_place(written)
    if not isinstance(join, Join) or (join.before and join.after):
        first, last = (join.before, join.after) if isinstance(join, Join) else (written, written)
        cause = f"{written}: shots over the cut fade from and to what lies below, not into each other"
        raise ProductionError(cause, hint=f"write /{last} to fade it in, {first}/ to fade it out")
    return work.position(join.before or join.after), "fade_out" if join.before else "fade_in"


def _refuse_none(work: Work, position: int, key: str) -> None:
    piece = work.pieces[position]
    if key not in piece.fields:
        raise ProductionError(f"{piece.id} has no {key}", hint="add it first")


def _fade(work: Work, position: int, key: str, asked: TransitionAsked) -> None:
    piece = work.pieces[position]
    if asked.kind not in {"", "dissolve"} or asked.options:
        said = asked.kind if asked.kind not in {"", "dissolve"} else ", ".join(asked.options)
        raise ProductionError(f"{piece.id} lies over the cut: it fades, without {said}", hint="leave that out")
    if asked.length is None:
        raise ProductionError("how long shall the fade be?", hint="as 12f")
    frames = parsed_length(asked.length, work.bench.rate)
    other = fade_frames(work, piece, "fade_in" if key == "fade_out" else "fade_out")
    if frames + other > piece.frames:
        raise ProductionError(
            f"{piece.id} lasts {piece.frames} frames: a {key} of {frames} does not fit",
            hint=f"at most {piece.frames - other}f",
        )
    work.pieces[position] = piece.changed({key: asked.length})
    work.said.append(f"{piece.id} has a {key} of {frames}f")
