"""Levels with their units: gain in dB, loudness in LUFS, true peak in dBTP."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = re.compile(r"([+-]?(?:(?:\d{1,6}(?:\.\d{0,20})?|\.\d{1,20})(?:e-?\d{1,3})?|inf(?:inity)?))\s*(.*)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelUnit:
    """A unit of level, the range it may be given in, and how people spell it."""

    noun: str
    unit: str
    lowest: float
    highest: float
    example: str
    spellings: frozenset[str]
    may_be_silent: bool = False

    def parse(self, written: object) -> float:
        """Return the level a number or text spells.

        Raises:
            ValueError: not a number, another unit, or out of range.
        """
        if isinstance(written, bool) or not isinstance(written, int | float | str):
            raise ValueError(f"{written!r} is not a {self.noun}; {self._allowed()}")
        level = float(written) if isinstance(written, int | float) else self._parsed_text(written)
        is_silence = level == -math.inf and self.may_be_silent
        if not is_silence and not self.lowest <= level <= self.highest:
            raise ValueError(f"{written} is out of range for a {self.noun}; {self._allowed()}")
        return level

    def _parsed_text(self, written: str) -> float:
        text = written.strip().lower().replace("\N{MINUS SIGN}", "-")
        match = _NUMBER.fullmatch(text)
        if not match:
            raise ValueError(f"{written!r} is not a {self.noun}; {self._allowed()}")
        if "".join(match[2].split()) not in self.spellings:
            raise ValueError(f"{written!r}: a {self.noun} is given in {self.unit}; {self._allowed()}")
        return float(match[1])

    def _allowed(self) -> str:
        silence = ' or "-inf dB" for silence' if self.may_be_silent else ""
        return f"write {self.lowest:g} to {self.highest:g} {self.unit}, as {self.example}{silence}"

    def schema(self, description: str) -> dict[str, object]:
        """Return the JSON Schema of the field."""
        return {
            "type": ["number", "string"],
            "minimum": self.lowest,
            "maximum": self.highest,
            "description": f"{description} {self.lowest:g} to {self.highest:g} {self.unit}.",
            "examples": [self.example],
        }


_GAIN = LevelUnit(
    noun="gain",
    unit="dB",
    lowest=-200,
    highest=60,
    example="-6 dB",
    spellings=frozenset({"", "db"}),
    may_be_silent=True,
)
_LOUDNESS = LevelUnit(
    noun="loudness", unit="LUFS", lowest=-70, highest=0, example="-23 LUFS", spellings=frozenset({"", "lufs", "lkfs"})
)
_TRUE_PEAK = LevelUnit(
    noun="true peak", unit="dBTP", lowest=-40, highest=0, example="-1 dBTP", spellings=frozenset({"", "dbtp"})
)


def _spelled(unit: str) -> Callable[[float], str]:
    return lambda level: f"{repr(level).removesuffix('.0')} {unit}"


GainDb = Annotated[
    float,
    PlainValidator(_GAIN.parse),
    PlainSerializer(_spelled("dB"), return_type=str),
    WithJsonSchema(_GAIN.schema("A gain; 0 dB changes nothing, -inf dB is silence.")),
]
"""A gain in dB; ``-inf`` is silence."""

LoudnessLufs = Annotated[
    float,
    PlainValidator(_LOUDNESS.parse),
    PlainSerializer(_spelled("LUFS"), return_type=str),
    WithJsonSchema(_LOUDNESS.schema("Programme loudness (ITU-R BS.1770-5).")),
]
"""A programme loudness in LUFS (BS.1770-5)."""

TruePeakDbtp = Annotated[
    float,
    PlainValidator(_TRUE_PEAK.parse),
    PlainSerializer(_spelled("dBTP"), return_type=str),
    WithJsonSchema(_TRUE_PEAK.schema("Maximum true peak (ITU-R BS.1770-5, Annex 2).")),
]
"""A maximum true peak in dBTP (BS.1770-5, Annex 2)."""
