"""Tracks as they fill up: clips that do not overlap, more tracks where a list records twice over the same frames."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.interchange.edl.drafts import Lane
from posthouse.interchange.edl.trims import shows_same
from posthouse.interchange.timeline import Track, TrackKind

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Transition
    from posthouse.timing import FrameRange, Rate


@dataclass(slots=True)
class Strip:
    """One track being filled, in record order."""

    starts: list[int] = field(default_factory=list)
    clips: list[Clip] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)

    def has_room(self, record: FrameRange) -> bool:
        """Return whether no clip lies within some frames."""
        at = bisect_right(self.starts, record.start_frame)
        is_free_before = at == 0 or self.clips[at - 1].record.end_frame <= record.start_frame
        return is_free_before and (at == len(self.starts) or self.starts[at] >= record.end_frame)

    def add(self, clip: Clip) -> None:
        """Put a clip where there is room for it."""
        at = bisect_left(self.starts, clip.record.start_frame)
        self.starts.insert(at, clip.record.start_frame)
        self.clips.insert(at, clip)

    def ending_at(self, frame: int) -> Clip | None:
        """Return the clip that ends where a frame begins."""
        at = bisect_left(self.starts, frame) - 1
        return self.clips[at] if at >= 0 and self.clips[at].record.end_frame == frame else None

    def covering(self, record: FrameRange) -> Clip | None:
        """Return the clip all of some frames lie in."""
        at = bisect_right(self.starts, record.start_frame) - 1
        return self.clips[at] if at >= 0 and self.clips[at].record.covers(record) else None

    def exchange(self, before: Clip, after: Clip) -> None:
        """Put a clip in the place of another that starts at the same frame."""
        self.clips[bisect_left(self.starts, before.record.start_frame)] = after


@dataclass(slots=True)
class Strips:
    """All tracks of a list; overlays and overlaps get tracks of their own, above those the list names."""

    _by_lane: dict[Lane, list[Strip]] = field(default_factory=dict)

    def strip_for(self, lane: Lane, record: FrameRange, *, is_overlay: bool = False) -> tuple[Strip, bool]:
        """Return the first track of a lane with room, and whether it is one of its own because of an overlap."""
        strips = self._by_lane.setdefault(lane, [Strip()])
        for at, strip in enumerate(strips):
            if strip.has_room(record) and not (is_overlay and at == 0):
                return strip, at > 0
        strips.append(Strip())
        return strips[-1], True

    def saying_the_same(self, lane: Lane, clip: Clip, rate: Rate) -> Clip | None:
        """Return a clip of a lane that shows the same frames in the same places already."""
        for strip in self._by_lane.get(lane, ()):
            if (other := strip.covering(clip.record)) and shows_same(other, clip, rate):
                return other
        return None

    def tracks(self) -> tuple[Track, ...]:
        """Return the filled tracks: pictures from the lowest up, then sound; those of overlaps after the named ones."""
        return (*self._of_kind(TrackKind.PICTURE), *self._of_kind(TrackKind.SOUND))

    def _of_kind(self, kind: TrackKind) -> list[Track]:
        lanes = sorted((lane for lane in self._by_lane if lane.kind is kind), key=lambda lane: lane.number)
        named = [(lane, self._by_lane[lane][0]) for lane in lanes]
        highest = max((lane.number for lane in lanes), default=0)
        extra = [strip for lane in lanes for strip in self._by_lane[lane][1:]]
        more = [(Lane(kind=kind, number=highest + at), strip) for at, strip in enumerate(extra, start=1)]
        return [
            Track(name=lane.name, kind=kind, clips=tuple(strip.clips), transitions=_sorted(strip))
            for lane, strip in (*named, *more)
            if strip.clips
        ]


def _sorted(strip: Strip) -> tuple[Transition, ...]:
    return tuple(sorted(strip.transitions, key=lambda transition: transition.record))
