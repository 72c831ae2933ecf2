"""What is known while a file is read: its resources, the timelines read so far, and one timeline under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.times import time_of
from posthouse.interchange.ledger import Ledger

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.fcpxml.pieces import Piece
    from posthouse.interchange.fcpxml.resources import Resources
    from posthouse.interchange.timeline import Marker, Timeline
    from posthouse.interchange.xml_reading import Element, XmlDocument
    from posthouse.timing import Rate

DEEPEST = 40
"""How many clips may lie in or hang on each other; Final Cut nests a handful."""


@dataclass(slots=True, kw_only=True)
class ReadingX:
    """One file being read."""

    document: XmlDocument
    resources: Resources
    rate: Rate | None = None
    ledger: Ledger = field(default_factory=Ledger)
    timelines: dict[str, Timeline] = field(default_factory=dict)
    underway: list[str] = field(default_factory=list)

    def time(self, element: Element, name: str) -> Fraction | None:
        """Return an attribute's time, None where it is not there."""
        return time_of(self.document, element, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A transition of a storyline, in seconds of the timeline."""

    element: Element
    lane: int
    group: int
    start: Fraction
    end: Fraction


@dataclass(slots=True, kw_only=True)
class Story:
    """One timeline under way: all that lies on it, before tracks."""

    state: ReadingX
    rate: Rate
    size: tuple[int, int] | None
    pieces: list[Piece] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    captions: list[dict[str, object]] = field(default_factory=list)
    groups: int = 0
    takes: int = 0
    depth: int = 0

    def new_group(self) -> int:
        """Return the number of a new storyline."""
        self.groups += 1
        return self.groups

    def new_take(self) -> str:
        """Return a new name for a picture and its sound."""
        self.takes += 1
        return f"take-{self.takes}"

    def frame(self, seconds: Fraction) -> int:
        """Return a time as the nearest frame."""
        return self.rate.nearest_frames(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One element as its storyline uses it: from when to when, on its own clock and on the timeline's."""

    element: Element
    begin: Fraction
    """Seconds of the timeline."""
    start: Fraction
    """Seconds of the element's own clock at ``begin``."""
    duration: Fraction
    """Seconds of the timeline."""
    stretch: Fraction
    """Seconds of the timeline that a second of its own clock lasts."""
    lane: int
    group: int

    @property
    def end(self) -> Fraction:
        """Return when it ends on the timeline."""
        return self.begin + self.duration

    @property
    def name(self) -> str:
        """Return what a person calls it."""
        return self.element.get("name", "") or f"{self.element.tag} in line {self.element.sourceline}"

    def on_timeline(self, own: Fraction) -> Fraction:
        """Return the timeline's seconds at a moment of its own clock."""
        return self.begin + (own - self.start) * self.stretch
