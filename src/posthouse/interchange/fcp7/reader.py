"""From an xmeml file to a reading: which sequences are cuts, which are only nested, and the media of its bins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.dialect import dialect_of
from posthouse.interchange.fcp7.files import media_of_file
from posthouse.interchange.fcp7.multiclips import with_angles
from posthouse.interchange.fcp7.sequences import timeline_of
from posthouse.interchange.fcp7.state import Reading7, defined_elements
from posthouse.interchange.timeline import MediaKind, Reading
from posthouse.interchange.xml_reading import children, read_xml
from posthouse.timing import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.interchange.timeline import MediaRef
    from posthouse.interchange.xml_reading import Element

_TITLE = "Final Cut 7 XML"


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return all cuts of an xmeml file; ``rate`` is for sequences that do not say their own.

    Raises:
        MediaError: it is no whole xmeml, or holds neither a sequence nor a clip.
    """
    document = read_xml(path, root="xmeml", title=_TITLE)
    state = Reading7(
        document=document,
        dialect=dialect_of(document.root),
        files=defined_elements(document.root, "file"),
        sequences=defined_elements(document.root, "sequence"),
        rate=rate,
    )
    tops = [timeline_of(state, each) for each in _tops(document.root)]
    media = tuple(_bin_media(state, document.root))
    if not tops and not media:
        raise document.wrong(document.root, f"{path.name} holds no sequence", "export the sequence, not an empty bin")
    with_angles(state)
    inner = _nested_names(state)
    cuts = [name for name in dict.fromkeys(tops) if name not in inner] or list(dict.fromkeys(tops))
    return Reading(
        format="fcp7",
        timelines=tuple(state.timelines[name] for name in cuts),
        nested=tuple(timeline for name, timeline in state.timelines.items() if name not in cuts),
        media=media,
        ledger=state.ledger,
    )


def _tops(element: Element) -> Iterator[Element]:
    """Yield the sequences of a document, its projects and its bins, in order."""
    waiting = [element]
    while waiting:
        for child in children(waiting.pop(0)):
            if child.tag == "sequence":
                yield child
            elif child.tag in {"project", "bin", "children"}:
                waiting.append(child)


def _nested_names(state: Reading7) -> set[str]:
    return {
        clip.nested
        for timeline in state.timelines.values()
        for track in timeline.tracks
        for clip in track.clips
        if clip.nested is not None
    }


def _bin_media(state: Reading7, root: Element) -> Iterator[MediaRef]:
    """Yield the media of clips that lie in bins, each once."""
    seen: set[str] = set()
    fallback = state.rate or Rate.parse(24)
    for clip in root.iterfind(".//clip"):
        element = clip.find(".//file")
        if element is None or element.get("id", "") in seen:
            continue
        seen.add(element.get("id", "") or str(len(seen)))
        media = media_of_file(state, element, state.rate_of(clip) or fallback)
        if media.kind is MediaKind.FILE:
            state.ledger.keep(media.name, "media", place=state.document.place(element))
        yield media
