"""What a production may say under ``deliver:``: a bare name (``web``) or a mapping with ``as:`` and settings."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from posthouse.delivery.burn_in import BurnIn
from posthouse.delivery.colors import DeliveredColor
from posthouse.delivery.mastering import Mastering
from posthouse.delivery.scan import Scan
from posthouse.fields import Anchor, FrozenDict, LengthField, Name, SpecModel

LONGEST_SIDE = 16_384
_BIT_RATE_UNITS = {"k": 1_000, "M": 1_000_000}


class Container(enum.StrEnum):
    """Files a movie can be; the member is also the suffix."""

    MP4 = "mp4"
    MOV = "mov"
    MKV = "mkv"


class Copying(enum.StrEnum):
    """What of a movie is taken over from its sources without being encoded again."""

    NOTHING = "nothing"
    UNTOUCHED = "untouched"


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
Preset = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"]
MezzanineKind = Literal[
    "prores-422-proxy",
    "prores-422-lt",
    "prores-422",
    "prores-422-hq",
    "prores-4444",
    "prores-4444-xq",
    "dnxhr-lb",
    "dnxhr-sq",
    "dnxhr-hq",
    "dnxhr-hqx",
    "dnxhr-444",
]
_IMPLIED_COLORS = {"hdr10": DeliveredColor.REC2100_PQ, "hlg": DeliveredColor.REC2100_HLG}
_EIGHT_BITS = 8
Side = Annotated[int, Field(ge=16, le=LONGEST_SIDE)]


class _Deliverable(SpecModel):
    """What every deliverable says: ``name`` is the file's name without suffix; left out, it is made up."""

    name: Name | None = None


class SoundSpec(SpecModel):
    """The sound of a movie: ``{codec: aac, bit_rate: 192k}``; codecs are aac, flac, pcm_s24le, pcm_s16le."""

    codec: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = "aac"
    bit_rate: BitRate | None = None
    options: Options = Field(default_factory=FrozenDict)


class _MovieSpec(_Deliverable):
    """What every movie says."""

    size: tuple[Side, Side] | None = None
    color: Annotated[
        DeliveredColor | None, Field(description="what its code values mean; left out, the programme's own color")
    ] = None
    copying: Annotated[
        Copying,
        Field(
            alias="copy",
            description="untouched: what nothing changes is copied from sources of the same codec, size and color, and "
            "only the rest is encoded; check and the report say what",
        ),
    ] = Copying.NOTHING
    burn_in: Annotated[
        BurnIn, Field(description="timecode and names over the picture, as of a reference movie; true: all there is")
    ] = None

    @model_validator(mode="after")
    def _is_copied_or_burnt_in(self) -> Self:
        if self.burn_in is not None and self.copying is not Copying.NOTHING:
            raise ValueError("what is burnt in cannot be copied; leave copy out, or burn_in")
        return self


class _ScannedSpec(_MovieSpec):
    """What a movie says that may be interlaced."""

    scan: Annotated[Scan, Field(description="whole pictures, or fields: which one is shown first")] = Scan.PROGRESSIVE


class WebSpec(_MovieSpec):
    """H.264 High and AAC-LC in MP4, ready to play while it loads."""

    kind: Literal["web"] = Field(default="web", alias="as")
    crf: Annotated[float, Field(ge=0, le=51, description="constant quality; lower is better and larger")] = 20.0
    preset: Annotated[Preset, Field(description="how long x264 may search")] = "faster"
    options: Options = Field(default_factory=FrozenDict)
    sound_bit_rate: BitRate | None = None


class HevcSpec(_MovieSpec):
    """HEVC and AAC-LC: ``hevc`` (SDR), ``hdr10`` (BT.2100 PQ with its metadata) or ``hlg`` (BT.2100 HLG)."""

    kind: Literal["hevc", "hdr10", "hlg"] = Field(alias="as")
    bits: Annotated[Literal[8, 10], Field(description="Main or Main 10; HDR has 10")] = 10
    container: Container = Container.MP4
    crf: Annotated[float, Field(ge=0, le=51, description="constant quality; lower is better and larger")] = 18.0
    preset: Annotated[Preset, Field(description="how long x265 may search")] = "fast"
    options: Options = Field(default_factory=FrozenDict)
    sound_bit_rate: BitRate | None = None
    mastering: Annotated[Mastering | None, Field(description="the display it was graded on; as format.mastering")] = (
        None
    )

    @model_validator(mode="after")
    def _means_one_color(self) -> HevcSpec:
        implied = _IMPLIED_COLORS.get(self.kind)
        if implied and self.color not in (None, implied):
            raise ValueError(f"{self.kind} is {implied}; leave color out, or write as: hevc")
        if implied and self.bits == _EIGHT_BITS:
            raise ValueError(f"{self.kind} has 10 bits; leave bits out")
        return self


