"""The end of every operation: the text written, read again, resolved, and compared with what was meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems, InternalError, ProductionError
from posthouse.production.editing.apply import gone_from, park_own, spell_pieces, take_along, write_list
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.changes import shifted, shot_changes
from posthouse.production.editing.hanging import anchored
from posthouse.production.editing.park import park
from posthouse.production.editing.piece import PieceKind
from posthouse.production.editing.report import Edited
from posthouse.production.editing.strays import cut_short, moved_off_their_pictures, strays
from posthouse.production.editing.unfit import unfit_transitions
from posthouse.production.editing.uses import sequence_change, too_short_for
from posthouse.production.ids import ids_by_path

if TYPE_CHECKING:
    from posthouse.production.draft import Draft
    from posthouse.production.editing.piece import Piece
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Path

Fallen = list[tuple["Path", str]]
_MOST_ROUNDS = 4
"""What falls off may take more with it: a title on a shot over the cut that is parked."""


def finished(work: Work, *, operation: str, parks: bool) -> Edited:
    """Write an operation into its draft, and return what it did; where it cannot be, the draft is as it was.

    Raises:
        ProductionError: work would fall off and is not to be parked, or the document would be wrong.
    """
    draft = work.bench.draft
    text, value = draft.text, draft.value
    try:
        return _written(work, draft, operation, parks=parks)
    except Exception:
        draft.take(text, value)
        raise


def _written(work: Work, draft: Draft, operation: str, *, parks: bool) -> Edited:
    work.take_out_empty_gaps()
    tidy_transitions(work)
    spell_pieces(work)
    write_list(work, draft)
    for further in work.further:
        further(draft)
    fallen = take_along(work, draft)
    parked = [label for _, label in fallen]
    own = [*park_own(draft, gone_from(work)), *_park(draft, fallen)]
    after = _settled(work, draft, parked, own)
    if parked and work.lays_transition:
        raise ProductionError(f"it does not fit: {'; '.join(parked)}", hint="nothing was changed")
    if parked and not parks:
        raise _refusal(parked, follows_cut=work.follows_cut)
    _compare(work, after)
    work.notes += [*strays(work.bench, after), *cut_short(work.bench, after), *moved_off_their_pictures(work, after)]
    return Edited(
        operation=operation,
        said=tuple(work.said),
        shots=shot_changes(work.bench, after),
        shifted=shifted(work.bench, after),
        notes=tuple(work.notes),
        parked=(*parked, *own),
        frames_before=work.bench.cut.duration_frames,
        frames_after=after.cut.duration_frames,
        sequence=sequence_change(work.bench, after),
    )


def tidy_transitions(work: Work) -> None:
    """Take out transitions that have no shot or gap on one side, and the second of two that meet."""
    kept = [piece for piece in work.pieces if piece.kind is not PieceKind.OMITTED]
    for index, piece in enumerate(kept):
        if piece.kind is not PieceKind.TRANSITION:
            continue
        before = kept[index - 1] if index else None
        after = kept[index + 1] if index + 1 < len(kept) else None
        if before is None or after is None:
            where = "at the beginning" if before is None else "at the end"
            return _without(work, piece, f"the {piece.name} {where} has nothing beside it any more: it is taken out")
        if after.kind is PieceKind.TRANSITION:
            sentence = f"a {piece.name} and a {after.name} would meet: the {after.name} is taken out"
            return _without(work, after, sentence)
    return None


def _without(work: Work, piece: object, sentence: str) -> None:
    work.pieces = [each for each in work.pieces if each is not piece]
    work.said.append(sentence)
    tidy_transitions(work)


def _settled(work: Work, draft: Draft, parked: list[str], own: list[str]) -> Bench:
    """Return the bench of what was written, once all that fell off is parked.

    Raises:
        ProductionError: the edit makes the production wrong in another way.
    """
    for _ in range(_MOST_ROUNDS):
        after = Bench(draft, work.bench.facts, work.bench.path)
        if work.is_over:  # a shot that would lie beyond the programme is refused, not parked
            _refuse_new_problems(work, after)
        if _name_in_full(work, after, draft):
            continue
        fallen = _fallen(work, after)
        if not fallen:
            _refuse_new_problems(work, after)
            return after
        parked += [label for _, label in fallen]
        own += _park(draft, fallen)
    raise InternalError("work falls off without end", hint="nothing was written")


def _name_in_full(work: Work, after: Bench, draft: Draft) -> bool:
    """Write whole names in anchors to shots inside a sequence that is played again now; return whether there are."""
    is_any = False
    for hanging in list(anchored(draft.value, after.production.ids)):
        shot = hanging.anchor.shot
        full = "/".join(work.bench.full_name(shot))
        if full != shot and len(after.cut.named(shot)) > 1 and after.cut.named(full):
            draft.set((*hanging.path, hanging.key), full + str(hanging.anchor)[len(shot) :])
            is_any = True
    return is_any


def _fallen(work: Work, after: Bench) -> Fallen:
    """Return what stood in the programme before and does not now: its footage was cut away, or the time is past."""
    before = work.bench
    unfit = unfit_transitions(after, _new_problems(work, after))
    if unfit and before.sequence:  # with them nothing of the sequence is in the programme: they go first
        return unfit
    stood = {
        hanging.label + hanging.key
        for hanging in anchored(before.draft_value, before.production.ids)
        if hanging.frame(before.cut, before.rate, before.resolved.sources) is not None
    }
    found = [
        (hanging.path, hanging.label)
        for hanging in anchored(after.draft_value, after.production.ids)
        if hanging.label + hanging.key in stood and hanging.frame(after.cut, after.rate, after.resolved.sources) is None
    ]
    over = [path for path, _, _ in _new_problems(work, after) if path[0] == "over" and path[-1] == "at"]
    found += [(path[:2], f"shot over the cut {after.production.ids[path[:2]]}") for path in over]
    found += unfit
    return list(dict.fromkeys(found))


def _new_problems(work: Work, after: Bench) -> list[tuple[Path, str, str]]:
    known = Counter(cause for _, cause, _ in work.bench.resolved.problems)
    return [problem for problem in after.resolved.problems if not known[problem[1]]]


def _refuse_new_problems(work: Work, after: Bench) -> None:
    problems = [
        too_short_for(work.bench, after, path, cause)
        or ProductionError(cause, hint=hint or "nothing was changed", place=after.production.place_of(path))
        for path, cause, hint in _new_problems(work, after)
    ]
    if len(problems) == 1:
        raise problems[0]
    DocumentProblems.raise_if_any(problems)


def _park(draft: Draft, fallen: Fallen) -> list[str]:
    """Park what fell off; a shot over the cut takes along what hangs on it alone. Return what that was."""
    paths = {path for path, _ in fallen}
    ids = ids_by_path(draft.value)
    gone = {ids[path] for path in paths if path[0] == "over"}
    on_them = {each.path: each.label for each in anchored(draft.value, ids) if each.anchor.shot in gone}
    further = [label for path, label in on_them.items() if path not in paths]
    for path in sorted({*paths, *on_them}, key=lambda path: [str(step).zfill(8) for step in path])[::-1]:
        park(draft, path)
    return [*further, *park_own(draft, gone)]


def _refusal(parked: list[str], *, follows_cut: bool) -> ProductionError:
    listed = "; ".join(parked)
    stays = "--on-picture leaves things on frames that stay; " if follows_cut else ""
    hint = f"{stays}--park keeps what falls off as comments in the document; nothing was changed"
    return ProductionError(f"this edit would cut away what hangs there: {listed}", hint=hint)


def _compare(work: Work, after: Bench) -> None:
    """Fail where the text does not say what was meant: our own fault, and nothing is written."""
    meant = [piece for piece in work.pieces if piece.is_real]
    found = [piece for piece in after.pieces if piece.is_real]
    if len(meant) != len(found) or not all(map(_is_as_meant, meant, found)):
        raise InternalError("the cut as written is not the cut as meant", hint="nothing was changed; please report it")


def _is_as_meant(meant: Piece, found: Piece) -> bool:
    if meant.id != found.id or meant.frames != found.frames or meant.record != found.record:
        return False
    return not meant.is_shot or meant.playing.shows_the_same(found.playing)
