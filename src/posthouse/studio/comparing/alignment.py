"""What a cut file cannot say, as the old cut had it: where transitions lie, dips, black at the head.

Problem: an EDL lets every dissolve begin at its cut, so that a centered one comes back with its cut moved and both
shots trimmed, although every picture is the same. It can say no dip, which comes back as a dissolve, and no black
before its first event, which begins at a later timecode instead.
Approach: a transition of the same kind and length between the same shots is laid as the old one lay, the cut under it
moved by as much; a dip between the same shots is left a dip; black of that length at the old head is put back.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.matching import Role
from posthouse.studio.comparing.layout import LaidGap, LaidShot, is_freeze
from posthouse.studio.comparing.seams import NOT_WRITTEN
from posthouse.timing import SourceMap

if TYPE_CHECKING:
    from posthouse.editorial.matching import Matching
    from posthouse.studio.comparing.layout import LaidJoin, Layout


def aligned(old: Layout, new: Layout, matching: Matching, *, has_dips: bool = False) -> Layout:
    """Return the new layout with its transitions, and its head, laid as those of the old one.

    ``has_dips``: the new cut can say dips, so that another transition in the place of one is meant.
    """
    found = _Aligner(old=old, new=new, matching=matching, events=list(new.events), has_dips=has_dips).layout()
    return _with_head(old, found, matching)


def _with_head(old: Layout, new: Layout, matching: Matching) -> Layout:
    """Return the new layout with black before its first shot, if its first label is as much later."""
    starts = [each.start.frame_count if each.start else 0 for each in (old, new)]
    late, head = starts[1] - starts[0], old.events[0]
    if not isinstance(head, LaidGap) or head.range.duration_frames != late or not isinstance(new.events[0], LaidShot):
        return new
    pair = matching.of_new.get(new.events[0].id)
    was = old.joins[0] if old.joins and old.joins[0].before == 0 else None
    is_joined = was is not None and pair is not None and getattr(old.events[1], "id", "") == pair.old.key
    joins = [dataclasses.replace(join, before=join.before + 1, after=join.after + 1) for join in new.joins]
    return dataclasses.replace(
        new,
        start=old.start,
        events=(dataclasses.replace(head, index=NOT_WRITTEN), *(_later(event, late) for event in new.events)),
        joins=((dataclasses.replace(was, index=NOT_WRITTEN),) if was and is_joined else ()) + tuple(joins),
        over=tuple(_shot_later(shot, late) for shot in new.over),
    )


def _later(event: LaidShot | LaidGap, frames: int) -> LaidShot | LaidGap:
    if isinstance(event, LaidGap):
        return dataclasses.replace(event, range=event.range.shifted(frames))
    return _shot_later(event, frames)


def _shot_later(shot: LaidShot, frames: int) -> LaidShot:
    return dataclasses.replace(shot, start_frame=shot.start_frame + frames)


@dataclass(slots=True, kw_only=True)
class _Aligner:
    old: Layout
    new: Layout
    matching: Matching
    events: list[LaidShot | LaidGap]
    has_dips: bool
    _was: dict[tuple[str, str], LaidJoin] = field(default_factory=dict)

    def layout(self) -> Layout:
        self._was = {self._ends(self.old, join): join for join in self.old.joins}
        joins = tuple(self._join(join) for join in self.new.joins)
        return dataclasses.replace(self.new, events=tuple(self.events), joins=joins)

    def _ends(self, layout: Layout, join: LaidJoin) -> tuple[str, str]:
        first, second = (layout.events[at] for at in (join.before, join.after))
        return getattr(first, "id", ""), getattr(second, "id", "")

    def _join(self, join: LaidJoin) -> LaidJoin:
        names = tuple(self._origin(name) for name in self._ends(self.new, join))
        was = self._was.get((names[0], names[1])) if all(names) else None
        if was is None or (was.kind, was.frames, was.lead) == (join.kind, join.frames, join.lead):
            return join
        if was.kind == "dip" and join.kind != "dip" and not self.has_dips:
            return dataclasses.replace(join, kind=was.kind, frames=was.frames, lead=was.lead)
        if (was.kind, was.frames) == (join.kind, join.frames) and self._moved(join, was.lead - join.lead):
            return dataclasses.replace(join, lead=was.lead)
        return join

    def _origin(self, key: str) -> str:
        pair = self.matching.of_new.get(key)
        return pair.old.key if pair is not None and pair.role in {Role.MAIN, Role.PIECE, Role.REPEAT} else ""

    def _moved(self, join: LaidJoin, frames: int) -> bool:
        """Move the cut under a transition later, if both shots can be cut there; return whether it was."""
        first, second = self.events[join.before], self.events[join.after]
        if not isinstance(first, LaidShot) or not isinstance(second, LaidShot):
            return False
        tail, head = self._trimmed(first, tail=frames), self._trimmed(second, head=frames)
        if tail is None or head is None:
            return False
        self.events[join.before], self.events[join.after] = tail, head
        return True

    def _trimmed(self, shot: LaidShot, *, head: int = 0, tail: int = 0) -> LaidShot | None:
        found = trimmed(shot, head=head, tail=tail)
        if found is None or shot.spec.media not in self.new.endless:
            return found
        still = SourceMap(in_frame=0, duration_frames=found.retime.duration_frames)
        return dataclasses.replace(found, retime=still)


def trimmed(shot: LaidShot, *, head: int = 0, tail: int = 0) -> LaidShot | None:
    """Return a shot with frames off its head and on at its tail; None if it cannot be cut there to the frame."""
    was = shot.retime
    if not isinstance(was, SourceMap):
        return None
    off = head if was.speed >= 0 else -tail
    shift = off * abs(was.speed)
    frames = was.duration_frames - head + tail
    if Fraction(shift).denominator != 1 or frames < 1:
        return None
    retime = SourceMap(in_frame=was.in_frame + int(shift), duration_frames=frames, speed=was.speed)
    return dataclasses.replace(shot, retime=retime, start_frame=shot.start_frame + head)


def head_frames(old: LaidShot, new: LaidShot) -> int | None:
    """Return how many frames of an old shot lie before the first of a new one; None where they play differently."""
    if old.retime == new.retime:
        return 0
    one, other = old.retime, new.retime
    if not isinstance(one, SourceMap) or not isinstance(other, SourceMap) or one.speed != other.speed:
        return None
    if is_freeze(one):
        return 0 if one.in_frame == other.in_frame else None
    head = (other.position(0 * one.speed) - one.position(0 * one.speed)) / one.speed
    return int(head) if head.denominator == 1 else None
