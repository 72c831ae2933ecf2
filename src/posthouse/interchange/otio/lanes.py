"""A track of an .otio file: its items one after the other, in exact time, rounded to frames at their joins."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.interchange.otio.clips import read_clip
from posthouse.interchange.otio.exact import exact_time
from posthouse.interchange.otio.metadata import facts_of, own_words
from posthouse.interchange.otio.notes import markers_of
from posthouse.interchange.plain import unplain
from posthouse.interchange.timeline import Track, TrackKind, Transition, TransitionKind
from posthouse.interchange.trim import trimmed_track
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.otio.reader import OtioHouse
    from posthouse.interchange.timeline import Clip
    from posthouse.timing import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Where a track is read: its timeline, that one's rate, and the tracks before it."""

    house: OtioHouse
    timeline_id: str
    rate: Rate
    depth: int
    known: tuple[Track, ...]


@dataclass(slots=True, kw_only=True)
class _Row:
    """A track being read: ``at`` is where its next item begins, in seconds."""

    lane: Lane
    name: str
    at: Fraction = Fraction(0)
    clips: list[Clip] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    taken: set[str] = field(init=False)
    """The ids clips have, on this track and those under it."""

    def __post_init__(self) -> None:
        self.taken = {clip.id for track in self.lane.known for clip in track.clips}

    def frame(self, item: str) -> int:
        """Return the frame it has come to; tell where that is between two."""
        exact = self.at * self.lane.rate.fraction
        nearest = (exact + Fraction(1, 2)).__floor__()
        if exact != nearest:
            reason = f"it begins {float(exact):.3f} frames in; the nearest is {nearest}"
            self.lane.house.ledger.approximate(item, "clip", reason)
        return nearest


def read_lane(child: Any, lane: Lane) -> Track:
    """Return a child of a stack as a track; one that is no track is a track with one item."""
    import opentimelineio as otio  # slow to import: only where a file is read

    is_track = isinstance(child, otio.schema.Track)
    is_sound = is_track and child.kind == otio.schema.TrackKind.Audio
    kind = TrackKind.SOUND if is_sound else TrackKind.PICTURE
    number = sum(track.kind is kind for track in lane.known) + 1
    row = _Row(lane=lane, name=f"{'A' if is_sound else 'V'}{number}")
    items = list(child) if is_track else [child]
    for index, item in enumerate(items):
        if isinstance(item, otio.schema.Transition):
            around = (items[index - 1] if index else None, items[index + 1] if index + 1 < len(items) else None)
            row.transitions.append(_transition(item, around, row))
        else:
            _take(item, row)
    words = own_words(child.metadata) if is_track else {}
    track = Track(
        name=(child.name if is_track else "") or row.name,
        kind=kind,
        clips=tuple(row.clips),
        transitions=tuple(row.transitions),
        is_enabled=bool(getattr(child, "enabled", True)) or not is_track,
        role=str(words.get("role", "")),
        markers=markers_of(child, lane.rate) if is_track else (),
        facts=facts_of(child.metadata, words) if is_track else {},
    )
    return _trimmed(track, child, lane) if is_track and child.source_range is not None else track


def _trimmed(track: Track, child: Any, lane: Lane) -> Track:
    """Return the part of a track its source range names; a range that leaves nothing is no range of the track.

    The EDL adapter of OTIO writes such ones: minus the label the record begins at.
    """
    trimmed = trimmed_track(track, *_used(child, lane), lane.rate)
    if trimmed.clips or not track.clips:
        return trimmed
    lane.house.ledger.approximate(track.name, "track", "its source range lies beside its clips; all of it is taken")
    return track


def _used(track: Any, lane: Lane) -> tuple[int, int]:
    """Return the frames of a track that are used, as its source range says."""
    start = round(exact_time(track.source_range.start_time).at(lane.rate))
    return start, start + round(exact_time(track.source_range.duration).at(lane.rate))


def _take(item: Any, row: _Row) -> None:
    """Read one clip, gap, stack or track of a track, and go on behind it."""
    import opentimelineio as otio  # as above

    label = f"{row.name}/{item.name or len(row.clips) + 1}"
    nested = None
    if isinstance(item, otio.schema.Stack | otio.schema.Track):
        nested = row.lane.house.nest(item, row.lane)
    lasting = _lasting(item, nested)
    if lasting is None or lasting <= 0:
        row.lane.house.ledger.drop(label, "clip", "the file does not say how long it is")
        return
    start = row.frame(label)
    row.at += lasting
    record = FrameRange(start, max(start, row.frame(label)))
    if isinstance(item, otio.schema.Gap):
        _tell_of_gap(item, label, row)
        return
    if record.is_empty:
        row.lane.house.ledger.drop(label, "clip", "it is shorter than half a frame")
        return
    clip = read_clip(item, row.lane, record, nested)
    if not clip.id or clip.id in row.taken:
        clip = dataclasses.replace(clip, id=f"{row.name}-{len(row.clips) + 1:03}")
    row.taken.add(clip.id)
    row.clips.append(clip)


def _tell_of_gap(item: Any, label: str, row: _Row) -> None:
    if len(item.markers) or len(item.effects):
        row.lane.house.ledger.drop(label, "marker", "it stands on a gap, which is nothing")


def _lasting(item: Any, nested: Any) -> Fraction | None:
    """Return how long an item lasts in its track, in seconds; None where nothing says."""
    if item.source_range is not None:
        return exact_time(item.source_range.duration).seconds
    if nested is not None:
        return nested.rate.seconds_at(nested.duration_frames)  # type: ignore[no-any-return] # a Timeline
    reference = getattr(item, "media_reference", None)
    given = reference.available_range if reference is not None else None
    return None if given is None else exact_time(given.duration).seconds


def _transition(item: Any, around: tuple[Any, Any], row: _Row) -> Transition:
    import opentimelineio as otio  # as above

    join = row.frame(item.name or "transition")
    before, after = (exact_time(offset).at(row.lane.rate) for offset in (item.in_offset, item.out_offset))
    spread = round(before), round(after)
    label = f"{row.name}/{item.name or item.transition_type} at {join}"
    if before + after != sum(spread) or before != spread[0]:
        row.lane.house.ledger.approximate(label, "transition", f"{float(before):g} and {float(after):g} frames")
    else:
        row.lane.house.ledger.keep(label, "transition")
    is_nothing = [each is None or isinstance(each, otio.schema.Gap) for each in around]
    kind = TransitionKind.OTHER
    if item.transition_type == otio.schema.TransitionTypes.SMPTE_Dissolve:
        kind = TransitionKind.DISSOLVE
        if is_nothing[0] != is_nothing[1]:
            kind = TransitionKind.FADE_IN if is_nothing[0] else TransitionKind.FADE_OUT
    words = own_words(item.metadata)
    record = FrameRange(join - spread[0], max(join - spread[0], join + spread[1]))
    found = Transition(
        kind=kind,
        record=record,
        join=join,
        name=item.name or item.transition_type,
        facts=facts_of(item.metadata, words),
    )
    return _with_own(found, words)


def _with_own(found: Transition, words: dict[str, Any]) -> Transition:
    """Return a transition with what our own words say of it beyond OTIO."""
    said = {key: item for key, item in words.items() if key not in {"record", "join", "facts"}}
    try:
        ours = unplain(Transition, {"kind": str(found.kind), "record": [0, 0], "join": 0} | said)
    except ValueError:
        return found
    return dataclasses.replace(found, **{name: getattr(ours, name) for name in said})
