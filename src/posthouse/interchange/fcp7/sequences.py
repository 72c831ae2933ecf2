"""Sequences: tracks with their clips, links, sound channels put together again, markers and timecode."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.clipitems import Seat, clip_of
from posthouse.interchange.fcp7.edges import edges_of
from posthouse.interchange.fcp7.links import linked
from posthouse.interchange.fcp7.markers import sequence_markers
from posthouse.interchange.fcp7.multiclips import shown_angle
from posthouse.interchange.fcp7.overlaps import seated_items
from posthouse.interchange.fcp7.sound_tracks import merged_tracks
from posthouse.interchange.fcp7.state import is_true, whole
from posthouse.interchange.fcp7.transitions import transition_of
from posthouse.interchange.timeline import Timeline, Track, TrackKind
from posthouse.interchange.xml_reading import children, exact_number, text_of

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_KINDS = (("video", TrackKind.PICTURE, "V"), ("audio", TrackKind.SOUND, "A"))
_DEEPEST = 24


def timeline_of(state: Reading7, element: Element) -> str:
    """Read a sequence, or the one its id names, and return its id; each is read once.

    Raises:
        MediaError: it contains itself, is nested too deep, names one that is not there, or says no rate.
    """
    name = element.get("id", "") or f"sequence-at-{element.sourceline}"
    defined = state.sequences.get(name, element)
    if name in state.timelines:
        return name
    if name in state.underway:
        raise state.document.wrong(
            element, f"sequence {name!r} contains itself", "cut it out of itself and export again"
        )
    if len(state.underway) >= _DEEPEST:
        raise state.document.wrong(element, f"sequences lie {_DEEPEST} deep in each other", "flatten some of them")
    if defined.find("media") is None:
        raise state.document.wrong(element, f"sequence {name!r} is named here, and nowhere in the file")
    state.underway.append(name)
    state.timelines[name] = _timeline(state, defined, name)
    state.underway.pop()
    return name


def _timeline(state: Reading7, element: Element, name: str) -> Timeline:
    rate = _rate(state, element)
    picture = element.find("media/video/format/samplecharacteristics")
    width, height = (exact_number(text_of(picture, tag)) for tag in ("width", "height"))
    size = (whole(width), whole(height)) if width and height else None
    start, is_drop = state.timecode_of(element.find("timecode"), rate) or (Fraction(0), False)
    sound_rate = exact_number(text_of(element, "media/audio/format/samplecharacteristics/samplerate"))
    title = text_of(element, "name") or name
    timeline = Timeline(
        id=name,
        name=title,
        rate=rate,
        tracks=linked(tracks_of(state, element, rate, size)),
        start_frame=whole(start),
        is_drop_frame=is_drop,
        size=size,
        sound_rate=whole(sound_rate) if sound_rate else None,
        markers=sequence_markers(state, element, title),
        facts={"application": str(state.dialect)},
    )
    state.ledger.keep(title, "timecode", place=state.document.place(element))
    return timeline


def _rate(state: Reading7, element: Element) -> Rate:
    holder = element.find("media/video/format/samplecharacteristics")
    rate = state.rate_of(element) or state.rate_of(holder) or state.rate_of(element.find("timecode")) or state.rate
    if rate is None:
        raise state.document.wrong(element, "the sequence does not say its frame rate", "say it, as --rate 24")
    return rate


def tracks_of(state: Reading7, element: Element, rate: Rate, size: tuple[int, int] | None) -> tuple[Track, ...]:
    """Return the tracks of a sequence, or of a clip that holds some."""
    found: list[Track] = []
    for tag, kind, letter in _KINDS:
        tracks = [
            _track(state, each, kind, f"{letter}{number}", (rate, size))
            for number, each in enumerate(element.iterfind(f"media/{tag}/track"), 1)
        ]
        found += merged_tracks(tracks) if kind is TrackKind.SOUND else tracks
    while found and found[-1].kind is TrackKind.SOUND and not found[-1].clips:
        found.pop()
    return tuple(found)


def _track(
    state: Reading7, element: Element, kind: TrackKind, name: str, frame: tuple[Rate, tuple[int, int] | None]
) -> Track:
    rate, size = frame
    edges, placed = edges_of(state, element, rate)
    seats = enumerate(seated_items(state, placed, rate), 1)
    clips = tuple(
        clip_of(
            state,
            seated,
            Seat(
                rate=rate,
                size=size,
                track=name,
                number=number,
                nested=lambda each: timeline_of(state, each),
                multiclip=lambda each: shown_angle(state, each, rate, kind),
            ),
        )
        for number, seated in seats
    )
    return Track(
        name=text_of(element, "name") or name,
        kind=kind,
        clips=clips,
        transitions=tuple(
            transition_of(state, edge, kind, name)
            for edge in edges
            if edge.before is not None or edge.after is not None
        ),
        is_enabled=is_true(element, "enabled", default=True),
        facts=_track_facts(element),
    )


def _track_facts(element: Element) -> dict[str, object]:
    facts: dict[str, object] = {}
    if is_true(element, "locked", default=False):
        facts["locked"] = True
    index, total = (
        exact_number(element.get(f"{word}")) for word in ("currentExplodedTrackIndex", "totalExplodedTrackCount")
    )
    if index is not None and total is not None and total > 1:
        facts["exploded"] = [whole(index), whole(total)]
    outputs = [text_of(each) for each in children(element, "outputchannelindex")]
    if outputs:
        facts["outputchannelindex"] = outputs[0]
    return facts
