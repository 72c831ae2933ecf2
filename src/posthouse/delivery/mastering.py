"""The display a programme was graded on, as the document says it: a name, or its primaries and luminances."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from posthouse.fields import SpecModel
from posthouse.media.facts import MasteringDisplay

Point = tuple[Fraction, Fraction]
DISPLAY_PRIMARIES: dict[str, tuple[Point, Point, Point]] = {
    "p3-d65": (
        (Fraction("0.68"), Fraction("0.32")),
        (Fraction("0.265"), Fraction("0.69")),
        (Fraction("0.15"), Fraction("0.06")),
    ),
    "rec2020": (
        (Fraction("0.708"), Fraction("0.292")),
        (Fraction("0.17"), Fraction("0.797")),
        (Fraction("0.131"), Fraction("0.046")),
    ),
    "rec709": (
        (Fraction("0.64"), Fraction("0.33")),
        (Fraction("0.3"), Fraction("0.6")),
        (Fraction("0.15"), Fraction("0.06")),
    ),
}
"""Red, green, blue: SMPTE EG 432-1, ITU-R BT.2020-2 table 3, BT.709-6 item 1.3 (standards sheet 2.1, 5.5)."""
D65: Point = (Fraction("0.3127"), Fraction("0.329"))
_NAME = re.compile(rf"({'|'.join(DISPLAY_PRIMARIES)})-([0-9]+)nits")
_USUAL_BLACK_NITS = "0.0001"
"""An OLED reference monitor, and the smallest step of ST 2086."""


def _as_mapping(written: object) -> object:
    if not isinstance(written, str):
        return written
    match = _NAME.fullmatch(written)
    if match is None:
        raise ValueError(
            f"{written!r} is not a display; write one as p3-d65-1000nits, or its primaries, peak and black"
        )
    return {"primaries": match[1], "peak_nits": int(match[2])}


class MasteringSpec(SpecModel):
    """A mastering display, its white at D65: a name, or ``{primaries: p3-d65, peak_nits: 4000, black_nits: 0.005}``.

    A name is its primaries (p3-d65, rec2020 or rec709) and its peak, as ``p3-d65-1000nits``.
    """

    primaries: Literal["p3-d65", "rec2020", "rec709"]
    peak_nits: Annotated[int, Field(ge=50, le=10_000)]
    black_nits: Annotated[float, Field(ge=0, le=5)] = float(_USUAL_BLACK_NITS)

    @model_validator(mode="after")
    def _is_brighter_than_black(self) -> MasteringSpec:
        if self.black_nits >= self.peak_nits:
            raise ValueError(f"a display of {self.peak_nits} nits cannot have a black of {self.black_nits:g} nits")
        return self

    @property
    def display(self) -> MasteringDisplay:
        """Return it in the numbers of SMPTE ST 2086, luminance to the nearest 0.0001 cd/m2."""
        red, green, blue = DISPLAY_PRIMARIES[self.primaries]
        return MasteringDisplay(
            red=red,
            green=green,
            blue=blue,
            white=D65,
            minimum_nits=Fraction(round(self.black_nits * 10_000), 10_000),
            maximum_nits=Fraction(self.peak_nits),
        )


Mastering = Annotated[MasteringSpec, BeforeValidator(_as_mapping, json_schema_input_type=str | MasteringSpec)]
"""A mastering display, by name or by numbers."""
