"""Media that are heard from others: a recorder laid to the sample, or the footage a version was made of."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from posthouse.editorial.spec import SpeedField
from posthouse.fields import LengthField, Name, SpecModel
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
    """Another media's sound in place of a media's own: by a sample of a recording, or by frames of footage.

    A recorder's: ``{media: take1, sample: 91234, drift: 12.4 ppm}``; ``posthouse sync`` finds both numbers. That of the
    footage a version was made of: ``{media: cam, in: 212f}``; ``posthouse turnover return`` writes it.
    """

    media: Name
    """The recording, or the footage."""
    sample: Annotated[int, Field(ge=-(1 << 40), le=1 << 40)] | None = None
    """Which sample of a recording, by its own rate, sounds as the media's first picture comes on; below 0: it began
    later."""
    drift: DriftField = Fraction(1)
    """How much fast a recorder's clock ran against the media's; its sound is retimed by exactly that."""
    angle: Name | None = None
    """Of a multicam, the angle whose pictures it was made of."""
    at: LengthField | None = None
    """The frame of the media that stands for the footage's ``in``; left out, its first."""
    in_point: LengthField | None = Field(default=None, alias="in")
    """Which frame of the footage it stands for; this and what follows mean what they mean of a shot."""
    out_point: LengthField | None = Field(default=None, alias="out")
    length: LengthField | None = Field(default=None, alias="for")
    speed: SpeedField = Fraction(1)
    """At which speed the footage was played, where it is baked into the media's pictures."""
    freeze: bool = False
    """One frame of the footage is held: there is no sound."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        said = self.model_fields_set - {"media", "drift", "sample"}
        if self.sample is None and not said:
            raise ValueError("say where its sound begins: sample: of a recording, or in: of footage")
        if self.sample is None and self.drift != 1:
            raise ValueError("drift is of a recorder, and goes with sample:")
        if self.sample is not None and said:
            raise ValueError("sample: of a recording and frames of footage are two ways: say one of them")
        return self


def dual_findings(document: Plain) -> Iterator[Finding]:
    """Yield every recording that is not there, or is no recording, and media whose sound goes round in a circle."""
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
        elif raw.at(item, "sound_from", "sample") is not None:
            if any(raw.at(media[used], key) is not None for key in ("subclip", "multicam", "generate", "sequence")):
                yield Finding(path, f"{used} is no recording", "name a file with sound")
        elif name in _sounds_of(used, media):
            yield Finding(path, f"{name} takes its sound from itself by way of {used}", "name the camera's own footage")


def _sounds_of(name: str, media: dict[str, Plain]) -> set[str]:
    """Return the media a media's sound comes from, one after the other."""
    found: set[str] = set()
    while (used := raw.text_at(raw.at(media.get(name), "sound_from"), "media")) and used not in found:
        found.add(used)
        name = used
    return found
