"""A cut with its sequences laid flat, as a flat cut file shows it; where it is known to the frame."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.studio.comparing.alignment import trimmed
from posthouse.studio.comparing.layout import CUT, LaidGap, LaidJoin, LaidShot, is_freeze
from posthouse.studio.comparing.side import inside_of
from posthouse.timing import FrameRange, SourceMap

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from posthouse.studio.comparing.layout import Layout
    from posthouse.studio.comparing.side import Side

Event = LaidShot | LaidGap
MOST_DEEP = 8
"""How deep sequences in sequences are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Events end to end and the transitions over their joins, which count them from 0."""

    events: tuple[Event, ...]
    joins: tuple[LaidJoin, ...] = ()

    @property
    def duration_frames(self) -> int:
        """Return its length."""
        return self.events[-1].range.end_frame if self.events else 0

    def window(self, frames: FrameRange, at: int) -> Strip | None:
        """Return some of its frames, begun at a frame; None where that cuts what cannot be cut exactly."""
        events: list[Event] = []
        numbers: dict[int, int] = {}
        for index, event in enumerate(self.events):
            seen = event.range.intersection(frames)
            if seen.is_empty:
                continue
            numbers[index] = len(events)
            cut = _cut(event, seen)
            if cut is None:
                return None
            events.append(_shifted(cut, at - frames.start_frame))
        joins = []
        for join in self.joins:
            over = self.frames_of(join)
            if not over.overlaps(frames):
                continue
            if not frames.covers(over) or join.before not in numbers or join.after not in numbers:
                return None
            joins.append(dataclasses.replace(join, before=numbers[join.before], after=numbers[join.after]))
        return Strip(events=tuple(events), joins=tuple(joins))

    def frames_of(self, join: LaidJoin) -> FrameRange:
        """Return the frames a transition takes."""
        return FrameRange.lasting(self.events[join.after].range.start_frame - join.lead, join.frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A shot that plays a sequence, and all of the sequence from its first frame; inner ids are ``brawl/punch``."""

    shot: LaidShot
    strip: Strip
    is_retimed: bool = False
    """The strip is what the shot shows, at its speed, not the sequence from its first frame."""

    @property
    def sequence(self) -> str:
        """Return the name of the sequence."""
        return self.shot.spec.media

    def inside(self, name: str) -> LaidShot | None:
        """Return a shot inside by the end of its path, if one only has that."""
        found = [event for event in self.strip.events if isinstance(event, LaidShot) and event.id.endswith(f"/{name}")]
        return found[0] if len(found) == 1 else None


@dataclass(kw_only=True)
class Flattener:
    """Lays the sequences of one side flat."""

    side: Side
    skipped: Collection[str] = ()
    """Sequences that stay sequences."""
    wholes: dict[str, Whole] = field(default_factory=dict)
    """By the id of a shot of the cut that plays a sequence."""
    _strips: dict[str, Strip] = field(default_factory=dict)

    def layout(self) -> Layout:
        """Return the side's cut, flat; what cannot be laid flat exactly stays whole."""
        layout = self.side.layout
        strip = self._flat(Strip(events=layout.events, joins=layout.joins), depth=0)
        return dataclasses.replace(layout, events=strip.events, joins=strip.joins)

    def whole(self, shot: LaidShot) -> Whole | None:
        """Return a shot with the sequence it plays; None where it plays none."""
        if shot.spec.media not in self.side.document.sequences:
            return None
        return Whole(shot=shot, strip=_called(self.strip(shot.spec.media), shot.id))

    def strip(self, name: str, depth: int = 1) -> Strip:
        """Return a sequence laid flat."""
        if name not in self._strips:
            layout = inside_of(self.side, name).layout
            strip = Strip(events=layout.events, joins=layout.joins)
            self._strips[name] = self._flat(strip, depth=depth) if depth < MOST_DEEP else strip
        return self._strips[name]

    def _flat(self, strip: Strip, *, depth: int) -> Strip:
        events: list[Event] = []
        joins: list[LaidJoin] = []
        places: list[tuple[int, int]] = []
        for event in strip.events:
            found = self._unfolded(event, depth)
            first = len(events)
            events += found.events
            joins += [
                dataclasses.replace(join, before=join.before + first, after=join.after + first) for join in found.joins
            ]
            places.append((first, len(events) - 1))
        joins += [
            dataclasses.replace(join, before=places[join.before][1], after=places[join.after][0])
            for join in strip.joins
        ]
        joins.sort(key=lambda join: join.after)
        return Strip(events=tuple(events), joins=tuple(joins))

    def _unfolded(self, event: Event, depth: int) -> Strip:
        alone = Strip(events=(event,))
        if not isinstance(event, LaidShot) or event.spec.media not in self.side.document.sequences:
            return alone
        if event.spec.media in self.skipped:
            return alone
        strip = _called(self.strip(event.spec.media, depth + 1), event.id)
        if depth == 0:
            self.wholes[event.id] = Whole(shot=event, strip=strip)
        if not isinstance(event.retime, SourceMap):
            return alone
        if event.retime.is_plain:
            return strip.window(event.retime.grid_range(), event.start_frame) or alone
        found = retimed(strip, event.retime)
        if found is None:
            return alone
        if depth == 0:
            self.wholes[event.id] = Whole(shot=event, strip=found, is_retimed=True)
        return found.window(FrameRange(0, found.duration_frames), event.start_frame) or alone


