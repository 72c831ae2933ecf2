"""What is written where: tracks of sound taken apart into channels, ids for all items, and who is linked with whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import TrackKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.interchange.timeline import Clip, Timeline, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One clip item to write; ``channel`` is the media's channel it carries, None where it carries what there is."""

    id: str
    clip: Clip
    channel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One track to write: of a sound track of two channels there are two."""

    track: Track
    number: int
    items: tuple[Item, ...]
    exploded: tuple[int, int] = (0, 1)
    """Which of how many tracks that were one."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """All lanes of a timeline, and the items each take is made of."""

    lanes: list[Lane] = field(default_factory=list)
    takes: dict[str, list[tuple[Item, Lane, int]]] = field(default_factory=lambda: defaultdict(list))

    def linked(self, item: Item) -> list[tuple[Item, Lane, int]]:
        """Return the items of the same take, itself among them; none where it stands alone."""
        found = self.takes[_take(item.clip)]
        return found if len(found) > 1 else []


def plan_of(timeline: Timeline, ids: Iterator[int]) -> Plan:
    """Return what a timeline is written as."""
    plan = Plan()
    for kind in TrackKind:
        number = 0
        for track in timeline.of_kind(kind):
            width = max((len(_channels(clip)) for clip in track.clips), default=1) if kind is TrackKind.SOUND else 1
            for channel in range(width):
                number += 1
                plan.lanes.append(_lane(track, number, (channel, width), ids))
    for lane in plan.lanes:
        for order, item in enumerate(lane.items, 1):
            plan.takes[_take(item.clip)].append((item, lane, order))
    return plan


def _take(clip: Clip) -> str:
    return clip.link or f"alone {clip.id}"


def _lane(track: Track, number: int, exploded: tuple[int, int], ids: Iterator[int]) -> Lane:
    index, _ = exploded
    items = []
    for clip in track.clips:
        channels = _channels(clip) if track.kind is TrackKind.SOUND else (None,)
        if index < len(channels):
            items.append(Item(id=f"clipitem-{next(ids)}", clip=clip, channel=channels[index]))
    return Lane(track=track, number=number, items=tuple(items), exploded=exploded)


def _channels(clip: Clip) -> tuple[int | None, ...]:
    if clip.source_channels:
        return clip.source_channels
    return tuple(range(1, clip.media.sound_channels + 1)) if clip.media.sound_channels else (None,)
