"""Tracks of MLT: playlists of entries, blanks and mixes; Kdenlive's tracks are two playlists laid into one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.mlt.filters import with_filters
from posthouse.interchange.mlt.words import COPY, DIP, JOIN, KIND, NAME, REVERSED, SOFTNESS, WIPE, frames_of, properties
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
from posthouse.interchange.trim import trimmed_clip
from posthouse.interchange.xml_reading import children, plain_float
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.mlt.bench import Bench
    from posthouse.interchange.xml_reading import Element

_BOTH = (TrackKind.PICTURE, TrackKind.SOUND)
_MIXES = {"luma", "mix", "dissolve", "composite", "qtblend", "affine", "frei0r.cairoblend"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A track: its playlist (or Kdenlive's tractor of two), and what of it is seen and heard."""

    element: Element
    kinds: tuple[TrackKind, ...]
    is_enabled: bool

    @classmethod
    def of(cls, element: Element, hide: str) -> Lane:
        """Return a track; what is hidden says what it carries."""
        if properties(element).get("kdenlive:audio_track") or hide == "video":
            return cls(element=element, kinds=(TrackKind.SOUND,), is_enabled=hide not in {"both", "audio"})
        inner = [str(track.get("hide", "")) for track in children(element, "track")]
        if hide == "audio" or (inner and set(inner) == {"audio"}):
            return cls(element=element, kinds=(TrackKind.PICTURE,), is_enabled=True)
        if inner and set(inner) == {"video"}:
            return cls(element=element, kinds=(TrackKind.SOUND,), is_enabled=hide != "both")
        return cls(element=element, kinds=_BOTH, is_enabled=hide != "both")


@dataclass(slots=True)
class _Reel:
    """What is laid on a track so far."""

    clips: list[Clip] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    seams: set[int] = field(default_factory=set)
    """Where mixes begin and end: a clip on both sides of one is one clip."""


def lane_of(bench: Bench, lane: Lane, kind: TrackKind, name: str) -> Track:
    """Return a track of one kind."""
    playlists = _playlists(bench, lane.element)
    reel = _Reel()
    for playlist in playlists:
        _lay(bench, reel, playlist, name)
    if len(playlists) > 1:
        _lay_mixes(bench, reel, lane.element, name)
    reel.clips.sort(key=lambda clip: clip.record)
    clips = [dataclasses.replace(clip, id=f"{name}-{number:03}") for number, clip in enumerate(_apart(bench, reel), 1)]
    transitions = sorted(reel.transitions, key=lambda each: each.record)
    for clip in clips:
        bench.ledger.keep(clip.id, "clip")
    return Track(name=name, kind=kind, clips=tuple(clips), transitions=tuple(transitions), is_enabled=lane.is_enabled)


def _playlists(bench: Bench, element: Element) -> list[Element]:
    if element.tag == "playlist":
        return [element]
    inner = [bench.elements.get(str(track.get("producer", ""))) for track in children(element, "track")]
    return [each for each in inner if each is not None and each.tag == "playlist"]


def _lay(bench: Bench, reel: _Reel, playlist: Element, name: str) -> None:
    at = 0
    for item in children(playlist, "entry", "blank"):
        if item.tag == "blank":
            at += frames_of(item.get("length"), bench.rate) or 0
            continue
        producer = bench.elements.get(str(item.get("producer", "")))
        if producer is None:
            where = f"{name} at {at}"
            bench.ledger.drop(where, "clip", "its producer is not in the document", place=bench.document.place(item))
            continue
        first, last = _range(bench, item, producer)
        length = max(0, last - first + 1)
        if producer.tag == "tractor" and _is_mix(bench, producer):
            _lay_mix(bench, reel, producer, at, length)
        elif length:
            reel.clips.append(_clip(bench, item, producer, at, first, length))
        at += length


