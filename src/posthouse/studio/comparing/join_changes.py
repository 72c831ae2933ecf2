"""What became of transitions and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial.matching import Role
from posthouse.studio.comparing.changes import Change, Craft, Kind
from posthouse.studio.comparing.layout import LaidGap, LaidShot
from posthouse.studio.comparing.words import frames
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.studio.comparing.layout import LaidJoin, Layout
    from posthouse.studio.comparing.uses import Matched

Ends = tuple[str, str]


def join_changes(matched: Matched) -> list[Change]:
    """Return the changes of transitions and gaps; one between the same shots is the same."""
    names = {pair.old.key: pair.new.key for pair in matched.matching.pairs if pair.role in {Role.MAIN, Role.REPLACED}}
    old, new = matched.old.layout, matched.new.layout
    return [*_of_joins(old, new, names), *_of_gaps(old, new, names)]


def _of_joins(old: Layout, new: Layout, names: Mapping[str, str]) -> Iterator[Change]:
    ours = {_ends(old, join.before, join.after, names): join for join in old.joins}
    theirs = {_ends(new, join.before, join.after, {}): join for join in new.joins}
    for ends, join in theirs.items():
        before = ours.get(ends)
        where = _between(ends)
        spans = (None if before is None else _span(old, before), _span(new, join))
        if before is None:
            words = f"new {join.kind} of {frames(join.frames)} {where}"
            yield Change(kind=Kind.NEW, craft=Craft.PICTURE, subject="", words=words, after=spans[1])
        elif (before.kind, before.frames, before.lead) != (join.kind, join.frames, join.lead):
            words = (
                f"{join.kind} {where}: {_said(join)}, was {'' if before.kind == join.kind else f'a {before.kind}, '}"
            )
            words += _said(before)
            yield Change(
                kind=Kind.CHANGED, craft=Craft.PICTURE, subject="", words=words, before=spans[0], after=spans[1]
            )
    for ends, join in ours.items():
        if ends not in theirs:
            words = f"{join.kind} of {frames(join.frames)} {_between(ends)} is taken out"
            yield Change(kind=Kind.GONE, craft=Craft.PICTURE, subject="", words=words, before=_span(old, join))


def _of_gaps(old: Layout, new: Layout, names: Mapping[str, str]) -> Iterator[Change]:
    ours, theirs = _gaps(old, names), _gaps(new, {})
    for ends, gap in theirs.items():
        before = ours.get(ends)
        count = gap.range.duration_frames
        if before is None:
            words = f"new gap of {frames(count)} {_between(ends)}"
            yield Change(kind=Kind.NEW, craft=Craft.PICTURE, subject="", words=words, after=gap.range)
        elif before.range.duration_frames != count:
            words = f"the gap {_between(ends)} lasts {frames(count)}, lasted {before.range.duration_frames}"
            yield Change(
                kind=Kind.CHANGED, craft=Craft.PICTURE, subject="", words=words, before=before.range, after=gap.range
            )
    for ends, gap in ours.items():
        if ends not in theirs:
            words = f"the gap of {frames(gap.range.duration_frames)} {_between(ends)} is closed"
            yield Change(kind=Kind.GONE, craft=Craft.PICTURE, subject="", words=words, before=gap.range)


def _gaps(layout: Layout, names: Mapping[str, str]) -> dict[Ends, LaidGap]:
    return {
        _ends(layout, at - 1, at + 1, names): event
        for at, event in enumerate(layout.events)
        if isinstance(event, LaidGap)
    }


def _ends(layout: Layout, before: int, after: int, names: Mapping[str, str]) -> Ends:
    return _name(layout, before, names), _name(layout, after, names)


def _name(layout: Layout, at: int, names: Mapping[str, str]) -> str:
    if not 0 <= at < len(layout.events):
        return ""
    event = layout.events[at]
    return (
        names.get(event.id, f"{event.id} (gone)")
        if isinstance(event, LaidShot) and names
        else getattr(event, "id", "black")
    )


def _between(ends: Ends) -> str:
    before, after = ends
    if before and after:
        return f"between {before} and {after}"
    return f"after {before}" if before else f"before {after}"


def _said(join: LaidJoin) -> str:
    lies = {0: ", from the cut on", join.frames: ", up to the cut"}.get(join.lead, "")
    return frames(join.frames) + lies


def _span(layout: Layout, join: LaidJoin) -> FrameRange:
    start = layout.events[join.after].range.start_frame - join.lead
    return FrameRange.lasting(max(0, start), join.frames)
