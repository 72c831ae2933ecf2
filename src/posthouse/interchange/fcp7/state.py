"""What is known while a file is read: its elements by id, the ledger, and the small readers all parts share."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.xml_reading import exact_number, text_of
from posthouse.timing import Rate, Timecode
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.interchange.fcp7.dialect import Dialect
    from posthouse.interchange.fcp7.multiclips import Multiclip
    from posthouse.interchange.timeline import MediaRef, Timeline
    from posthouse.interchange.xml_reading import Element, XmlDocument

_FASTEST = 1000
_NTSC_BASES = (24, 30, 48, 60, 90, 96, 120)
"""Time bases that run 1.001 slower with ntsc TRUE (frame rate table of the format's documentation)."""


@dataclass(slots=True, kw_only=True)
class Reading7:
    """One file being read."""

    document: XmlDocument
    dialect: Dialect
    files: dict[str, Element]
    sequences: dict[str, Element]
    rate: Rate | None = None
    """What a person says of sequences that do not say their own."""
    ledger: Ledger = field(default_factory=Ledger)
    media: dict[str, MediaRef] = field(default_factory=dict)
    timelines: dict[str, Timeline] = field(default_factory=dict)
    underway: list[str] = field(default_factory=list)
    """Sequences and multiclips that are being read, the outermost first: none may contain itself."""
    multiclips: dict[str, Multiclip | None] = field(default_factory=dict)
    _defined: dict[str, Mapping[str, Element]] = field(default_factory=dict)

    def defined(self, tag: str) -> Mapping[str, Element]:
        """Return the elements of a tag that say something, by id; those that only name one say nothing."""
        if tag not in self._defined:
            self._defined[tag] = defined_elements(self.document.root, tag)
        return self._defined[tag]

    def frames(self, element: Element, tag: str) -> Fraction | None:
        """Return the number under an element, None where there is none.

        Raises:
            MediaError: what is there is no number.
        """
        found = element.find(tag)
        if found is None or not (found.text or "").strip():
            return None
        number = exact_number(found.text)
        if number is None:
            raise self.document.wrong(found, f"<{tag}> says {text_of(found)[:40]!r}, which is no number of frames")
        return number

    def rate_of(self, element: Element | None) -> Rate | None:
        """Return the rate an element says: <rate> with <timebase> and <ntsc>.

        Raises:
            MediaError: its time base is no rate.
        """
        found = element.find("rate") if element is not None else None
        if found is None:
            return None
        base = exact_number(found.findtext("timebase"))
        if base is None:
            return None
        if not 0 < base <= _FASTEST:
            raise self.document.wrong(found, f"a time base of {base} frames per second is no frame rate")
        if is_true(found, "ntsc", default=False):
            if base in _NTSC_BASES:
                return Rate(base * 1000 / 1001)
            self.ledger.approximate(
                f"line {found.sourceline}", "timecode", f"ntsc at a time base of {base} means nothing: read as {base}"
            )
        return Rate(base)

    def timecode_of(self, element: Element | None, fallback: Rate) -> tuple[Fraction, bool] | None:
        """Return (first label in frames at ``fallback``, is drop-frame) of a <timecode>, None where it is not there."""
        if element is None:
            return None
        rate = self.rate_of(element) or fallback
        asks_drop = text_of(element, "displayformat").upper() == "DF" or ";" in text_of(element, "string")
        is_drop = asks_drop and can_drop(rate)
        frame = self.frames(element, "frame")
        if frame is None:
            frame = self._label_frames(element, rate, is_drop_frame=is_drop)
        return frame * fallback.fraction / rate.fraction, is_drop

    def _label_frames(self, element: Element, rate: Rate, *, is_drop_frame: bool) -> Fraction:
        label = text_of(element, "string").replace(";", ":")
        head, _, frames = label.rpartition(":")
        try:
            spelled = f"{head};{frames}" if is_drop_frame else label
            return Fraction(Timecode.parse(spelled, rate).frame_count) if label else Fraction(0)
        except ValueError as error:
            raise self.document.wrong(element, str(error)) from error


def defined_elements(root: Element, tag: str) -> dict[str, Element]:
    """Return the elements of a tag that say something, by id: of several with one id, the first."""
    found: dict[str, Element] = {}
    for element in root.iter(tag):
        name = element.get("id")
        if name and len(element) and name not in found:
            found[name] = element
    return found


def is_true(element: Element | None, tag: str, *, default: bool) -> bool:
    """Return a flag under an element: TRUE or FALSE."""
    said = text_of(element, tag).upper() if element is not None else ""
    return said in {"TRUE", "1", "YES"} if said else default


def whole(number: Fraction) -> int:
    """Return a place in whole frames, to the nearest."""
    return (number + Fraction(1, 2)).__floor__()
