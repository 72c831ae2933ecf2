"""What each preset tells the encoders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posthouse.delivery.presets import Programme, delivered_format, movie_of
from posthouse.delivery.spec import CustomSpec, MezzanineSpec, WebSpec
from posthouse.errors import ProductionError
from posthouse.media.encoders import check_encoding
from posthouse.media.frames import raw_pixel_format
from posthouse.signal import ChannelLayout, Matrix, PictureFormat, Range
from posthouse.timing import Rate

HD = PictureFormat(width=1920, height=1080)
PROGRAMME = Programme(name="harbour", picture=HD, rate=Rate.parse("23.976"), layout=ChannelLayout.STEREO)


@pytest.mark.parametrize(
    ("spec", "file_name", "pixels", "codec"),
    [
        (WebSpec(), "harbour-web.mp4", "yuv420p", "aac"),
        (
            MezzanineSpec.model_validate({"as": "prores-422-hq", "name": "master"}),
            "master.mov",
            "yuv422p10le",
            "pcm_s24le",
        ),
        (MezzanineSpec.model_validate({"as": "dnxhr-hqx"}), "harbour-dnxhr-hqx.mov", "yuv422p10le", "pcm_s24le"),
        (CustomSpec(codec="libx265", pixel_format="yuv420p10le"), "harbour-custom.mp4", "yuv420p10le", "aac"),
    ],
)
def test_presets_name_their_file_pixels_and_sound_and_their_encoders_take_them(
    spec: WebSpec | MezzanineSpec | CustomSpec, file_name: str, pixels: str, codec: str
) -> None:
    movie = movie_of(spec, PROGRAMME)
    assert movie.file_name == file_name
    assert raw_pixel_format(movie.picture.format) == pixels
    assert movie.sound.codec == codec
    check_encoding(movie.picture)


def test_web_has_a_key_picture_every_two_seconds_and_the_authors_options_win() -> None:
    assert dict(movie_of(WebSpec(), PROGRAMME).picture.options)["g"] == "48"
    options = dict(movie_of(WebSpec.model_validate({"options": {"g": 12, "tune": "grain"}}), PROGRAMME).picture.options)
    assert (options["g"], options["tune"], options["crf"]) == ("12", "grain", "20")


@pytest.mark.parametrize(("layout", "bit_rate"), [("mono", 128_000), ("stereo", 384_000), ("5.1", 512_000)])
def test_web_sound_has_the_published_bit_rates(layout: str, bit_rate: int) -> None:
    """YouTube Help, recommended upload encoding settings: mono 128, stereo 384, 5.1 512 kb/s."""
    programme = replace(PROGRAMME, layout=ChannelLayout(layout))
    assert movie_of(WebSpec(), programme).sound.bit_rate == bit_rate


@pytest.mark.parametrize(
    ("size", "pixels"), [((1279, 720), "yuv420p"), ((1280, 719), "yuv420p"), ((1279, 720), "yuv422p10le")]
)
def test_odd_sizes_of_shared_chroma_are_refused_with_the_even_one(size: tuple[int, int], pixels: str) -> None:
    with pytest.raises(ProductionError, match="set size: to 1280x720"):
        delivered_format(HD, pixels, size)


def test_odd_sizes_are_fine_where_chroma_is_not_shared() -> None:
    assert delivered_format(HD, "yuv444p", (1279, 719)).width == 1279


def test_rgb_pixels_are_full_range_without_a_matrix() -> None:
    rgb = delivered_format(HD, "gbrp10le", None)
    assert (rgb.matrix, rgb.range, rgb.bit_depth) == (Matrix.RGB, Range.FULL, 10)


@pytest.mark.parametrize("pixels", ["nv12", "yuv420q", "rgb24", "yuv411p", "gbrp11le"])
def test_pixels_that_are_not_planar_codes_are_refused(pixels: str) -> None:
    with pytest.raises(ProductionError, match=pixels):
        delivered_format(HD, pixels, None)
