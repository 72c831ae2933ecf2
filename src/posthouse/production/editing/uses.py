"""The shots that play a sequence that was edited: they keep their in and out, and play its new frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production import raw
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.report import SequenceChange, Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.editorial import Shot
    from posthouse.production.editing.bench import Bench
    from posthouse.production.tree import Path

_PAST = "past the end of its media"


def uses_of(bench: Bench) -> Iterator[tuple[Path, str]]:
    """Yield (path, id) of each shot that plays the sequence on the bench."""
    value = bench.draft_value
    shots = (*raw.cut_shots(value), *raw.sequence_shots(value), *raw.entries(value, "over"))
    for path, shot in shots:
        if raw.text_at(shot, "from") == bench.sequence and shot.get("omit") is not True:
            yield path, bench.production.ids[path]


def sequence_change(before: Bench, after: Bench) -> SequenceChange | None:
    """Return what became of the sequence on the bench and of the shots that play it.

    None for another list, and where the edit was beside the sequence: a layer or a cue over one of its uses.
    """
    if not before.sequence or before.says_the_same(after):
        return None
    uses = [_use(before, after, name) for _, name in uses_of(after)]
    return SequenceChange(
        name=before.sequence,
        frames_before=before.level.duration_frames,
        frames_after=after.level.duration_frames,
        uses=tuple(uses),
    )


def _use(before: Bench, after: Bench, name: str) -> Use:
    old, new = (bench.resolved.level.by_id.get(name) for bench in (before, after))
    return Use(shot=name, record_before=old.range if old else None, record_after=new.range if new else None)


def too_short_for(before: Bench, after: Bench, path: Path, cause: str) -> ProductionError | None:
    """Return the refusal of an edit that leaves a shot without frames of the sequence it plays; None for others."""
    user = next((name for where, name in uses_of(after) if where == path), None) if before.sequence else None
    if user is None or _PAST not in cause:
        return None
    left = after.level.duration_frames
    shot = _played(before, path, user)
    if shot is None:
        return None
    end = shot.source.grid_range().end_frame
    hint = f"first: posthouse edit ripple {user} tail -{end - left}f"
    if not getattr(shot.source, "is_plain", False) or end - left >= shot.source.duration_frames:
        hint = f"shorten {user} first, or take it out"
    said = f"{user} plays {before.sequence} up to its frame {end}, and it would last {frames_said(left)}"
    return ProductionError(said, hint=hint, place=after.production.place_of(path))


def _played(bench: Bench, path: Path, user: str) -> Shot | None:
    return bench.level_of(path[:-1]).by_id.get(user)
