"""A timeline to lists: one for each picture track, the sound in the first, strict CMX3600 in every column."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.interchange.edl import comments
from posthouse.interchange.edl.losses import is_sequence, tell_left_out, tell_losses
from posthouse.interchange.edl.plan import Planned, planned_events
from posthouse.interchange.edl.reels import reels_of
from posthouse.interchange.edl.sides import Side, label_of, next_frame, side_of
from posthouse.interchange.edl.style import Style
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.reached import tell_unreached
from posthouse.interchange.timeline import MediaKind, TrackKind, TransitionKind, Writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.interchange.timeline import Clip, Marker, Timeline, Track

_TOGETHER = {
    frozenset({"V", "A1"}): "B",
    frozenset({"V", "A2"}): "A2/V",
    frozenset({"V", "A1", "A2"}): "AA/V",
    frozenset({"A1", "A2"}): "AA",
}
_CMX_EVENTS = 999  # standards sheet 3.2
_TITLE_LETTERS = 70  # as above
_TENTH = Fraction(1, 10)


def write(timelines: tuple[Timeline, ...], *, name: str, style: Style | None = None) -> Writing:
    """Return a cut as EDLs: ``name.edl`` for its first picture track and all sound, ``name_V2.edl`` for its second.

    Raises:
        MediaError: nothing of the cut is recorded.
    """
    timeline, style, ledger = timelines[0], style or Style(), Ledger()
    tell_left_out(timeline, ledger)
    tell_unreached(timelines, ledger)
    pictures = [track for track in timeline.of_kind(TrackKind.PICTURE) if is_sequence(track)]
    sounds = [track for track in timeline.of_kind(TrackKind.SOUND) if is_sequence(track)]
    if not pictures and not sounds:
        raise MediaError("the cut is empty: an EDL must have an event", hint="add a shot, or enable a track")
    files: dict[str, bytes] = {}
    for at in range(max(1, len(pictures))):
        track, suffix = (pictures[at] if pictures else None), "" if at == 0 else f"_V{at + 1}"
        if at:
            ledger.approximate(pictures[at].name, "track", f"an EDL has one picture track: in {name}{suffix}.edl")
        events = _events(timeline, track, sounds if at == 0 else [], ledger)
        for part, some in enumerate(_parts(events, style, ledger)):
            stem = f"{name}{suffix}" + (f"_part{part + 1}" if part else "")
            markers = timeline.markers if at == 0 else ()
            files[f"{stem}.edl"] = _List(timeline=timeline, style=style, ledger=ledger).text(some, stem, markers)
    return Writing(format="edl", files=files, ledger=ledger)


def _parts(events: list[_Event], style: Style, ledger: Ledger) -> list[list[_Event]]:
    most = style.most_events
    if most is None and len(events) > _CMX_EVENTS:
        reason = f"{len(events)} events: a CMX machine stops at {_CMX_EVENTS}, so numbers have six digits"
        ledger.approximate("the list", "metadata", reason)
    if most is None or len(events) <= most:
        return [events]
    ledger.approximate("the list", "metadata", f"{len(events)} events: in lists of {most} at most")
    return [events[at : at + most] for at in range(0, len(events), most)]


@dataclass(slots=True, kw_only=True)
class _Event:
    """A planned event and all channels it is recorded on."""

    planned: Planned
    channels: list[str]

    @property
    def start(self) -> int:
        return self.planned.clip.record.start_frame

    @property
    def channel(self) -> str:
        """Return the channels as CMX3600 writes them."""
        if len(self.channels) > 1:
            return _TOGETHER[frozenset(self.channels)]
        return "A" if self.channels[0] == "A1" else self.channels[0]


def _events(timeline: Timeline, picture: Track | None, sounds: Sequence[Track], ledger: Ledger) -> list[_Event]:
    """Return the events of a list in record order, picture before sound, clips of one take in one event."""
    planned = planned_events(picture, "V", timeline.rate, ledger) if picture else []
    for at, track in enumerate(sounds, start=1):
        planned += planned_events(track, f"A{at}", timeline.rate, ledger)
    events: list[_Event] = []
    of_take: dict[object, _Event] = {}
    for each in planned:
        take = _take_key(each)
        together = of_take.get(take) if take else None
        if together and frozenset({*together.channels, each.lane}) in _TOGETHER:
            together.channels.append(each.lane)
            continue
        events.append(_Event(planned=each, channels=[each.lane]))
        if take:
            of_take[take] = events[-1]
    return sorted(events, key=lambda event: event.start)


def _take_key(event: Planned) -> object | None:
    """Return what clips of one take have in common, or None for an event that stands alone."""
    clip = event.clip
    is_plain_sound = not clip.gain_db and not clip.pan and (event.lane == "V" or clip.source_channels in _own(event))
    if not clip.link or event.transition or not is_plain_sound or clip.media.kind is MediaKind.BLACK:
        return None
    media = (clip.media.name, clip.media.reel, clip.media.file)
    return (clip.link, clip.name, clip.record, clip.source, clip.speed, media)


def _own(event: Planned) -> tuple[tuple[int, ...], ...]:
    return ((int(event.lane[1:]),), ())


@dataclass(slots=True, kw_only=True)
class _List:
    """One list being written."""

    timeline: Timeline
    style: Style
    ledger: Ledger
    lines: list[str] = field(default_factory=list)
    is_source_drop: bool = False
    reels: Mapping[str, str] = field(default_factory=dict)

    def text(self, events: Sequence[_Event], title: str, markers: Sequence[Marker]) -> bytes:
        name = comments.one_line(self.timeline.name or title)[:_TITLE_LETTERS]
        self.is_source_drop = self.timeline.is_drop_frame
        self.reels = reels_of({_reel_name(clip) for clip in _clips_of(events)}, self.style.reels.value)
        self.lines += [f"TITLE:   {name}", self._fcm()]
        digits = 3 if len(events) <= _CMX_EVENTS else 6
        for number, event in enumerate(events, start=1):
            self._write(f"{number:0{digits}}", event)
            following = events[number].start if number < len(events) else None
            self._write_markers(event, markers, following, is_first=number == 1)
        return ("\r\n".join(self.lines) + "\r\n").encode("utf-8")

    def _fcm(self) -> str:
        return f"FCM: {'' if self.is_source_drop else 'NON-'}DROP FRAME"

    def _write(self, number: str, event: _Event) -> None:
        planned = event.planned
        clip, item = planned.clip, f"{planned.lane}/{planned.clip.id}"
        side = side_of(clip, self.timeline.rate)
        reel = self._reel(clip)
        if planned.transition:
            self._write_outgoing(number, event)
        edit, lasting = _edit_of(planned)
        self._row(number, reel, event.channel, f"{edit:<4} {lasting}", side, (event.start, clip.record.end_frame))
        self._write_speed(reel, side)
        if planned.transition and planned.transition.name:
            self.lines.append(f"* EFFECT NAME: {comments.one_line(planned.transition.name)}")
        is_transition = planned.transition is not None
        self.lines += comments.name_lines(clip, planned.outgoing, reel, is_transition=is_transition)
        self.lines += comments.color_lines(clip.cdl)
        if event.channels == [planned.lane] and planned.lane != "V":
            self.lines += comments.level_lines(clip, planned.lane, self.ledger, item)
        self.lines += [f"* COMMENT: {comments.one_line(note)}" for note in clip.notes]
        self._tell(clip, side, item)

    def _write_outgoing(self, number: str, event: _Event) -> None:
        """Write the line of no length that says what a transition comes from."""
        clip, rate = event.planned.outgoing, self.timeline.rate
        reel, side = "BL", Side(in_frame=0, lasting=0, rate=rate)
        if clip is not None and clip.media.kind is not MediaKind.BLACK:
            reel, whole = self._reel(clip), side_of(clip, rate)
            side = replace(whole, in_frame=next_frame(clip, whole), lasting=0)
        self._row(number, reel, event.channel, "C       ", side, (event.start, event.start))

    def _row(self, number: str, reel: str, channel: str, edit: str, side: Side, record: tuple[int, int]) -> None:
        if reel != "BL" and side.is_drop_frame != self.is_source_drop:
            self.is_source_drop = side.is_drop_frame
            self.lines.append(self._fcm())
        labels = [*side.labels, *(self._record_label(frame) for frame in record)]
        width = self.style.reels.value
        self.lines.append(f"{number}  {reel:<{width}} {channel:<5} {edit} {' '.join(labels)}")

    def _record_label(self, frame: int) -> str:
        timeline = self.timeline
        return label_of(timeline.start_frame + frame, timeline.rate, is_drop=timeline.is_drop_frame)

    def _write_speed(self, reel: str, side: Side) -> None:
        fps = side.motion_fps(self.timeline.rate)
        if fps is None:
            return
        sign, amount = ("-" if fps < 0 else ""), abs(fps)
        tenths = (amount / _TENTH + Fraction(1, 2)).__floor__()
        if tenths == 0 and amount:
            tenths = 1
        width = self.style.reels.value
        written = f"{sign}{tenths // 10:0{4 - max(len(sign), 1)}}.{tenths % 10}"
        self.lines.append(f"M2   {reel:<{width}} {written:>6}                {side.labels[0]}")
        if side.speed is not None and side.speed and Fraction(tenths, 10) != amount:
            self.lines.append(f"* SPEED: {side.speed.numerator}/{side.speed.denominator}")
        if side.speed == 0:
            self.lines.append("* * FREEZE FRAME")
        if side.is_foreign:
            self.lines.append(f"* SOURCE RATE: {side.rate}")

    def _tell(self, clip: Clip, side: Side, item: str) -> None:
        tell_losses(clip, item, self.ledger)
        for feature, reason in side.remarks:
            self.ledger.approximate(item, feature, reason)
        if not any(feature == "clip" for feature, _ in side.remarks):
            self.ledger.keep(item, "clip")
        if side.speed is not None and not clip.ramp:
            self.ledger.keep(item, "speed")
        if clip.cdl:
            self.ledger.keep(item, "cdl")

    def _write_markers(
        self, event: _Event, markers: Sequence[Marker], following: int | None, *, is_first: bool
    ) -> None:
        """Write an event's locators, and the timeline's that are within it or before the next event."""
        clip = event.planned.clip
        for marker in clip.markers:
            self.lines.append(comments.marker_line(marker, clip.record.start_frame + marker.at, self.timeline))
            comments.tell_marker(marker, f"{event.planned.lane}/{clip.id}", self.ledger)
        for marker in markers:
            is_after = is_first or marker.at >= event.start
            if is_after and (following is None or marker.at < following):
                self.lines.append(comments.marker_line(marker, marker.at, self.timeline))
                comments.tell_marker(marker, f"marker at {marker.at}", self.ledger)

    def _reel(self, clip: Clip) -> str:
        return "BL" if clip.media.kind is MediaKind.BLACK else self.reels[_reel_name(clip)]


def _reel_name(clip: Clip) -> str:
    return clip.media.reel or clip.media.name or clip.name or "AX"


def _clips_of(events: Sequence[_Event]) -> list[Clip]:
    return [clip for event in events for clip in (event.planned.clip, event.planned.outgoing) if clip is not None]


def _edit_of(planned: Planned) -> tuple[str, str]:
    """Return the edit type and the transition's frames, three digits or blank."""
    transition = planned.transition
    if transition is None:
        return "C", "   "
    lasting = f"{transition.record.duration_frames:03}"
    if transition.kind is TransitionKind.WIPE:
        return f"W{transition.wipe or 1:03}", lasting
    return "D", lasting
