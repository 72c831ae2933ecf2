"""A timeline as a storyline: the lowest picture track is the primary one, everything else is connected to it."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.merge import sounds_of_pictures
from posthouse.interchange.fcpxml.times import spelled_time
from posthouse.interchange.fcpxml.write_clips import Desk, Host, Use, host_of, marker_element
from posthouse.interchange.fcpxml.write_transitions import (
    Neighbors,
    heard_transitions,
    neighbors_of,
    runs_of,
    tell_unheard,
    transition_element,
)
from posthouse.interchange.timeline import Track, TrackKind
from posthouse.interchange.xml_writing import new_element

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.fcpxml.write_transitions import Run
    from posthouse.interchange.fcpxml.writing import WritingX
    from posthouse.interchange.timeline import Clip, Timeline, Transition
    from posthouse.interchange.xml_reading import Element

_GAP_START = Fraction(3600)
"""What a gap's clock says where it begins, as Final Cut writes it."""
_TRANSITION, _ITEM = 1, 2
"""At one place a transition stands before the clip that begins there."""


@dataclasses.dataclass(slots=True, kw_only=True)
class Telling:
    """A timeline under way."""

    desk: Desk
    merged: dict[str, tuple[Clip, ...]]
    heard: dict[Neighbors, Transition]
    """Crossfades of sounds that are written with their pictures, by the pictures at both sides."""
    hosts: list[Host] = dataclasses.field(default_factory=list)

    @property
    def rate(self) -> Fraction:
        """Return frames a second."""
        return self.desk.timeline.rate.fraction

    def time(self, frames: int) -> str:
        """Return frames as the format spells seconds."""
        return spelled_time(frames / self.rate)


def fill_storyline(
    state: WritingX,
    parent: Element,
    timeline: Timeline,
    first: Fraction,
    media_id: Callable[[Clip], tuple[str, Fraction]],
) -> None:
    """Write a timeline into a <spine> or an <mc-angle>; ``first`` is what its clock says at the first frame."""
    merged = sounds_of_pictures(timeline)
    desk = Desk(state=state, timeline=timeline, media_id=media_id)
    telling = Telling(desk=desk, merged=merged, heard=heard_transitions(state, timeline, merged))
    pictures = timeline.of_kind(TrackKind.PICTURE)
    primary = pictures[0] if pictures else Track(name="V1", kind=TrackKind.PICTURE)
    items = _primary_items(telling, primary)
    for lane, track in enumerate(pictures[1:], 1):
        _connect_track(telling, track, lane)
    for lane, track in enumerate(timeline.of_kind(TrackKind.SOUND), 1):
        _connect_track(telling, track, -lane)
    _connect_markers(telling, timeline)
    for host in telling.hosts:
        host.finish()
    for (_, _, at), element in sorted(items.items(), key=lambda item: item[0]):
        element.set("offset", spelled_time(first + at / telling.rate))
        parent.append(element)
    tell_unheard(state, telling.heard)
    if "captions" in timeline.facts:
        state.ledger.drop(timeline.name, "caption", "captions go out as files of their own")


def _primary_items(telling: Telling, track: Track) -> dict[tuple[int, int, int], Element]:
    """Return the elements of the primary storyline by (place in order, what comes first there, offset)."""
    items: dict[tuple[int, int, int], Element] = {}
    cursor = 0
    for clip in track.clips:
        if clip.record.start_frame > cursor:
            items[cursor, _ITEM, cursor] = _gap(telling, cursor, clip.record.start_frame)
        host = host_of(telling.desk, _use(telling, track, clip))
        telling.hosts.append(host)
        items[clip.record.start_frame, _ITEM, clip.record.start_frame] = host.element
        cursor = clip.record.end_frame
    timeline = telling.desk.timeline
    end = max([timeline.duration_frames, *(marker.at + 1 for marker in timeline.markers)])
    if end > cursor:
        items[cursor, _ITEM, cursor] = _gap(telling, cursor, end)
    for each in track.transitions:
        element = _transition(telling, each, track, 0)
        if element is not None:
            items[each.join, _TRANSITION, each.record.start_frame] = element
    for key, each in list(telling.heard.items()):
        if each.join not in {one.join for one in track.transitions} and _stands_on(track, key):
            element = transition_element(telling.desk.state, each, TrackKind.SOUND, telling.rate, with_sound=True)
            items[each.join, _TRANSITION, each.record.start_frame] = element
            del telling.heard[key]
    return items


