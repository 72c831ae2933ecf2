"""From neutral timelines to FCPXML: resources, one project, compound clips and multicam clips for what is nested."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.times import spelled_time
from posthouse.interchange.fcpxml.write_clips import angle_id
from posthouse.interchange.fcpxml.write_story import fill_storyline
from posthouse.interchange.fcpxml.writing import WritingX
from posthouse.interchange.reached import tell_unreached
from posthouse.interchange.timeline import Writing
from posthouse.interchange.xml_writing import add_element, document_bytes, new_element

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Timeline
    from posthouse.interchange.xml_reading import Element

VERSIONS = ("1.9", "1.10", "1.11", "1.12", "1.13")
_USUAL = "1.10"
"""Read by Final Cut 10.6 and later, and by Resolve."""
_SOUND_RATES = {
    32000: "32k",
    44100: "44.1k",
    48000: "48k",
    88200: "88.2k",
    96000: "96k",
    176400: "176.4k",
    192000: "192k",
}


@dataclass(slots=True, kw_only=True)
class _Library:
    """The reusable media of a file: what is nested becomes a resource the first time a clip shows it."""

    state: WritingX
    media: dict[object, str] = field(default_factory=dict)

    def media_id(self, clip: Clip) -> tuple[str, Fraction]:
        """Return the id of what a nested clip shows, and what its clock says at its first frame."""
        assert clip.nested is not None, "asked of nested clips only"
        if clip.angles:
            return self._multicam(clip), Fraction(0)
        timeline = self.state.timelines[clip.nested]
        if clip.nested not in self.media:
            self.media[clip.nested] = self.state.new_id()
            holder = new_element("media", {"id": self.media[clip.nested], "name": timeline.name})
            add_sequence(self, holder, timeline)
            self.state.resources.append(holder)
        return self.media[clip.nested], timeline.start_frame / timeline.rate.fraction

    def _multicam(self, clip: Clip) -> str:
        key = tuple(sorted(clip.angles.items()))
        if key not in self.media:
            self.media[key] = self.state.new_id()
            first = self.state.timelines[next(iter(clip.angles.values()))]
            holder = new_element("media", {"id": self.media[key], "name": clip.media.name or clip.name})
            attributes = {"format": self.state.format_id(first.rate, first.size), "tcStart": "0s", "tcFormat": "NDF"}
            multicam = add_element(holder, "multicam", attributes=attributes)
            for name, identity in clip.angles.items():
                angle = add_element(
                    multicam, "mc-angle", attributes={"name": name, "angleID": angle_id(clip, identity)}
                )
                fill_storyline(self.state, angle, self.state.timelines[identity], Fraction(0), self.media_id)
            self.state.resources.append(holder)
        return self.media[key]


def write(timelines: tuple[Timeline, ...], *, name: str, version: str = _USUAL) -> Writing:
    """Return a cut as FCPXML: the first timeline is the project, the others are its compound and multicam clips.

    Raises:
        ValueError: a version that cannot be written.
    """
    assert timelines, "there is a cut to write"
    if version not in VERSIONS:
        raise ValueError(f"FCPXML {version} cannot be written; versions are {', '.join(VERSIONS)}")
    root = new_element("fcpxml", {"version": version})
    state = WritingX(timelines={each.id: each for each in timelines}, resources=add_element(root, "resources"))
    library = _Library(state=state)
    event = add_element(add_element(root, "library"), "event", attributes={"name": name})
    project = add_element(event, "project", attributes={"name": timelines[0].name})
    add_sequence(library, project, timelines[0])
    tell_unreached(timelines, state.ledger)
    return Writing(format="fcpxml", files={f"{name}.fcpxml": document_bytes(root, "fcpxml")}, ledger=state.ledger)


def add_sequence(library: _Library, parent: Element, timeline: Timeline) -> None:
    """Add a <sequence>."""
    state, rate = library.state, timeline.rate.fraction
    first = timeline.start_frame / rate
    attributes = {
        "format": state.format_id(timeline.rate, timeline.size),
        "duration": spelled_time(timeline.duration_frames / rate),
        "tcStart": spelled_time(first),
        "tcFormat": "DF" if timeline.is_drop_frame else "NDF",
        "audioLayout": "stereo",
    }
    if timeline.sound_rate in _SOUND_RATES:
        attributes["audioRate"] = _SOUND_RATES[timeline.sound_rate]
    elif timeline.sound_rate:
        state.ledger.approximate(timeline.name, "metadata", f"Final Cut has no sound at {timeline.sound_rate} Hz")
    sequence = add_element(parent, "sequence", attributes=attributes)
    fill_storyline(state, add_element(sequence, "spine"), timeline, first, library.media_id)
    state.ledger.keep(timeline.name, "timecode")
