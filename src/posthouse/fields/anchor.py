"""Anchors: what a cue, a title or an effect is tied to."""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic_core import CoreSchema, core_schema

from posthouse.fields.names import parsed_name
from posthouse.timing import Length

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

_ALLOWED = (
    'write "opening@00:00:05:00" (a source time of the shot), opening+12f (from its first frame), opening, '
    "or a programme time as 00:01:00:00"
)
# A minus may stand in a name (take-2), so an offset before a shot needs a unit, as take-2f, or spaces, as take - 2.
_BEFORE = re.compile(
    r"(?P<shot>.+?)(?:\s*-\s*(?P<with_unit>[\d.]+\s*[a-z]+|\d+:[\d:;]+)|\s+-\s+(?P<bare>\d+))", re.IGNORECASE
)


class AnchorKind(enum.StrEnum):
    """What an anchor follows."""

    SOURCE = "source"  # follows the footage: a time of the shot's source
    SHOT = "shot"  # follows the cut: counted from the shot's first frame
    PROGRAMME = "programme"  # follows nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place in the programme. ``shot`` is empty for programme time; ``offset`` is negative before a shot's start."""

    kind: AnchorKind
    shot: str = ""
    offset: Length = Length.frames_of(0)  # noqa: RUF009 - frozen

    @classmethod
    def parse(cls, written: object) -> Anchor:
        """Return the anchor a text or number spells.

        Raises:
            ValueError: not an anchor.
        """
        if isinstance(written, Anchor):
            return written
        if isinstance(written, float):
            return cls(kind=AnchorKind.PROGRAMME, offset=Length.parse(written))
        if isinstance(written, bool) or not isinstance(written, int | str):
            raise ValueError(f"{written!r} is not an anchor; {_ALLOWED}")
        return _parsed_anchor(str(written).strip())

    @classmethod
    def _from_text(cls, text: str) -> Anchor:
        if not text:
            raise ValueError(f"an anchor is missing; {_ALLOWED}")
        if "@" in text:
            return cls._from(AnchorKind.SOURCE, *text.split("@", 1))
        if text[0].isdigit() and (programme := _length_or_none(text)):
            return cls(kind=AnchorKind.PROGRAMME, offset=programme)
        return cls._from_shot(text)

    @classmethod
    def _from(cls, kind: AnchorKind, shot: str, offset: str, *, before: bool = False) -> Anchor:
        length = Length.parse(offset.strip())
        return cls(kind=kind, shot=_parsed_shot(shot.strip()), offset=length.negated() if before else length)

    @classmethod
    def _from_shot(cls, text: str) -> Anchor:
        if "+" in text:
            return cls._from(AnchorKind.SHOT, *text.split("+", 1))
        if match := _BEFORE.fullmatch(text):
            return cls._from(AnchorKind.SHOT, match["shot"], match["with_unit"] or match["bare"], before=True)
        try:
            return cls(kind=AnchorKind.SHOT, shot=_parsed_shot(text))
        except ValueError as problem:
            reason = _why_no_length(text) if text[0].isdigit() or text[0] in "-+." else f"{text!r} is not an anchor"
            raise ValueError(f"{reason}; {_ALLOWED}") from problem

    def __str__(self) -> str:
        match self.kind:
            case AnchorKind.PROGRAMME:
                return str(self.offset)
            case AnchorKind.SOURCE:
                return f"{self.shot}@{self.offset}"
            case AnchorKind.SHOT if self.offset.is_zero:
                return self.shot
            case AnchorKind.SHOT:
                return f"{self.shot}{'' if str(self.offset).startswith('-') else '+'}{self.offset}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how pydantic makes an anchor: by ``parse``."""
        spelled = core_schema.plain_serializer_function_ser_schema(str)
        return core_schema.no_info_plain_validator_function(cls.parse, serialization=spelled)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        """Return the JSON Schema of an anchor."""
        return {
            "type": ["string", "integer"],
            "minimum": 0,
            "description": "Where it is tied: shot@source-time (follows the footage), shot+12f or shot-6f (from the "
            "shot's first frame: follows the cut), shot (its first frame), or a programme time (follows nothing). "
            "A shot inside a nested sequence that is used more than once is outer/inner.",
            "examples": ["opening@00:00:05:00", "opening+12f", "opening", "00:01:00:00"],
        }


def _parsed_shot(text: str) -> str:
    """Return a shot's name; one inside a nested sequence has the names around it before it, as ``brawl/punch``."""
    return "/".join(parsed_name(part) for part in text.split("/"))


@functools.lru_cache(maxsize=8192)  # a document's checks read its anchors more than once
def _parsed_anchor(text: str) -> Anchor:
    return Anchor._from_text(text)  # noqa: SLF001 - its own, cached


def is_readable_as_time(name: str) -> bool:
    """Return whether a name would be read as a time or an offset in an anchor, so that no shot may have it."""
    try:
        anchor = Anchor.parse(name)
    except ValueError:
        return True
    return anchor.kind is not AnchorKind.SHOT or anchor.shot != name


def _length_or_none(text: str) -> Length | None:
    try:
        return Length.parse(text)
    except ValueError:
        return None


def _why_no_length(text: str) -> str:
    try:
        Length.parse(text)
    except ValueError as problem:
        return str(problem)
    return f"{text!r} is not an anchor"