def _stands_on(track: Track, key: Neighbors) -> bool:
    ids = {clip.id for clip in track.clips}
    return all(name is None or name in ids for name in key)


def _transition(telling: Telling, each: Transition, track: Track, origin: int) -> Element | None:
    """Return a transition with its crossfade, placed from ``origin``; None where no clip is under it."""
    state = telling.desk.state
    neighbors = neighbors_of(track, each)
    if neighbors == (None, None):
        state.ledger.drop(f"{track.name}/{each.name}", "transition", "no clip begins or ends where it stands")
        return None
    heard = telling.heard.get(neighbors)
    with_sound = track.kind is TrackKind.SOUND or (heard is not None and heard.record == each.record)
    if heard is not None and with_sound:
        del telling.heard[neighbors]
    element = transition_element(state, each, track.kind, telling.rate, with_sound=with_sound)
    element.set("offset", telling.time(each.record.start_frame - origin))
    return element


def _gap(telling: Telling, start: int, end: int) -> Element:
    attributes = {"name": "Gap", "start": spelled_time(_GAP_START), "duration": telling.time(end - start)}
    host = Host(element=new_element("gap", attributes), start_frame=start, end_frame=end, clock=_GAP_START)
    telling.hosts.append(host)
    return host.element


def _use(telling: Telling, track: Track, clip: Clip) -> Use:
    item = f"{track.name}/{clip.name}"
    if not track.is_enabled:
        why = "Final Cut has no tracks to mute: each clip of it is switched off"
        telling.desk.state.ledger.approximate(item, "track", why)
    return Use(
        clip=clip, kind=track.kind, item=item, sounds=telling.merged.get(clip.id, ()), is_enabled=track.is_enabled
    )


def _connect_track(telling: Telling, track: Track, lane: int) -> None:
    """Connect the clips of a track to what lies under them on the primary storyline; joined ones as a storyline."""
    written = {sound.id for sounds in telling.merged.values() for sound in sounds} if lane < 0 else set()
    for run in runs_of(track, written):
        first = run.clips[0].record.start_frame
        if lane < 0 and any(clip.link for clip in run.clips):
            why = "it stands connected, no longer in one clip with its picture"
            telling.desk.state.ledger.approximate(f"{track.name}/{run.clips[0].name}", "clip", why)
        if run.transitions:
            element = _storyline(telling, track, run, first)
        else:
            host = host_of(telling.desk, _use(telling, track, run.clips[0]))
            host.finish()
            element = host.element
        under = _host_at(telling, first)
        element.set("lane", str(lane))
        element.set("offset", spelled_time(under.own_time(first, telling.rate)))
        under.connected.append(element)


def _storyline(telling: Telling, track: Track, run: Run, first: int) -> Element:
    element = new_element("spine")
    items: dict[tuple[int, int, int], Element] = {}
    for clip in run.clips:
        host = host_of(telling.desk, _use(telling, track, clip))
        host.finish()
        host.element.set("offset", telling.time(clip.record.start_frame - first))
        items[clip.record.start_frame, _ITEM, 0] = host.element
    for each in run.transitions:
        found = _transition(telling, each, track, first)
        if found is not None:
            items[each.join, _TRANSITION, 0] = found
    element.extend(element for _, element in sorted(items.items(), key=lambda item: item[0]))
    return element


def _host_at(telling: Telling, frame: int) -> Host:
    """Return what lies on the primary storyline at a frame."""
    index = bisect_right(telling.hosts, frame, key=lambda host: host.start_frame)
    return telling.hosts[max(0, index - 1)]


def _connect_markers(telling: Telling, timeline: Timeline) -> None:
    """Give the timeline's markers to what lies under them: Final Cut's timelines have none of their own."""
    state = telling.desk.state
    for marker in timeline.markers:
        host = _host_at(telling, marker.at)
        at = host.own_time(marker.at, telling.rate)
        host.markers.append(marker_element(state, marker, at, telling.rate, timeline.name))
        if host.element.tag != "gap":
            why = f"Final Cut's timelines have no markers: it is given to {host.element.get('name', 'a clip')}"
            state.ledger.approximate(timeline.name, "marker", why)
