"""The tracks of a session text: rows to clips, channels joined, fades given to the clips they belong to.

Problem: Pro Tools lists each channel apart, and fades as rows of their own beside clips cut short by them.
Example: (fade in) 0 to 5, voice 5 to 60, (fade out) 60 to 65 is a clip from 0 to 65 with fades of 5 at both ends.
A cross fade from 60 to 70 between two clips becomes a transition over a join in its middle, 65.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain, count
from typing import TYPE_CHECKING

from posthouse.errors import Place
from posthouse.interchange.timeline import (
    Clip,
    MediaKind,
    MediaRef,
    SourceSpan,
    Track,
    TrackKind,
    Transition,
    TransitionKind,
)
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.protools_sections import EventRow, SessionText, TrackText
    from posthouse.interchange.protools_times import SessionClock

_SILENT = frozenset({"muted", "inactive", "hidden inactive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A row with its exact times, in frames of the session."""

    row: EventRow
    start: Fraction
    end: Fraction

    @property
    def fade(self) -> str:
        """Return fade in, fade out or cross fade; nothing for a clip."""
        name = self.row.name.strip().lower()
        return name.strip("()") if name in {"(fade in)", "(fade out)", "(cross fade)"} else ""


@dataclass(slots=True, kw_only=True)
class TrackReader:
    """Turns the tracks of one session into tracks of a timeline."""

    session: SessionText
    clock: SessionClock
    ledger: Ledger
    file: str
    _names: set[str] = field(default_factory=set)

    def tracks_of(self, text: TrackText) -> list[Track]:
        """Return a session's track as one, or as one more for each channel that does not play what the first does."""
        by_channel: dict[int, list[_Placed]] = {}
        for row in text.rows:
            if one := self._placed(row):
                by_channel.setdefault(row.channel, []).append(one)
        alike: dict[object, list[int]] = {}
        for channel, placed in by_channel.items():
            alike.setdefault(tuple((each.start, each.end, each.row.is_muted) for each in placed), []).append(channel)
        groups = list(alike.values()) or [[1]]
        return [
            self._track(text, channels, by_channel, "" if at == 0 else f" {channels[0]}")
            for at, channels in enumerate(groups)
        ]

    def listed_media(self) -> tuple[MediaRef, ...]:
        """Return the files the session lists."""
        return tuple(self._file(name) for name in self.session.locations)

    def _placed(self, row: EventRow) -> _Placed | None:
        try:
            start, end = self.clock.frames(row.start), self.clock.frames(row.end)
            if end <= start:
                raise ValueError(f"it ends at {row.end}, not after it starts at {row.start}")  # noqa: TRY301 - one report
        except ValueError as error:
            self.ledger.drop(row.name, "clip", str(error), place=Place(file=self.file, line=row.line))
            return None
        return _Placed(row=row, start=start, end=end)

    def _track(self, text: TrackText, channels: list[int], by_channel: dict[int, list[_Placed]], suffix: str) -> Track:
        rows = sorted(by_channel.get(channels[0], []), key=lambda each: each.start)
        clips: list[Clip] = []
        transitions: list[Transition] = []
        for at, placed in enumerate(rows):
            if not placed.fade:
                others = [by_channel[channel][by_channel[channels[0]].index(placed)].row for channel in channels[1:]]
                clips.append(self._clip(placed, others, text))
            elif placed.fade == "cross fade":
                transitions += self._cross_fade(placed, rows, at)
        fades = [placed for placed in rows if placed.fade]
        clips = [self._with_fades(clip, fades) for clip in clips]
        return Track(
            name=self._unlike(f"{text.name}{suffix}"),
            kind=TrackKind.SOUND,
            clips=self._without_overlaps(clips),
            transitions=tuple(transitions),
            is_enabled=not {state.strip().lower() for state in text.said.get("STATE", "").split(",")} & _SILENT,
            facts={"protools": dict(text.said) | {"name": text.name, "channels": len(by_channel)}},
        )

    def _unlike(self, name: str) -> str:
        candidates = chain((name,), (f"{name} ({at})" for at in count(2)))
        chosen = next(each for each in candidates if each not in self._names)
        self._names.add(chosen)
        return chosen

    def _clip(self, placed: _Placed, others: list[EventRow], text: TrackText) -> Clip:
        """Return a row as a clip on whole frames, its source moved with its edges, so that it stays in sync."""
        row, place = placed.row, Place(file=self.file, line=placed.row.line)
        first, last = _nearest(placed.start), _nearest(placed.end)
        record = FrameRange(first, max(first + 1, last))
        name, source_file, channel = self._source(row.name)
        channels = [channel, *(self._source(other.name)[2] for other in others)]
        begins = self._timestamp(row)
        moved = record.start_frame - placed.start
        source = SourceSpan(
            rate=self.clock.rate, start=(begins or Fraction(0)) + moved, duration=Fraction(record.duration_frames)
        )
        self._tell(placed, begins, place)
        return Clip(
            id=f"{text.name}-{row.line}",
            name=name,
            record=record,
            source=source,
            media=replace(self._file(source_file or name), has_timecode=begins is not None),
            is_enabled=not row.is_muted,
            source_channels=tuple(number for number in channels if number is not None),
            facts={"protools": {"start": row.start, "end": row.end, "clip": row.name}},
        )

    def _tell(self, placed: _Placed, begins: Fraction | None, place: Place) -> None:
        reasons = []
        if placed.start.denominator != 1 or placed.end.denominator != 1:
            reasons.append("it lies inside frames: its edges are on the nearest, its sound is in sync")
        if begins is None:
            reasons.append("the text does not say where in its source it begins (export with timestamps)")
        if reasons:
            self.ledger.approximate(placed.row.name, "clip", "; ".join(reasons), place=place)
        else:
            self.ledger.keep(placed.row.name, "clip", place=place)

    def _timestamp(self, row: EventRow) -> Fraction | None:
        if not row.timestamp:
            return None
        try:
            return self.clock.frames(row.timestamp) + self.clock.start_frame
        except ValueError:
            return None

    def _source(self, clip: str) -> tuple[str, str, int | None]:
        """Return (name, source file, channel) of a clip: ``voice.L`` is the left channel of voice."""
        source_file, channel = self.session.clips.get(clip, ("", None))
        return (clip[:-2] if channel and clip.endswith((".L", ".R")) else clip), source_file, channel

    def _file(self, name: str) -> MediaRef:
        location = self.session.locations.get(name, "")
        kind = MediaKind.FILE if name in self.session.locations else MediaKind.MISSING
        return MediaRef(name=name, kind=kind, file=f"{location}{name}" if location else "", has_timecode=False)

    def _cross_fade(self, placed: _Placed, rows: list[_Placed], at: int) -> list[Transition]:
        place = Place(file=self.file, line=placed.row.line)
        before = rows[at - 1] if at else None
        after = rows[at + 1] if at + 1 < len(rows) else None
        if before is None or after is None or before.end != placed.start or after.start != placed.end:
            self.ledger.drop("(cross fade)", "transition", "there is no clip on one of its sides", place=place)
            return []
        record = FrameRange(_nearest(placed.start), max(_nearest(placed.start) + 1, _nearest(placed.end)))
        self.ledger.keep("(cross fade)", "transition", place=place)
        return [Transition(kind=TransitionKind.DISSOLVE, record=record, join=_middle(placed))]

    def _with_fades(self, clip: Clip, fades: list[_Placed]) -> Clip:
        """Give a clip the frames its fades took from it."""
        longer = clip
        for fade in fades:
            starts, ends = _nearest(fade.start), _nearest(fade.end)
            if ends == clip.record.start_frame and fade.fade != "fade out":
                join = starts if fade.fade == "fade in" else _middle(fade)
                longer = _begun(longer, join, fade_in=ends - starts if fade.fade == "fade in" else 0)
            elif starts == clip.record.end_frame and fade.fade != "fade in":
                join = ends if fade.fade == "fade out" else _middle(fade)
                longer = _ended(longer, join, fade_out=ends - starts if fade.fade == "fade out" else 0)
        return longer

    def _without_overlaps(self, clips: list[Clip]) -> tuple[Clip, ...]:
        kept: list[Clip] = []
        for clip in clips:
            if kept and kept[-1].record.end_frame > clip.record.start_frame:
                self.ledger.drop(clip.name, "clip", f"it lies over {kept[-1].name} on the same track")
                continue
            kept.append(clip)
        return tuple(kept)


def _begun(clip: Clip, frame: int, *, fade_in: int) -> Clip:
    longer = clip.record.start_frame - frame
    source = replace(clip.source, start=clip.source.start - longer, duration=clip.source.duration + longer)
    return replace(clip, record=FrameRange(frame, clip.record.end_frame), source=source, fade_in=fade_in)


def _ended(clip: Clip, frame: int, *, fade_out: int) -> Clip:
    source = replace(clip.source, duration=clip.source.duration + frame - clip.record.end_frame)
    return replace(clip, record=FrameRange(clip.record.start_frame, frame), source=source, fade_out=fade_out)


def _nearest(frames: Fraction) -> int:
    return (frames + Fraction(1, 2)).__floor__()


def _middle(placed: _Placed) -> int:
    return (_nearest(placed.start) + _nearest(placed.end)) // 2
