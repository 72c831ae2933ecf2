"""From an FCPXML file or bundle to a reading: its projects, the timelines nested in them, its media."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.interchange.fcpxml.resources import Resources
from posthouse.interchange.fcpxml.state import ReadingX
from posthouse.interchange.fcpxml.timelines import compound_of, sequence_of
from posthouse.interchange.timeline import Reading
from posthouse.interchange.xml_reading import children, read_xml
from posthouse.timing import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.interchange.timeline import MediaRef, Timeline
    from posthouse.interchange.xml_reading import Element, XmlDocument

_TITLE = "FCPXML"
_BUNDLED = "Info.fcpxml"
_VERSION = re.compile(r"1\.(\d{1,2})", re.ASCII)
_OLDEST, _NEWEST = 6, 13
"""Minor versions whose words this reader knows; 1.6 and 1.7 say less with the same words."""


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return all projects of an FCPXML file, or of a ``.fcpxmld`` bundle; ``rate`` is for those that say none.

    Raises:
        MediaError: it is no whole FCPXML, of a version nobody knows, or holds neither a project nor a clip.
    """
    document = read_xml(_file_of(path), root="fcpxml", title=_TITLE)
    resources = Resources(document=document, elements=_resources(document.root))
    state = ReadingX(document=document, resources=resources, rate=rate)
    _check_version(state)
    timelines = tuple(_projects(state))
    media = tuple(_media(state, timelines[0].rate if timelines else None))
    if not timelines and not media:
        raise document.wrong(document.root, f"{path.name} holds no project", "export the project, not an empty event")
    cuts = {timeline.id for timeline in timelines}
    nested = tuple(timeline for timeline in state.timelines.values() if timeline.id not in cuts)
    return Reading(format="fcpxml", timelines=timelines, nested=nested, media=media, ledger=state.ledger)


def _file_of(path: Path) -> Path:
    if not path.is_dir():
        return path
    if not (path / _BUNDLED).is_file():
        raise MediaError(
            f"{path.name} is a folder without {_BUNDLED}", hint="a .fcpxmld bundle holds one: copy it whole"
        )
    return path / _BUNDLED


def _check_version(state: ReadingX) -> None:
    said = state.document.root.get("version", "")
    match = _VERSION.fullmatch(said)
    if match is None or int(match[1]) < _OLDEST:
        raise state.document.wrong(
            state.document.root, f"FCPXML version {said!r} is not one this reads", "export it as 1.8 or later"
        )
    if int(match[1]) > _NEWEST:
        why = f"version {said} is newer than 1.{_NEWEST}: what it adds is not read"
        state.ledger.approximate("file", "metadata", why, place=state.document.place(state.document.root))


def _resources(root: Element) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for holder in children(root, "resources"):
        for each in children(holder):
            found.setdefault(each.get("id", ""), each)
    return found


def _projects(state: ReadingX) -> Iterator[Timeline]:
    """Yield the sequences of all projects; without one, compound clips of the events are cuts of their own."""
    projects = list(state.document.root.iter("project"))
    for number, project in enumerate(projects, 1):
        for sequence in children(project, "sequence"):
            name = project.get("name", "") or f"project {number}"
            yield sequence_of(state, sequence, project.get("uid", "") or f"project-{number}", name)
    if not projects:
        for clip in state.document.root.iter("ref-clip"):
            if _is_of_event(state.document, clip):
                timeline, _ = compound_of(state, clip)
                yield timeline


def _is_of_event(document: XmlDocument, element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and (parent.tag == "event" or parent is document.root)


def _media(state: ReadingX, rate: Rate | None) -> Iterator[MediaRef]:
    """Yield the media of all assets; sound counts at the rate of the first project."""
    fallback = rate or state.rate or Rate.parse(24)
    for element in state.resources.elements.values():
        if element.tag == "asset":
            media, _ = state.resources.media_of(element, fallback)
            yield media
