"""From what the document asks to what the encoders are told: each preset with the source of its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from posthouse.delivery.spec import Container, CustomSpec, MezzanineSpec, MovieSpec, WebSpec
from posthouse.errors import ProductionError
from posthouse.media.encoders import PictureEncoding
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
_MEZZANINE_ENCODERS = {
    # Profile 3 is "apch", 220 Mb/s at 1920x1080 29.97; "apl0" is the vendor that Apple's own encoder writes
    # (Apple, "ProRes White Paper", standards sheet 5.3; RDD 36, 5.1.1 for the vendor's place).
    "prores-422-hq": ("prores_ks", (("profile", "hq"), ("vendor", "apl0"))),
    # HQX: 4:2:2 above 8 bits, compressed 5.5:1 (Avid, "DNxHR codec bandwidth specifications", standards sheet 5.3).
    "dnxhr-hqx": ("dnxhd", (("profile", "dnxhr_hqx"),)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Movie:
    """A movie to be made: the file's name without suffix, and how its pictures and sound are encoded."""

    name: str
    container: Container
    picture: PictureEncoding
    sound: SoundEncoding

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


def movie_of(spec: MovieSpec, programme: Programme) -> Movie:
    """Return the movie a deliverable asks for.

    Raises:
        ProductionError: a size its pixels cannot have, or a pixel format that cannot be encoded.
    """
    match spec:
        case WebSpec():
            container, picture, sound = Container.MP4, _web_picture(spec, programme), _web_sound(spec, programme)
        case MezzanineSpec():
            encoder, options = _MEZZANINE_ENCODERS[spec.kind]
            picture_format = delivered_format(programme.picture, "yuv422p10le", spec.size)
            picture = PictureEncoding(
                encoder=encoder, format=picture_format, rate=programme.rate, options=options, psnr_floor_db=25.0
            )
            container, sound = Container.MOV, SoundEncoding(codec="pcm_s24le", layout=programme.layout)
        case CustomSpec():
            container, picture, sound = spec.container, _custom_picture(spec, programme), _custom_sound(spec, programme)
        case _:
            assert_never(spec)
    return Movie(name=spec.name or f"{programme.name}-{spec.kind}", container=container, picture=picture, sound=sound)


def _web_picture(spec: WebSpec, programme: Programme) -> PictureEncoding:
    options = {
        "preset": spec.preset,
        "crf": f"{spec.crf:g}",
        "profile": "high",
        "g": str(WEB_KEY_SECONDS * programme.rate.timebase),
    }
    return PictureEncoding(
        encoder="libx264",
        format=delivered_format(programme.picture, "yuv420p", spec.size),
        rate=programme.rate,
        options=tuple(sorted((options | dict(spec.options)).items())),
    )


def _web_sound(spec: WebSpec, programme: Programme) -> SoundEncoding:
    bit_rate = spec.sound_bit_rate or AAC_BIT_RATES[programme.layout]
    return SoundEncoding(codec="aac", layout=programme.layout, bit_rate=bit_rate)


def _custom_picture(spec: CustomSpec, programme: Programme) -> PictureEncoding:
    return PictureEncoding(
        encoder=spec.codec,
        format=delivered_format(programme.picture, spec.pixel_format, spec.size),
        rate=programme.rate,
        options=tuple(sorted(spec.options.items())),
        is_lossless=spec.lossless,
    )


def _custom_sound(spec: CustomSpec, programme: Programme) -> SoundEncoding:
    bit_rate = spec.sound.bit_rate or (AAC_BIT_RATES[programme.layout] if spec.sound.codec == "aac" else None)
    options = tuple(sorted(spec.sound.options.items()))
    return SoundEncoding(codec=spec.sound.codec, layout=programme.layout, bit_rate=bit_rate, options=options)


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
