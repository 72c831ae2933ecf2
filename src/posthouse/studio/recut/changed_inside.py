"""A change of a flat cut that lies within one sequence: the sequence as it is to be, and what is seen of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.studio.comparing.layout import LaidGap, LaidShot
from posthouse.studio.recut.flat import Strip
from posthouse.studio.recut.folding import extended
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.studio.recut.flat import Event, Whole
    from posthouse.studio.recut.folding import Trace, Tracer


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedInside:
    """Events of a flat cut that become a sequence anew; ``frames`` of it are seen."""

    whole: Whole
    first: int
    last: int
    strip: Strip
    frames: FrameRange


def changed_inside(trace: Trace, tracer: Tracer) -> ChangedInside | None:
    """Return the change of a sequence that a flat cut asks for; None where it can be none, exactly.

    What is trimmed off the ends of the first and the last shot stays in the sequence, out of sight.
    """
    whole, events = trace.whole, trace.events
    if whole.is_retimed or not events or any(tracer.around(trace)) or not _is_shallow(whole):
        return None
    window = whole.shot.retime.grid_range()
    if not all(event.range.overlaps(window) for event in whole.strip.events):
        return None
    found = list(tracer.strip.events[events.start : events.stop])
    found[0], head = _with_end(found[0], whole.strip.events[0], tracer, events.start, is_head=True)
    found[-1], tail = _with_end(found[-1], whole.strip.events[-1], tracer, events.stop - 1, is_head=False)
    shift = -found[0].range.start_frame
    joins = [join for join in tracer.strip.joins if events.start <= join.before and join.after < events.stop]
    strip = Strip(
        events=tuple(_shifted(event, shift) for event in found),
        joins=tuple(
            dataclasses.replace(join, before=join.before - events.start, after=join.after - events.start)
            for join in joins
        ),
    )
    frames = FrameRange(head, strip.duration_frames - tail)
    if not tracer.has_edges(events.start, events.stop - 1, frames, strip):
        return None
    return ChangedInside(whole=whole, first=events.start, last=events.stop - 1, strip=strip, frames=frames)


def _is_shallow(whole: Whole) -> bool:
    return all(event.id.count("/") == 1 for event in whole.strip.events if isinstance(event, LaidShot))


def _with_end(event: Event, old: Event, tracer: Tracer, index: int, *, is_head: bool) -> tuple[Event, int]:
    """Return an event with what its old shot has before it, or after it, and how many frames that is."""
    if not isinstance(event, LaidShot) or not isinstance(old, LaidShot) or tracer.inner(index) != old.id:
        return event, 0
    found = extended(event, old, head=is_head, tail=not is_head)
    return found or (event, 0)


def _shifted(event: Event, frames: int) -> Event:
    if isinstance(event, LaidGap):
        return dataclasses.replace(event, range=event.range.shifted(frames))
    return dataclasses.replace(event, start_frame=event.start_frame + frames)
