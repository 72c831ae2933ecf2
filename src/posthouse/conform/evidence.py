"""Which of many files a cut's media is, by everything both say: name, reel, timecode, length, rate.

Problem: a name is not an identity. Cameras number clips anew each day, two takes are called the same, and a file that
was copied to another rate still has its name. A suite that links by name links wrong takes without a word.
Approach: each thing both sides say is one piece of evidence, for or against, with a weight; a file is found if its sum
is high enough and clear of the next. Everything else is refused, with the candidates and what speaks for and against.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.conform.naming import of_folders, of_name, of_reel, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.timing import Rate

_SOUND_SLACK = Fraction(1, 20)
"""Seconds a cut may reach beyond a sound: cuts count sounds in frames, the last of which may be partly filled."""
_FAR_FASTER = Fraction(6, 5)
_TAKE = re.compile(r"^(?:scene|sc|take|tk|t)(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Source frames from ``start`` up to ``end`` at a rate; labels where the media has timecode, else from 0."""

    start: Fraction
    end: Fraction
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a cut says of one media."""

    name: str
    file: str = ""
    """Its file's name, without folders."""
    folders: tuple[str, ...] = ()
    """Those it lay in, outermost first, where the cut says them."""
    reel: str = ""
    used: tuple[Span, ...] = ()
    available: Span | None = None
    has_timecode: bool = False
    wants_picture: bool = True
    scene: str = ""
    take: str = ""
    channels: int | None = None
    """How many channels of sound it has."""
    is_rate_said: bool = True
    """Whether its spans count at its own rate; formats that know none count all at the cut's."""
    is_faster_labelled: bool = False
    """Whether faster footage is labelled at the cut's rate, as an EDL does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file is."""

    path: str
    digest: str
    reel: str = ""
    rate: Rate | None = None
    """None: it has no picture."""
    start_frame: int | None = None
    """The label of its first frame as a count; None: it has no timecode."""
    frames: int = 0
    size: tuple[int, int] | None = None
    """Of its picture."""
    has_sound: bool = False
    channels: int | None = None
    scene: str = ""
    """By its slate; empty where it has none."""
    take: str = ""
    start_seconds: Fraction | None = None
    """Of sound alone, since midnight; None: it has no timecode."""
    sound_seconds: Fraction | None = None
    """How long its sound is."""
    is_still: bool = False

    @property
    def file(self) -> str:
        """Return the file's name, without folders."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the folders it lies in, outermost first."""
        return tuple(self.path.replace("\\", "/").split("/")[:-1])


