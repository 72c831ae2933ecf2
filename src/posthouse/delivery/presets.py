"""From what the document asks to what the encoders are told: each preset with the source of its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from posthouse.delivery.colors import PQ, DeliveredColor, colored, is_hdr
from posthouse.delivery.mezzanines import FAST_PRORES_TRANSFERS, FFV1_OPTIONS, floor_db, mezzanine_picture
from posthouse.delivery.spec import ArchiveSpec, Container, CustomSpec, HevcSpec, MezzanineSpec, MovieSpec, WebSpec
from posthouse.errors import ProductionError
from posthouse.media.encoding import PictureEncoding
from posthouse.media.facts import MasteringDisplay  # noqa: TC001 - a field's type, kept at run time for job keys
from posthouse.media.frames import picture_format_of
from posthouse.media.sound_out import SoundEncoding
from posthouse.signal import ChannelLayout, Family

if TYPE_CHECKING:
    from posthouse.signal import PictureFormat
    from posthouse.timing import Rate

AAC_BIT_RATES = {ChannelLayout.MONO: 128_000, ChannelLayout.STEREO: 384_000, ChannelLayout.SURROUND_51: 512_000}
"""YouTube Help, "Recommended upload encoding settings" (standards sheet 5.4)."""
WEB_KEY_SECONDS = 2
"""An IDR picture every 2 s (Apple, "HLS Authoring Specification", standards sheet 5.4)."""
_HEVC_COLORS = {"hdr10": DeliveredColor.REC2100_PQ, "hlg": DeliveredColor.REC2100_HLG}
_HDR_BITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Movie:
    """A movie to be made: the file's name without suffix, and how its pictures and sound are encoded."""

    name: str
    container: Container
    picture: PictureEncoding
    sound: SoundEncoding
    mastering: MasteringDisplay | None = None

    @property
    def is_metered(self) -> bool:
        """Return whether its content light is measured and said: the codes of PQ are light, those of HLG are not."""
        return self.picture.format.transfer == PQ

    @property
    def file_name(self) -> str:
        """Return the file's name with its suffix."""
        return f"{self.name}.{self.container}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What is delivered from: the production's picture format, rate and layout; ``name`` is the production's."""

    name: str
    picture: PictureFormat
    rate: Rate
    layout: ChannelLayout
    mastering: MasteringDisplay | None = None
    """The display the programme was graded on: said by its PQ deliverables."""


def movie_of(spec: MovieSpec, programme: Programme) -> Movie:
    """Return the movie a deliverable asks for.

    Raises:
        ProductionError: a size its pixels cannot have, or a pixel format that cannot be encoded.
    """
    match spec:
        case WebSpec():
            container, picture, sound = Container.MP4, _web_picture(spec, programme), _aac(spec, programme)
        case HevcSpec():
            container, picture, sound = spec.container, _hevc_picture(spec, programme), _aac(spec, programme)
        case MezzanineSpec():
            container, picture, sound = Container.MOV, _mezzanine(spec, programme), _pcm(programme)
        case ArchiveSpec():
            container, picture, sound = Container.MKV, _archive(spec, programme), _pcm(programme)
        case CustomSpec():
            container, picture, sound = spec.container, _custom_picture(spec, programme), _custom_sound(spec, programme)
        case _:
            assert_never(spec)
    if isinstance(spec, MezzanineSpec | ArchiveSpec | CustomSpec):
        picture = replace(picture, fields=spec.scan.fields)
    _check_depth(spec, picture)
    return Movie(
        name=spec.name or f"{programme.name}-{spec.kind}",
        container=container,
        picture=picture,
        sound=sound,
        mastering=_mastering(spec, programme, picture),
    )


def _check_depth(spec: MovieSpec, picture: PictureEncoding) -> None:
    """Refuse HDR in fewer than 10 bits (BT.2100-2, table 9)."""
    if is_hdr(picture.format) and picture.format.bit_depth < _HDR_BITS:
        raise ProductionError(
            f"{spec.kind} has {picture.format.bit_depth}-bit pictures, and HDR needs {_HDR_BITS}",
            hint="write color: rec709, or deliver hdr10, hlg or prores-422-hq",
        )


def _mastering(spec: MovieSpec, programme: Programme, picture: PictureEncoding) -> MasteringDisplay | None:
    """Return the display a movie says it was graded on: its own, or in PQ the programme's."""
    own = None if isinstance(spec, WebSpec) else spec.mastering
    if own is not None and not is_hdr(picture.format):
        hint = "leave mastering out, or deliver hdr10"
        raise ProductionError(f"{spec.kind} in {picture.format.transfer} says no mastering display", hint=hint)
    if own is not None:
        return own.display
    if picture.format.transfer != PQ:
        return None
    if spec.kind == "hdr10" and programme.mastering is None:
        hint = "write mastering: p3-d65-1000nits under format, or here"
        raise ProductionError("hdr10 must say on which display it was graded", hint=hint)
    return programme.mastering


