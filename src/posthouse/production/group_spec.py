"""What the document may say about media made of other media: a part under a name, and cameras that ran together."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from posthouse.fields import LengthField, Name, NamedMap, SpecModel
from posthouse.timing import Length


class SubclipSpec(SpecModel):
    """A part of another media under a name: ``{subclip: pier, in: 00:00:05:00, out: 00:00:09:00}``.

    Its source times are those of the media it is a part of; shots of it, and their transitions, stay within it.
    """

    subclip: Name
    """The media it is a part of."""
    in_point: LengthField | None = Field(default=None, alias="in")
    """Its first frame; left out, the media's."""
    out_point: LengthField | None = Field(default=None, alias="out")
    """The frame after its last; left out, the media's end."""


def _parsed_offset(written: object) -> Length:
    """Return a length that may be negative.

    Raises:
        ValueError: not a length.
    """
    if isinstance(written, int) and not isinstance(written, bool):
        return Length.frames_of(written)
    if isinstance(written, str) and written.strip()[:1] in {"-", "\N{MINUS SIGN}"}:
        return Length.parse(written.strip()[1:].strip()).negated()
    if isinstance(written, str):
        return Length.parse(written.strip().removeprefix("+"))
    return Length.parse(written)  # type: ignore[arg-type] # refuses what is no length


OffsetField = Annotated[
    Length,
    PlainValidator(_parsed_offset),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "description": "A length of time that may be negative: 12f, -12f, 0.5s, -00:00:01:00.",
            "examples": ["12f", "-12f", "500ms"],
        }
    ),
]
"""A length that may be negative."""


class AngleSpec(SpecModel):
    """One camera, or recorder, of a multicam media: ``{media: cam2, offset: -12f}``."""

    media: Name
    """Its footage, or a subclip of it."""
    offset: OffsetField | None = None
    """Where its first frame lies on the group's clock: later is positive, frames are the programme's. Left out of all
    angles, they are laid by their timecode; of one, it begins with the group."""


def _angled(written: object) -> object:
    """Return a bare name as the angle it is short for."""
    return {"media": written} if isinstance(written, str) else written


class MulticamSpec(SpecModel):
    """Cameras that ran together: ``{multicam: {wide: cam1, close: {media: cam2, offset: -12f}}, sound: wide}``.

    ``in`` and ``out`` of its shots count on the group's clock: the timecode of the first angle where all are laid by
    timecode, else from 0.
    """

    multicam: NamedMap[Annotated[AngleSpec, BeforeValidator(_angled, json_schema_input_type=Name | AngleSpec)]]
    """Its angles by name; the first is seen where a shot names none."""
    sound: Name | None = None
    """The angle that is heard, whichever is seen; left out, each is heard with its picture."""

    @model_validator(mode="after")
    def _has_angles(self) -> Self:
        if not self.multicam:
            raise ValueError("a multicam without angles; write {wide: cam1, close: cam2}")
        if self.sound is not None and self.sound not in self.multicam:
            raise ValueError(f"there is no angle {self.sound} to hear; there is {', '.join(self.multicam)}")
        return self

    @property
    def first_angle(self) -> str:
        """Return the angle that is seen where a shot names none."""
        return next(iter(self.multicam))

    @property
    def is_by_timecode(self) -> bool:
        """Return whether its angles are laid by their timecode: none says an offset."""
        return all(angle.offset is None for angle in self.multicam.values())