def retimed(strip: Strip, outer: SourceMap) -> Strip | None:
    """Return a sequence played at another speed, as far as each of its shots has one map that shows the same."""
    shown = outer.grid_range()
    if any(strip.frames_of(join).overlaps(shown) for join in strip.joins):
        return None
    events: list[Event] = []
    whole = FrameRange(0, outer.duration_frames)
    for event in strip.events:
        if outer.is_freeze:
            seen = whole if event.range.contains(outer.in_frame) else FrameRange(0, 0)
        else:
            seen = outer.frames_showing(event.range).intersection(whole)
        if seen.is_empty:
            continue
        if isinstance(event, LaidGap):
            events.append(dataclasses.replace(event, range=seen))
            continue
        found = _composed(event, outer, seen)
        if found is None:
            return None
        events.append(dataclasses.replace(event, retime=found, start_frame=seen.start_frame))
    events.sort(key=lambda each: each.range)
    return Strip(events=tuple(events))


def _composed(inner: LaidShot, outer: SourceMap, seen: FrameRange) -> SourceMap | None:
    """Return the one map of what a shot of a sequence shows in some frames of the shot that plays it."""
    own, count = inner.retime, seen.duration_frames
    if not isinstance(own, SourceMap):
        return None
    if outer.is_freeze:
        held = own.grid_frame(outer.in_frame - inner.start_frame)
        return SourceMap(in_frame=held, duration_frames=count, speed=Fraction(0))
    ends = [own.position(outer.position(Fraction(at)) - inner.start_frame) for at in (seen.start_frame, seen.end_frame)]
    speed = (ends[1] - ends[0]) / count
    if min(ends).denominator != 1:
        return None
    found = SourceMap(in_frame=int(min(ends)), duration_frames=count, speed=speed)
    wanted = (own.grid_frame(outer.grid_frame(frame) - inner.start_frame) for frame in seen)
    return found if all(found.grid_frame(at) == frame for at, frame in enumerate(wanted)) else None


def flat_side(side: Side, skipped: Collection[str] = ()) -> tuple[Side, Mapping[str, Whole]]:
    """Return a side with its cut laid flat, and the shots that play sequences, by id."""
    flattener = Flattener(side=side, skipped=skipped)
    layout = flattener.layout()
    return dataclasses.replace(side, laid=layout), flattener.wholes


def _called(strip: Strip, outer: str) -> Strip:
    events: Sequence[Event] = [
        dataclasses.replace(event, id=f"{outer}/{event.id}") if isinstance(event, LaidShot) else event
        for event in strip.events
    ]
    return dataclasses.replace(strip, events=tuple(events))


def _cut(event: Event, seen: FrameRange) -> Event | None:
    """Return an event cut to some of its frames; None if that cannot be said to the frame."""
    if event.range == seen:
        return event
    if isinstance(event, LaidGap):
        return dataclasses.replace(event, range=seen)
    if is_freeze(event.retime):
        retime = dataclasses.replace(event.retime, duration_frames=seen.duration_frames)
        return dataclasses.replace(event, retime=retime, start_frame=seen.start_frame)
    head, tail = seen.start_frame - event.range.start_frame, seen.end_frame - event.range.end_frame
    return trimmed(event, head=head, tail=tail)


def _shifted(event: Event, frames: int) -> Event:
    if isinstance(event, LaidGap):
        return dataclasses.replace(event, range=event.range.shifted(frames))
    return dataclasses.replace(event, start_frame=event.start_frame + frames, lane=CUT)
