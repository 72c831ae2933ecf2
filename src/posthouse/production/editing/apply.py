"""An operation's pieces to the text: entries kept, changed, new; ids pinned; what hangs on shots taken along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.production import raw
from posthouse.production.arrange import Kept, New, Verbatim, arranged_value, changed_text
from posthouse.production.editing.hanging import anchored, beds, new_under, repointed
from posthouse.production.editing.hooks import moved_anchor
from posthouse.production.editing.motion import stilled
from posthouse.production.editing.park import park
from posthouse.production.editing.piece import Piece, PieceKind
from posthouse.production.editing.spell import spelled_frames
from posthouse.production.editing.timing import spelled_run
from posthouse.production.ids import ids_by_path
from posthouse.production.splice import end_of, with_value
from posthouse.production.tree_builder import read_tree

if TYPE_CHECKING:
    from posthouse.production.arrange import Change, Entry
    from posthouse.production.draft import Draft
    from posthouse.production.editing.work import Work
    from posthouse.production.splice import Value
    from posthouse.production.tree import Path, Plain

_FEW = 4
"""Rounds in which one id at a time is written; then all that are wrong."""


def spell_pieces(work: Work) -> None:
    """Spell what each changed piece plays; what cannot be said exactly is said nearly, with a note."""
    work.pieces = [_spelled(piece, work) for piece in work.pieces]


def _spelled(piece: Piece, work: Work) -> Piece:
    bench = work.bench
    if piece.kind is PieceKind.GAP and piece.gap_frames != piece.written:
        return piece.changed({"gap": spelled_frames(piece.gap_frames, piece.value.get("gap"), bench.rate)})
    if work.is_over and piece.is_shot and piece.record != piece.written_record:
        piece = piece.changed({"at": moved_anchor(bench, piece.fields["at"], piece.record)})
    if not piece.is_shot or piece.run == piece.written:
        return piece
    source, is_guess = bench.source(piece.clock), bench.is_guess(piece.media)
    found = spelled_run(piece.fields, piece.playing, source, bench.rate, is_guess=is_guess)
    if found.note:
        work.notes.append(f"{piece.id}: {found.note}")
    left = {} if is_guess else stilled(piece.fields, found.run, source, bench.rate)
    for name, value in left.items():
        work.notes.append(f"the keyframes of {piece.id}'s {name} lie outside of what it shows now: it stays at {value}")
    return replace(piece.changed({**found.changes, **left}), run=found.run)


def write_list(work: Work, draft: Draft) -> None:
    """Rearrange the list's text; shots whose ids followed from their order, here or elsewhere, get them written."""
    path = work.bench.path
    old = draft.at(path)
    values = old if isinstance(old, list) else []
    others = {where: name for where, name in ids_by_path(draft.value).items() if _is_shot_elsewhere(where, path)}
    entries = [_entry(piece) for piece in work.pieces]
    few = _FEW
    while wrong := _misnamed(entries, work, values):
        for at, name in wrong[: 1 if few else None]:  # one written id often sets the others right again
            entries[at] = _named(entries[at], name)
        few = max(0, few - 1)
    draft.arrange(path, entries)
    few = _FEW
    while renamed := _renamed(others, draft):
        if few:
            draft.set((*renamed[0], "shot"), others[renamed[0]])
        else:
            _name_all(draft, {where: others[where] for where in renamed if where[:-1] == renamed[0][:-1]})
        few = max(0, few - 1)


def _renamed(others: dict[Path, str], draft: Draft) -> list[Path]:
    ids = ids_by_path(draft.value)
    return [where for where, name in others.items() if ids.get(where) != name]


def _name_all(draft: Draft, names: dict[Path, str]) -> None:
    """Write the ids of shots of one list at once."""
    path = next(iter(names))[:-1]
    values = draft.at(path)
    assert isinstance(values, list)
    spots = ((*path, at) for at in range(len(values)))
    draft.arrange(path, [Kept(index=at, changes=_named_as(names.get(spot))) for at, spot in enumerate(spots)])


def _named_as(name: str | None) -> dict[str, Change]:
    return {} if name is None else {"shot": name}


def _is_shot_elsewhere(where: Path, path: Path) -> bool:
    return where[0] in {"cut", "over", "sequences"} and where[:-1] != path


def _entry(piece: Piece) -> Entry:
    if piece.index is not None:
        return Kept(index=piece.index, changes=piece.changes)
    if isinstance(piece.entry, Verbatim):
        return replace(_changed(piece.entry, piece), instead=piece.instead)
    return New(value=piece.fields, instead=piece.instead)


