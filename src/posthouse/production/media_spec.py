"""What the document may say about media: files, image sequences, generators."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from posthouse.fields import ColorField, LengthField, RateField, SpecModel
from posthouse.pixels.stack import InBetween
from posthouse.production.dual_spec import SoundFromSpec
from posthouse.production.group_spec import MulticamSpec, SubclipSpec
from posthouse.production.interlace_spec import MediaFields
from posthouse.production.media_color import MediaColor
from posthouse.sound.spec import Pitch, ScoreSpec, SoundscapeSpec

if TYPE_CHECKING:
    from posthouse.timing import Length

LARGEST_SIDE = 16_384
_NUMBERED = ("%", "#")


def _named_file(path: str) -> str:
    if not path.strip():
        raise ValueError("the file name is empty; write a path beside the production, as footage/A003_C012.mov")
    if "\0" in path:
        raise ValueError("a file name cannot hold a NUL character")
    return path


def _numbered_file(path: str) -> str:
    if not any(sign in path.replace("\\", "/").rsplit("/", 1)[-1] for sign in _NUMBERED):
        raise ValueError(f"{path!r} has no place for the number; write %04d or #### in the name, as stars.%04d.exr")
    return path


def _timecode(start: Length) -> Length:
    if not start.is_timecode:
        raise ValueError(f'{start} is not a timecode; write the timecode of the first frame, as "01:00:00:00"')
    return start


FilePath = Annotated[str, AfterValidator(_named_file)]
"""A path, relative to the production's folder or absolute."""
SequencePath = Annotated[FilePath, AfterValidator(_numbered_file)]
"""A path with ``%04d`` or ``####`` in its name."""
StartTimecode = Annotated[LengthField, AfterValidator(_timecode)]
"""The timecode of a media's first frame."""
StreamIndex = Annotated[int, Field(ge=0, le=255)]


class RawSpec(SpecModel):
    """The shape of a headerless file (.yuv): what no header says."""

    size: tuple[Annotated[int, Field(ge=1, le=LARGEST_SIDE)], Annotated[int, Field(ge=1, le=LARGEST_SIDE)]]
    pixel_format: Annotated[str, Field(pattern=r"^[a-z0-9]+$")] = "yuv420p"
    """FFmpeg's name."""


class AlphaMode(enum.StrEnum):
    """What the colors of a picture with alpha are."""

    STRAIGHT = "straight"  # as bright as if nothing were clear
    PREMULTIPLIED = "premultiplied"  # times alpha, in coded light
    IGNORE = "ignore"  # the alpha is not used: everything is opaque


class FileMediaSpec(SpecModel):
    """A file of footage, sound or a still. Everything but ``file`` overrides what the file says of itself."""

    file: FilePath
    """Its path, relative to the production's folder."""
    rate: RateField | None = None
    """Play its pictures at this rate instead of its own."""
    start: StartTimecode | None = None
    """The timecode of its first frame."""
    reel: Annotated[str, Field(max_length=255)] = ""
    """The reel or camera roll as cuts call it, where the file does not say it."""
    color: MediaColor | None = None
    picture_stream: StreamIndex | None = None
    """Which of its picture streams, from 0."""
    sound_stream: StreamIndex | None = None
    """Which of its sound streams, from 0."""
    rotate: Literal[0, 90, 180, 270] | None = None
    """Turn clockwise by so many degrees, instead of what the file says."""
    alpha: AlphaMode | None = None
    """What its alpha means, where it has one: straight (as it is taken otherwise), premultiplied, or ignore."""
    raw: RawSpec | None = None
    fields: MediaFields | None = None
    """How pictures are taken from frames that are two fields: deinterlace, both, keep, remove-pulldown."""
    frames: InBetween = InBetween.NEAREST
    """What is shown between two of its pictures, where rates or speeds differ; a shot may say otherwise."""
    pitch: Pitch = Pitch.FOLLOWS
    """What becomes of the pitch of its sound at another rate or speed; a shot may say otherwise."""
    sound_from: SoundFromSpec | None = None
    """Another media's sound in place of its own: a recorder's, or that of the footage it was made of."""


