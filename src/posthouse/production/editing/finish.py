"""The end of every operation: the text written, read again, resolved, and compared with what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems, InternalError, ProductionError
from posthouse.fields import AnchorKind
from posthouse.production.editing.apply import park_own, spell_pieces, take_along, write_cut
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.hanging import anchored
from posthouse.production.editing.park import park
from posthouse.production.editing.piece import Piece, PieceKind
from posthouse.production.editing.report import Edited, ShotChange
from posthouse.production.ids import ids_by_path
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.production.draft import Draft
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Path

Fallen = list[tuple["Path", str]]
_MOST_ROUNDS = 4
"""What falls off may take more with it: a title anchored to a shot over the cut that is parked."""


def finished(work: Work, *, operation: str, parks: bool) -> Edited:
    """Write an operation into its draft, and return what it did.

    Raises:
        ProductionError: work would fall off and is not to be parked, or the document would be wrong.
    """
    draft = work.bench.draft
    before = draft.text
    try:
        return _written(work, draft, operation, parks=parks)
    except Exception:
        draft.take(before, Bench_value(before, draft))
        raise


def Bench_value(text: str, draft: Draft):  # placeholder
    ...
