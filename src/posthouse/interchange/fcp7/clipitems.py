"""One clip item: its source between the true edit points, its speed, and all that hangs on it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import plain_speed
from posthouse.interchange.fcp7.dialect import Dialect
from posthouse.interchange.fcp7.edges import TICKS_A_SECOND
from posthouse.interchange.fcp7.effects import Frame, looks_of, time_remap_of
from posthouse.interchange.fcp7.files import file_rate, media_of_file, media_of_generator
from posthouse.interchange.fcp7.markers import clip_markers
from posthouse.interchange.fcp7.multiclips import media_of_group
from posthouse.interchange.fcp7.parameters import Clock
from posthouse.interchange.fcp7.remap import IDENTITY, Point, Remap, remap_of
from posthouse.interchange.fcp7.state import is_true, whole
from posthouse.interchange.timeline import Clip, MediaKind, MediaRef, SourceSpan, TimePoint
from posthouse.interchange.xml_reading import exact_number, text_of
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.interchange.fcp7.edges import Placed
    from posthouse.interchange.fcp7.multiclips import Multiclip
    from posthouse.interchange.fcp7.overlaps import Seated
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.timeline import Timeline
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_SUBFRAME = Fraction(1)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a clip item stands: the sequence's rate and size, the track's name, its number on the track."""

    rate: Rate
    size: tuple[int, int] | None
    track: str
    number: int
    nested: Callable[[Element], str]
    """Reads a nested sequence and returns its id."""
    multiclip: Callable[[Element], tuple[Multiclip, Timeline] | None]
    """Reads a multiclip and returns it with its active angle; None where it cannot be read."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """What a clip item is cut from: its media, the rate that counts at, and the timeline it shows instead."""

    media: MediaRef
    rate: Rate
    nested: str | None = None
    angles: Mapping[str, str] = dataclasses.field(default_factory=dict)


def clip_of(state: Reading7, seated: Seated, seat: Seat) -> Clip:
    """Return a clip item as a clip."""
    item, placed = seated.placed.element, seated.placed
    record = FrameRange(placed.start, placed.end)
    own = state.rate_of(item) or seat.rate
    name = text_of(item, "name") or item.get("id", "") or f"{seat.track}-{seat.number:03}"
    head = placed.head * own.fraction / seat.rate.fraction
    first = _first_frame(state, item, own, head) if seated.first is None else seated.first
    span = (
        first + head,
        record.duration_frames * own.fraction / seat.rate.fraction,
    )
    remap = _remap(state, item, span)
    cut = _media(state, item, seat, own, name)
    media, source_rate = cut.media, cut.rate
    clip = dataclasses.replace(
        _clip(item, record, media, source_rate),
        name=name,
        id=f"{seat.track}-{seat.number:03}",
        nested=cut.nested,
        angles=cut.angles,
    )
    clip = _with_source(clip, remap, span, (own, source_rate, seat.rate), _origin(state, item, media, own, source_rate))
    if seated.first is None:
        _check_length(state, item, clip, placed, span, seat)
    clock = Clock(first=span[0], ratio=seat.rate.fraction / own.fraction)
    return _with_looks(
        state, item, clip, clock, Frame(item=f"{seat.track}/{name}", sequence=seat.size, media=media.size)
    )


def _first_frame(state: Reading7, item: Element, own: Rate, head: Fraction) -> Fraction:
    """Return ``in``, with the part of a frame that Premiere's ticks say.

    One before 0 is meant where a transition over the head hides it; else it says that there is none.
    """
    said = state.frames(item, "in")
    first = Fraction(0) if said is None or said + head < 0 else said
    ticks = exact_number(item.findtext("pproTicksIn"))
    if ticks is None:
        return first
    exact = ticks * own.fraction / TICKS_A_SECOND
    return exact if abs(exact - first) < _SUBFRAME else first


def _remap(state: Reading7, item: Element, span: tuple[Fraction, Fraction]) -> Remap:
    if is_true(item, "stillframe", default=False):
        at = state.frames(item, "stillframeoffset") or span[0]
        return Remap(points=(Point(when=Fraction(0), value=at), Point(when=Fraction(1), value=at)))
    effect = time_remap_of(item)
    return (remap_of(state, item, effect, span) if effect is not None else None) or IDENTITY


def _media(state: Reading7, item: Element, seat: Seat, own: Rate, name: str) -> _Cut:
    sequence, multiclip = item.find("sequence"), item.find("multiclip")
    if sequence is not None:
        nested = seat.nested(sequence)
        timeline = state.timelines[nested]
        media = MediaRef(name=timeline.name, kind=MediaKind.FILE, size=timeline.size, has_timecode=False)
        return _Cut(media=media, rate=timeline.rate, nested=nested)
    group = seat.multiclip(multiclip) if multiclip is not None and item.find("file") is None else None
    if group is not None:
        return _angle(state, item, group, seat)
    if item.tag == "generatoritem":
        return _Cut(media=media_of_generator(state, item, name), rate=own)
    element = item.find("file")
    if element is None:
        element = item.find(".//file")  # in a multiclip whose angles cannot be read
    if element is None:
        return _Cut(media=MediaRef(name=name, kind=MediaKind.MISSING, has_timecode=False), rate=own)
    media = _logged(media_of_file(state, element, own), item)
    if media.kind is MediaKind.BLACK and state.dialect is Dialect.PREMIERE and "slug" not in media.name.lower():
        state.ledger.approximate(
            f"{seat.track}/{name}",
            "media",
            "Premiere writes titles and mattes as slugs: what they show is not in the file",
            place=state.document.place(element),
        )
    return _Cut(media=media, rate=file_rate(state, element, own))


def _angle(state: Reading7, item: Element, group: tuple[Multiclip, Timeline], seat: Seat) -> _Cut:
    """Return the angle of a multiclip that an item on a track shows or sounds."""
    found, active = group
    state.timelines.update({each.id: each for each in found.angles.values()})
    item_name = f"{seat.track}/{text_of(item, 'name') or found.name}"
    state.ledger.keep(item_name, "multicam", place=state.document.place(item))
    return _Cut(
        media=media_of_group(found.name, active.tracks[0].clips[0].media),
        rate=active.rate,
        nested=active.id,
        angles=found.ids,
    )


def _logged(media: MediaRef, item: Element) -> MediaRef:
    scene, take = text_of(item, "logginginfo/scene"), text_of(item, "logginginfo/shottake")
    return dataclasses.replace(media, scene=scene, take=take) if scene or take else media


def _origin(state: Reading7, item: Element, media: MediaRef, own: Rate, source_rate: Rate) -> Fraction:
    """Return the label of the frame that ``in`` counts from."""
    start = media.available.start if media.available else Fraction(0)
    if media.available is None and media.has_timecode:
        element = item.find("file")
        defined = state.files.get(element.get("id", ""), element) if element is not None else None
        label = state.timecode_of(defined.find("timecode"), source_rate) if defined is not None else None
        start = label[0] if label else start
    offset = state.frames(item, "subclipinfo/startoffset") or state.frames(item, "startoffset") or Fraction(0)
    return start + offset * source_rate.fraction / own.fraction


def _clip(item: Element, record: FrameRange, media: MediaRef, rate: Rate) -> Clip:
    label = text_of(item, "labels/label2")
    blend = text_of(item, "compositemode").lower()
    said = [text_of(item, path) for path in ("logginginfo/description", "logginginfo/lognote")]
    said += [text_of(each) for each in item.iterfind("comments/*")]
    links = [text_of(each) for each in item.iterfind("link/linkclipref")]
    facts: dict[str, object] = {key: text for key, text in (("label", label), ("xmeml", item.get("id", ""))) if text}
    if links:
        facts["links"] = links
    return Clip(
        id="",
        name="",
        record=record,
        source=SourceSpan(rate=rate, start=Fraction(0), duration=Fraction(0)),
        media=media,
        is_enabled=is_true(item, "enabled", default=True),
        blend=blend or "normal",
        source_channels=_channels(item),
        notes=tuple(dict.fromkeys(text for text in said if text)),
        facts=facts,
    )


def _channels(item: Element) -> tuple[int, ...]:
    if text_of(item, "sourcetrack/mediatype").lower() != "audio":
        return ()
    number = exact_number(item.findtext("sourcetrack/trackindex"))
    return (whole(number),) if number and number > 0 else ()


def _with_source(
    clip: Clip, remap: Remap, span: tuple[Fraction, Fraction], rates: tuple[Rate, Rate, Rate], origin: Fraction
) -> Clip:
    """Return the clip with its source: ``rates`` are the item's, the source's and the sequence's."""
    own, source, sequence = rates
    ratio = source.fraction / own.fraction
    points = remap.within(span[0], span[0] + span[1])
    values = [origin + point.value * ratio for point in points]
    low, high = min(values), max(values)
    speed = (points[-1].value - points[0].value) / span[1]
    duration = high - low if high > low else Fraction(1)
    if remap.is_variable and len(points) > 2:
        to_record = sequence.fraction / own.fraction
        ramp = tuple(
            TimePoint(record=(point.when - span[0]) * to_record, source=value - low, is_smooth=point.is_smooth)
            for point, value in zip(points, values, strict=True)
        )
        return dataclasses.replace(
            clip, source=SourceSpan(rate=source, start=low, duration=duration), speed=speed, ramp=ramp
        )
    speed = plain_speed(speed)
    if speed:
        duration = span[1] * ratio * abs(speed)
    return dataclasses.replace(clip, source=SourceSpan(rate=source, start=low, duration=duration), speed=speed)


