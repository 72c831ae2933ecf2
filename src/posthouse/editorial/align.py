"""Where a transition lies against its cut: by a word, or by how many frames before the cut it begins."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from posthouse.timing import Length

if TYPE_CHECKING:
    from posthouse.timing import Rate


class Align(enum.StrEnum):
    """Where a transition lies: ``start`` begins at the cut, ``end`` ends at it."""

    CENTER = "center"
    START = "start"
    END = "end"


def parsed_align(written: object) -> Align | Length:
    """Return a word as its alignment, and a length as how long before the cut the transition begins.

    Raises:
        ValueError: neither.
    """
    if isinstance(written, str) and written.strip().lower() in set(Align):
        return Align(written.strip().lower())
    try:
        return Length.parse(written)  # type: ignore[arg-type] # refuses what is no length
    except ValueError as problem:
        ways = ", ".join(Align)
        raise ValueError(
            f"{written!r} is no alignment; write {ways}, or how long before the cut it begins, as 5f"
        ) from problem


AlignField = Annotated[
    Align | Length,
    PlainValidator(parsed_align),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "description": "Where it lies: center, start (it begins at the cut), end (it ends at the cut), or how long "
            "before the cut it begins.",
            "examples": ["center", "5f"],
        }
    ),
]
"""``center``, ``start``, ``end``, or a length: ``5f`` begins five frames before the cut."""


def lead_frames(align: Align | Length, frames: int, rate: Rate) -> int:
    """Return how many of a transition's frames lie before its cut, never more than it has.

    Raises:
        ValueError: a timecode label that does not exist at the rate.
    """
    match align:
        case Align.CENTER:
            return frames // 2
        case Align.START:
            return 0
        case Align.END:
            return frames
    return min(frames, align.nearest_frames(rate))