def _changed(entry: Verbatim, piece: Piece) -> Verbatim:
    """Return an entry from another list with what changed of it, under the comments it had there."""
    root = read_tree(entry.lines).root
    if not piece.changes or root is None or not isinstance(root.parts, list):
        return entry
    start, end = root.parts[0].start.index, end_of(root.parts[0])
    value = changed_text(entry.lines[start:end], root.parts[0].start.column, piece.changes)
    return replace(entry, lines=entry.lines[:start] + value + entry.lines[end:], value=piece.fields)


def _misnamed(entries: list[Entry], work: Work, old: list[Plain]) -> list[tuple[int, str]]:
    """Return (position, id) of each shot whose entry would get another id than it had."""
    path = work.bench.path
    ids = ids_by_path(with_value(work.bench.draft_value, path, arranged_value(old, entries)))
    pieces = enumerate(work.pieces)
    return [(at, piece.id) for at, piece in pieces if piece.id and ids.get((*path, at)) != piece.id]


def _named(entry: Entry, name: str) -> Entry:
    if isinstance(entry, Kept):
        changes: dict[str, Change] = {**entry.changes, "shot": name}
        return Kept(index=entry.index, changes=changes)
    assert isinstance(entry, New)
    assert isinstance(entry.value, dict)
    value: dict[str, Value] = {"shot": name, **{key: item for key, item in entry.value.items() if key != "shot"}}
    return New(value=value, instead=entry.instead)


def take_along(work: Work, draft: Draft) -> list[tuple[Path, str]]:
    """Take grades, effects, anchors and beds along with their shots; return (path, label) of what has none any more."""
    _copy(work, draft)
    ids = ids_by_path(draft.value)
    gone = gone_from(work)
    fallen: list[tuple[Path, str]] = []
    for hanging in list(anchored(draft.value, ids)):
        text = repointed(hanging, work)
        if text == "" or (text is None and gone & {*hanging.anchor.shot.split("/")}):
            fallen.append((hanging.path, hanging.label))
        elif text is not None:
            draft.set((*hanging.path, hanging.key), text)
    for path, label, under in list(beds(draft.value)):
        now = new_under(under, work)
        if not now:
            fallen.append((path, label))
        elif now != under:
            draft.set((*path, "under"), now)
    return list(dict.fromkeys(fallen))


def gone_from(work: Work) -> set[str]:
    """Return the shots that are not in the text any more."""
    here = {piece.id for piece in work.pieces} | work.nested.keys()
    return {piece.id for piece in work.bench.pieces if piece.id} - here


def _copy(work: Work, draft: Draft) -> None:
    """Give new halves the grades and effects of their shots; take back those of halves that were joined."""
    for shot, new in work.copies:
        grade = draft.at(("color", "grades", shot))
        if grade is not None:
            draft.set(("color", "grades", new), grade)
        _copy_effects(draft, shot, new)
    for shot, _ in work.merged:
        if draft.at(("color", "grades", shot)) is not None:
            draft.remove(("color", "grades", shot))
        for index in reversed(range(len(_effects(draft)))):
            if raw.text_at(_effects(draft)[index], "shot") == shot:
                draft.remove(("effects", index))


def _effects(draft: Draft) -> list[Plain]:
    found = draft.at(("effects",))
    return found if isinstance(found, list) else []


def _copy_effects(draft: Draft, shot: str, new: str) -> None:
    entries: list[Entry] = []
    for index, use in enumerate(_effects(draft)):
        entries.append(Kept(index=index))
        if isinstance(use, dict) and use.get("shot") == shot:
            entries.append(New(value={**use, "shot": new}))
    if len(entries) > len(_effects(draft)):
        draft.arrange(("effects",), entries)


def park_own(draft: Draft, shots: set[str]) -> list[str]:
    """Park the grades and effects of shots that are gone: they are nothing without them. Return what they were."""
    parked: list[str] = []
    for shot in sorted(shots):
        if draft.at(("color", "grades", shot)) is not None:
            park(draft, ("color", "grades", shot))
            parked.append(f"grade {shot}")
        for index in reversed(range(len(_effects(draft)))):
            if raw.text_at(_effects(draft)[index], "shot") == shot:
                park(draft, ("effects", index))
                parked.append(f"effect on {shot}")
    return parked
