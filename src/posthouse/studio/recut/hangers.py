"""What hangs on shots: each title, cue, bed, effect, marker and deliverable, moved to where its frames are now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from posthouse.production.arrange import REMOVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.production.arrange import Change
    from posthouse.production.tree import Plain
    from posthouse.studio.recut.fates import Fate, Fates

LISTS: Final = ("titles", "effects", "sound.cues", "sound.music", "sound.ambience", "markers", "deliver")
"""The lists whose entries hang on shots."""
ANCHORED: Final = ("at", "start", "end")
"""Fields that are anchors, where they name a shot."""
UNDER: Final = "under"
SHOT: Final = "shot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What becomes of one entry: changes of its fields, or ``why`` it has no place any more; copies of it besides."""

    changes: Mapping[str, Change] = field(default_factory=dict)
    why: str = ""
    notes: tuple[str, ...] = ()
    copies: tuple[Mapping[str, Plain], ...] = ()


def moved(entry: Plain, place: str, fates: Fates) -> Move:
    """Return what becomes of an entry of one of the lists."""
    if not isinstance(entry, dict):
        return Move()
    if place == "effects":
        return _effect(entry, fates)
    changes: dict[str, Change] = {}
    notes: list[str] = []
    for key in ANCHORED:
        written = entry.get(key)
        if not isinstance(written, str):
            continue
        landing = fates.landing(written)
        if landing.text is None:
            return Move(why=landing.reason)
        if landing.text != written:
            changes[key] = landing.text
        notes += [landing.note] if landing.note else []
    under = entry.get(UNDER)
    if isinstance(under, list | str):
        found = _under([under] if isinstance(under, str) else [str(name) for name in under], fates)
        if not found:
            return Move(why=f"none of the shots it lies under is in the new cut: {_spelled(under)}")
        if found not in (under, [under]):
            changes[UNDER] = found
    return Move(changes=changes, notes=tuple(notes))


def _effect(entry: Mapping[str, Plain], fates: Fates) -> Move:
    """Return what becomes of an effect: it stays with its shot, and each further piece of the shot has one like it."""
    fate = fates.of.get(str(entry.get(SHOT)))
    if fate is None:
        return Move()
    if not fate.pieces:
        return Move(why="its shot is not in the new cut")
    if not fate.pieces[0].is_itself:
        return Move(why=f"its shot is a part of {fate.pieces[0].id} now")
    return Move(copies=tuple({**entry, SHOT: name} for name in followers(fate)))


def followers(fate: Fate) -> Iterator[str]:
    """Yield the further shots that look as a shot does: pieces of it, and repeats of its footage."""
    yield from (piece.id for piece in fate.pieces[1:])
    yield from fate.repeats


def _under(names: list[str], fates: Fates) -> list[str]:
    """Return the shots a bed lies under now; at an end that is gone, the nearest that is left of those it lay under."""
    known = [fates.of[name].shot for name in names if name in fates.of]
    if len(known) < len(names):
        return names
    start = min(shot.start_frame for shot in known)
    end = max(shot.range.end_frame for shot in known)
    covered = [
        fate
        for fate in sorted(fates.of.values(), key=lambda fate: fate.shot.start_frame)
        if fate.is_in_cut and start <= fate.shot.start_frame < end and fate.pieces
    ]
    found: list[str] = []
    for name in names:
        fate = fates.of[name]
        if fate.pieces:
            found += [piece.id for piece in fate.pieces]
        elif covered and fate.shot.start_frame == start:
            found.append(covered[0].pieces[0].id)
        elif covered and fate.shot.range.end_frame == end:
            found.append(covered[-1].pieces[-1].id)
    return list(dict.fromkeys(found))


def _spelled(names: object) -> str:
    return (
        names if isinstance(names, str) else ", ".join(str(name) for name in names) if isinstance(names, list) else ""
    )


def changed_entry(entry: Plain, changes: Mapping[str, Change]) -> Plain:
    """Return what an entry says once it is changed; fields of its own only."""
    assert isinstance(entry, dict)
    kept = {key: value for key, value in entry.items() if changes.get(key) is not REMOVED}
    return {**kept, **{key: _plain(value) for key, value in changes.items() if value is not REMOVED}}


def _plain(value: Change) -> Plain:
    return list(value) if isinstance(value, tuple) else value  # type: ignore[return-value] # values as read