class MezzanineSpec(_ScannedSpec):
    """An editing master in MOV with 24-bit PCM: the ProRes and the DNxHR family."""

    kind: MezzanineKind = Field(alias="as")
    alpha: Annotated[bool, Field(description="ProRes 4444 only: what the pictures do not cover stays clear")] = False
    fast: Annotated[
        bool, Field(description="ProRes: about a third of the time, and up to two thirds more bytes in hard pictures")
    ] = False
    mastering: Annotated[Mastering | None, Field(description="the display it was graded on; as format.mastering")] = (
        None
    )

    @model_validator(mode="after")
    def _says_what_its_codec_has(self) -> MezzanineSpec:
        if self.alpha and not self.kind.startswith("prores-4444"):
            raise ValueError(f"{self.kind} has no alpha; write as: prores-4444")
        if self.fast and not self.kind.startswith("prores"):
            raise ValueError(f"{self.kind} has one encoder; leave fast out")
        return self


class ArchiveSpec(_ScannedSpec):
    """A lossless archive master: FFV1 (RFC 9043), every slice with its checksum, and 24-bit PCM in MKV."""

    kind: Literal["ffv1"] = Field(default="ffv1", alias="as")
    pixel_format: Annotated[str, Field(pattern=r"^[a-z0-9]+$")] = "yuv422p10le"
    mastering: Annotated[Mastering | None, Field(description="the display it was graded on; as format.mastering")] = (
        None
    )


class CustomSpec(_ScannedSpec):
    """A movie with settings of one's own: any encoder of FFmpeg, its options, MP4, MOV or MKV."""

    kind: Literal["custom"] = Field(default="custom", alias="as")
    codec: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", examples=["libx265"])]
    container: Container = Container.MP4
    pixel_format: Annotated[str, Field(pattern=r"^[a-z0-9]+$")] = "yuv420p"
    options: Options = Field(default_factory=FrozenDict)
    lossless: Annotated[bool, Field(description="the settings lose nothing: checked picture by picture")] = False
    sound: SoundSpec = SoundSpec()
    mastering: Annotated[Mastering | None, Field(description="the display it was graded on; as format.mastering")] = (
        None
    )


class StemsSpec(_Deliverable):
    """24-bit WAV of the dialogue, music and effects stems and of the mix."""

    kind: Literal["stems"] = Field(default="stems", alias="as")


class _ImageSpec(_Deliverable):
    """What every image says."""

    size: tuple[Side, Side] | None = None
    color: Annotated[
        DeliveredColor | None, Field(description="what its code values mean; left out, the programme's own color")
    ] = None


class StillSpec(_ImageSpec):
    """One picture of the programme as PNG, tagged with its color; EXR holds light."""

    kind: Literal["still"] = Field(default="still", alias="as")
    at: Anchor
    format: ImageKind = "png"
    bits: Annotated[Literal[8, 16], Field(description="of a PNG; EXR holds half floats")] = 8


class FramesSpec(_ImageSpec):
    """Every picture as a numbered file; ``start`` and ``length`` choose a part of the programme."""

    kind: Literal["frames"] = Field(default="frames", alias="as")
    format: ImageKind = "png"
    bits: Annotated[Literal[8, 16], Field(description="of a PNG; EXR holds half floats")] = 16
    start: Anchor | None = None
    length: LengthField | None = None
    first: Annotated[int, Field(ge=0, description="the number of the first file")] = 1001


MovieSpec = WebSpec | HevcSpec | MezzanineSpec | ArchiveSpec | CustomSpec
_MEZZANINES: tuple[str, ...] = get_args(MezzanineKind)
_HEVCS = ("hevc", "hdr10", "hlg")
_KINDS = ("web", *_HEVCS, *_MEZZANINES, "ffv1", "stems", "still", "frames", "custom")


def _as_mapping(written: object) -> object:
    """Turn a bare name into a mapping, and refuse what names no deliverable."""
    entry = {"as": written} if isinstance(written, str) else written
    if isinstance(entry, SpecModel):
        return entry
    if not isinstance(entry, Mapping):
        raise ValueError(f"{written!r} is not a deliverable; write a name, as web, or {{as: web, crf: 18}}")
    kind = entry.get("as", entry.get("kind"))
    if kind not in _KINDS:
        near = difflib.get_close_matches(str(kind), _KINDS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(_KINDS)}"
        raise ValueError(f"there is no deliverable {kind!r}; {hint}")
    return entry


def _tag_of(entry: object) -> str:
    kind = getattr(entry, "kind", None) or (entry.get("as", entry.get("kind")) if isinstance(entry, Mapping) else "")
    return "mezzanine" if kind in _MEZZANINES else "hevc" if kind in _HEVCS else str(kind)


_AnySpec = Annotated[
    Annotated[WebSpec, Tag("web")]
    | Annotated[HevcSpec, Tag("hevc")]
    | Annotated[MezzanineSpec, Tag("mezzanine")]
    | Annotated[ArchiveSpec, Tag("ffv1")]
    | Annotated[CustomSpec, Tag("custom")]
    | Annotated[StemsSpec, Tag("stems")]
    | Annotated[StillSpec, Tag("still")]
    | Annotated[FramesSpec, Tag("frames")],
    Discriminator(_tag_of),
]
_BareName = Literal["web", "hevc", "hdr10", "hlg", MezzanineKind, "ffv1", "stems", "frames"]
DeliverableSpec = Annotated[_AnySpec, BeforeValidator(_as_mapping, json_schema_input_type=_BareName | _AnySpec)]
"""One entry of ``deliver:``."""