def _range(bench: Bench, item: Element, producer: Element) -> tuple[int, int]:
    """Return the first and last frame of an entry; what it does not say is the producer's own."""
    first = frames_of(item.get("in"), bench.rate) or 0
    last = frames_of(item.get("out"), bench.rate)
    if last is not None:
        return first, last
    own = frames_of(producer.get("out"), bench.rate)
    length = frames_of(properties(producer).get("length"), bench.rate)
    return first, own if own is not None else (length or first + 1) - 1


def _clip(bench: Bench, item: Element, producer: Element, at: int, first: int, length: int) -> Clip:
    record = FrameRange.lasting(at, length)
    if producer.tag in {"tractor", "playlist"}:
        words = properties(producer)
        identity = bench.want(words.get(COPY) or str(producer.get("id")))
        media = MediaRef(name=words.get(NAME) or identity, kind=MediaKind.FILE, has_timecode=False)
        span = SourceSpan(rate=bench.rate, start=Fraction(first), duration=Fraction(length))
        name = properties(item).get(NAME) or media.name
        nest = Clip(id="", name=name, record=record, source=span, media=media, nested=identity)
        return with_filters(bench, nest, [producer, item], first)
    media, speed = bench.media_of(producer)
    is_made = media.kind in {MediaKind.BLACK, MediaKind.COLOR}
    before = 0 if is_made else frames_of(producer.get("in"), bench.rate) or 0
    span = _span(bench, producer, speed, before + first, length)
    name = properties(item).get("kdenlive:clipname") or media.name
    clip = Clip(id="", name=name, record=record, source=span, media=media, speed=speed)
    return with_filters(bench, clip, [producer, item], first)


def _span(bench: Bench, producer: Element, speed: Fraction, first: int, length: int) -> SourceSpan:
    """Return the source of an entry: a warped one is counted in warped frames, a reversed one from the end."""
    whole = frames_of(properties(producer).get("length"), bench.rate)
    if speed < 0 and whole is not None:
        first = whole - first - length
    return SourceSpan(rate=bench.rate, start=first * abs(speed), duration=length * abs(speed))


def _is_mix(bench: Bench, tractor: Element) -> bool:
    """Return whether a tractor is two producers mixed over all its length: a transition on one track.

    A side that is a tractor itself may be anything, but in what we wrote.
    """
    if JOIN in properties(tractor):
        return True
    tracks = [bench.elements.get(str(track.get("producer", ""))) for track in children(tractor, "track")]
    services = {properties(each).get("mlt_service", "") for each in children(tractor, "transition")}
    are_producers = all(each is not None and each.tag in {"producer", "chain"} for each in tracks)
    return len(tracks) == 2 and are_producers and bool(services & _MIXES)


