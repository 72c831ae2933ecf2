"""Single components written as Media Composer writes them: speeds, gains, pans, transitions, markers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from posthouse.interchange.aaf import curves, ids
from posthouse.interchange.aaf.book import small
from posthouse.interchange.timeline import TransitionKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.interchange.aaf.book import Book
    from posthouse.interchange.timeline import Clip, Curve, Marker, Transition

_LITTLE_ENDIAN: Final = 18761
_AVID_NAMES: Final = {
    ids.AVID_DISSOLVE: "EFF2_BLEND_DISSOLVE",
    ids.AVID_FADE_UP: "EFF2_BLEND_FADE_UP",
    ids.AVID_FADE_DOWN: "EFF2_BLEND_FADE_DOWN",
    ids.AVID_DIP: "EFF2_BLEND_DIP",
}
_OPERATIONS: Final = {
    TransitionKind.DISSOLVE: ids.AVID_DISSOLVE,
    TransitionKind.FADE_IN: ids.AVID_FADE_UP,
    TransitionKind.FADE_OUT: ids.AVID_FADE_DOWN,
    TransitionKind.DIP: ids.AVID_DIP,
    TransitionKind.WIPE: ids.SMPTE_VIDEO_WIPE,
    TransitionKind.OTHER: ids.AVID_DISSOLVE,
}
_COLORS: Final = {
    "red": (41471, 12134, 6564),
    "green": (13107, 52428, 13107),
    "blue": (13107, 13107, 52428),
    "cyan": (13107, 52428, 52428),
    "magenta": (52428, 13107, 52428),
    "yellow": (58981, 58981, 6553),
    "black": (0, 0, 0),
    "white": (65535, 65535, 65535),
}
"""Media Composer's own, from files it wrote."""
_FULL: Final = ((Fraction(0), (0, 1)), (Fraction(1), (1, 1)))
_OPAQUE: Final = ((Fraction(0), (0, 1)), (Fraction(1), (100, 1)))


def picture_transition(book: Book, transition: Transition, length: int, cut: int) -> Any:
    """Return a transition between pictures."""
    id_ = _OPERATIONS[transition.kind]
    if id_ == ids.SMPTE_VIDEO_WIPE:
        parameters = [
            book.varying(ids.LEVEL, _FULL),
            book.constant(ids.WIPE_NUMBER, transition.wipe or 1),
            book.constant(ids.WIPE_REVERSE, transition.is_reversed),
        ]
    else:
        name = _AVID_NAMES[id_].encode() + b"\0"
        parameters = [
            book.varying(ids.AVID_OPACITY, _OPAQUE, hint="Proportional"),
            book.constant(ids.AVID_BYTE_ORDER, _LITTLE_ENDIAN),
            book.constant(ids.AVID_EFFECT_ID, list(name)),
        ]
    return _transition(book, "Picture", book.operation(id_, length, parameters), length, cut)


def sound_transition(book: Book, length: int, cut: int) -> Any:
    """Return a fade or cross-fade: straight, the only shape all systems read (Mono Audio Dissolve)."""
    operation = book.operation(ids.MONO_AUDIO_DISSOLVE, length, [book.varying(ids.LEVEL, _FULL)])
    operation["ComponentAttributeList"].append(book.tag("_ATN_AUDIO_DISSOLVE_CURVETYPE", 0))
    return _transition(book, "Sound", operation, length, cut)


def _transition(book: Book, kind: str, operation: Any, length: int, cut: int) -> Any:
    made = book.create.Transition(media_kind=kind, length=length)
    made["OperationGroup"].value, made["CutPoint"].value = operation, cut
    return made


def gained(book: Book, segment: Any, gain_db: Curve, span: Fraction, head: Fraction) -> Any:
    """Return a sound with a gain; ``span`` is its length in the curve's units, of which ``head`` are borrowed."""
    if gain_db.is_constant:
        level = book.constant(ids.AMPLITUDE, curves.rational(curves.amplitude(gain_db.keys[0].value[0])))
    else:
        points = curves.to_amplitudes(gain_db)
        level = book.varying(ids.AMPLITUDE, (((at + head) / span, curves.rational(value)) for at, value in points))
    return book.operation(ids.MONO_AUDIO_GAIN, segment.length, [level], [segment])


