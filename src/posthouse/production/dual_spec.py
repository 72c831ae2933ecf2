"""Dual-system sound: a media whose sound another machine recorded, laid to its pictures to the sample."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from posthouse.fields import Name, SpecModel
from posthouse.production import raw
from posthouse.production.finding import Finding
from posthouse.production.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.tree import Plain

MOST_DRIFT = Fraction(1, 100)
"""Beyond 1% it is another speed, no drift."""
_MILLION = 10**6
_PPM = re.compile(r"([+-]?\d{1,5}(?:\.\d{1,6})?)\s*ppm", re.ASCII | re.IGNORECASE)
_RATIO = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})", re.ASCII)
_EXAMPLES = "write how much fast the other clock ran, as 12.4 ppm or -3 ppm, or the ratio of the clocks, as 1001/1000"


def parsed_drift(written: object) -> Fraction:
    """Return how many seconds of the other clock pass in one of the media's, exact: ``12.4 ppm`` is 1.0000124.

    Raises:
        ValueError: not a drift, or one of more than 1%.
    """
    if isinstance(written, Fraction):
        clock = written
    elif match := _PPM.fullmatch(str(written).strip().replace("\N{MINUS SIGN}", "-")):
        clock = 1 + Fraction(match[1]) / _MILLION
    elif (match := _RATIO.fullmatch(str(written).strip())) and int(match[2]):
        clock = Fraction(int(match[1]), int(match[2]))
    else:
        raise ValueError(f"{written!r} is not a drift; {_EXAMPLES}")
    if abs(clock - 1) > MOST_DRIFT:
        raise ValueError(f"{written} is more than 10000 ppm; that is another speed: give the media its rate instead")
    return clock


def spelled_drift(clock: Fraction) -> str:
    """Return a drift as a person writes it: in ppm where that is exact, else as a ratio."""
    ppm = (clock - 1) * _MILLION
    thousandths = ppm * 1000
    if thousandths.denominator != 1:
        return str(clock)
    return f"{float(ppm):.3f}".rstrip("0").rstrip(".") + " ppm"


DriftField = Annotated[
    Fraction,
    PlainValidator(parsed_drift),
    PlainSerializer(spelled_drift, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\s*([+\u2212-]?\d{1,5}(\.\d{1,6})?\s*[pP][pP][mM]|\d{1,9}\s*/\s*\d{1,9})\s*$",
            "description": "How much fast a clock ran, as 12.4 ppm or -3 ppm, or the ratio of two clocks, 1001/1000.",
            "examples": ["12.4 ppm", "-3 ppm", "1001/1000"],
        }
    ),
]
"""The drift of one machine's clock against another's, as the exact ratio of the two."""


class SoundFromSpec(SpecModel):
    """Another machine's recording in place of a media's own sound: ``{media: take1, sample: 91234, drift: 12.4 ppm}``.

    ``posthouse sync`` finds both numbers and writes it.
    """

    media: Name
    """The recording."""
    sample: Annotated[int, Field(ge=-(1 << 40), le=1 << 40)]
    """Which of its samples, by its own rate, sounds as the media's first picture comes on; below 0: it began later."""
    drift: DriftField = Fraction(1)
    """How much fast its clock ran against the media's; its sound is retimed by exactly that."""


def dual_findings(document: Plain) -> Iterator[Finding]:
    """Yield every recording that is not there, or is no recording."""
    media = {name: item for _, name, item in raw.named(document, "media")}
    for name, item in media.items():
        used = raw.text_at(raw.at(item, "sound_from"), "media")
        if used is None:
            continue
        path = ("media", name, "sound_from", "media")
        if used not in media:
            yield Finding(path, f"there is no media {used}", nearest(used, [each for each in media if each != name]))
        elif used == name:
            yield Finding(path, f"{name} has its own sound already", "take sound_from: out")
        elif any(raw.at(media[used], key) is not None for key in ("subclip", "multicam", "generate", "sequence")):
            yield Finding(path, f"{used} is no recording", "name a file with sound")
