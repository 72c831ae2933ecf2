"""Percentages and fractions."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

_NUMBER = r"[+-]?(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9})"
_PERCENT = re.compile(rf"({_NUMBER})\s*(%|x|percent)", re.ASCII)
_RATIO = re.compile(r"([+-]?\d{1,9})\s*/\s*(\d{1,9})", re.ASCII)
_PERCENT_EXAMPLES = "write 50% for half, 200% for twice, -100% for reverse"


def parsed_percent(written: object) -> Fraction:
    """Return a percentage, exact: ``50%``, ``0.5x`` and ``1/2`` are 1/2.

    Raises:
        ValueError: not a percentage, or a bare number, which could mean either.
    """
    if isinstance(written, Fraction):
        return written
    text = str(written).strip().lower().replace("\N{MINUS SIGN}", "-")
    if match := _PERCENT.fullmatch(text):
        return Fraction(match[1]) / (1 if match[2] == "x" else 100)
    if (match := _RATIO.fullmatch(text)) and int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    if isinstance(written, int | float) and not isinstance(written, bool):
        raise ValueError(f"{written!r} could be a factor or a percentage; {_PERCENT_EXAMPLES}")
    raise ValueError(f"{written!r} is not a percentage; {_PERCENT_EXAMPLES}")


def parsed_fraction(written: object) -> float:
    """Return a number from 0 to 1; ``"40%"`` is 0.4.

    Raises:
        ValueError: not a number from 0 to 1.
    """
    if isinstance(written, str):
        text = written.strip()
        number = float(parsed_percent(text)) if text.endswith("%") else _parsed_number(text)
    elif isinstance(written, int | float) and not isinstance(written, bool):
        number = float(written)
    else:
        raise ValueError(f"{written!r} is not a number from 0 to 1; write it as 0.5 or 50%")
    if not 0 <= number <= 1:
        raise ValueError(f"{written} is not between 0 and 1; write it as 0.5 or 50%")
    return number


def _parsed_number(text: str) -> float:
    if not re.fullmatch(_NUMBER, text):
        raise ValueError(f"{text!r} is not a number from 0 to 1; write it as 0.5 or 50%")
    return float(text)


def _spelled_percent(ratio: Fraction) -> str:
    percent = ratio * 100
    return f"{percent}%" if percent.denominator == 1 else str(ratio)


Percent = Annotated[
    Fraction,
    PlainValidator(parsed_percent),
    PlainSerializer(_spelled_percent, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\s*[+-]?[\d.]+\s*(%|x|percent|/\s*\d+)\s*$",
            "description": "A percentage: 50% is half, -100% is reverse. Also as a factor (0.5x) or ratio (24/25).",
            "examples": ["50%", "-100%", "24/25"],
        }
    ),
]
"""A percentage as an exact ``Fraction``: ``50%`` is 1/2."""

Fraction01 = Annotated[
    float,
    PlainValidator(parsed_fraction),
    PlainSerializer(float, return_type=float),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^\s*\+?[\d.]+\s*%?\s*$"},
            ],
            "description": "A number from 0 to 1, or a percentage from 0% to 100%.",
            "examples": [0.5, "50%"],
        }
    ),
]
"""A number from 0 to 1, or ``"50%"``."""