def panned(book: Book, segment: Any, points: list[tuple[Fraction, float]]) -> Any:
    """Return a track with its pan, -1..1, by parts of its length; pan belongs to tracks (AAF Edit Protocol)."""
    sides = [(at, curves.rational((value + 1) / 2)) for at, value in points]
    is_constant = len({side for _, side in sides}) == 1
    pan = book.constant(ids.PAN, sides[0][1]) if is_constant else book.varying(ids.PAN, sides)
    return book.operation(ids.MONO_AUDIO_PAN, segment.length, [pan], [segment])


def moved(book: Book, segment: Any, length: int, offsets: Iterable[tuple[Fraction, Fraction]]) -> Any:
    """Return a picture at another speed: ``offsets`` are (record, source) in edit units, from the segment's first."""
    points = [(at, _pair(value)) for at, value in offsets]
    low, high = points[0], points[-1]
    speed = Fraction(*high[1]) - Fraction(*low[1])
    speed = speed / (high[0] - low[0]) if high[0] != low[0] else Fraction(0)
    parameters = [
        book.constant(ids.SPEED_RATIO, _pair(Fraction(length, max(segment.length, 1)) * (1 if speed >= 0 else -1))),
        book.varying(ids.AVID_OFFSET_MAP, points, hint="RelativeFixed"),
    ]
    if len(points) == 2:
        key = [(Fraction(0), _pair(speed))]
        parameters.insert(0, book.varying(ids.AVID_SPEED_MAP, key, hint="RelativeFixed"))
    return book.operation(ids.VIDEO_SPEED_CONTROL, length, parameters, [segment])


def _pair(number: Fraction) -> tuple[int, int]:
    exact = small(number)
    return exact.numerator, exact.denominator


def disabled(book: Book, kind: str, segment: Any) -> Any:
    """Return a clip that is there but not seen: nothing is selected, the clip is the alternate."""
    made = book.create.Selector(media_kind=kind, length=segment.length)
    made["Selected"].value = book.filler(kind, segment.length)
    made["Alternates"].value = [segment]
    made["ComponentAttributeList"].append(book.tag("_DISABLE_CLIP_FLAG", 1))
    return made


def noted(book: Book, segment: Any, clip: Clip) -> Any:
    """Return a clip with its notes, where Media Composer and Resolve show them."""
    if clip.notes:
        segment["ComponentAttributeList"].append(book.tag("_COMMENT", "\n".join(clip.notes)))
    return segment


def write_markers(
    book: Book, mob: Any, rate: Fraction, slot_id: int, markers: Iterable[Marker], layer: int = 1
) -> None:
    """Put markers on a track of a composition; on its timecode track they are the whole cut's."""
    events = [_event(book, marker, slot_id, f"{mob.mob_id}/{slot_id}/{n}") for n, marker in enumerate(markers)]
    if not events:
        return
    slot = book.create.EventMobSlot()
    slot.slot_id = 1000 + len(mob.slots)
    slot.edit_rate = small(rate)
    slot["PhysicalTrackNumber"].value = layer
    sequence = book.create.Sequence(media_kind="DescriptiveMetadata")
    for event in events:
        sequence.components.append(event)
    slot.segment = sequence
    mob.slots.append(slot)


def _event(book: Book, marker: Marker, slot_id: int, key: str) -> Any:
    made = book.create.DescriptiveMarker()
    text = f"{marker.name}\n{marker.note}" if marker.note else marker.name
    made["Position"].value, made["Comment"].value = marker.at, text
    if marker.duration > 1:
        made["Length"].value = marker.duration
    made["CommentMarkerUser"].value = marker.author
    made["DescribedSlots"].value = {slot_id}
    tags: dict[str, str] = {"_ATN_CRM_COM": text, "_ATN_CRM_USER": marker.author, "_ATN_CRM_ID": key}
    if marker.color:
        tags["_ATN_CRM_COLOR"] = marker.color.capitalize()
        red, green, blue = _COLORS.get(marker.color, _COLORS["red"])
        made["CommentMarkerColor"].value = {"red": red, "green": green, "blue": blue}
    for name, value in tags.items():
        made["CommentMarkerAttributeList"].append(book.tag(name, value))
    return made
