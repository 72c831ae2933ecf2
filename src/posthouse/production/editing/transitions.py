"""Transitions at joins: added, taken out, changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial.spec import TRANSITIONS
from posthouse.errors import ProductionError
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.layer_fades import add_fade, change_fade, remove_fade
from posthouse.production.editing.piece import Piece, PieceKind
from posthouse.production.editing.places import parsed_length
from posthouse.production.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.production.arrange import Change
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionAsked:
    """What a transition shall be; what is left out stays, or is as usual."""

    kind: str = ""
    length: str | int | None = None
    options: Mapping[str, Plain] = field(default_factory=dict)
    """As ``align``, ``light``, ``color``, ``pattern``, ``softness``."""


def add_transition(work: Work, join: str, asked: TransitionAsked) -> None:
    """Lay a transition over a join; the programme's length stays."""
    if work.is_over:
        add_fade(work, join, asked)
        return
    left, right = work.join(join)
    if (there := work.transition_at(left, right)) is not None:
        raise ProductionError(f"there is a {work.pieces[there].name} at {join}", hint="change it, or remove it first")
    kind = _kind(asked.kind or "dissolve")
    if asked.length is None:
        raise ProductionError("how long shall the transition be?", hint="as 12f")
    frames = parsed_length(asked.length, work.bench.rate)
    value: Plain = {"length": asked.length, **asked.options} if asked.options else asked.length
    work.lays_transition = True
    work.pieces.insert(right, Piece(kind=PieceKind.TRANSITION, value={kind: value}))
    work.said.append(f"a {kind} of {frames}f lies over {_named(work, left, right + 1)}")


def remove_transition(work: Work, join: str) -> None:
    """Take the transition at a join out; a hard cut stays."""
    if work.is_over:
        remove_fade(work, join)
        return
    left, right, there = _found(work, join)
    name = work.pieces[there].name
    said = _named(work, left, right)
    del work.pieces[there]
    work.said.append(f"the {name} over {said} is taken out")


def change_transition(work: Work, join: str, asked: TransitionAsked) -> None:
    """Change the length, the kind or the options of the transition at a join."""
    if work.is_over:
        change_fade(work, join, asked)
        return
    left, right, there = _found(work, join)
    piece = work.pieces[there]
    kind = _kind(asked.kind or piece.name)
    if asked.length is not None:
        parsed_length(asked.length, work.bench.rate)
    written = piece.fields[piece.name]
    old = written if isinstance(written, dict) else {"length": written}
    kept = old if kind == piece.name else {"length": old["length"]}
    said: dict[str, Plain] = {} if asked.length is None else {"length": asked.length}
    value: dict[str, Plain] = {**kept, **said, **asked.options}
    changes: dict[str, Change] = {kind: value if len(value) > 1 else value["length"]}
    if kind != piece.name:
        changes[piece.name] = REMOVED
    work.lays_transition = True
    work.pieces[there] = piece.changed(changes)
    work.said.append(f"the {piece.name} over {_named(work, left, right)} is a {kind} of {value['length']}")


def _found(work: Work, join: str) -> tuple[int, int, int]:
    left, right = work.join(join)
    there = work.transition_at(left, right)
    if there is None:
        raise ProductionError(f"there is no transition at {join}", hint=f"posthouse edit transition add {join} 12f")
    return left, right, there


def _named(work: Work, left: int, right: int) -> str:
    return f"{work.pieces[left].name}/{work.pieces[right].name}"


def _kind(kind: str) -> str:
    if kind not in TRANSITIONS:
        raise ProductionError(f"there is no transition {kind}", hint=nearest(kind, TRANSITIONS))
    return kind
