"""Sequences, compound clips and multicam angles as timelines; each is read once, and none may hold itself."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.lanes import tracks_of
from posthouse.interchange.fcpxml.state import Story
from posthouse.interchange.fcpxml.story import walk_storyline
from posthouse.interchange.timeline import Timeline
from posthouse.interchange.xml_reading import children
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from posthouse.interchange.fcpxml.state import ReadingX
    from posthouse.interchange.xml_reading import Element

_SOUND_RATES = {
    "32k": 32000,
    "44.1k": 44100,
    "48k": 48000,
    "88.2k": 88200,
    "96k": 96000,
    "176.4k": 176400,
    "192k": 192000,
}


def sequence_of(state: ReadingX, element: Element, identity: str, name: str) -> Timeline:
    """Return a <sequence> as a timeline.

    Raises:
        MediaError: it holds itself, or nothing says its frame rate.
    """
    story = _story(state, element)
    first = state.time(element, "tcStart") or Fraction(0)
    _enter(state, element, identity)
    for spine in children(element, "spine"):
        walk_storyline(story, spine, Fraction(0), first, 0)
    state.underway.pop()
    return finished(story, identity, name, element)


def _enter(state: ReadingX, element: Element, identity: str) -> None:
    if identity in state.underway:
        raise state.document.wrong(element, f"{identity!r} holds itself", "cut it out of itself and export again")
    state.underway.append(identity)


def _story(state: ReadingX, element: Element) -> Story:
    shape = state.resources.format_of(element)
    rate = state.resources.rate_of(shape) or state.rate
    if rate is None:
        raise state.document.wrong(element, f"the {element.tag} does not say its frame rate", "say it, as --rate 24")
    return Story(state=state, rate=rate, size=state.resources.size_of(shape), depth=len(state.underway))


def finished(story: Story, identity: str, name: str, element: Element | None = None) -> Timeline:
    """Return a story as a timeline; ``element`` says its timecode and sound rate."""
    first = (story.state.time(element, "tcStart") if element is not None else None) or Fraction(0)
    asks_drop = element is not None and element.get("tcFormat") == "DF"
    sound = element.get("audioRate", "") if element is not None else ""
    facts: dict[str, object] = {"captions": story.captions} if story.captions else {}
    timeline = Timeline(
        id=identity,
        name=name,
        rate=story.rate,
        tracks=tracks_of(story),
        start_frame=story.frame(first),
        is_drop_frame=asks_drop and can_drop(story.rate),
        size=story.size,
        sound_rate=_SOUND_RATES.get(sound),
        markers=tuple(sorted(story.markers, key=lambda marker: marker.at)),
        facts=facts,
    )
    if element is not None:
        story.state.ledger.keep(name, "timecode", place=story.state.document.place(element))
    return timeline


def compound_of(state: ReadingX, element: Element) -> tuple[Timeline, Fraction]:
    """Return the timeline a compound clip shows, and what its clock says at the timeline's first frame."""
    media = state.resources.named(element)
    sequence = media.find("sequence")
    if sequence is None:
        raise state.document.wrong(element, f"{element.get('name', 'a compound clip')} names media without a sequence")
    identity = media.get("id", "")
    if identity not in state.timelines:
        state.timelines[identity] = sequence_of(state, sequence, identity, media.get("name", "") or identity)
    return state.timelines[identity], state.time(sequence, "tcStart") or Fraction(0)


def angles_of(state: ReadingX, element: Element) -> tuple[dict[str, Timeline], Fraction]:
    """Return the angles of a multicam clip by their ids, and what its clock says at their first frame."""
    media = state.resources.named(element)
    multicam = media.find("multicam")
    if multicam is None:
        raise state.document.wrong(element, f"{element.get('name', 'a multicam clip')} names media without angles")
    first = state.time(multicam, "tcStart") or Fraction(0)
    found = {}
    for angle in children(multicam, "mc-angle"):
        identity = f"{media.get('id', '')}/{angle.get('angleID', '')}"
        if identity not in state.timelines:
            story = _story(state, multicam)
            _enter(state, angle, identity)
            walk_storyline(story, angle, Fraction(0), first, 0)
            state.underway.pop()
            name = angle.get("name", "") or angle.get("angleID", "")
            state.timelines[identity] = finished(story, identity, name, multicam)
        found[angle.get("angleID", "")] = state.timelines[identity]
    return found, first