def _lay_mix(bench: Bench, reel: _Reel, tractor: Element, at: int, length: int) -> None:
    """Lay a mix: both clips go on to its join, which is its middle unless we wrote it; a transition lies over that."""
    said = properties(tractor).get(JOIN, "")
    join = at + (min(length, int(said)) if said.isdecimal() else length // 2)
    tracks = list(children(tractor, "track"))
    nothing = {"fade-in": tracks[0], "fade-out": tracks[1]}.get(properties(tractor).get(KIND, ""))
    for track, record in zip(tracks, (FrameRange(at, join), FrameRange(join, at + length)), strict=True):
        producer = bench.elements[str(track.get("producer"))]
        first, _ = _range(bench, track, producer)
        if record.is_empty or track is nothing:
            continue
        whole = _clip(bench, track, producer, at, first, length)
        reel.clips.append(trimmed_clip(whole, record, bench.rate))
    reel.seams |= {at, at + length} - {join}
    reel.transitions.append(_transition(bench, tractor, FrameRange.lasting(at, length), join))


def _transition(bench: Bench, holder: Element, record: FrameRange, join: int) -> Transition:
    words = next(
        (found for each in children(holder, "transition") if (found := properties(each)).get("mlt_service") == "luma"),
        {},
    )
    where = f"transition at {record.start_frame}"
    ours = properties(holder)
    if ours.get(KIND) in set(TransitionKind):
        bench.ledger.keep(where, "transition")
        return _as_written(ours, record, join)
    wipe = words.get("resource", "").rsplit("/", 1)[-1]
    if wipe:
        bench.ledger.approximate(where, "transition", f"a wipe by the picture {wipe}")
        return Transition(kind=TransitionKind.OTHER, record=record, join=join, name=wipe)
    bench.ledger.keep(where, "transition")
    return Transition(kind=TransitionKind.DISSOLVE, record=record, join=join, name="dissolve")


def _as_written(words: dict[str, str], record: FrameRange, join: int) -> Transition:
    """Return a transition that we wrote, and for which MLT shows a dissolve."""
    code, parts = words.get(WIPE, ""), [plain_float(part) for part in words.get(DIP, "").split()]
    color = [part for part in parts if part is not None]
    return Transition(
        kind=TransitionKind(words[KIND]),
        record=record,
        join=join,
        wipe=int(code) if code.isdecimal() else None,
        softness=plain_float(words.get(SOFTNESS)) or 0.0,
        is_reversed=words.get(REVERSED) == "1",
        color=(color[0], color[1], color[2]) if len(color) == 3 else None,
    )


def _lay_mixes(bench: Bench, reel: _Reel, tractor: Element, name: str) -> None:
    """Lay Kdenlive's mixes between the two playlists of a track: where both have a clip, and a transition says so."""
    del name
    for each in children(tractor, "transition"):
        first, last = frames_of(each.get("in"), bench.rate), frames_of(each.get("out"), bench.rate)
        words = properties(each)
        if words.get("mlt_service") != "luma" or first is None or last is None or last < first:
            continue
        record = FrameRange(first, last + 1)
        cut = frames_of(words.get("kdenlive:mixcut"), bench.rate)
        join = record.end_frame - (record.duration_frames // 2 if cut is None else cut)
        holder = each.getparent()
        assert holder is not None
        join = max(record.start_frame, min(record.end_frame, join))
        reel.transitions.append(_transition(bench, holder, record, join))


def _apart(bench: Bench, reel: _Reel) -> list[Clip]:
    """Return the clips with neighbours that overlap in a mix cut at its join, and pieces of one clip made whole."""
    found: list[Clip] = []
    for clip in reel.clips:
        join = _join_of(reel, found[-1], clip) if found else None
        if join is not None:
            found[-1] = trimmed_clip(found[-1], FrameRange(found[-1].record.start_frame, join), bench.rate)
            clip = trimmed_clip(clip, FrameRange(join, clip.record.end_frame), bench.rate)  # noqa: PLW2901 - it is the clip from here on
        if found and clip.record.start_frame in reel.seams and _goes_on(found[-1], clip):
            found[-1] = _whole(found[-1], clip)
        else:
            found.append(clip)
    return found


def _join_of(reel: _Reel, before: Clip, after: Clip) -> int | None:
    """Return where two clips that overlap in a mix are cut."""
    if not before.record.overlaps(after.record):
        return None
    return next((each.join for each in reel.transitions if each.record.overlaps(after.record)), None)


def _goes_on(before: Clip, after: Clip) -> bool:
    """Return whether a clip is the next frames of the one before it, cut off by a mix."""
    same = before.media == after.media and before.speed == after.speed and before.nested == after.nested
    if not same or before.record.end_frame != after.record.start_frame:
        return False
    if before.media.kind not in {MediaKind.FILE, MediaKind.MISSING}:
        return True
    if before.speed == 0:
        return before.source.start == after.source.start
    first, second = (before, after) if before.speed > 0 else (after, before)
    return first.source.end == second.source.start


def _whole(before: Clip, after: Clip) -> Clip:
    record = before.record.hull(after.record)
    duration = before.source.duration + (after.source.duration if before.speed else 0)
    start = min(before.source.start, after.source.start)
    span = dataclasses.replace(before.source, start=start, duration=duration)
    return dataclasses.replace(before, record=record, source=span, fade_out=after.fade_out)
