"""Move: a shot to another place of the cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production.editing.piece import PieceKind

if TYPE_CHECKING:
    from posthouse.production.editing.piece import Piece
    from posthouse.production.editing.work import Work


def move(work: Work, shot: str, *, before: str | None = None, after: str | None = None) -> None:
    """Move a shot before or after another, or to the end; transitions stay where they stand.

    A dissolve between the shots before and after it then lies between its new neighbors: what it is now is said.
    """
    if before and after:
        raise ProductionError("before and after are two places", hint="name one")
    if shot in {before, after}:
        raise ProductionError(f"{shot} cannot be moved beside itself")
    piece = work.pieces.pop(work.position(shot))
    position = work.position(before) if before else work.position(after) + 1 if after else len(work.pieces)
    work.pieces.insert(position, piece)
    if work.is_over:
        work.said.append(f"{shot} lies " + (f"under {before}" if before else f"over {after}" if after else "over all"))
        return
    where = f"before {before}" if before else f"after {after}" if after else "at the end"
    work.said.append(f"{shot} is now {where}")
    _tell_of_transitions(work)


def _tell_of_transitions(work: Work) -> None:
    """Say of each transition that has other neighbors what it lies between."""
    old, new = (_neighbors(pieces) for pieces in (work.bench.pieces, work.pieces))
    for index, (name, before, after) in new.items():
        if old[index][1:] != (before, after) and before and after:
            work.said.append(f"the {name} there stays: it is between {before} and {after} now")


def _neighbors(pieces: list[Piece]) -> dict[int, tuple[str, str, str]]:
    kept = [piece for piece in pieces if piece.kind is not PieceKind.OMITTED]
    found: dict[int, tuple[str, str, str]] = {}
    for at, piece in enumerate(kept):
        if piece.kind is PieceKind.TRANSITION and piece.index is not None:
            before = kept[at - 1].name if at else ""
            after = kept[at + 1].name if at + 1 < len(kept) else ""
            found[piece.index] = (piece.name, before, after)
    return found
