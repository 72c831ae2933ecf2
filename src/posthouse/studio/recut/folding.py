"""A flat cut with the sequences of the production found in it again.

Problem: ``punch``, ``kick`` and ``duck`` lie in the sequence ``fight`` here; a flat cut file has three plain shots.
Approach: each of its shots is matched to the shots inside by footage. Where a run of them is the sequence to the frame,
trimmed at head and tail perhaps, the run is the shot that plays it. Where it is not, but lies together, the change is
one inside the sequence; else the sequence cannot stay one there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial.matching import Role
from posthouse.studio.comparing.alignment import head_frames, trimmed
from posthouse.studio.comparing.layout import LaidGap, LaidShot, is_freeze
from posthouse.studio.comparing.uses import footage_names
from posthouse.studio.recut.flat import Strip
from posthouse.timing import FrameRange, SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.studio.comparing.uses import Matched
    from posthouse.studio.recut.flat import Event, Whole
    from posthouse.timing import Retime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Events of a flat cut, first to last, that are some frames of a sequence."""

    whole: Whole
    first: int
    last: int
    frames: FrameRange

    @property
    def retime(self) -> Retime | None:
        """Return what the shot that plays the sequence shows then."""
        own = self.whole.shot.retime
        if not self.whole.is_retimed:
            return SourceMap(in_frame=self.frames.start_frame, duration_frames=self.frames.duration_frames)
        head, tail = self.frames.start_frame, self.frames.end_frame - own.duration_frames
        found = trimmed(self.whole.shot, head=head, tail=tail)
        return None if found is None else found.retime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a flat cut has of one shot that plays a sequence."""

    whole: Whole
    runs: tuple[Run, ...] = ()
    loose: tuple[int, ...] = ()
    """Events of its footage that are no frames of it as it is."""

    @property
    def is_whole(self) -> bool:
        """Return whether it is there in one piece, once or more often, or not at all."""
        return not self.loose and all(
            one.frames.overlaps(other.frames) for one in self.runs for other in self.runs if one is not other
        )

    @property
    def events(self) -> range:
        """Return the events from its first to its last."""
        found = [*self.loose, *(at for run in self.runs for at in (run.first, run.last))]
        return range(min(found), max(found) + 1) if found else range(0)


@dataclass(kw_only=True)
class Tracer:
    """Finds the sequences of an old cut, laid flat, in a new one."""

    matched: Matched
    wholes: Mapping[str, Whole]
    strip: Strip = field(init=False)
    _names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        old, new = self.matched.old, self.matched.new
        self._names = footage_names(old, new, self.matched.links)
        self.strip = Strip(events=new.layout.events, joins=new.layout.joins)

    def traces(self) -> list[Trace]:
        """Return what the new cut has of each."""
        mine: dict[str, list[int]] = defaultdict(list)
        for index, event in enumerate(self.strip.events):
            outer = self.owner(index) if isinstance(event, LaidShot) else ""
            if outer:
                mine[outer].append(index)
        return [self._trace(whole, mine[name]) for name, whole in self.wholes.items()]

    def owner(self, index: int) -> str:
        """Return the id of the shot that plays the sequence an event of the new cut is from; empty where it is none."""
        old = self.inner(index)
        return old.partition("/")[0] if "/" in old else ""

    def inner(self, index: int) -> str:
        """Return the old shot an event of the new cut shows, by its whole path; empty where there is none."""
        event = self.strip.events[index]
        pair = self.matched.matching.of_new.get(event.id) if isinstance(event, LaidShot) else None
        return "" if pair is None or pair.role is Role.REPLACED else pair.old.key

    def _trace(self, whole: Whole, mine: list[int]) -> Trace:
        runs: list[Run] = []
        loose: list[int] = []
        after = 0
        for index in mine:
            if index < after:
                continue
            run = self._longest(index, whole, after)
            if run is None:
                loose.append(index)
                continue
            runs.append(run)
            after = run.last + 1
        return Trace(whole=whole, runs=tuple(runs), loose=tuple(loose))

    def _longest(self, index: int, whole: Whole, after: int) -> Run | None:
        """Return the longest run that begins with an event, or with black before it."""
        start = self.place(index, whole)
        if start is None:
            return None
        black = self.strip.events[index - 1] if index > after else None
        if isinstance(black, LaidGap) and start >= black.range.duration_frames:
            found = self._run(index - 1, start - black.range.duration_frames, whole)
            if found is not None and found.last >= index:
                return found
        return self._run(index, start, whole)

    def place(self, index: int, whole: Whole) -> int | None:
        """Return the frame of a sequence with which an event of the new cut begins; None if with none."""
        event, name = self.strip.events[index], self.inner(index)
        inner = next((each for each in whole.strip.events if isinstance(each, LaidShot) and each.id == name), None)
        if inner is None or not isinstance(event, LaidShot):
            return None
        head = head_frames(inner, event)
        return None if head is None or head < 0 else inner.start_frame + head

    def _run(self, first: int, start: int, whole: Whole) -> Run | None:
        """Return the longest run from an event, at a frame of the sequence: all of the rest, most often."""
        found, room = None, whole.strip.duration_frames - start
        begun = self.strip.events[first].range.start_frame
        ends = [event.range.end_frame - begun for event in self.strip.events[first : first + len(whole.strip.events)]]
        count = sum(end <= room for end in ends)
        others = (at for at in range(first, first + count) if self._is_of_another(at, whole))
        reach = range(first, next(others, first + count))
        for last in (*reach[-1:], *reach):
            run = Run(whole=whole, first=first, last=last, frames=FrameRange.lasting(start, ends[last - first]))
            is_same = self._is_run(run)
            if is_same and last == reach[-1]:
                return run
            if is_same is False and last != reach[-1]:
                break
            found = run if is_same else found
        return found

    def _is_of_another(self, index: int, whole: Whole) -> bool:
        """Return whether an event continues an old shot that is not in a sequence as one shot plays it."""
        event = self.strip.events[index]
        pair = self.matched.matching.of_new.get(event.id) if isinstance(event, LaidShot) else None
        is_continued = pair is not None and pair.role in {Role.MAIN, Role.PIECE}
        return is_continued and not self.inner(index).startswith(f"{whole.shot.id}/")

    def _is_run(self, run: Run) -> bool | None:
        """Return whether events are some frames of a sequence; None where they are, but cannot end there."""
        wanted = run.whole.strip.window(run.frames, self.strip.events[run.first].range.start_frame)
        if wanted is None:
            return None  # within a transition
        if not self._is_same(wanted, run.first, run.last):
            return False
        is_clean = self.has_edges(run.first, run.last, run.frames, run.whole.strip)
        return True if run.retime is not None and is_clean else None

    def _is_same(self, wanted: Strip, first: int, last: int) -> bool:
        events = self.strip.events[first : last + 1]
        if len(events) != len(wanted.events) or not all(map(self._shows_same, wanted.events, events)):
            return False
        joins = [join for join in self.strip.joins if first <= join.before and join.after <= last]
        said = [(join.kind, join.frames, join.lead, join.after - first) for join in joins]
        return said == [(join.kind, join.frames, join.lead, join.after) for join in wanted.joins]

    def _shows_same(self, old: Event, new: Event) -> bool:
        if isinstance(old, LaidGap) or isinstance(new, LaidGap):
            return type(old) is type(new) and old.range == new.range
        if self._footage(old, is_new=False) != self._footage(new, is_new=True) or old.range != new.range:
            return False
        return old.retime == new.retime or new.spec.media in self.matched.new.endless

    def _footage(self, shot: LaidShot, *, is_new: bool) -> str:
        side = self.matched.new if is_new else self.matched.old
        name = side.layout.footage(shot)
        return (self._names.get(name, name) if is_new else "") or side.first_alike.get(name, name)

    def has_edges(self, first: int, last: int, frames: FrameRange, strip: Strip) -> bool:
        """Return whether transitions at both edges of a run stay within the first and the last shot inside."""
        shift = self.strip.events[first].range.start_frame - frames.start_frame
        inside = [event for event in strip.events if event.range.overlaps(frames)]
        busy = [strip.frames_of(join).shifted(shift) for join in strip.joins]
        for join in self.strip.joins:
            if join.after != first and join.before != last:
                continue
            over = self.strip.frames_of(join)
            if join.kind == "dip":  # each shot alone to or from its color: no frames beyond the run
                over = over.intersection(frames.shifted(shift))
            extent = inside[0 if join.after == first else -1].range.shifted(shift)
            if not extent.covers(over) or any(each.overlaps(over) for each in busy):
                return False
        return True

    def around(self, trace: Trace) -> Iterator[int]:
        """Yield the events between those of a trace that the old cut had elsewhere."""
        for index in trace.events:
            old = self.inner(index)
            event = self.strip.events[index]
            pair = self.matched.matching.of_new.get(getattr(event, "id", ""))
            is_once_more = pair is None or pair.role is Role.REPEAT
            if old and not old.startswith(f"{trace.whole.shot.id}/") and not is_once_more:
                yield index


def extended(shot: LaidShot, old: LaidShot, *, head: bool = False, tail: bool = False) -> tuple[LaidShot, int] | None:
    """Return a shot with the frames that an old one of it has before it (or after it), and how many these are."""
    off = head_frames(old, shot)
    if off is None or is_freeze(shot.retime):
        return None
    more = off if head else old.retime.duration_frames - off - shot.retime.duration_frames
    found = trimmed(shot, head=-more if head else 0, tail=more if tail else 0) if more > 0 else shot
    return None if found is None else (found, max(0, more))