class SequenceMediaSpec(SpecModel):
    """A sequence of numbered images."""

    sequence: SequencePath
    """Its path with ``%04d`` or ``####`` for the number."""
    rate: RateField | None = None
    """Pictures per second; left out, the programme's."""
    first: Annotated[int, Field(ge=0, lt=1 << 31)] | None = None
    """The number of the first image; left out, the lowest there is."""
    start: StartTimecode | None = None
    alpha: AlphaMode | None = None
    """What its alpha means: straight (as it is taken otherwise), premultiplied, or ignore."""
    color: MediaColor | None = None
    frames: InBetween = InBetween.NEAREST
    """What is shown between two of its pictures, where rates or speeds differ; a shot may say otherwise."""
    sound_from: SoundFromSpec | None = None
    """The sound that goes with its pictures: a recorder's, or that of the footage they were made of."""


class ColorGeneratorSpec(SpecModel):
    """A picture of one color, as long as it is needed."""

    color: ColorField


class BarsGeneratorSpec(SpecModel):
    """Color bars, as long as they are needed."""

    bars: Literal["ebu-75"]
    """100/0/75/0 bars (EBU Tech 3325, ITU-R BT.471)."""


PICTURE_GENERATORS = ("color", "bars")
SOUND_GENERATORS = ("soundscape", "music")
_GENERATORS: dict[type, str] = {
    ColorGeneratorSpec: "color",
    BarsGeneratorSpec: "bars",
    SoundscapeSpec: "soundscape",
    ScoreSpec: "music",
}
_ENTRIES: dict[type, str] = {
    FileMediaSpec: "file",
    SequenceMediaSpec: "sequence",
    SubclipSpec: "subclip",
    MulticamSpec: "multicam",
}
_KEYS = ("sequence", "generate", "subclip", "multicam")


def generator_tag(written: object) -> str:
    """Return which generator a mapping means, by the key that names it."""
    if isinstance(written, Mapping):
        return next(
            (key for key in (*SOUND_GENERATORS, *PICTURE_GENERATORS) if key in written), "color"
        )  # a score has bars
    return _GENERATORS.get(type(written), "color")


def media_tag(written: object) -> str:
    """Return whether an entry is a file, a sequence, generated, a part of another media, or a group of angles."""
    if isinstance(written, Mapping):
        return next((key for key in _KEYS if key in written), "file")
    return _ENTRIES.get(type(written), "generate")


def _filed(written: object) -> object:
    """Return a bare path as the mapping it is short for."""
    return {"file": written} if isinstance(written, str) else written


GeneratorSpec = Annotated[
    Annotated[ColorGeneratorSpec, Tag("color")]
    | Annotated[BarsGeneratorSpec, Tag("bars")]
    | Annotated[SoundscapeSpec, Tag("soundscape")]
    | Annotated[ScoreSpec, Tag("music")],
    Discriminator(generator_tag),
]


class GeneratedMediaSpec(SpecModel):
    """A picture or sound made from nothing."""

    generate: GeneratorSpec

    @property
    def has_picture(self) -> bool:
        """Return whether it makes pictures; else it makes sound."""
        return isinstance(self.generate, ColorGeneratorSpec | BarsGeneratorSpec)


_AnyMedia = Annotated[
    Annotated[FileMediaSpec, Tag("file")]
    | Annotated[SequenceMediaSpec, Tag("sequence")]
    | Annotated[GeneratedMediaSpec, Tag("generate")]
    | Annotated[SubclipSpec, Tag("subclip")]
    | Annotated[MulticamSpec, Tag("multicam")],
    Discriminator(media_tag),
]
MediaSpec = Annotated[_AnyMedia, BeforeValidator(_filed, json_schema_input_type=FilePath | _AnyMedia)]
"""One entry of ``media:``; a bare path is short for ``{file: path}``."""
