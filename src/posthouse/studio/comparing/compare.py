"""Two sides compared: every change, in programme order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posthouse.studio.comparing.echo import with_echo
from posthouse.studio.comparing.field_changes import field_changes
from posthouse.studio.comparing.inside_changes import inside_changes
from posthouse.studio.comparing.join_changes import join_changes
from posthouse.studio.comparing.shot_changes import shot_changes
from posthouse.studio.comparing.uses import matched_sides

if TYPE_CHECKING:
    from posthouse.editorial.matching import Pair
    from posthouse.studio.comparing.changes import Change
    from posthouse.studio.comparing.layout import Layout
    from posthouse.studio.comparing.side import Side
    from posthouse.studio.comparing.uses import Matched
    from posthouse.timing import FrameRange


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What changed from one side to the other."""

    matched: Matched
    changes: tuple[Change, ...]

    @property
    def unsure(self) -> tuple[Pair, ...]:
        """Return the matches somebody should look at."""
        return self.matched.matching.unsure

    def facts(self) -> dict[str, Any]:
        """Return the comparison as plain data for ``--json``."""
        old, new = self.matched.old, self.matched.new
        return {
            "old": {"name": old.name, "frames": old.layout.duration_frames},
            "new": {"name": new.name, "frames": new.layout.duration_frames},
            "changes": [change_facts(change, old.layout, new.layout) for change in self.changes],
            "unsure": [pair_facts(pair) for pair in self.unsure],
        }


def compared(old: Side, new: Side) -> Comparison:
    """Return what changed from one side to the other; of a cut file, only what is in it is compared."""
    old, new = _echoing(old, new)
    matched = matched_sides(old, new)
    found = [*shot_changes(matched), *join_changes(matched), *inside_changes(matched)]
    if not old.is_cut_only and not new.is_cut_only:
        found += field_changes(matched)
    order = _Order(matched)
    return Comparison(matched=matched, changes=tuple(sorted(found, key=order.place)))


def _echoing(old: Side, new: Side) -> tuple[Side, Side]:
    """Return two sides; a cut file beside a production knows what an export of that would say."""
    if old.is_cut_only == new.is_cut_only:
        return old, new
    return (with_echo(old, new), new) if old.is_cut_only else (old, with_echo(new, old))


class _Order:
    """Where each change stands: by the new programme; what is gone, behind what it stood behind."""

    def __init__(self, matched: Matched) -> None:
        old = matched.old.layout
        kept = [
            (old.shots[name].range.end_frame, pairs[0].new.record.end_frame)
            for name, pairs in matched.matching.of_old.items()
            if not old.shots[name].lane
        ]
        self._ends, self._ends_now = ([each[side] for each in sorted(kept)] for side in (0, 1))

    def place(self, change: Change) -> tuple[bool, int, int]:
        """Return what changes are sorted by; those of no place come last."""
        if change.after is not None:
            return False, change.after.start_frame, 1
        if change.before is not None:
            return False, self._after(change.before), 0
        return True, 0, 0

    def _after(self, gone: FrameRange) -> int:
        """Return the frame of the new programme at which something gone would stand."""
        at = bisect_right(self._ends, gone.start_frame)
        return self._ends_now[at - 1] if at else 0


def change_facts(change: Change, old: Layout, new: Layout) -> dict[str, Any]:
    """Return a change as plain data, with timecodes."""
    return {
        "kind": str(change.kind),
        "craft": str(change.craft),
        "subject": change.subject,
        "words": change.words,
        "before": range_facts(change.before, old),
        "after": range_facts(change.after, new),
        "head_frames": change.head_frames,
        "tail_frames": change.tail_frames,
        "score": round(change.score, 3),
        "reason": change.reason,
        "sure": change.is_sure,
        **({"facts": dict(change.facts)} if change.facts else {}),
    }


def range_facts(frames: FrameRange | None, layout: Layout) -> dict[str, Any] | None:
    """Return programme frames as plain data, with their timecodes."""
    if frames is None:
        return None
    return {
        "start_frame": frames.start_frame,
        "end_frame": frames.end_frame,
        "start": layout.label(frames.start_frame),
        "end": layout.label(frames.end_frame),
    }


def pair_facts(pair: Pair) -> dict[str, Any]:
    """Return a match as plain data."""
    return {
        "old": pair.old.key,
        "new": pair.new.key,
        "role": str(pair.role),
        "score": round(pair.score, 3),
        "reason": pair.reason,
        "rivals": list(pair.rivals),
    }
