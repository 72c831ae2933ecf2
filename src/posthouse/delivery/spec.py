"""What a production may say under ``deliver:``: a bare name (``web``) or a mapping with ``as:`` and settings."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from posthouse.fields import Anchor, FrozenDict, LengthField, Name, SpecModel

LONGEST_SIDE = 16_384
_BIT_RATE_UNITS = {"k": 1_000, "M": 1_000_000}


class Container(enum.StrEnum):
    """Files a movie can be; the member is also the suffix."""

    MP4 = "mp4"
    MOV = "mov"
    MKV = "mkv"


def _option_texts(written: object) -> object:
    if not isinstance(written, Mapping):
        raise ValueError(f"{written!r} is not a mapping of options; write options: {{tune: grain}}")
    return {str(name): _option_text(text) for name, text in written.items()}


def _option_text(written: object) -> str:
    return str(int(written)) if isinstance(written, bool) else str(written)


def _parsed_bit_rate(written: object) -> object:
    if isinstance(written, str) and written[-1:] in _BIT_RATE_UNITS and written[:-1].isdecimal():
        return int(written[:-1]) * _BIT_RATE_UNITS[written[-1]]
    return written


Options = Annotated[Mapping[str, str], BeforeValidator(_option_texts), AfterValidator(FrozenDict)]
"""An encoder's own options, by FFmpeg's names."""
BitRate = Annotated[int, BeforeValidator(_parsed_bit_rate), Field(ge=8_000, le=10_000_000)]
"""Bits per second: 192000 or 192k."""
ImageKind = Literal["png", "exr"]
Side = Annotated[int, Field(ge=16, le=LONGEST_SIDE)]


class _Deliverable(SpecModel):
    """What every deliverable says: ``name`` is the file's name without suffix; left out, it is made up."""

    name: Name | None = None


class SoundSpec(SpecModel):
    """The sound of a movie: ``{codec: aac, bit_rate: 192k}``; codecs are aac, flac, pcm_s24le, pcm_s16le."""

    codec: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = "aac"
    bit_rate: BitRate | None = None
    options: Options = Field(default_factory=FrozenDict)


class WebSpec(_Deliverable):
    """H.264 High and AAC-LC in MP4, ready to play while it loads."""

    kind: Literal["web"] = Field(default="web", alias="as")
    size: tuple[Side, Side] | None = None
    crf: Annotated[float, Field(ge=0, le=51, description="constant quality; lower is better and larger")] = 20.0
    preset: Annotated[
        Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"],
        Field(description="how long x264 may search"),
    ] = "faster"
    options: Options = Field(default_factory=FrozenDict)
    sound_bit_rate: BitRate | None = None


class MezzanineSpec(_Deliverable):
    """An editing or archive master in MOV with 24-bit PCM: ProRes 422 HQ, or DNxHR HQX."""

    kind: Literal["prores-422-hq", "dnxhr-hqx"] = Field(alias="as")
    size: tuple[Side, Side] | None = None


class CustomSpec(_Deliverable):
    """A movie with settings of one's own: any encoder of FFmpeg, its options, MP4, MOV or MKV."""

    kind: Literal["custom"] = Field(default="custom", alias="as")
    codec: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", examples=["libx265"])]
    container: Container = Container.MP4
    pixel_format: Annotated[str, Field(pattern=r"^[a-z0-9]+$")] = "yuv420p"
    size: tuple[Side, Side] | None = None
    options: Options = Field(default_factory=FrozenDict)
    lossless: Annotated[bool, Field(description="the settings lose nothing: checked picture by picture")] = False
    sound: SoundSpec = SoundSpec()


class StemsSpec(_Deliverable):
    """24-bit WAV of the dialogue, music and effects stems and of the mix."""

    kind: Literal["stems"] = Field(default="stems", alias="as")


class StillSpec(_Deliverable):
    """One picture of the programme as PNG; EXR holds display light."""

    kind: Literal["still"] = Field(default="still", alias="as")
    at: Anchor
    format: ImageKind = "png"
    bits: Annotated[Literal[8, 16], Field(description="of a PNG; EXR holds half floats")] = 8
    size: tuple[Side, Side] | None = None


class FramesSpec(_Deliverable):
    """Every picture as a numbered file; ``start`` and ``length`` choose a part of the programme."""

    kind: Literal["frames"] = Field(default="frames", alias="as")
    format: ImageKind = "png"
    bits: Annotated[Literal[8, 16], Field(description="of a PNG; EXR holds half floats")] = 16
    size: tuple[Side, Side] | None = None
    start: Anchor | None = None
    length: LengthField | None = None
    first: Annotated[int, Field(ge=0, description="the number of the first file")] = 1001


MovieSpec = WebSpec | MezzanineSpec | CustomSpec
_KINDS = ("web", "prores-422-hq", "dnxhr-hqx", "stems", "still", "frames", "custom")


def _as_mapping(written: object) -> object:
    """Turn a bare name into a mapping, and refuse what names no deliverable."""
    entry = {"as": written} if isinstance(written, str) else written
    if isinstance(entry, SpecModel):
        return entry
    if not isinstance(entry, Mapping):
        raise ValueError(f"{written!r} is not a deliverable; write a name, as web, or {{as: web, crf: 18}}")
    kind = entry.get("as", entry.get("kind"))
    if kind not in _KINDS:
        raise ValueError(f"there is no deliverable {kind!r}; there are {', '.join(_KINDS)}")
    return entry


def _tag_of(entry: object) -> str:
    kind = getattr(entry, "kind", None) or (entry.get("as", entry.get("kind")) if isinstance(entry, Mapping) else "")
    return "mezzanine" if kind in ("prores-422-hq", "dnxhr-hqx") else str(kind)


_AnySpec = Annotated[
    Annotated[WebSpec, Tag("web")]
    | Annotated[MezzanineSpec, Tag("mezzanine")]
    | Annotated[CustomSpec, Tag("custom")]
    | Annotated[StemsSpec, Tag("stems")]
    | Annotated[StillSpec, Tag("still")]
    | Annotated[FramesSpec, Tag("frames")],
    Discriminator(_tag_of),
]
_BareName = Literal["web", "prores-422-hq", "dnxhr-hqx", "stems", "frames"]
DeliverableSpec = Annotated[_AnySpec, BeforeValidator(_as_mapping, json_schema_input_type=_BareName | _AnySpec)]
"""One entry of ``deliver:``."""
