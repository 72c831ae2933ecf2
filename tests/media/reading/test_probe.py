"""What a probe says of real files, against what their makers say (the manifest of the test media, camera notes)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.media.facts import ContentLight, FieldOrder, MediaInfo
from posthouse.media.library import MediaLibrary, info_from_json, info_to_json
from posthouse.signal import Matrix, Range

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.media.facts import PictureFacts

NTSC30 = Fraction(30000, 1001)


@pytest.fixture(scope="module")
def of(media: Path, library: MediaLibrary) -> Callable[[str], MediaInfo]:
    return lambda name: library.info(media / name)


@pytest.mark.parametrize(
    ("name", "count", "rate"),
    [
        ("bikes.mp4", 250, Fraction(25)),
        ("bbb_330-390s.mp4", 1441, Fraction(24)),
        ("book.mkv", 109, Fraction(30)),
        ("bottle-detection.mp4", 1189, Fraction(179, 6)),
        ("bt601.mov", 30, NTSC30),
        ("sample_edit_list.mp4", 77, NTSC30),
        ("tears-of-steel-battle-clip-medium.webm", 1691, Fraction(24)),
        ("cityCC0.mpg", 190, Fraction(25)),
    ],
)
def test_rate_is_measured_from_presentation_times(
    name: str, count: int, rate: Fraction, of: Callable[[str], MediaInfo]
) -> None:
    picture = of(f"footage/{name}").pictures[0]
    assert (picture.frame_count, picture.rate, picture.is_vfr) == (count, rate, False)
    assert picture.duration_s == count / rate


def test_phone_clip_with_uneven_times_is_vfr(of: Callable[[str], MediaInfo]) -> None:
    picture = of("footage/portrait_4k60.mp4").pictures[0]
    assert (picture.is_vfr, picture.rate) == (True, Fraction(60))


@pytest.mark.parametrize(
    ("name", "degrees", "is_mirrored", "shown"),
    [
        ("portrait_4k60.mp4", 90, False, (2160, 3840)),
        ("rotate-buck-bunny.mp4", 90, False, (1080, 1920)),
        ("sample_rotate_and_reflect.mp4", 270, True, (720, 1080)),
        ("sar_2x1.mp4", 0, False, (1280, 360)),
        ("sample_portrait.mp4", 0, False, (720, 1080)),
    ],
)
def test_display_size_follows_rotation_and_sample_aspect(
    name: str,
    degrees: int,
    is_mirrored: bool,  # noqa: FBT001
    shown: tuple[int, int],
    of: Callable[[str], MediaInfo],
) -> None:
    picture = of(f"footage/{name}").pictures[0]
    assert (picture.rotation_degrees, picture.is_mirrored, picture.display_size) == (degrees, is_mirrored, shown)


def color_of(picture: PictureFacts) -> tuple[str, str, str, str, int]:
    shape = picture.format
    return shape.matrix, shape.primaries, shape.transfer, shape.range, shape.bit_depth


@pytest.mark.parametrize(
    ("name", "color"),
    [
        ("hdr10-av1.mp4", ("bt2020", "bt2020", "smpte2084", "narrow", 10)),
        ("hlg10-color-test.mp4", ("bt2020", "bt2020", "arib-std-b67", "narrow", 10)),
        ("bt601.mov", ("bt601", "smpte170m", "bt709", "narrow", 8)),
        ("sample_srgb.mp4", ("bt709", "bt709", "iec61966-2-1", "narrow", 8)),
        ("karma.mp4", ("bt709", "bt709", "bt709", "full", 8)),
        ("sample_gamma2.2.mp4", ("bt601", "bt709", "gamma22", "full", 8)),
    ],
)
def test_tagged_color_is_read_and_not_guessed(
    name: str, color: tuple[str, str, str, str, int], of: Callable[[str], MediaInfo]
) -> None:
    picture = of(f"footage/{name}").pictures[0]
    assert color_of(picture) == color
    assert "matrix" not in picture.guessed


@pytest.mark.parametrize(("name", "matrix"), [("bikes.mp4", Matrix.BT601), ("sample_portrait.mp4", Matrix.BT709)])
def test_untagged_matrix_is_guessed_by_lines_and_said_to_be(
    name: str, matrix: Matrix, of: Callable[[str], MediaInfo]
) -> None:
    picture = of(f"footage/{name}").pictures[0]
    assert picture.format.matrix is matrix
    assert {"matrix", "range", "primaries", "transfer"} <= set(picture.guessed)


def test_full_range_by_pixel_format_is_read(of: Callable[[str], MediaInfo]) -> None:
    picture = of("footage/book.mkv").pictures[0]
    assert picture.format.range is Range.FULL
    assert "range" not in picture.guessed


def test_timecode_track_gives_the_start(of: Callable[[str], MediaInfo]) -> None:
    info = of("footage/karma.mp4")
    assert (info.start_timecode, info.start_timecode_from) == ("19:26:48:04", "timecode track")


def test_reel_falls_back_to_the_file_name_and_says_so(of: Callable[[str], MediaInfo]) -> None:
    info = of("footage/bikes.mp4")
    assert (info.reel_name, info.reel_name_from) == ("bikes", "file name")


def test_every_stream_is_listed(of: Callable[[str], MediaInfo]) -> None:
    info = of("footage/nasa_13013.mp4")
    assert [(p.format.width, p.rate) for p in info.pictures] == [(320, Fraction(25)), (480, NTSC30)]
    assert [(s.sample_rate, s.channels) for s in info.sounds] == [(8000, 2), (16000, 2)]


def test_chapters_are_read(of: Callable[[str], MediaInfo]) -> None:
    chapters = of("footage/sample_with_chapters.mp4").chapters
    assert len(chapters) == 3
    assert all(before.end_s <= after.start_s for before, after in pairwise(chapters))


def test_recorder_time_reference_and_ixml_are_read(of: Callable[[str], MediaInfo]) -> None:
    broadcast = of("sound/sd_A101_3.WAV").broadcast
    assert broadcast is not None
    assert broadcast.time_reference_samples == 2191661476
    assert broadcast.ixml.startswith("<?xml")


def test_hdr_metadata_comes_through_an_encode(
    make_clip: Callable[..., Path], clip_type: Callable[..., object], library: MediaLibrary
) -> None:
    display = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"
    options = (("x265-params", f"log-level=none:hdr10=1:repeat-headers=1:master-display={display}:max-cll=1000,400"),)
    path = make_clip(
        clip_type(name="hdr.mp4", codec="libx265", pixel_format="yuv420p10le", options=options, pictures=6)
    )
    picture = library.info(path).pictures[0]
    assert picture.content_light == ContentLight(maximum_nits=1000, maximum_frame_average_nits=400)
    assert picture.mastering is not None
    assert (picture.mastering.maximum_nits, picture.mastering.minimum_nits) == (Fraction(1000), Fraction(1, 10000))
    assert picture.mastering.red == (Fraction(34000, 50000), Fraction(16000, 50000))


def test_field_order_is_read(
    make_clip: Callable[..., Path], clip_type: Callable[..., object], library: MediaLibrary
) -> None:
    options = (("x264-params", "tff=1:bframes=3:keyint=24"),)
    path = make_clip(clip_type(name="tff.mp4", codec="libx264", options=options))
    assert library.info(path).pictures[0].field_order is FieldOrder.TOP


def test_facts_survive_json(of: Callable[[str], MediaInfo]) -> None:
    info = of("footage/karma.mp4")
    assert replace(info_from_json(info_to_json(info)), reel_name=info.reel_name) == info


def test_file_cut_short_says_what_is_missing(media: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.mp4"
    path.write_bytes((media / "footage/flower.mp4").read_bytes()[:600_000])
    with MediaLibrary(tmp_path / "house") as own, pytest.raises(MediaError, match=r"short\.mp4 is cut short: stream 0"):
        own.info(path)
