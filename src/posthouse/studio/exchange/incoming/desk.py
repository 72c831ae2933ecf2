"""What all parts of an incoming cut share: the timeline, its media and names, where shots stand, the ledger."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import MediaRef
from posthouse.studio.exchange.incoming.naming import Names
from posthouse.studio.exchange.incoming.times import SourceTimes
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Ledger, Reading, Timeline
    from posthouse.production.splice import Value
    from posthouse.studio.exchange.incoming.nest_cues import Waiting
    from posthouse.studio.exchange.incoming.recorders import Recordings
    from posthouse.studio.exchange.incoming.sources import MediaBook
    from posthouse.timing import Rate

Entry = dict[str, "Value"]
_OF_ONE_RATE = {"mlt", "kdenlive"}
"""Formats that count all sources in frames of the cut."""


@dataclass(slots=True, kw_only=True)
class Line:
    """An entry of a list of the document, with the comment behind it."""

    value: Entry
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A shot of the cut with its clip, for what is tied to it."""

    shot: str
    clip: Clip
    entry: Entry


@dataclass(slots=True, kw_only=True)
class Desk:
    """One timeline on its way in."""

    reading: Reading
    timeline: Timeline
    size: tuple[int, int]
    book: MediaBook
    ledger: Ledger
    recordings: Recordings
    names: Names = field(default_factory=Names)
    standing: list[Standing] = field(default_factory=list)
    """The shots of the cut, in the order of time."""
    grades: dict[str, Entry] = field(default_factory=dict)
    sequences: dict[str, list[Line]] = field(default_factory=dict)
    nests: dict[str, str] = field(default_factory=dict)
    """The sequence of each nested timeline that was met, by the timeline's id."""
    nest_sounds: dict[str, tuple[Waiting, ...]] = field(default_factory=dict)
    """Of each sequence: the sound in it that belongs to none of its shots."""
    lengths: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of each sequence: how long it is, and how much of it is asked for, in frames."""
    told_effects: frozenset[str] = frozenset()
    """The names of effects the reader has told as dropped, one by one."""

    def times(self, clip: Clip) -> SourceTimes:
        """Return the speller of a clip's source times."""
        media, is_rate_of_cut, is_sound = MediaRef(name=clip.name, has_timecode=False), False, False
        rate, label_ratio = clip.source.rate, Fraction(1)
        if clip.nested is None:
            name = self.book.name_of(clip.media, clip.source.rate)
            media = self.book.references[name]
            is_sound = media.has_picture is not True and self.recordings.is_only_heard(clip.media)
            own = self.book.found_rates.get(name)
            is_rate_of_cut = self.reading.format in _OF_ONE_RATE and own != clip.source.rate
            if own is not None and self._is_labelled_by_list(own, clip):
                rate, label_ratio = own, Fraction(own.timebase, rate.timebase)
        return SourceTimes(
            media=media,
            rate=rate,
            programme_rate=self.timeline.rate,
            ledger=self.ledger,
            is_rate_of_cut=is_rate_of_cut,
            is_sound=is_sound,
            label_ratio=label_ratio,
        )

    def _is_labelled_by_list(self, own: Rate, clip: Clip) -> bool:
        """Return whether a file is faster than the EDL that labels it: the list counts it at its own rate.

        Example: in a list of 25 frames, frame 18 of a second of 30 is 02:00:07:15.
        """
        said = clip.source.rate
        return self.reading.format == "edl" and said == self.timeline.rate and own.timebase > said.timebase

    def anchor(self, frame: int) -> str:
        """Return a programme frame as an anchor to the shot it lies in; without one, as programme time."""
        at = bisect_right(self.standing, frame, key=lambda each: each.clip.record.start_frame) - 1
        standing = self.standing[at] if at >= 0 else None
        if standing is None or not standing.clip.record.contains(frame) or standing.entry.get("omit"):
            return self.programme_time(frame)
        return f"{standing.shot}+{frame - standing.clip.record.start_frame}f"

    def programme_time(self, frame: int) -> str:
        """Return a programme frame as a label of the programme."""
        timeline = self.timeline
        return str(
            Timecode(frame_count=timeline.start_frame + frame, rate=timeline.rate, is_drop_frame=timeline.is_drop_frame)
        )
