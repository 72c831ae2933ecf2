"""The sound edges of shots: J and L cuts as ``sound.lead`` and ``sound.trail``, and sound that is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from posthouse.errors import ProductionError
from posthouse.production import raw
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.piece import Only, Side
from posthouse.production.editing.spell import spelled_frames
from posthouse.timing import Length

if TYPE_CHECKING:
    from posthouse.production.editing.work import Work

_EDGES: Final = {Side.HEAD: "lead", Side.TAIL: "trail"}


def sound_edge(work: Work, position: int, side: Side) -> int:
    """Return by how many frames a shot's sound reaches beyond its picture at a side; 0 for a gap."""
    written = raw.at(work.pieces[position].fields, "sound", _EDGES[side])
    return Length.parse(written).nearest_frames(work.bench.rate) if isinstance(written, str | int) else 0


def move_sound_edge(work: Work, position: int, side: Side, frames: int) -> None:
    """Let a shot's sound reach further beyond its picture at a side, or less far.

    Raises:
        ProductionError: it would end within the picture, which the document cannot say.
    """
    piece, key = work.pieces[position], _EDGES[side]
    if not piece.is_shot:
        raise ProductionError("a gap has no sound to trim", hint="name a join of two shots")
    reach = sound_edge(work, position, side) + frames
    if reach < 0:
        cause = f"the sound of {piece.id} would be {frames_said(-reach)} shorter than its picture"
        raise ProductionError(cause, hint=f"it has {frames_said(reach - frames)} of {key}; or: lift --only sound")
    written = raw.at(piece.fields, "sound", key)
    change = REMOVED if reach == 0 else spelled_frames(reach, written, work.bench.rate)
    work.pieces[position] = piece.changed({f"sound.{key}": change})
    work.said.append(f"the sound of {piece.id} has a {key} of {reach}f")


def roll_sound(work: Work, left: int, right: int, frames: int) -> None:
    """Roll the sound of a join against its picture; an earlier reach over the join is used up first."""
    giving, taking = ((right, Side.HEAD), (left, Side.TAIL)) if frames > 0 else ((left, Side.TAIL), (right, Side.HEAD))
    given = min(sound_edge(work, *giving), abs(frames)) if work.pieces[giving[0]].is_shot else 0
    if given:
        move_sound_edge(work, *giving, -given)
    if abs(frames) > given:
        move_sound_edge(work, *taking, abs(frames) - given)
        other = work.pieces[giving[0]].id
        if other:
            note = f"the document lets no sound begin or end within its picture: {other} is heard along with it there"
            work.notes.append(note)


def mute(work: Work, position: int) -> None:
    """Take a shot's sound out."""
    piece = work.pieces[position]
    work.pieces[position] = piece.changed({"sound.mute": True})
    work.said.append(f"{piece.id} is muted")


def refuse_only(only: Only, operation: str, hint: str) -> None:
    """Refuse an operation on half a shot where the document has no words for it.

    Raises:
        ProductionError: picture or sound alone was asked for.
    """
    if only is not Only.BOTH:
        raise ProductionError(
            f"{operation} of {only} alone is not possible: a shot is one range of its media", hint=hint
        )
