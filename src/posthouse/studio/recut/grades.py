"""Grades by shot: copied to the pieces of a split shot, taken out with a shot that is gone, put back with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from posthouse.production.splice import added, removed, spelled_value, with_value, without_value
from posthouse.studio.recut.hangers import followers
from posthouse.studio.recut.parking import GRADES, Parked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.draft import Draft
    from posthouse.production.tree import Plain
    from posthouse.studio.recut.fates import Fates

PLACE: Final = ("color", "grades")


@dataclass(slots=True)
class GradeMoves:
    """What becomes of the grades of a document."""

    added: dict[str, Plain] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    """Why each has no place any more; empty: another says the same."""
    restored: list[Parked] = field(default_factory=list)


def grade_moves(grades: Plain, stored: Sequence[Parked | None], fates: Fates) -> GradeMoves:
    """Return what becomes of each grade, and of each that is parked."""
    moves = GradeMoves()
    for name, grade in grades.items() if isinstance(grades, dict) else ():
        fate = fates.of.get(name)
        if fate is None:
            continue
        if fate.pieces and fate.pieces[0].is_itself:
            moves.added |= dict.fromkeys(followers(fate), grade)
            continue
        into = fate.pieces[0].id if fate.pieces else ""
        is_told = isinstance(grades, dict) and grades.get(into) == grade
        moves.gone[name] = "" if is_told else f"its shot is a part of {into} now" if into else "its shot is gone"
    for each in stored:
        fate = fates.of.get(each.id) if each and each.place == GRADES else None
        if each is not None and fate is not None and fate.pieces and fate.pieces[0].is_itself:
            moves.added[each.id] = each.entry
            moves.restored.append(each)
    return moves


def write_grades(draft: Draft, moves: GradeMoves) -> None:
    """Change the grades of a draft: in one go where each has its own line, as a programme may have thousands."""
    grades = draft.at(PLACE)
    spot, depth = draft.tree.nearest_spot(PLACE)
    if isinstance(grades, dict) and not moves.added and moves.gone.keys() >= grades.keys() > set():
        color = draft.at(PLACE[:1])
        draft.remove(PLACE if isinstance(color, dict) and len(color) > 1 else PLACE[:1])
        return
    if depth < len(PLACE) or spot is None or not isinstance(spot.parts, dict) or spot.is_flow:
        for name, grade in moves.added.items():
            draft.set((*PLACE, name), grade)
        for name in moves.gone:
            draft.remove((*PLACE, name))
        return
    text, expected = draft.text, draft.value
    for name, grade in reversed(moves.added.items()):  # all at the end of the list: the last one first
        text = added(text, spot, f"{spelled_value(name)}: {spelled_value(grade)}")
    for name, grade in moves.added.items():
        expected = with_value(expected, (*PLACE, name), grade)
    for name in reversed([name for name in spot.parts if name in moves.gone]):  # from behind: places before it stay
        text = removed(text, spot, name)
        expected = without_value(expected, (*PLACE, name))
    draft.take(text, expected)