class Kind(enum.StrEnum):
    """What a piece of evidence is about."""

    NAME = "name"
    FOLDER = "folder"
    REEL = "reel"
    TIMECODE = "timecode"
    LENGTH = "length"
    RATE = "rate"
    RANGE = "range"
    SLATE = "slate"
    PICTURE = "picture"
    SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for a file (a positive weight) or against it."""

    kind: Kind
    weight: float
    words: str


def evidence_for(wanted: Wanted, facts: FileFacts) -> Iterable[Evidence]:
    """Yield what speaks for and against a file."""
    yield from _names(wanted, facts)
    yield from _slate(wanted, facts)
    if wanted.wants_picture and facts.rate is None:
        yield Evidence(kind=Kind.RATE, weight=-0.8, words="it has no picture")
        return
    if wanted.wants_picture and facts.is_still:
        yield Evidence(kind=Kind.RATE, weight=0.1, words="it is a still, held as long as is asked")
        return
    if not wanted.wants_picture:
        yield from _sound(wanted, facts)
    yield from _rate(wanted, facts)
    yield from _time(wanted, facts)
    yield from _length(wanted, facts)


def _names(wanted: Wanted, facts: FileFacts) -> Iterable[Evidence]:
    name = of_name(wanted, facts)
    said = (
        (Kind.NAME, name),
        (Kind.FOLDER, of_folders(wanted, facts) if name else None),
        (Kind.REEL, of_reel(wanted, facts)),
    )
    for kind, weighed in said:
        if weighed is not None:
            yield Evidence(kind=kind, weight=weighed[0], words=weighed[1])


def _slate(wanted: Wanted, facts: FileFacts) -> Iterable[Evidence]:
    """Yield whether both say the same scene and take; slates are written in many ways, so only letters count."""
    said = [(ours, theirs) for ours, theirs in ((wanted.scene, facts.scene), (wanted.take, facts.take))]
    if not all(plain(ours) and plain(theirs) for ours, theirs in said):
        return
    slate = f"{facts.scene} take {facts.take}"
    if all(_bare(ours) == _bare(theirs) for ours, theirs in said):
        yield Evidence(kind=Kind.SLATE, weight=0.2, words=f"its slate is {slate}")
    else:
        words = f"its slate is {slate}, the cut says {wanted.scene} take {wanted.take}"
        yield Evidence(kind=Kind.SLATE, weight=-0.5, words=words)


def _bare(text: str) -> str:
    """Return a scene or take without what is only spelling: 003, T3, Take 3 and 3 are one."""
    return _TAKE.sub("", plain(text)).lstrip("0")


def _sound(wanted: Wanted, facts: FileFacts) -> Iterable[Evidence]:
    if not facts.has_sound:
        yield Evidence(kind=Kind.RATE, weight=-0.8, words="it has no sound")
        return
    yield Evidence(kind=Kind.RATE, weight=0.1, words="it has sound")
    if wanted.channels and facts.channels and wanted.channels != facts.channels:
        words = f"it has {facts.channels} channels, the cut says {wanted.channels}"
        yield Evidence(kind=Kind.LENGTH, weight=-0.1, words=words)


def _rate(wanted: Wanted, facts: FileFacts) -> Iterable[Evidence]:
    spans = ((wanted.available,) if wanted.available else ()) + wanted.used
    if not spans or facts.rate is None:
        return
    if any(span.rate == facts.rate for span in spans):
        yield Evidence(kind=Kind.RATE, weight=0.1, words=f"its rate is {_shown(facts.rate)}")
    elif wanted.is_faster_labelled and _is_far_faster(facts.rate, spans[0].rate):
        words = f"it runs at {_shown(facts.rate)} fps, the cut may label it at {_shown(spans[0].rate)}"
        yield Evidence(kind=Kind.RATE, weight=-0.1, words=words)
    elif wanted.is_rate_said:
        words = f"it runs at {_shown(facts.rate)} fps, the cut says {_shown(spans[0].rate)}"
        yield Evidence(kind=Kind.RATE, weight=-0.5, words=words)


def _is_far_faster(rate: Rate, said: Rate) -> bool:
    """Return whether footage is so much faster that the rate of the cut cannot have been guessed wrong instead."""
    return rate.fraction / said.fraction >= _FAR_FASTER


def _time(wanted: Wanted, facts: FileFacts) -> Iterable[Evidence]:
    """Yield whether all source frames the cut uses are in the file, by timecode or, without one, by count."""
    extent = _extent(facts)
    if not wanted.used or extent is None:
        return
    first, last = (
        min(span.start / span.rate.fraction for span in wanted.used),
        max(span.end / span.rate.fraction for span in wanted.used),
    )
    is_labelled = wanted.has_timecode and extent.start is not None
    begins = extent.start if is_labelled and extent.start is not None else Fraction(0)
    ends = begins + extent.seconds
    is_inside = begins - extent.slack < first and last < ends + extent.slack
    if wanted.has_timecode and not is_labelled:  # nobody knows where it begins
        is_inside = last - first < extent.seconds + extent.slack
    if is_labelled and is_inside:
        yield Evidence(kind=Kind.TIMECODE, weight=0.35, words="its timecode has every frame that is used")
    elif is_labelled:
        yield Evidence(kind=Kind.TIMECODE, weight=-0.7, words="its timecode does not have the frames that are used")
    elif is_inside:
        yield Evidence(kind=Kind.RANGE, weight=0.05, words="it is long enough")
    else:
        yield Evidence(kind=Kind.RANGE, weight=-0.7, words="it is too short for what is used")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extent:
    """A file in seconds: where it starts, since midnight, how long it is, and how far off a place in it may be."""

    start: Fraction | None
    seconds: Fraction
    slack: Fraction


def _extent(facts: FileFacts) -> _Extent | None:
    """Return a file in seconds; None where nobody measured it."""
    if facts.rate is None:
        if facts.sound_seconds is None:
            return None
        return _Extent(start=facts.start_seconds, seconds=facts.sound_seconds, slack=_SOUND_SLACK)
    start = None if facts.start_frame is None else facts.rate.seconds_at(facts.start_frame)
    return _Extent(start=start, seconds=facts.rate.seconds_at(facts.frames), slack=facts.rate.seconds_at(1) / 2)


def _length(wanted: Wanted, facts: FileFacts) -> Iterable[Evidence]:
    extent, span = _extent(facts), wanted.available
    if span is None or extent is None:
        return
    if facts.rate is not None and wanted.is_rate_said:
        is_same = span.rate == facts.rate and span.end - span.start == facts.frames
        lengths = f"{facts.frames} frames", f"{float(span.end - span.start):g}"
    else:
        said = (span.end - span.start) / span.rate.fraction
        is_same = abs(said - extent.seconds) <= 1 / span.rate.fraction
        lengths = f"{float(extent.seconds):.3f} s", f"{float(said):.3f} s"
    if is_same:
        yield Evidence(kind=Kind.LENGTH, weight=0.15, words=f"it has {lengths[0]}, as the cut says")
    else:
        yield Evidence(kind=Kind.LENGTH, weight=-0.25, words=f"it has {lengths[0]}, the cut says {lengths[1]}")


def _shown(rate: Rate) -> str:
    return f"{float(rate.fraction):.6g}"
