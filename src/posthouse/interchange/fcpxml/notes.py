"""Markers, keywords, notes, ratings, captions and effects: what is said about a clip, not done with its time."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import Effect, Marker
from posthouse.interchange.xml_reading import children, text_of

if TYPE_CHECKING:
    from posthouse.interchange.fcpxml.state import Story, Use
    from posthouse.interchange.xml_reading import Element

_STANDARD, _TODO, _DONE, _CHAPTER = "", "red", "green", "orange"
"""Final Cut's colors say a marker's kind: to do, done, chapter; a plain one has none of its own."""
_HARMLESS = {"adjust-transform", "adjust-crop", "adjust-conform", "adjust-blend", "adjust-volume", "adjust-panner"}


def markers_of(story: Story, use: Use) -> tuple[Marker, ...]:
    """Return the markers of a clip that lie in the part that is used; the others are told."""
    found = []
    for each in children(use.element, "marker", "chapter-marker"):
        at = story.state.time(each, "start")
        place = story.state.document.place(each)
        if at is None or not use.begin <= use.on_timeline(at) < use.end:
            why = f"{each.get('value') or 'a marker'} lies outside the part that is used"
            story.state.ledger.drop(use.name, "marker", why, place=place)
            continue
        found.append(marker_of(story, each, story.frame(use.on_timeline(at)) - story.frame(use.begin)))
        story.state.ledger.keep(use.name, "marker", place=place)
    return tuple(found)


def marker_of(story: Story, element: Element, at: int) -> Marker:
    """Return a marker; one that lasts a frame, as all do by default, has no duration."""
    lasting = story.state.time(element, "duration") or Fraction(0)
    frames = story.frame(lasting)
    return Marker(
        at=at,
        duration=frames if frames > 1 else 0,
        name=element.get("value", ""),
        note=element.get("note", ""),
        color=_color(element),
    )


def _color(element: Element) -> str:
    if element.tag == "chapter-marker":
        return _CHAPTER
    match element.get("completed"):
        case None:
            return _STANDARD
        case "1":
            return _DONE
        case _:
            return _TODO


def notes_of(element: Element) -> tuple[str, ...]:
    """Return the notes of a clip."""
    return tuple(text for each in children(element, "note") if (text := text_of(each)))


def facts_of(element: Element) -> dict[str, object]:
    """Return what else is said of a clip: keywords, ratings, roles in full."""
    facts: dict[str, object] = {}
    keywords = [each.get("value", "") for each in children(element, "keyword")]
    if keywords:
        facts["keywords"] = list(dict.fromkeys(keywords))
    ratings = [each.get("value", "") for each in children(element, "rating")]
    if ratings:
        facts["ratings"] = ratings
    roles = {name: element.get(name) for name in ("role", "audioRole", "videoRole") if element.get(name)}
    if roles:
        facts["roles"] = roles
    return facts


def effects_of(story: Story, use: Use) -> tuple[Effect, ...]:
    """Return the filters and adjustments nothing here can do, and tell that they are not done."""
    found = []
    for each in children(use.element):
        if each.tag in {"filter-video", "filter-audio", "filter-video-mask"}:
            name = each.get("name") or _resource_name(story, each) or str(each.tag)
        elif each.tag.startswith("adjust-") and _does_something(each):
            name = each.tag
        else:
            continue
        if each.get("enabled") == "0":
            continue
        found.append(Effect(name=name, facts=_parameters(each)))
        why = f"{name} is an effect of Final Cut"
        story.state.ledger.drop(use.name, "effect", why, place=story.state.document.place(each))
    return tuple(found)


def _resource_name(story: Story, element: Element) -> str:
    resource = story.state.resources.elements.get(element.get("ref", ""))
    return resource.get("name", "") if resource is not None else ""


def _does_something(element: Element) -> bool:
    is_plain_color = element.tag == "adjust-colorConform" and element.get("conformType") in {None, "conformNone"}
    return element.tag not in _HARMLESS and not is_plain_color


def _parameters(element: Element) -> dict[str, object]:
    said = {each.get("name", ""): each.get("value", "") for each in children(element, "param")}
    return {name: value for name, value in said.items() if value and len(value) < 200}


def note_caption(story: Story, use: Use) -> None:
    """Keep a caption as a fact of the timeline: captions are another craft's."""
    words = title_text(use.element)
    at, lasting = story.frame(use.begin), story.frame(use.end) - story.frame(use.begin)
    story.captions.append({"at": at, "for": lasting, "text": words, "role": use.element.get("role", "")})
    place = story.state.document.place(use.element)
    story.state.ledger.approximate(use.name, "caption", "captions are kept as notes of the cut, not shown", place=place)


def title_text(element: Element) -> str:
    """Return the words of a title or caption; each <text> is a line of its own."""
    lines = ["".join(str(part) for part in each.itertext()).strip() for each in children(element, "text")]
    return "\n".join(line for line in lines if line)


def role_of(said: str) -> str:
    """Return the main role: ``dialogue`` of ``dialogue.dialogue-1``; captions say theirs before a question mark."""
    return said.partition("?")[0].partition(".")[0].strip().lower()
