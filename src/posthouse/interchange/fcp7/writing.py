"""What is known while a cut is written: the ledger, ids that were given, and the elements all parts share."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.xml_writing import add_element
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from posthouse.interchange.fcp7.dialect import Dialect
    from posthouse.interchange.timeline import Timeline
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate


@dataclass(slots=True, kw_only=True)
class Writing7:
    """One file being written."""

    dialect: Dialect
    timelines: Mapping[str, Timeline]
    ledger: Ledger = field(default_factory=Ledger)
    items: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    files: dict[object, str] = field(default_factory=dict)
    sequences: dict[str, str] = field(default_factory=dict)
    """The ids of timelines that have been written, by the timeline's own."""


def add_rate(parent: Element, rate: Rate) -> None:
    """Add a <rate>: its time base, and whether it runs 1.001 slower."""
    holder = add_element(parent, "rate")
    add_element(holder, "timebase", rate.timebase)
    add_element(holder, "ntsc", flag(rate.is_ntsc))


def add_timecode(parent: Element, rate: Rate, first: int, *, is_drop_frame: bool, reel: str = "") -> None:
    """Add a <timecode> of the first frame."""
    holder = add_element(parent, "timecode")
    add_rate(holder, rate)
    add_element(holder, "string", Timecode(frame_count=first, rate=rate, is_drop_frame=is_drop_frame))
    add_element(holder, "frame", first)
    add_element(holder, "displayformat", "DF" if is_drop_frame else "NDF")
    if reel:
        add_element(add_element(holder, "reel"), "name", reel)


def flag(is_so: bool) -> str:  # noqa: FBT001 - it names no option, it is what is spelled
    """Return TRUE or FALSE."""
    return "TRUE" if is_so else "FALSE"


def nearest(number: Fraction) -> int:
    """Return the nearest whole number, halves up."""
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)
