"""Markers of sequences and clip items, with their colors: Premiere's number, or Final Cut's red, green and blue."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import color_name
from posthouse.interchange.fcp7.state import whole
from posthouse.interchange.timeline import Marker
from posthouse.interchange.xml_reading import children, exact_number, text_of

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.parameters import Clock
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element


def sequence_markers(state: Reading7, sequence: Element, name: str) -> tuple[Marker, ...]:
    """Return a sequence's markers."""
    found = []
    for each in children(sequence, "marker"):
        at = state.frames(each, "in")
        if at is None or at < 0:
            state.ledger.drop(name, "marker", f"{_title(each)} has no place", place=state.document.place(each))
            continue
        found.append(_marker(each, whole(at), _lasting(state, each, at, Fraction(1))))
        state.ledger.keep(name, "marker", place=state.document.place(each))
    return tuple(found)


def clip_markers(state: Reading7, item: Element, clock: Clock, length: int, name: str) -> tuple[Marker, ...]:
    """Return the markers of a clip item that lie in the part that is used; the others are told."""
    found = []
    for each in children(item, "marker"):
        said = state.frames(each, "in")
        at = None if said is None else whole(clock.at(said))
        place = state.document.place(each)
        if said is None or at is None or not 0 <= at < length:
            state.ledger.drop(name, "marker", f"{_title(each)} lies outside the part that is used", place=place)
            continue
        found.append(_marker(each, at, _lasting(state, each, said, clock.ratio)))
        state.ledger.keep(name, "marker", place=place)
    return tuple(found)


def _title(element: Element) -> str:
    return text_of(element, "name") or text_of(element, "comment") or "a marker without a name"


def _lasting(state: Reading7, element: Element, start: Fraction, ratio: Fraction) -> int:
    end = state.frames(element, "out")
    return 0 if end is None or end < start else whole((end - start) * ratio)


def _marker(element: Element, at: int, duration: int) -> Marker:
    name, note = text_of(element, "name"), text_of(element, "comment")
    return Marker(at=at, duration=duration, name=name, note=note, color=_color(element))


def _color(element: Element) -> str:
    number = exact_number(element.findtext("pproColor"))
    if number is not None and number >= 0:
        value = whole(number)
        return color_name(value & 255, value >> 8 & 255, value >> 16 & 255)
    parts = [exact_number(element.findtext(f"color/{tag}")) for tag in ("red", "green", "blue")]
    if any(part is None for part in parts):
        return ""
    red, green, blue = (min(255, whole(part or Fraction(0))) for part in parts)
    return color_name(red, green, blue)
