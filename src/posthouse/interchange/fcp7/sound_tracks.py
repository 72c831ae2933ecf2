"""Premiere's exploded tracks: a stereo track is written as two of one channel each; here they become one again."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Track


def merged_tracks(tracks: list[Track]) -> list[Track]:
    """Return sound tracks with those that Premiere exploded put together, and the tracks without that mark."""
    merged: list[Track] = []
    waiting: list[Track] = []
    for track in tracks:
        index, total = _mark(track)
        if index != len(waiting):
            merged += map(_unmarked, waiting)
            waiting = []
        if index == len(waiting) and total > 1:
            waiting.append(track)
            if len(waiting) == total:
                merged += _merged(waiting)
                waiting = []
        else:
            merged.append(_unmarked(track))
    return _renamed(merged + [_unmarked(track) for track in waiting])


def _mark(track: Track) -> tuple[int, int]:
    mark = track.facts.get("exploded")
    return (int(mark[0]), int(mark[1])) if isinstance(mark, list) else (0, 1)


def _unmarked(track: Track) -> Track:
    dropped = {"exploded", "outputchannelindex"} if "exploded" in track.facts else {"exploded"}
    return dataclasses.replace(
        track,
        clips=tuple(_all_of_it(clip) for clip in track.clips),
        facts={key: value for key, value in track.facts.items() if key not in dropped},
    )


def _merged(tracks: list[Track]) -> list[Track]:
    """Return one track, and another for what only the later channels carry."""
    first, rest = tracks[0], [list(track.clips) for track in tracks[1:]]
    clips = []
    for clip in first.clips:
        twins = []
        for others in rest:
            twin = next((other for other in others if _is_twin(clip, other)), None)
            if twin is not None:
                others.remove(twin)
                twins.append(twin)
        clips.append(_together(clip, twins))
    left = [
        dataclasses.replace(track, clips=tuple(others), transitions=track.transitions)
        for track, others in zip(tracks[1:], rest, strict=True)
        if others
    ]
    return [_unmarked(dataclasses.replace(first, clips=tuple(clips))), *map(_unmarked, left)]


def _is_twin(clip: Clip, other: Clip) -> bool:
    same = (clip.record, clip.source, clip.media, clip.nested, clip.speed)
    return same == (other.record, other.source, other.media, other.nested, other.speed)


def _together(clip: Clip, twins: list[Clip]) -> Clip:
    channels = tuple(sorted({channel for each in (clip, *twins) for channel in each.source_channels}))
    ids = [name for each in (clip, *twins) for name in _links(each)]
    own = [str(each.facts["xmeml"]) for each in twins if "xmeml" in each.facts]
    facts = {**clip.facts, "links": list(dict.fromkeys([*ids, *own]))} if ids or own else clip.facts
    return dataclasses.replace(clip, source_channels=channels, facts=facts)


def _links(clip: Clip) -> list[object]:
    names = clip.facts.get("links", [])
    return list(names) if isinstance(names, list) else []


def _all_of_it(clip: Clip) -> Clip:
    """Return the clip without channels where it carries all that its media has."""
    has_all = clip.media.sound_channels and clip.source_channels == tuple(range(1, clip.media.sound_channels + 1))
    return (
        dataclasses.replace(clip, source_channels=())
        if has_all or (clip.nested and len(clip.source_channels) > 1)
        else clip
    )


def _renamed(tracks: list[Track]) -> list[Track]:
    """Return tracks numbered anew, with the ids of their clips, where Premiere's numbers have gone."""
    named = []
    for number, track in enumerate(tracks, 1):
        name = f"A{number}" if track.name[:1] == "A" and track.name[1:].isdigit() else track.name
        clips = tuple(
            dataclasses.replace(clip, id=f"A{number}-{order:03}") for order, clip in enumerate(track.clips, 1)
        )
        named.append(dataclasses.replace(track, name=name, clips=clips))
    return named