def _web_picture(spec: WebSpec, programme: Programme) -> PictureEncoding:
    options = {
        "preset": spec.preset,
        "crf": f"{spec.crf:g}",
        "profile": "high",
        "g": str(WEB_KEY_SECONDS * programme.rate.timebase),
    }
    return PictureEncoding(
        encoder="libx264",
        format=_delivered(programme, "yuv420p", spec.size, spec.color),
        rate=programme.rate,
        options=tuple(sorted((options | dict(spec.options)).items())),
    )


def _hevc_picture(spec: HevcSpec, programme: Programme) -> PictureEncoding:
    pixel_format = "yuv420p" if spec.bits < _HDR_BITS else "yuv420p10le"
    picture = _delivered(programme, pixel_format, spec.size, _HEVC_COLORS.get(spec.kind, spec.color))
    options = {
        "preset": spec.preset,
        "crf": f"{spec.crf:g}",
        "profile": "main" if spec.bits < _HDR_BITS else "main10",
        "g": str(WEB_KEY_SECONDS * programme.rate.timebase),
    }
    if picture.transfer == PQ:
        options["x265-params"] = "hdr10-opt=1"  # bits go where PQ needs them (x265 documentation)
    own = dict(spec.options)
    if "x265-params" in own and "x265-params" in options:
        own["x265-params"] = f"{options['x265-params']}:{own['x265-params']}"
    return PictureEncoding(
        encoder="libx265", format=picture, rate=programme.rate, options=tuple(sorted((options | own).items()))
    )


def _mezzanine(spec: MezzanineSpec, programme: Programme) -> PictureEncoding:
    pixels, encoder, options = mezzanine_picture(spec)
    picture = _delivered(programme, pixels, spec.size, spec.color)
    if spec.fast and picture.transfer not in FAST_PRORES_TRANSFERS:
        hint = "leave fast out, or deliver another color"
        raise ProductionError(f"fast ProRes cannot say the transfer {picture.transfer}", hint=hint)
    return PictureEncoding(
        encoder=encoder, format=picture, rate=programme.rate, options=options, psnr_floor_db=floor_db(spec.kind)
    )


def _archive(spec: ArchiveSpec, programme: Programme) -> PictureEncoding:
    picture = _delivered(programme, spec.pixel_format, spec.size, spec.color)
    return PictureEncoding(encoder="ffv1", format=picture, rate=programme.rate, options=FFV1_OPTIONS, is_lossless=True)


def _pcm(programme: Programme) -> SoundEncoding:
    return SoundEncoding(codec="pcm_s24le", layout=programme.layout)


def _aac(spec: WebSpec | HevcSpec, programme: Programme) -> SoundEncoding:
    bit_rate = spec.sound_bit_rate or AAC_BIT_RATES[programme.layout]
    return SoundEncoding(codec="aac", layout=programme.layout, bit_rate=bit_rate)


def _custom_picture(spec: CustomSpec, programme: Programme) -> PictureEncoding:
    return PictureEncoding(
        encoder=spec.codec,
        format=_delivered(programme, spec.pixel_format, spec.size, spec.color),
        rate=programme.rate,
        options=tuple(sorted(spec.options.items())),
        is_lossless=spec.lossless,
    )


def _custom_sound(spec: CustomSpec, programme: Programme) -> SoundEncoding:
    bit_rate = spec.sound.bit_rate or (AAC_BIT_RATES[programme.layout] if spec.sound.codec == "aac" else None)
    options = tuple(sorted(spec.sound.options.items()))
    return SoundEncoding(codec=spec.sound.codec, layout=programme.layout, bit_rate=bit_rate, options=options)


def _delivered(
    programme: Programme, pixel_format: str, size: tuple[int, int] | None, color: DeliveredColor | None
) -> PictureFormat:
    return delivered_format(colored(programme.picture, color), pixel_format, size)


def delivered_format(picture: PictureFormat, pixel_format: str, size: tuple[int, int] | None) -> PictureFormat:
    """Return the production's format in the pixels and size of a deliverable; colors stay those of the production.

    Raises:
        ProductionError: chroma that is shared by two columns or lines, and an odd size.
    """
    width, height = size or (picture.width, picture.height)
    wanted = replace(picture_format_of(pixel_format, picture), width=width, height=height)
    is_odd = width % (1 << wanted.chroma.log2_x) or height % (1 << wanted.chroma.log2_y)
    if wanted.family is Family.YUV and is_odd:
        even = f"{width + width % 2}x{height + height % 2}"
        raise ProductionError(f"{pixel_format} pictures cannot be {width}x{height}", hint=f"set size: to {even}")
    return wanted
