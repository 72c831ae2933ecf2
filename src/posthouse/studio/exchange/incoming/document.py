"""A reading as a document: its format, media, cut, what lies over it, its sound, its notes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.interchange import Ledger, MediaKind, Outcome, Timeline, TrackKind
from posthouse.studio.exchange.incoming.desk import Desk, Line
from posthouse.studio.exchange.incoming.layers import layer_lines, title_lines
from posthouse.studio.exchange.incoming.naming import Names
from posthouse.studio.exchange.incoming.nests import lengthen_nests
from posthouse.studio.exchange.incoming.notes import marker_lines
from posthouse.studio.exchange.incoming.recorders import Recordings
from posthouse.studio.exchange.incoming.size import programme_size
from posthouse.studio.exchange.incoming.sound import SoundDesk, picture_joins
from posthouse.studio.exchange.incoming.sources import MediaBook
from posthouse.studio.exchange.incoming.text import spelled_list, spelled_map
from posthouse.studio.exchange.incoming.track import track_lines
from posthouse.studio.exchange.samples import with_samples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.interchange import MediaRef, Reading, Track
    from posthouse.production.splice import Value
    from posthouse.studio.exchange.finding import MediaFinder
    from posthouse.studio.exchange.incoming.desk import Entry
    from posthouse.timing import Rate

_SOUND_RATES = {44100, 48000, 96000}
_SLOWEST, _FASTEST = 1, 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person says of an import: which timeline, where media lie, into which folder it goes, its title."""

    folder: Path = Path()
    timeline: str = ""
    title: str = ""
    finder: MediaFinder | None = None
    ids: frozenset[str] = frozenset()
    """Ids that are taken, where the cut goes into a production."""
    names: frozenset[str] = frozenset()
    """Names of media and sequences that are taken there."""
    known_files: Mapping[str, str] = field(default_factory=dict)
    """Its media by the names of their files."""


@dataclass(slots=True, kw_only=True)
class Incoming:
    """A document on its way in, part by part."""

    title: str
    form: Entry
    book: MediaBook
    cut: list[Line]
    sequences: dict[str, list[Line]] = field(default_factory=dict)
    over: list[Line] = field(default_factory=list)
    titles: list[Line] = field(default_factory=list)
    grades: dict[str, Entry] = field(default_factory=dict)
    looks: dict[str, Entry] = field(default_factory=dict)
    """Grades that belong to no shot yet."""
    known: dict[str, MediaRef] = field(default_factory=dict)
    """Of a log: media the production has already, with what the log says of them."""
    cues: list[Line] = field(default_factory=list)
    tracks: dict[str, Entry] = field(default_factory=dict)
    markers: list[Line] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def text(self, head: str = "") -> str:
        """Return the production's text; ``head`` is a comment over it."""
        parts = [
            [f"# {line}".rstrip() for line in head.splitlines()] + spelled_top(self.title, self.form),
            spelled_map("media", self.book.entries, self.book.comments),
            self._sequences(),
            spelled_list("cut", self.cut),
            spelled_list("over", self.over),
            spelled_list("titles", self.titles),
            self._color(),
            ["sound:", *spelled_list("cues", self.cues, "  ")] if self.cues else [],
            spelled_map("tracks", self.tracks),
            spelled_list("markers", self.markers),
            ["deliver: [web]"],
        ]
        return "\n\n".join("\n".join(part) for part in parts if part) + "\n"

    def _color(self) -> list[str]:
        looks, grades = (
            spelled_map(name, entries, indent="  ")
            for name, entries in (("looks", self.looks), ("grades", self.grades))
        )
        return ["color:", *looks, *grades] if looks or grades else []

    def _sequences(self) -> list[str]:
        rows = [row for name, lines in self.sequences.items() for row in spelled_list(name, lines, "  ")]
        return ["sequences:", *rows] if rows else []


def spelled_top(title: str, form: Entry) -> list[str]:
    """Return the first lines of a document."""
    from posthouse.production.splice import spelled_value

    return ["posthouse: 1", f"title: {spelled_value(title)}", f"format: {spelled_value(form)}"]


