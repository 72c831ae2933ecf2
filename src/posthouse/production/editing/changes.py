"""What an edit changed, shot by shot, found by comparing the cut before with the cut after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.production.editing.report import ShotChange
from posthouse.production.editing.run import Run

if TYPE_CHECKING:
    from posthouse.editorial import Shot
    from posthouse.production.editing.bench import Bench


def shot_changes(before: Bench, after: Bench) -> tuple[ShotChange, ...]:
    """Return the shots that came, went, or show other frames, in programme order; also those that were moved past."""
    old, new = _told(before, after)
    moved = _moved(before, after)
    names = [name for name in dict.fromkeys([*old, *new]) if not _is_shown_otherwise(name, before, after)]
    found = [_change(name, old.get(name), new.get(name), moved) for name in names]
    changes = [change for change in found if change is not None]
    return tuple(sorted(changes, key=lambda change: (change.record_after or change.record_before, change.shot)))


def _told(before: Bench, after: Bench) -> tuple[dict[str, Shot], dict[str, Shot]]:
    """Return the shots whose changes are told: those of the programme, where an edit was beside a sequence only."""
    if before.sequence and before.says_the_same(after):
        return before.named, after.named
    return before.told, after.told


def _is_shown_otherwise(name: str, before: Bench, after: Bench) -> bool:
    """Return whether a shot inside a sequence is played more often, or more seldom: it neither came nor went."""
    counts = [len(bench.cut.named(name)) for bench in (before, after)]
    return not before.sequence and all(counts) and counts[0] != counts[1]


def shifted(before: Bench, after: Bench) -> tuple[int, int]:
    """Return how many shots lie elsewhere although nothing else of them changed, and how the programme grew."""
    old, new = _told(before, after)
    told = {change.shot for change in shot_changes(before, after)}
    count = sum(1 for name in old.keys() & new.keys() - told if old[name].start_frame != new[name].start_frame)
    return count, after.cut.duration_frames - before.cut.duration_frames


def _change(name: str, old: Shot | None, new: Shot | None, moved: set[str]) -> ShotChange | None:
    if old is None or new is None:
        kind = "new" if old is None else "removed"
    elif old.media != new.media or old.source != new.source:
        kind = "changed"
        if old.media == new.media and _speed(old) != _speed(new):
            kind = "retimed"
        elif old.media == new.media and old.range.duration_frames != new.range.duration_frames:
            kind = "trimmed"
        elif old.media == new.media:
            kind = "slipped"
    elif name in moved:
        kind = "moved"
    else:
        return None
    return ShotChange(
        shot=name,
        kind=kind,
        record_before=old.range if old else None,
        record_after=new.range if new else None,
        source_before=old.source.grid_range() if old else None,
        source_after=new.source.grid_range() if new else None,
    )


def _speed(shot: Shot) -> object:
    run = Run.of(shot.source)
    return run.curve or run.speed


def _moved(before: Bench, after: Bench) -> set[str]:
    """Return the shots that must be taken out of both orders for the rest to be in the same order."""
    was, now = ([piece.id for piece in bench.pieces if piece.is_shot] for bench in (before, after))
    both = {*was} & {*now}
    old, new = ([name for name in names if name in both] for names in (was, now))
    records = {piece.id: piece.record for piece in before.pieces}
    lain = {piece.id for piece in after.pieces if records.get(piece.id, piece.record) != piece.record}
    return lain | _moved_past(old, new)


def _moved_past(old: list[str], new: list[str]) -> set[str]:
    if old == new:
        return set()
    first = next(at for at, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    for name in (old[first], new[first]):
        if [each for each in old if each != name] == [each for each in new if each != name]:
            return {name}
    return {a for a, b in zip(old, new, strict=True) if a != b}
