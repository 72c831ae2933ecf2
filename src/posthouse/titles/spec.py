"""What the document may say about titles: a text, a lower third or a credit roll, its style, its place, its fades.

Sizes of type are a part of the picture's height, so a title looks the same in every format. Everything that belongs to
the type (outline, shadow, padding, radius) is a part of the type size.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from posthouse.fields import Anchor, ColorField, Fraction01, LengthField, Name, Percent, SpecModel

if TYPE_CHECKING:
    from fractions import Fraction


def _within(lowest_percent: float, highest_percent: float) -> AfterValidator:
    """Return a check that a percentage is not below or above these."""

    def checked(part: Fraction) -> Fraction:
        if not lowest_percent <= part * 100 <= highest_percent:
            raise ValueError(
                f"{float(part * 100):g}% is out of range; write {lowest_percent:g}% to {highest_percent:g}%"
            )
        return part

    return AfterValidator(checked)


def _says_something(words: str) -> str:
    if not words.strip():
        raise ValueError("the title is empty; write its words, or take it out")
    return words


def _spelling(written: object) -> str:
    """Return which of two spellings is meant, so that a problem is told of that one only."""
    return "named" if isinstance(written, str) else "given"


Words = Annotated[str, AfterValidator(_says_something)]


class StyleName(enum.StrEnum):
    """The house styles."""

    HEADING = "heading"
    SUBTITLE = "subtitle"
    CAPTION = "caption"
    LOWER_THIRD = "lower-third"
    CREDITS = "credits"


class Place(enum.StrEnum):
    """Where a title stands inside the graphics safe area (EBU R95: 90 % of width and height)."""

    TOP_LEFT = "top-left"
    TOP = "top"
    TOP_RIGHT = "top-right"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom-right"


class Align(enum.StrEnum):
    """How lines stand against each other; ``start`` and ``end`` follow the direction of the text."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    START = "start"
    END = "end"


class Weight(enum.IntEnum):
    """Names of weights (OpenType OS/2 usWeightClass)."""

    EXTRALIGHT = 200
    LIGHT = 300
    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600
    BOLD = 700
    BLACK = 900


WeightName = Literal["extralight", "light", "regular", "medium", "semibold", "bold", "black"]
WeightField = Annotated[
    Annotated[WeightName, Tag("named")] | Annotated[int, Field(ge=100, le=900), Tag("given")], Discriminator(_spelling)
]
"""A weight by name, or 100 to 900."""


class OutlineSpec(SpecModel):
    """A line around the letters."""

    width: Annotated[Percent, _within(0.1, 100)]
    """Its width outside the letter, as a part of the type size."""
    color: ColorField = (0.0, 0.0, 0.0, 1.0)


class ShadowSpec(SpecModel):
    """A soft shadow under the letters."""

    offset: tuple[Annotated[Percent, _within(-200, 200)], Annotated[Percent, _within(-200, 200)]] | None = None
    """Right and down, as parts of the type size."""
    blur: Annotated[Percent, _within(0, 200)] | None = None
    """The standard deviation of its softness, as a part of the type size."""
    color: ColorField | None = None


class BoxSpec(SpecModel):
    """A box behind the lines."""

    color: ColorField = (0.0, 0.0, 0.0, 0.7)
    padding: Annotated[Percent, _within(0, 400)] | None = None
    radius: Annotated[Percent, _within(0, 400)] | None = None


class StyleSpec(SpecModel):
    """A house style with changes; what is not said stays as in the style it is ``like``."""

    like: StyleName | None = None
    font: Annotated[str, Field(min_length=1)] | None = None
    """``sans``, ``serif``, or a font file (.ttf, .otf, .ttc) beside the production."""
    weight: WeightField | None = None
    """Of fonts with a weight axis; a font file without one is used as it is."""
    italic: bool | None = None
    size: Annotated[Percent, _within(0.5, 100)] | None = None
    """The type size as a part of the picture's height: 6% is 65 pixels at 1080."""
    color: ColorField | None = None
    accent: ColorField | None = None
    """The bar of a lower third."""
    tracking: Annotated[float, Field(ge=-200, le=2000)] | None = None
    """Space between letters in thousandths of the type size; not in joined scripts."""
    line_height: Annotated[Percent, _within(50, 400)] | None = None
    """From baseline to baseline, as a part of the type size."""
    align: Align | None = None
    uppercase: bool | None = None
    outline: OutlineSpec | Literal[False] | None = None
    shadow: ShadowSpec | Literal[False] | None = None
    box: BoxSpec | Literal[False] | None = None


class LowerThirdSpec(SpecModel):
    """A name and what its bearer does."""

    name: Words
    role: str = ""


StyleField = Annotated[
    Annotated[StyleName, Tag("named")] | Annotated[StyleSpec, Tag("given")], Discriminator(_spelling)
]
PositionField = Annotated[
    Annotated[Place, Tag("named")] | Annotated[tuple[Fraction01, Fraction01], Tag("given")], Discriminator(_spelling)
]


class TitleSpec(SpecModel):
    """One title: exactly one of ``text``, ``lower_third`` and ``roll``."""

    title: Name | None = None
    text: Words | None = None
    lower_third: LowerThirdSpec | None = None
    roll: Words | None = None
    """Credits that move up. ``role<tab>name`` makes columns, ``<tab>name`` goes on in the right one, ``# text`` is a
    heading, a line without a tab stands in the middle, an empty line is space."""
    at: Anchor
    length: LengthField = Field(alias="for")
    style: StyleField | None = None
    """A house style, or changes to one: ``{like: heading, size: 9%, weight: light}``."""
    position: PositionField | None = None
    """A place in the safe area, or where the middle of the title stands, from the picture's top left corner."""
    width: Annotated[Fraction01, Field(gt=0)] | None = None
    """The widest a line may be, as a part of the picture's width; longer lines are broken."""
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    """BCP 47, as ``ja`` or ``zh-Hant``: which forms of shared Han characters and local letters are used."""
    fade_in: LengthField | None = None
    fade_out: LengthField | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        given = [name for name in ("text", "lower_third", "roll") if getattr(self, name) is not None]
        if len(given) != 1:
            said = " and ".join(given) if given else "none of them"
            raise ValueError(f"say exactly one of text, lower_third and roll; here: {said}")
        if self.roll is not None and self.position is not None:
            raise ValueError("a roll moves through the whole picture; take out position")
        return self
