"""Key times: where a keyframe of a shot lies, by the footage it hangs on or by the shot's own ends."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic_core import CoreSchema, core_schema

from posthouse.timing import Length

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

_ALLOWED = (
    'write a source time as 104f or "00:00:05:00" (it follows the footage), +12f (from the shot\'s first frame), '
    "start, end (the last frame) or end-12f"
)
_EDGE = re.compile(r"(?P<edge>start|end)?\s*(?:(?P<sign>[+-])\s*(?P<offset>\S.*))?", re.IGNORECASE)


class KeyEdge(enum.StrEnum):
    """What a key time is counted from."""

    SOURCE = "source"  # the media's own time: trims leave it on its picture
    START = "start"  # the shot's first frame
    END = "end"  # the shot's last frame


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTime:
    """The time of a keyframe: an offset (negative before an edge) from one of the three."""

    edge: KeyEdge
    offset: Length = Length.frames_of(0)  # noqa: RUF009 - frozen

    @classmethod
    def parse(cls, written: object) -> KeyTime:
        """Return the key time a text spells.

        Raises:
            ValueError: not a key time, or a bare number, which could be counted from either.
        """
        if isinstance(written, KeyTime):
            return written
        if isinstance(written, int | float) and not isinstance(written, bool):
            raise ValueError(f"{written} could be a source frame or count from the shot's first frame; {_ALLOWED}")
        if not isinstance(written, str) or not written.strip():
            raise ValueError(f"{written!r} is not the time of a keyframe; {_ALLOWED}")
        return cls._from_text(written.strip())

    @classmethod
    def _from_text(cls, text: str) -> KeyTime:
        match = _EDGE.fullmatch(text)
        if match is None:
            return cls(edge=KeyEdge.SOURCE, offset=_length(text, text))
        if match["edge"] is None and match["sign"] == "-":
            raise ValueError(f"{text} is before the shot; for the frames a transition borrows, write start{text}")
        edge = KeyEdge((match["edge"] or "start").lower())
        if match["offset"] is None:
            return cls(edge=edge)
        offset = _length(match["offset"], text)
        return cls(edge=edge, offset=offset.negated() if match["sign"] == "-" else offset)

    def __str__(self) -> str:
        if self.edge is KeyEdge.SOURCE:
            return str(self.offset)
        if self.offset.is_zero:
            return str(self.edge)
        shown = str(self.offset)
        return f"{self.edge}{shown}" if shown.startswith("-") else f"{self.edge}+{shown}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how pydantic makes a key time: by ``parse``."""
        spelled = core_schema.plain_serializer_function_ser_schema(str)
        return core_schema.no_info_plain_validator_function(cls.parse, serialization=spelled)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        """Return the JSON Schema of a key time."""
        return {
            "type": "string",
            "description": "Where the keyframe lies: a source time (follows the footage), +12f (from the shot's first "
            "frame), start, end (its last frame), end-12f, or start-12f (in the handle of a transition).",
            "examples": ["00:00:05:00", "+12f", "end"],
        }


def _length(offset: str, text: str) -> Length:
    try:
        return Length.parse(offset)
    except ValueError as problem:
        raise ValueError(f"{text!r}: {problem}; {_ALLOWED}") from problem
