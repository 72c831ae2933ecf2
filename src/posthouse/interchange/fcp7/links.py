"""Links: a picture and its sound are one take. Clip items name each other by id; old files by track and number."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Track


def linked(tracks: tuple[Track, ...]) -> tuple[Track, ...]:
    """Return the tracks with one link for all clips that name each other; those alone have none."""
    clips = [clip for track in tracks for clip in track.clips]
    by_id = {str(clip.facts.get("xmeml", "")): clip.id for clip in clips if clip.facts.get("xmeml")}
    root = {clip.id: clip.id for clip in clips}
    for clip in clips:
        for name in _named(clip):
            if name in by_id:
                _join(root, clip.id, by_id[name])
    sizes: dict[str, int] = {}
    for clip in clips:
        top = _top(root, clip.id)
        sizes[top] = sizes.get(top, 0) + 1
    return tuple(
        dataclasses.replace(track, clips=tuple(_relinked(clip, _top(root, clip.id), sizes) for clip in track.clips))
        for track in tracks
    )


def _named(clip: Clip) -> list[str]:
    names = clip.facts.get("links", [])
    assert isinstance(names, list), "the reader writes a list"
    return [str(name) for name in names]


def _relinked(clip: Clip, top: str, sizes: dict[str, int]) -> Clip:
    facts = {key: value for key, value in clip.facts.items() if key != "links"}
    return dataclasses.replace(clip, facts=facts, link=top if sizes[top] > 1 else "")


def _top(root: dict[str, str], name: str) -> str:
    while root[name] != name:
        root[name] = root[root[name]]
        name = root[name]
    return name


def _join(root: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_top(root, one), _top(root, other)), key=_reading_order)
    root[second] = first


def _reading_order(name: str) -> tuple[bool, str]:
    """Order ids so that a picture names its take, then the lower track."""
    return not name.startswith("V"), name
