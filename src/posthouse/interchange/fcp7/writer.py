"""From neutral timelines to an xmeml file: sequences, tracks, transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.dialect import Dialect
from posthouse.interchange.fcp7.plan import plan_of
from posthouse.interchange.fcp7.write_clips import Bench, Cover, add_item, add_marker
from posthouse.interchange.fcp7.write_multiclips import add_multiclips, as_footage
from posthouse.interchange.fcp7.write_transitions import add_transition, covers_of
from posthouse.interchange.fcp7.writing import Writing7, add_rate, add_timecode, flag
from posthouse.interchange.timeline import TrackKind, Writing
from posthouse.interchange.xml_writing import add_element, document_bytes, new_element

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.plan import Lane
    from posthouse.interchange.timeline import Timeline
    from posthouse.interchange.xml_reading import Element

_VERSION = "4"
"""What Premiere writes; all three applications read it."""


def write(timelines: tuple[Timeline, ...], *, name: str, dialect: Dialect = Dialect.PREMIERE) -> Writing:
    """Return a cut as Final Cut 7 XML: the first timeline is the cut, those nested in it stand inside; multicams are
    footage of their angles, with a multiclip beside the cut.

    ``dialect``: PREMIERE counts places in parts of the media and says exact ticks, which Resolve passes over;
    RESOLVE counts them in parts of the frame.
    """
    assert timelines, "there is a cut to write"
    timelines, footage = as_footage(timelines)
    state = Writing7(dialect=dialect, timelines={each.id: each for each in timelines})
    root = new_element("xmeml", {"version": _VERSION})
    _add_sequence(state, root, timelines[0])
    for other in timelines[1:]:
        if other.id not in state.sequences:
            _add_sequence(state, root, other)
    add_multiclips(state, root, footage)
    return Writing(format="fcp7", files={f"{name}.xml": document_bytes(root, "xmeml")}, ledger=state.ledger)


def _add_sequence(state: Writing7, parent: Element, timeline: Timeline) -> None:
    """Add a sequence: all of it the first time, its id from then on."""
    if timeline.id in state.sequences:
        add_element(parent, "sequence", attributes={"id": state.sequences[timeline.id]})
        return
    state.sequences[timeline.id] = f"sequence-{len(state.sequences) + 1}"
    element = add_element(parent, "sequence", attributes={"id": state.sequences[timeline.id]})
    add_element(element, "name", timeline.name)
    add_element(element, "duration", timeline.duration_frames)
    add_rate(element, timeline.rate)
    add_timecode(element, timeline.rate, timeline.start_frame, is_drop_frame=timeline.is_drop_frame)
    _add_media(state, element, timeline)
    for marker in timeline.markers:
        add_marker(element, marker)
        state.ledger.keep(timeline.name, "marker")
        if marker.author:
            state.ledger.drop(timeline.name, "marker", f"markers have no authors here: {marker.author}")
    state.ledger.keep(timeline.name, "timecode")


def _add_media(state: Writing7, element: Element, timeline: Timeline) -> None:
    media = add_element(element, "media")
    picture, sound = add_element(media, "video"), add_element(media, "audio")
    sample = add_element(add_element(picture, "format"), "samplecharacteristics")
    add_rate(sample, timeline.rate)
    if timeline.size:
        add_element(sample, "width", timeline.size[0])
        add_element(sample, "height", timeline.size[1])
    add_element(sample, "pixelaspectratio", "square")
    add_element(sound, "numOutputChannels", 2)
    if timeline.sound_rate:
        sample = add_element(add_element(sound, "format"), "samplecharacteristics")
        add_element(sample, "depth", 16)
        add_element(sample, "samplerate", timeline.sound_rate)

    def add_nested(item: Element, identity: str) -> None:
        _add_sequence(state, item, state.timelines[identity])

    plan = plan_of(timeline, state.items)
    bench = Bench(timeline=timeline, plan=plan, nested=add_nested)
    for lane in plan.lanes:
        _add_track(state, picture if lane.track.kind is TrackKind.PICTURE else sound, lane, bench)


def _add_track(state: Writing7, parent: Element, lane: Lane, bench: Bench) -> None:
    index, total = lane.exploded
    attributes = {}
    if total > 1:
        attributes = {
            "currentExplodedTrackIndex": str(index),
            "totalExplodedTrackCount": str(total),
            "premiereTrackType": "Stereo" if total == 2 else "Adaptive",
        }
    track = add_element(parent, "track", attributes=attributes)
    if lane.track.name != _usual_name(lane):
        add_element(track, "name", lane.track.name)
    opening, closing, covering = covers_of(state, lane)
    for item in lane.items:
        lead = opening.get(item.clip.id)
        if lead is not None and lead not in closing.values():
            add_transition(state, track, lead, lane, bench.timeline.rate)
        cover = Cover(head=covering.get((item.clip.id, "head")), tail=covering.get((item.clip.id, "tail")))
        add_item(state, track, lane, item, cover, bench)
        if item.clip.id in closing:
            add_transition(state, track, closing[item.clip.id], lane, bench.timeline.rate)
    add_element(track, "enabled", flag(lane.track.is_enabled))
    add_element(track, "locked", flag(bool(lane.track.facts.get("locked"))))
    if lane.track.kind is TrackKind.SOUND:
        add_element(track, "outputchannelindex", index % 2 + 1)


def _usual_name(lane: Lane) -> str:
    letter = "V" if lane.track.kind is TrackKind.PICTURE else "A"
    return f"{letter}{lane.number}" if lane.exploded[1] == 1 else lane.track.name
