"""From an MLT document to the neutral timeline."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.mlt.bench import Bench
from posthouse.interchange.mlt.blends import blended, blendings
from posthouse.interchange.mlt.lanes import Lane, lane_of
from posthouse.interchange.mlt.words import NAME, frames_of, properties
from posthouse.interchange.timeline import Marker, Reading, Timeline, Track, TrackKind
from posthouse.interchange.xml_reading import children, plain_float, read_xml
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.xml_reading import Element, XmlDocument

_GUIDES = ("kdenlive:sequenceproperties.guides", "kdenlive:docproperties.guides")
_GUIDE_COLORS = ("purple", "blue", "cyan", "green", "yellow", "orange", "red", "pink", "white")
"""Kdenlive's marker categories, by number."""
_LARGEST_RATE = (1 << 31) - 1
"""What a profile's rate is counted in: MLT's numbers have 32 bits."""


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return what an MLT or Kdenlive document holds; its rate is its profile's.

    Raises:
        MediaError: it cannot be read, has no profile, or holds no tractor or playlist.
    """
    document = read_xml(path, root="mlt", title="MLT document")
    bench = Bench(document=document, rate=rate or _rate(document), ledger=Ledger())
    main = bench.main()
    timeline = sequence_of(bench, main, name=document.root.get("title") or path.stem)
    nested = []
    while bench.wanted:
        wanted = bench.wanted.pop()
        inside = bench.elements[wanted]
        nested.append(sequence_of(bench, inside, name=properties(inside).get(NAME) or wanted))
    kind = "kdenlive" if path.suffix.lower() == ".kdenlive" else "mlt"
    return Reading(format=kind, timelines=(timeline,), nested=tuple(nested), ledger=bench.ledger)


def _rate(document: XmlDocument) -> Rate:
    profile = document.root.find("profile")
    if profile is None:
        raise document.wrong(document.root, "it has no <profile>, so nothing says its rate", "say it with --rate")
    rates = plain_float(profile.get("frame_rate_num")), plain_float(profile.get("frame_rate_den") or "1")
    if not all(part is not None and 1 <= part <= _LARGEST_RATE for part in rates):
        raise document.wrong(profile, "its profile has no frame rate", "say it with --rate")
    try:
        return Rate(Fraction(round(rates[0] or 1), round(rates[1] or 1)))
    except ValueError as problem:
        raise document.wrong(profile, str(problem)) from problem


def sequence_of(bench: Bench, element: Element, *, name: str) -> Timeline:
    """Return a tractor, or a lone playlist, as a timeline."""
    tracks: list[Track] = []
    modes = blendings(bench, element)
    for index, lane in _lanes(bench, element):
        for kind in lane.kinds:
            count = sum(track.kind is kind for track in tracks) + 1
            letter = "V" if kind is TrackKind.PICTURE else "A"
            track = lane_of(bench, lane, kind, f"{letter}{count}")
            over = [each for each in modes if each.track == index and kind is TrackKind.PICTURE]
            tracks.append(blended(bench, track, over))
    ordered = sorted(tracks, key=lambda track: track.kind is TrackKind.SOUND)
    return Timeline(
        id=str(element.get("id", name)),
        name=name,
        rate=bench.rate,
        tracks=tuple(track for track in ordered if track.clips),
        size=bench.size if all(bench.size) else None,
        markers=_guides(bench, element),
    )


def _lanes(bench: Bench, element: Element) -> list[tuple[int, Lane]]:
    """Return the tracks but the background, with their numbers as MLT counts."""
    if element.tag == "playlist":
        return [(0, Lane(element=element, kinds=(TrackKind.PICTURE, TrackKind.SOUND), is_enabled=True))]
    given: list[Element] = []
    for track in children(element, "track", "multitrack"):
        given += children(track, "track") if track.tag == "multitrack" else (track,)
    lanes = []
    for index, each in enumerate(given):
        found = bench.elements.get(str(each.get("producer", "")))
        if found is not None and not bench.is_background(found):
            lanes.append((index, Lane.of(found, str(each.get("hide", "")))))
    return lanes


def _guides(bench: Bench, element: Element) -> tuple[Marker, ...]:
    """Return Kdenlive's guides, which are JSON in a property of the sequence or of the bin."""
    for holder in (element, *bench.document.root.iter("playlist")):
        words = properties(holder)
        text = next((words[key] for key in _GUIDES if words.get(key)), "")
        if text:
            return tuple(_guide(bench, each) for each in _listed(text))
    return ()


def _listed(text: str) -> list[dict[str, object]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _guide(bench: Bench, guide: dict[str, object]) -> Marker:
    at = frames_of(str(guide.get("pos", 0)), bench.rate) or 0
    kind = guide.get("type")
    color = _GUIDE_COLORS[kind] if isinstance(kind, int) and 0 <= kind < len(_GUIDE_COLORS) else ""
    duration = frames_of(str(guide.get("duration", 0)), bench.rate) or 0
    bench.ledger.keep(f"guide at {at}", "marker")
    return Marker(at=at, duration=duration, name=str(guide.get("comment", "")), color=color)