def _check_length(
    state: Reading7, item: Element, clip: Clip, placed: Placed, span: tuple[Fraction, Fraction], seat: Seat
) -> None:
    """Tell what became of the clip's place and speed."""
    place = state.document.place(item)
    name = f"{seat.track}/{clip.name}"
    said_in, said_out = state.frames(item, "in"), state.frames(item, "out")
    covered = span[1] + (placed.head + placed.tail) * span[1] / clip.record.duration_frames
    if said_in is not None and said_out is not None and said_out >= 0:
        gap = abs(said_out - said_in - covered)
        if gap > 1 and abs(said_out - said_in - covered * abs(clip.speed)) > 1:
            state.ledger.approximate(
                name,
                "clip",
                f"in and out are {float(gap):g} frames from its length on the track: in was believed",
                place=place,
            )
        else:
            state.ledger.keep(name, "clip", place=place)
    else:
        state.ledger.keep(name, "clip", place=place)
    if clip.ramp and any(point.is_smooth for point in clip.ramp):
        state.ledger.approximate(
            name, "speed", "the curves between speed keyframes are read as their points", place=place
        )
    elif clip.ramp or clip.speed != 1:
        state.ledger.keep(name, "speed", place=place)


def _with_looks(state: Reading7, item: Element, clip: Clip, clock: Clock, frame: Frame) -> Clip:
    looks = looks_of(state, item, clock, frame)
    return dataclasses.replace(
        clip,
        transform=looks.transform,
        opacity=looks.opacity,
        gain_db=looks.gain_db,
        pan=looks.pan,
        effects=tuple(looks.others),
        markers=clip_markers(state, item, clock, clip.record.duration_frames, frame.item),
    )
