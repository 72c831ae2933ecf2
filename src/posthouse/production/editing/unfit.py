"""Transitions that do not fit any more: their handles are not there, or a shot is too short for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial.cut import Dip
from posthouse.production.editing.piece import PieceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.editorial import Transition
    from posthouse.production.editing.bench import Bench
    from posthouse.production.tree import Path

_OVERLAP = "the transitions on both sides"
_LONG = "the transition is longer"


def unfit_transitions(bench: Bench, problems: Iterable[tuple[Path, str, str]]) -> list[tuple[Path, str]]:
    """Return (path, label) of each transition that problems of a cut are about."""
    found: list[tuple[Path, str]] = []
    for path, cause, hint in problems:
        count = len(bench.path)
        at = _meant(bench, int(path[count]), cause) if path[:count] == bench.path and len(path) > count else None
        if at is not None:
            label = f"{bench.pieces[at].name} {_join_of(bench, at)} ({cause}; {hint})"
            found.append(((*bench.path, at), label))
    return found


def _meant(bench: Bench, at: int, cause: str) -> int | None:
    """Return the position of the transition a problem is about; one told at a shot is of that beside it."""
    if bench.pieces[at].kind is PieceKind.TRANSITION:
        return at
    event = sum(piece.is_real for piece in bench.pieces[:at])
    if cause.startswith(_OVERLAP):
        return _beside(bench, at, 1)
    if cause.startswith(_LONG):
        level = bench.level
        for each in level.transitions:
            hull = level.events[each.before].range.hull(level.events[each.after].range)
            if event in {each.before, each.after} and not hull.covers(each.range):
                return _beside(bench, at, -1 if _is_at_the_head(each, event) else 1)
    return None


def _is_at_the_head(transition: Transition, event: int) -> bool:
    if isinstance(transition.effect, Dip) and transition.before == transition.after:
        return not transition.effect.is_out
    return transition.after == event


def _beside(bench: Bench, at: int, step: int) -> int | None:
    """Return the position of the transition next to a shot, towards the start or the end."""
    at += step
    while 0 <= at < len(bench.pieces) and bench.pieces[at].kind is PieceKind.OMITTED:
        at += step
    is_there = 0 <= at < len(bench.pieces) and bench.pieces[at].kind is PieceKind.TRANSITION
    return at if is_there else None


def _join_of(bench: Bench, position: int) -> str:
    around = [piece for piece in bench.pieces if piece.is_real or piece is bench.pieces[position]]
    at = around.index(bench.pieces[position])
    return f"{around[at - 1].id}/{around[at + 1].id}" if 0 < at < len(around) - 1 else ""