def incoming(reading: Reading, wishes: Wishes) -> Incoming:
    """Return a reading as a document.

    Raises:
        ProductionError: it holds no such timeline, no pictures, or a rate no programme can have.
    """
    reading = with_samples(reading)
    timeline = _wanted(reading, wishes.timeline)
    _check_rate(timeline.rate)
    desk = opened_desk(reading, timeline, wishes)
    for other in reading.timelines:
        if other is not timeline:
            desk.ledger.drop(
                other.name or other.id, "clip", "the file holds more than one cut: take it with --timeline"
            )
    pictured = [track for track in timeline.of_kind(TrackKind.PICTURE) if track.clips]
    main = next((track for track in pictured if track.is_enabled and _has_pictures(track)), None)
    if main is None and not timeline.duration_frames:
        raise _empty(timeline)
    found = Incoming(
        title=wishes.title or timeline.name.strip() or "Untitled",
        form=form_of(timeline, desk),
        book=desk.book,
        cut=[],
        ledger=desk.ledger,
    )
    _fill(found, desk, main, tuple(track for track in pictured if track is not main))
    return found


def opened_desk(reading: Reading, timeline: Timeline, wishes: Wishes) -> Desk:
    """Return the desk a timeline is taken in on."""
    ledger = Ledger()
    book = MediaBook(
        folder=wishes.folder,
        finder=wishes.finder,
        ledger=ledger,
        names=Names(taken=set(wishes.names)),
        known_files=wishes.known_files,
    )
    recordings = Recordings(book=book)
    recordings.find(dataclasses.replace(reading, timelines=(timeline,)))
    return Desk(
        recordings=recordings,
        reading=reading,
        timeline=timeline,
        size=programme_size(timeline, wishes.finder, ledger),
        book=book,
        ledger=ledger,
        names=Names(taken=set(wishes.ids)),
        told_effects=_told_effects(reading),
    )


def _fill(found: Incoming, desk: Desk, main: Track | None, above: tuple[Track, ...]) -> None:
    timeline = desk.timeline
    end = timeline.duration_frames
    found.cut = track_lines(main, end, desk) if main else [Line(value={"gap": f"{end}f"})]
    found.over, over, switched = layer_lines(above, desk)
    lengthen_nests(desk)
    found.titles = title_lines((*((main,) if main else ()), *above), desk)
    heard = SoundDesk(desk=desk, over=over, joins=picture_joins(main) if main else {})
    heard.take(timeline.of_kind(TrackKind.SOUND))
    found.cues, found.tracks = heard.cues, switched | heard.switched
    found.markers = marker_lines(desk, over)
    found.grades, found.sequences = desk.grades, desk.sequences


def _wanted(reading: Reading, name: str) -> Timeline:
    if not reading.timelines:
        hint = "a log lists media; posthouse import takes them in"
        raise ProductionError(f"the file holds no cut, but {len(reading.media)} media", hint=hint)
    if not name:
        return reading.timelines[0]
    found = next((each for each in reading.timelines if name in {each.id, each.name}), None)
    if found is None:
        known = ", ".join(each.name or each.id for each in reading.timelines)
        raise ProductionError(f"the file holds no cut {name!r}", hint=f"it holds {known}")
    return found


def _empty(timeline: Timeline) -> ProductionError:
    """Return the refusal of a cut without clips: it may be a list of markers."""
    name = timeline.name or timeline.id
    count = len(timeline.markers) + sum(len(track.markers) for track in timeline.tracks)
    if not count:
        return ProductionError(f"{name} is empty", hint="a cut needs at least one clip")
    cause = f"{name} holds {count} marker{'s' if count > 1 else ''} and no clips; a cut needs at least one"
    return ProductionError(cause, hint="take its markers into a production that is there, with --into PRODUCTION")


def _told_effects(reading: Reading) -> frozenset[str]:
    """Return the names of the effects a reader has told as dropped; each begins with its name, and what it is."""
    told = (each for each in reading.ledger.entries if each.feature == "effect" and each.outcome is Outcome.DROPPED)
    return frozenset(each.reason.rpartition(" is ")[0] for each in told)


def _has_pictures(track: Track) -> bool:
    return any(clip.media.kind is not MediaKind.TITLE for clip in track.clips)


def _check_rate(rate: Rate) -> None:
    if not _SLOWEST <= rate.fraction <= _FASTEST:
        raise ProductionError(f"a programme at {rate} frames per second is out of range", hint="say it with --rate")


def form_of(timeline: Timeline, desk: Desk) -> Entry:
    """Return a timeline's format: its frame, rate, start and rate of sound."""
    rate = timeline.rate
    named = {"24000/1001": 23.976, "30000/1001": 29.97, "60000/1001": 59.94, "48000/1001": 47.952}
    said: Value = named.get(str(rate)) or (int(rate.fraction) if rate.fraction.denominator == 1 else str(rate))
    form: Entry = {"size": list(desk.size), "rate": said}
    if timeline.start_frame > 0:
        form["start"] = desk.programme_time(0)
    if timeline.sound_rate in _SOUND_RATES:
        form["sound"] = {"rate": timeline.sound_rate}
    return form
