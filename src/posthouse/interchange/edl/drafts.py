"""One row of a list as a clip for one track: media, names, color, markers; and where it goes."""

from __future__ import annotations

import ntpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posthouse.interchange.edl.counting import label_frames
from posthouse.interchange.edl.notes import notes_of
from posthouse.interchange.edl.speed import BLACK, played_of
from posthouse.interchange.timeline import Cdl, Clip, Curve, Marker, MediaKind, MediaRef, TrackKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.edl.counting import Times
    from posthouse.interchange.edl.events import Entry
    from posthouse.interchange.edl.notes import Locator, Notes
    from posthouse.interchange.edl.speed import Played
    from posthouse.timing import Rate

_BARS = frozenset({"BARS", "BAR"})
_A_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A track an event names: V, or A and a number."""

    kind: TrackKind
    number: int

    @property
    def name(self) -> str:
        """Return the track's name, as V1 or A2."""
        return f"{'V' if self.kind is TrackKind.PICTURE else 'A'}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all rows of a list share."""

    rate: Rate
    is_drop_frame: bool
    origin: int
    """The record frame that becomes frame 0."""
    tapes: dict[str, tuple[str, str]]
    """(full name, UMID) by reel, of ``>>> SOURCE`` lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A row, counted and understood, not yet on a track."""

    entry: Entry
    times: Times
    notes: Notes
    played: Played
    media: MediaRef
    name: str
    lanes: tuple[Lane, ...]
    record: FrameRange

    @property
    def is_black(self) -> bool:
        """Return whether it shows black."""
        return self.media.kind is MediaKind.BLACK


def draft_of(entry: Entry, times: Times, context: Context) -> Draft:
    """Return a row as a draft."""
    notes = notes_of(entry.comments)
    media = _media(entry, notes, context)
    if times.source_in == times.source_out == 0 < times.record_out - times.record_in:
        media = replace(media, has_timecode=False)
    return Draft(
        entry=entry,
        times=times,
        notes=notes,
        played=played_of(entry, times, notes, context.rate),
        media=media,
        name=media.name,
        lanes=lanes_of(entry),
        record=FrameRange(times.record_in - context.origin, times.record_out - context.origin),
    )


def lanes_of(entry: Entry) -> tuple[Lane, ...]:
    """Return the tracks of a row's channels and of the AUD line after it; none for NONE."""
    channels = entry.row.channels
    lanes: list[Lane] = []
    if channels == "B":
        lanes = [_picture(1), _sound(1)]
    elif channels != "NONE":
        for part in sorted(channels.split("/"), reverse=True):
            number = int(part[1:]) if part[1:].isdigit() else 1
            lanes += [_sound(1), _sound(2)] if part == "AA" else [Lane(kind=_kind(part), number=max(number, 1))]
    lanes += [lane for number in entry.extra_audio if (lane := _sound(number)) not in lanes]
    return tuple(lanes)


def clip_of(draft: Draft, lane: Lane, context: Context) -> Clip:
    """Return a draft as a clip of one track."""
    notes, is_sound = draft.notes, lane.kind is TrackKind.SOUND
    gain, pan = notes.levels.get(lane.number, (None, None)) if is_sound else (None, None)
    return Clip(
        id=draft.entry.row.number,
        name=draft.name,
        record=draft.record,
        source=draft.played.source,
        media=draft.media,
        speed=draft.played.speed,
        gain_db=None if gain is None else Curve.constant(gain),
        pan=None if pan is None else Curve.constant(pan),
        source_channels=(notes.patches.get(lane.number, lane.number),) if is_sound else (),
        link=draft.entry.row.number if len(draft.lanes) > 1 else "",
        cdl=None if is_sound else _cdl(notes),
        markers=() if is_sound and len(draft.lanes) > 1 else _markers(draft, context),
        notes=tuple(notes.comments),
        facts=_facts(draft),
    )


def _facts(draft: Draft) -> dict[str, object]:
    row = draft.entry.row
    edl = {"event": row.number, "reel": row.reel, "channels": row.channels, "source_out": row.times[1]}
    return {"edl": edl | ({"key": str(row.edit)} if row.edit.startswith("K") else {})}


def _cdl(notes: Notes) -> Cdl | None:
    name = notes.words.get("cdl_id", "")
    if notes.cdl is None:
        return Cdl(id=name) if name else None
    return replace(notes.cdl, id=name)


def _media(entry: Entry, notes: Notes, context: Context) -> MediaRef:
    words, reel = notes.words, entry.row.reel
    own = words.get("to_name") if entry.is_transition else words.get("from_name")
    source_file = words.get("source_file", "")
    path = words.get("path") or (source_file if _A_FILE.search(source_file) else "")
    name = own or words.get("from_name") or source_file or ntpath.basename(path) or reel or "unnamed"
    tape, umid = context.tapes.get(reel.upper(), ("", ""))
    kind = _media_kind(reel, name)
    facts = {"source_file": source_file} if source_file else {}
    return MediaRef(
        name=name,
        kind=kind,
        reel="" if kind in {MediaKind.BLACK, MediaKind.BARS} else words.get("tape") or tape or reel,
        file=path,
        is_drop_frame=_is_drop(entry, context),
        scene=words.get("scene", ""),
        take=words.get("take", ""),
        id=umid,
        facts=facts | ({"edl_reel": reel} if (words.get("tape") or tape or reel) != reel else {}),
    )


def _is_drop(entry: Entry, context: Context) -> bool:
    return entry.is_source_drop and context.rate.timebase % 30 == 0 and context.rate.is_ntsc


def _media_kind(reel: str, name: str) -> MediaKind:
    if reel.upper() in BLACK:
        return MediaKind.BLACK
    if reel.upper() in _BARS:
        return MediaKind.BARS
    return MediaKind.BLACK if reel.upper() == "AX" and name.upper() == "BLACK VIDEO" else MediaKind.FILE


def _markers(draft: Draft, context: Context) -> tuple[Marker, ...]:
    placed = (marker_of(locator, draft, context) for locator in draft.notes.locators)
    return tuple(marker for marker in placed if marker is not None)


def marker_of(locator: Locator, draft: Draft, context: Context) -> Marker | None:
    """Return a locator as a marker of the clip, or None where its timecode is outside the event."""
    try:
        at = label_frames(locator.time, context.rate, is_drop=context.is_drop_frame) - draft.times.record_in
    except ValueError:
        return None
    if not 0 <= at < max(draft.record.duration_frames, 1):
        return None
    return Marker(at=at, name=locator.words, color=locator.color)


def _kind(channel: str) -> TrackKind:
    return TrackKind.PICTURE if channel.startswith("V") else TrackKind.SOUND


def _picture(number: int) -> Lane:
    return Lane(kind=TrackKind.PICTURE, number=number)


def _sound(number: int) -> Lane:
    return Lane(kind=TrackKind.SOUND, number=number)
