"""Times: seconds as fractions, ``1001/24000s`` or ``5s``, read and written exactly."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.xml_reading import Element, XmlDocument

_TIME = re.compile(r"([+-]?\d{1,20})(?:/(\d{1,20}))?s?|([+-]?\d{0,12}\.\d{1,12})s?", re.ASCII)

_LARGEST = (1 << 31) - 1
SCALE = 720_000
"""Final Cut's own finest clock: whole for every broadcast frame."""


def parsed_time(text: str) -> Fraction | None:
    """Return a time in seconds, None where it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None or (match[2] is not None and int(match[2]) == 0):
        return None
    return Fraction(match[3]) if match[3] is not None else Fraction(int(match[1]), int(match[2] or 1))


def spelled_time(seconds: Fraction) -> str:
    """Return a time as the format spells it: a denominator has 32 bits, so finer ones become the nearest there is."""
    if seconds.denominator > _LARGEST:
        seconds = seconds.limit_denominator(_LARGEST)
    whole = f"{seconds.numerator}s"
    return whole if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"


def time_of(document: XmlDocument, element: Element, name: str) -> Fraction | None:
    """Return an attribute's time, None where it is not there.

    Raises:
        MediaError: what is there is no time.
    """
    said = element.get(name)
    if said is None or not said.strip():
        return None
    found = parsed_time(said)
    if found is None:
        raise document.wrong(
            element, f'{name}="{said[:40]}" of <{element.tag}> is no time', "times are seconds, as 1001/24000s or 5s"
        )
    return found
