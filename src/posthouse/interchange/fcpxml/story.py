"""Walking a storyline: where each element and all that hangs on it stands on the timeline.

Problem: an ``offset`` is told on the parent's own clock, which begins at the parent's ``start`` and may run at another
rate; connected clips hang on clips that hang on clips.
Example: parent at 10 s of the timeline with start 20 s; a clip connected to it with offset 21 s stands at 11 s.
Approach: ``Use`` is an element with its place and clock; children ask their parent's.
Traps: in a secondary storyline offsets count from its own 0; contents of a clip (no lane) live in the clip's content
time, before its time map, connected ones (a lane) after it; transitions take no room.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.clips import (
    place_asset_clip,
    place_audio,
    place_multicam,
    place_reference,
    place_title,
    place_video,
)
from posthouse.interchange.fcpxml.containers import place_container
from posthouse.interchange.fcpxml.notes import marker_of, note_caption
from posthouse.interchange.fcpxml.retime import stretch_of
from posthouse.interchange.fcpxml.state import DEEPEST, Span, Story, Use
from posthouse.interchange.xml_reading import children, exact_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.xml_reading import Element

ITEMS = (
    "audio",
    "video",
    "clip",
    "title",
    "mc-clip",
    "ref-clip",
    "sync-clip",
    "asset-clip",
    "audition",
    "gap",
    "caption",
)
_NOT_YET = ("live-drawing",)


def walk_storyline(story: Story, element: Element, begin: Fraction, origin: Fraction, lane: int) -> None:
    """Place all elements of a storyline; ``begin`` is where its clock's ``origin`` stands on the timeline."""
    group = story.new_group()
    cursor = origin
    for child in children(element, *ITEMS, "transition", *_NOT_YET):
        said = story.state.time(child, "offset")
        offset = cursor if said is None else said
        at = begin + offset - origin
        if child.tag == "transition":
            _note_transition(story, child, at, lane, group)
            continue
        lasting = place(story, child, at, lane, group)
        cursor = offset + lasting


def place(story: Story, element: Element, begin: Fraction, lane: int, group: int) -> Fraction:
    """Place one element with all that hangs on it; return how long it lasts on the timeline.

    Raises:
        MediaError: elements hang on each other beyond all use.
    """
    story.depth += 1
    if story.depth > DEEPEST:
        raise story.state.document.wrong(element, f"clips hang {DEEPEST} deep in each other", "flatten some of them")
    if element.tag == "audition":
        lasting = _place_audition(story, element, begin, lane, group)
    else:
        lasting = _place_plain(story, element, begin, lane, group)
    story.depth -= 1
    return lasting


def _place_plain(story: Story, element: Element, begin: Fraction, lane: int, group: int) -> Fraction:
    use = _use(story, element, begin, lane, group)
    if use.duration < 0:
        raise story.state.document.wrong(
            element, f"{use.name} lasts {use.duration} s", "a clip lasts more than nothing"
        )
    _PLACERS.get(str(element.tag), _place_unknown)(story, use)
    if element.tag not in {"clip", "sync-clip"}:
        walk_connected(story, use)
    else:
        walk_connected(story, use, with_plain=False)
    return use.duration


def _use(story: Story, element: Element, begin: Fraction, lane: int, group: int) -> Use:
    state = story.state
    start = state.time(element, "start")
    duration = state.time(element, "duration")
    if element.tag == "asset-clip" and (start is None or duration is None):
        asset = state.resources.named(element)
        start = state.time(asset, "start") if start is None else start
        duration = state.time(asset, "duration") if duration is None else duration
    return Use(
        element=element,
        begin=begin,
        start=start or Fraction(0),
        duration=duration or Fraction(0),
        stretch=stretch_of(element, story.rate),
        lane=lane,
        group=group,
    )


def walk_connected(story: Story, use: Use, *, with_plain: bool = True) -> None:
    """Place what hangs on an element: children with a lane, and captions; of leaves also those without one."""
    for child in children(use.element, *ITEMS, "spine"):
        lane = exact_number(child.get("lane"))
        if lane is None and not (with_plain or child.tag == "caption"):
            continue
        offset = story.state.time(child, "offset") or Fraction(0)
        at = use.on_timeline(offset)
        deeper = use.lane + (int(lane) if lane else 0)
        if child.tag == "spine":
            walk_storyline(story, child, at, Fraction(0), deeper)
        else:
            place(story, child, at, deeper, story.new_group())


def _place_audition(story: Story, element: Element, begin: Fraction, lane: int, group: int) -> Fraction:
    """Place the picked clip of an audition, which is its first, and tell of the others."""
    choices = list(children(element))
    if not choices:
        return Fraction(0)
    before = len(story.pieces)
    lasting = place(story, choices[0], begin, lane, group)
    others = [each.get("name", "") or str(each.tag) for each in choices[1:]]
    if others:
        for piece in story.pieces[before:]:
            piece.clip.facts["audition"] = others  # type: ignore[index] # a dict of our own until the timeline stands
        why = f"the picked clip is read, not {', '.join(others)[:120]}"
        place_of = story.state.document.place(element)
        story.state.ledger.approximate(choices[0].get("name", "audition"), "clip", why, place=place_of)
    return lasting


def _note_transition(story: Story, element: Element, at: Fraction, lane: int, group: int) -> None:
    lasting = story.state.time(element, "duration") or Fraction(0)
    story.spans.append(Span(element=element, lane=lane, group=group, start=at, end=at + max(Fraction(0), lasting)))
    for each in children(element, "marker", "chapter-marker"):
        start = story.state.time(each, "start")
        if start is not None:
            offset = story.state.time(element, "offset") or Fraction(0)
            _to_timeline(story, each, at + start - offset, "a transition's marker lies on the timeline")


def _place_gap(story: Story, use: Use) -> None:
    for each in children(use.element, "marker", "chapter-marker"):
        start = story.state.time(each, "start")
        if start is not None:
            _to_timeline(story, each, use.on_timeline(start), "a gap's marker lies on the timeline")


def _to_timeline(story: Story, element: Element, at: Fraction, why: str) -> None:
    frame = story.frame(at)
    place_of = story.state.document.place(element)
    if frame < 0:
        story.state.ledger.drop("timeline", "marker", "it lies before the first frame", place=place_of)
        return
    story.markers.append(marker_of(story, element, frame))
    story.state.ledger.approximate(element.get("value", "") or "marker", "marker", why, place=place_of)


def _place_unknown(story: Story, use: Use) -> None:
    place_of = story.state.document.place(use.element)
    story.state.ledger.drop(use.name, "clip", f"<{use.element.tag}> is nothing a cut can show", place=place_of)


_PLACERS: dict[str, Callable[[Story, Use], None]] = {
    "asset-clip": place_asset_clip,
    "video": place_video,
    "audio": place_audio,
    "title": place_title,
    "ref-clip": place_reference,
    "mc-clip": place_multicam,
    "clip": place_container,
    "sync-clip": place_container,
    "gap": _place_gap,
    "caption": note_caption,
}
