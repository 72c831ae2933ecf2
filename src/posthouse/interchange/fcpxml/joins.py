"""Transitions of storylines: here clips already stand where they are cut, and the transition lies over that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange.timeline import TrackKind, Transition, TransitionKind
from posthouse.interchange.xml_reading import children, plain_float
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.fcpxml.state import Span, Story
    from posthouse.interchange.timeline import Clip
    from posthouse.interchange.xml_reading import Element

_WIPES = {"edge wipe": 1, "wipe": 1, "band wipe": None, "clock": 201, "clock wipe": 201, "center": 119, "circle": 119}
"""SMPTE 258M codes of Final Cut's wipes, where one is like it."""


def transitions_of(story: Story, clips: tuple[Clip, ...], groups: set[int], kind: TrackKind) -> tuple[Transition, ...]:
    """Return the transitions of the storylines on a track."""
    starts = {clip.record.start_frame for clip in clips}
    ends = {clip.record.end_frame for clip in clips}
    found = []
    for span in story.spans:
        if span.group not in groups or not _is_for(span.element, kind):
            continue
        transition = _transition(story, span, starts, ends, kind)
        if transition is not None:
            found.append(transition)
    return tuple(sorted(found, key=lambda each: each.record.start_frame))


def _is_for(element: Element, kind: TrackKind) -> bool:
    has_picture, has_sound = (element.find(tag) is not None for tag in ("filter-video", "filter-audio"))
    if not has_picture and not has_sound:
        return kind is TrackKind.PICTURE
    return has_picture if kind is TrackKind.PICTURE else has_sound


def _transition(story: Story, span: Span, starts: set[int], ends: set[int], kind: TrackKind) -> Transition | None:
    record = FrameRange(max(0, story.frame(span.start)), max(0, story.frame(span.end)))
    heard = span.element.find("filter-audio") if kind is TrackKind.SOUND else None
    name = (heard.get("name", "") if heard is not None else "") or span.element.get("name", "") or "transition"
    place = story.state.document.place(span.element)
    places = sorted(
        (at for at in {*starts, *ends} if record.start_frame <= at <= record.end_frame),
        key=lambda at: (not (at in starts and at in ends), abs(2 * at - record.start_frame - record.end_frame)),
    )
    if not places:
        if kind is TrackKind.PICTURE:
            story.state.ledger.drop(name, "transition", "no clip begins or ends under it", place=place)
        return None
    join = places[0]
    what, wipe, reason = _kind(name, kind)
    if not (join in starts and join in ends):
        what = TransitionKind.FADE_IN if join in starts else TransitionKind.FADE_OUT
    if reason:
        story.state.ledger.approximate(name, "transition", reason, place=place)
    else:
        story.state.ledger.keep(name, "transition", place=place)
    return Transition(
        kind=what,
        record=record,
        join=join,
        name=name,
        wipe=wipe if what is TransitionKind.WIPE else None,
        color=_color(span.element) if what is TransitionKind.DIP else None,
    )


def _kind(name: str, kind: TrackKind) -> tuple[TransitionKind, int | None, str]:
    low = name.lower()
    if kind is TrackKind.SOUND or "dissolve" in low or "crossfade" in low or "cross fade" in low:
        return TransitionKind.DISSOLVE, None, ""
    if "fade to color" in low or "dip" in low:
        return TransitionKind.DIP, None, ""
    if low in _WIPES or "wipe" in low:
        code = _WIPES.get(low)
        return TransitionKind.WIPE, code, "" if code else f"{name} has no SMPTE code"
    return TransitionKind.OTHER, None, f"{name} is a transition of Final Cut"


def _color(element: Element) -> tuple[float, float, float]:
    holder = element.find("filter-video")
    said = next((each.get("value", "") for each in children(holder, "param") if each.get("name") == "Color"), "")
    parts = [plain_float(part) for part in said.split()[:3]]
    known = [part for part in parts if part is not None]
    return (known[0], known[1], known[2]) if len(known) == 3 else (0.0, 0.0, 0.0)
