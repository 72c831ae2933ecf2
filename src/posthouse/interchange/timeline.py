"""The neutral timeline: what all formats of cuts say, in one set of words, exact.

Record times are whole frames of the timeline, from 0 at its first frame. Source times are exact fractions of frames at
the source's own rate, counted from the label 00:00:00:00 (``MediaRef.has_timecode``) or from the file's first frame.
A transition lies over the join of two clips whose records abut: clips stand where a hard cut would be, and the
transition borrows handles, as in the document. Curves count in timeline frames from the clip's record start.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.moving import Curve, Key, TimePoint, Transform

if TYPE_CHECKING:
    from posthouse.timing import FrameRange, Rate

__all__ = [
    "OURS", "Cdl", "Clip", "Curve", "Effect", "Facts", "Key", "Marker", "MediaKind", "MediaRef", "Reading",
    "SourceSpan", "TimePoint", "Timeline", "Track", "TrackKind", "Transform", "Transition", "TransitionKind", "Writing",
]  # fmt: skip

Facts = Mapping[str, object]
"""What a format says beyond these words, as plain JSON; a sidecar keeps it so that out-and-in again loses nothing."""
OURS = "posthouse"
"""The name under which facts hold what posthouse itself says."""


class TrackKind(enum.StrEnum):
    """What a track carries."""

    PICTURE = "picture"
    SOUND = "sound"


class MediaKind(enum.StrEnum):
    """What a clip is cut from."""

    FILE = "file"
    BLACK = "black"  # black, slug, or nothing at all
    BARS = "bars"
    COLOR = "color"
    TITLE = "title"  # text made by the editing system; ``MediaRef.text``
    MISSING = "missing"  # named, but nothing says where it lies


class TransitionKind(enum.StrEnum):
    """How one clip becomes the next."""

    DISSOLVE = "dissolve"
    WIPE = "wipe"
    DIP = "dip"  # through a color
    FADE_IN = "fade-in"  # nothing before it
    FADE_OUT = "fade-out"  # nothing after it
    OTHER = "other"  # one of the format's own; ``Transition.name`` says which


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpan:
    """The part of a source that is used: ``start`` is its earliest frame, also of a reversed clip."""

    rate: Rate
    start: Fraction
    duration: Fraction

    @property
    def end(self) -> Fraction:
        """Return the frame after the last."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRef:
    """What a clip is cut from, as far as the format says."""

    name: str
    """The clip's or file's name, as an editor would call it."""
    kind: MediaKind = MediaKind.FILE
    reel: str = ""
    """Tape, reel or camera roll."""
    file: str = ""
    """A path or URL, unquoted; as written, so perhaps of another machine."""
    available: SourceSpan | None = None
    """All the media has."""
    has_timecode: bool = True
    """Whether source times are labels; else they count from the first frame."""
    is_drop_frame: bool = False
    size: tuple[int, int] | None = None
    sound_channels: int | None = None
    has_picture: bool | None = None
    color: tuple[float, float, float] | None = None
    """R'G'B' 0..1 of a color generator."""
    text: str = ""
    """The words of a title."""
    id: str = ""
    """An identity the format gives (AAF mob id, FCPXML asset id, UMID)."""
    scene: str = ""
    take: str = ""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cdl:
    """ASC CDL: slope, offset, power of red, green, blue, and saturation (standards sheet, ASC CDL 1.2)."""

    slope: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    power: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An effect by the format's own name, with its parameters as plain JSON; nothing here can do it."""

    name: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A note at a place: ``at`` frames from the start of what carries it."""

    at: int
    duration: int = 0
    name: str = ""
    note: str = ""
    color: str = ""
    """red, green, ...; empty where the format says none."""
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One use of a source, or of another timeline, on a track."""

    id: str
    """Unlike all others of the timeline: the format's event number or id, or V1-003."""
    name: str
    record: FrameRange
    source: SourceSpan
    media: MediaRef
    nested: str | None = None
    """The id of a timeline of the same reading it shows instead of media; ``source`` counts in it, from 0."""
    angles: Mapping[str, str] = field(default_factory=dict)
    """Of a multicam clip: angle name to the id of a timeline of the reading; ``nested`` is the one that is seen."""
    speed: Fraction = Fraction(1)
    """Source time for record time, rates apart: 1 plays, 1/2 slows, -1 reverses, 0 holds the frame at ``start``."""
    ramp: tuple[TimePoint, ...] = ()
    """Points of a speed that changes; then ``speed`` is the mean."""
    is_enabled: bool = True
    transform: Transform | None = None
    opacity: Curve | None = None
    """(0..1,)."""
    blend: str = "normal"
    """normal, add, multiply, screen, overlay, ... or the format's own word."""
    gain_db: Curve | None = None
    pan: Curve | None = None
    """(-1 left .. 1 right,)."""
    fade_in: int = 0
    fade_out: int = 0
    source_channels: tuple[int, ...] = ()
    """Of a sound clip: which channels of the media it carries, from 1; empty: all."""
    link: str = ""
    """Clips of the same link are one take: picture and its sound."""
    cdl: Cdl | None = None
    lut: str = ""
    role: str = ""
    """dialogue, music, effects, or the format's own word."""
    markers: tuple[Marker, ...] = ()
    notes: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A change over the join of two clips, or from or to nothing; ``record`` is the frames it lasts."""

    kind: TransitionKind
    record: FrameRange
    join: int
    """The record frame where the cut would be: ``record.start_frame <= join <= record.end_frame``."""
    name: str = ""
    """The format's own name."""
    wipe: int | None = None
    """SMPTE 258M code."""
    softness: float = 0.0
    is_reversed: bool = False
    color: tuple[float, float, float] | None = None
    """R'G'B' 0..1 of a dip."""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A lane: clips in order that do not overlap; what lies between them is nothing."""

    name: str
    kind: TrackKind
    clips: tuple[Clip, ...] = ()
    transitions: tuple[Transition, ...] = ()
    is_enabled: bool = True
    """False: muted, or hidden."""
    role: str = ""
    markers: tuple[Marker, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A cut: its picture tracks from the lowest up, then its sound tracks."""

    id: str
    name: str
    rate: Rate
    tracks: tuple[Track, ...]
    start_frame: int = 0
    """The label of its first frame, as a count of frames from 00:00:00:00."""
    is_drop_frame: bool = False
    size: tuple[int, int] | None = None
    sound_rate: int | None = None
    markers: tuple[Marker, ...] = ()
    facts: Facts = field(default_factory=dict)

    @property
    def duration_frames(self) -> int:
        """Return the frame after the last of any clip."""
        return max((clip.record.end_frame for track in self.tracks for clip in track.clips), default=0)

    def of_kind(self, kind: TrackKind) -> tuple[Track, ...]:
        """Return the tracks of one kind, lowest first."""
        return tuple(track for track in self.tracks if track.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file held: ``timelines`` are its cuts, the main one first; ``nested`` are those only used inside."""

    format: str
    timelines: tuple[Timeline, ...]
    nested: tuple[Timeline, ...] = ()
    media: tuple[MediaRef, ...] = ()
    """Media of a log or bin, where the file is one (ALE, BWF) or lists more than its cuts use."""
    ledger: Ledger = field(default_factory=Ledger)

    def timeline(self, id_or_name: str) -> Timeline | None:
        """Return a timeline by its id or name."""
        known = (*self.timelines, *self.nested)
        by_id = next((each for each in known if each.id == id_or_name), None)
        return by_id or next((each for each in known if each.name == id_or_name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A cut written in a format: files by name (the first is the cut itself), and what became of each item."""

    format: str
    files: Mapping[str, bytes]
    ledger: Ledger = field(default_factory=Ledger)
