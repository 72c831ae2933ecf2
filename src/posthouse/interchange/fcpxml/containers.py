"""Clips that hold clips: ``clip`` (a picture with its sound) and ``sync-clip``; what they show is put on the tracks.

A container whose contents are one picture and its sounds is what an editor calls a clip, so it becomes one. Where it
holds more pictures than one and does something to all of them (a retime, a transform), it becomes a nested timeline.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.clips import draft_of, place_nested, shown_by
from posthouse.interchange.fcpxml.notes import role_of
from posthouse.interchange.fcpxml.pieces import Piece, TimeMap, placed_inside
from posthouse.interchange.fcpxml.sound import Component, components_of, sound_range, sounding
from posthouse.interchange.fcpxml.state import Story
from posthouse.interchange.timeline import MediaRef, TrackKind
from posthouse.interchange.xml_reading import children, line_of

if TYPE_CHECKING:
    from posthouse.interchange.fcpxml.state import Use
    from posthouse.interchange.timeline import Clip
    from posthouse.interchange.xml_reading import Element

_SHAPING = ("timeMap", "adjust-transform", "adjust-crop", "adjust-blend", "conform-rate")

_CONTENTS = (
    "audio", "video", "clip", "title", "mc-clip", "ref-clip", "sync-clip", "asset-clip", "audition", "gap", "spine"
)  # fmt: skip


def place_container(story: Story, use: Use) -> None:
    """Place what a clip holds, cut to what of it is used."""
    inner = _contents(story, use)
    seen = [piece for piece in inner.pieces if piece.kind is TrackKind.PICTURE]
    is_shaped = any(use.element.find(tag) is not None for tag in _SHAPING)
    if (len(seen) > 1 and is_shaped) or inner.spans:
        _place_as_nested(story, use, inner)
        return
    heard = [piece for piece in inner.pieces if piece.kind is TrackKind.SOUND]
    draft = draft_of(
        story, use, (seen or heard)[0].clip.media if seen or heard else MediaRef(name=use.name), story.rate
    )
    take = story.new_take()
    shown = _place_pictures(story, use, seen, draft, take)
    _place_sounds(story, use, heard, None if shown else draft, take)


def _contents(story: Story, use: Use) -> Story:
    """Return what a container holds, on the clock of its content."""
    from posthouse.interchange.fcpxml.story import place, walk_storyline  # storylines hold containers hold storylines

    inner = Story(state=story.state, rate=story.rate, size=story.size, depth=story.depth, takes=story.takes)
    for child in children(use.element, *_CONTENTS):
        if child.get("lane") not in {None, "0"}:
            continue
        offset = story.state.time(child, "offset") or Fraction(0)
        if child.tag == "spine":
            walk_storyline(inner, child, offset, Fraction(0), 0)
        else:
            place(inner, child, offset, 0, inner.new_group())
    story.takes = inner.takes
    story.captions += inner.captions
    for marker in inner.markers:
        at = story.frame(use.on_timeline(marker.at / story.rate.fraction))
        story.markers.append(dataclasses.replace(marker, at=max(0, at)))
    return inner


def _place_as_nested(story: Story, use: Use, inner: Story) -> None:
    from posthouse.interchange.fcpxml.timelines import finished  # as above

    first = min((piece.start for piece in inner.pieces), default=Fraction(0))
    inner.pieces = [
        dataclasses.replace(piece, start=piece.start - first, end=piece.end - first, shows=_moved(piece, first))
        for piece in inner.pieces
    ]
    inner.spans = [dataclasses.replace(span, start=span.start - first, end=span.end - first) for span in inner.spans]
    name = f"{use.element.tag}-{line_of(use.element)}-{len(story.state.timelines)}"
    timeline = finished(inner, name, use.name)
    story.state.timelines[name] = timeline
    why = "a clip of several pictures, retimed or moved as one, is read as a nested timeline"
    story.state.ledger.approximate(use.name, "nested", why, place=story.state.document.place(use.element))
    place_nested(story, use, timeline, -first, "all")


def _moved(piece: Piece, first: Fraction) -> TimeMap:
    points = tuple(dataclasses.replace(point, at=point.at - first) for point in piece.shows.points)
    return TimeMap(points)


def _place_pictures(story: Story, use: Use, seen: list[Piece], draft: Clip, take: str) -> int:
    """Place the pictures of a container, and return how many there are in the part that is used."""
    outer = shown_by(use, use.begin, use.start)
    shown = 0
    for piece in seen:
        found = placed_inside(piece, outer, use.begin, use.end, story.rate.fraction)
        if found is None:
            continue
        clip = _dressed(found.clip, draft if piece.lane == 0 or len(seen) == 1 else None)
        story.pieces.append(_seated(found, use, clip, take, is_first=shown == 0))
        shown += 1
    if seen and not shown:
        why = "what it holds lies outside the part that is used"
        story.state.ledger.drop(use.name, "clip", why, place=story.state.document.place(use.element))
    return shown


def _seated(piece: Piece, use: Use, clip: Clip, take: str, *, is_first: bool) -> Piece:
    if not is_first:
        clip = dataclasses.replace(clip, markers=(), notes=())
    line = line_of(use.element)
    return dataclasses.replace(piece, clip=clip, lane=use.lane + piece.lane, group=use.group, take=take, line=line)


def _dressed(clip: Clip, outer: Clip | None) -> Clip:
    """Return a clip in a container with what the container says of it."""
    if outer is None:
        return clip
    media = dataclasses.replace(
        clip.media,
        scene=outer.media.scene or clip.media.scene,
        take=outer.media.take or clip.media.take,
        reel=outer.media.reel or clip.media.reel,
    )
    return dataclasses.replace(
        clip,
        name=outer.name,
        media=media,
        is_enabled=clip.is_enabled and outer.is_enabled,
        transform=outer.transform or clip.transform,
        opacity=outer.opacity or clip.opacity,
        blend=outer.blend if outer.blend != "normal" else clip.blend,
        role=clip.role or outer.role,
        markers=(*outer.markers, *clip.markers),
        notes=(*outer.notes, *clip.notes),
        effects=(*outer.effects, *clip.effects),
        facts={**clip.facts, **outer.facts},
    )


def _place_sounds(story: Story, use: Use, heard: list[Piece], words: Clip | None, take: str) -> None:
    """Place the sounds of a container; ``words`` is what is said of it where it has no picture to say it of."""
    begin, end, own = sound_range(story, use)
    outer = shown_by(use, begin, own)
    components = components_of(story, use, own, "")
    silent = _silent_roles(use.element)
    for piece in heard:
        found = placed_inside(piece, outer, begin, end, story.rate.fraction)
        if found is None:
            continue
        clip = dataclasses.replace(
            sounding(found.clip, _component_for(found.clip, components)),
            name=use.element.get("name", "") or found.clip.name,
        )
        where = "storyline" if piece.lane == 0 else "connected"
        is_on = clip.is_enabled and use.element.get("enabled") != "0" and (where, clip.role) not in silent
        clip = dataclasses.replace(clip, is_enabled=is_on)
        if words is not None:
            clip = dataclasses.replace(clip, markers=words.markers, notes=words.notes, effects=words.effects)
            words = None
        lane = use.lane if len(heard) == 1 else use.lane + piece.lane
        story.pieces.append(
            dataclasses.replace(found, clip=clip, lane=lane, group=use.group, take=take, line=line_of(use.element))
        )


def _component_for(clip: Clip, components: list[Component]) -> Component:
    """Return what a container says of the channels of one of its sounds."""
    total = clip.media.sound_channels or 0
    own = clip.source_channels or tuple(range(1, total + 1))
    found = next((each for each in components if each.channels == own), components[0] if len(components) == 1 else None)
    return Component() if found is None else dataclasses.replace(found, channels=())


def _silent_roles(element: Element) -> set[tuple[str, str]]:
    return {
        (source.get("sourceID", ""), role_of(each.get("role", "")))
        for source in children(element, "sync-source")
        for each in children(source, "audio-role-source")
        if each.get("active") == "0" or each.get("enabled") == "0"
    }
