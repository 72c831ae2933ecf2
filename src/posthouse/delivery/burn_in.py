"""What a reference movie has burnt into its pictures: ``burn_in: true``, or ``burn_in: {name: "HARBOUR v3"}``."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from posthouse.fields import Percent, SpecModel

_SMALLEST, _LARGEST = Fraction(1, 50), Fraction(3, 20)


def _legible(size: Fraction) -> Fraction:
    if not _SMALLEST <= size <= _LARGEST:
        raise ValueError(f"{float(size * 100):g}% is out of range; write 2% to 15%")
    return size


def _words_of_name(name: str) -> str:
    if not name.strip():
        raise ValueError("a name says something; leave it out to show none")
    return name


class BurnInSpec(SpecModel):
    """Small boxes over a reference movie: timecodes at the bottom, names at the top."""

    timecode: Annotated[bool, Field(description="the programme's timecode, bottom left")] = True
    source: Annotated[
        bool, Field(description="the timecode of the picture that is shown, and its reel or clip, bottom right")
    ] = True
    shot: Annotated[bool, Field(description="the shot's id, top right")] = True
    name: Annotated[
        Annotated[str, AfterValidator(_words_of_name)] | None, Field(max_length=120, description="any words, top left")
    ] = None
    size: Annotated[Percent, AfterValidator(_legible), Field(description="of the letters, of the picture's height")] = (
        Fraction(7, 200)
    )


def _all_of_it(written: object) -> object:
    return {} if written is True else None if written is False else written


BurnIn = Annotated[BurnInSpec | None, BeforeValidator(_all_of_it, json_schema_input_type=bool | BurnInSpec | None)]
"""``true``: all of it."""
