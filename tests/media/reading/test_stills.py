"""Images in and out, code for code."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.errors import MediaError
from posthouse.media.facts import OpenAs
from posthouse.media.stills import display_codes, probe_still, read_float_image, read_still, write_image

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.library import MediaLibrary
    from posthouse.media.pool import DecoderPool

RANDOM = np.random.default_rng(4)
EXACT = [(".png", "8"), (".png", "16"), (".tif", "8"), (".tif", "16"), (".dpx", "10"), (".dpx", "8"), (".dpx", "16")]


def codes(depth: str, channels: int = 3) -> np.ndarray:
    kind = np.uint8 if depth == "8" else np.uint16
    return RANDOM.integers(0, 1 << int(depth), (30, 41, channels), kind)


@pytest.mark.parametrize(("suffix", "depth"), EXACT)
def test_integer_codes_survive_a_file(suffix: str, depth: str, tmp_path: Path) -> None:
    path, pixels = tmp_path / f"still{suffix}", codes(depth)
    write_image(path, pixels, depth=depth)  # type: ignore[arg-type]
    picture = read_still(path, probe_still(path))
    assert picture.format.bit_depth == int(depth)
    assert np.array_equal(np.dstack(picture.planes), pixels)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("channels", [1, 2, 4])
def test_alpha_and_grey_survive_unmultiplied(suffix: str, channels: int, tmp_path: Path) -> None:
    path, pixels = tmp_path / f"still{suffix}", codes("8", channels)
    write_image(path, pixels)
    picture = read_still(path, probe_still(path))
    assert picture.format.has_alpha is (channels in {2, 4})
    assert np.array_equal(np.dstack(picture.planes), pixels)


def test_png_says_its_color_by_cicp(tmp_path: Path) -> None:
    path = tmp_path / "pq.png"
    write_image(path, codes("16"), metadata=(("CICP", (9, 16, 0, 1)),))
    facts = probe_still(path).pictures[0]
    assert (facts.format.primaries, facts.format.transfer) == ("bt2020", "smpte2084")
    assert facts.guessed == ()


def test_scene_light_is_kept_far_above_white(tmp_path: Path) -> None:
    """ACEScct: 0.18 is 0.4135884 (S-2016-001; standards sheet 2.8: 423 of 1023), 222 the top."""
    path = tmp_path / "scene.exr"
    light = np.array([[[0.18, 1.0, 16.0], [0.0, 222.0, 500.0]]], np.float32)
    write_image(path, light, depth="float")
    info = probe_still(path, OpenAs(is_scene_linear=True))
    assert info.pictures[0].format.transfer == "acescct"
    found = np.dstack(read_still(path, info).planes).astype(np.float64) / 65535
    expected = [[[0.4135884, (0 + 9.72) / 17.52, (4 + 9.72) / 17.52], [0.0729055, 0.9997, 1.0]]]
    assert np.allclose(found, expected, atol=1e-4)


@pytest.mark.parametrize(("depth", "kind"), [("half", np.float16), ("float", np.float32)])
def test_light_survives_exr(depth: str, kind: type, tmp_path: Path) -> None:
    path = tmp_path / "light.exr"
    light = RANDOM.uniform(-1, 60, (20, 30, 3)).astype(kind).astype(np.float32)
    write_image(path, light, depth=depth)  # type: ignore[arg-type]
    pixels, info = read_float_image(path)
    assert np.array_equal(pixels, light)
    assert info.pictures[0].format.bit_depth == 16


def test_srgb_codes_are_the_published_ones() -> None:
    """Values: IEC 61966-2-1; light 0.18 is 0.46135613, 0.21404114 is 0.5, 0.0031308 is 0.04044994."""
    light = np.array([0.0, 0.0031308, 0.18, 0.21404114, 1.0, 7.0, -1.0, np.nan], np.float32).reshape(1, -1, 1)
    expected = np.rint(np.array([0, 0.04044994, 0.46135613, 0.5, 1, 1, 0, 0]) * 65535)
    assert np.abs(display_codes(light)[0, :, 0].astype(int) - expected).max() <= 1


def test_bt1886_codes_are_the_inverse_of_its_power() -> None:
    """Value: BT.1886 with Lw 1, Lb 0: 0.5 is 0.189465."""
    assert abs(int(display_codes(np.full((1, 1, 1), 0.189465, np.float32), "bt709")[0, 0, 0]) - 32768) <= 1


def test_alpha_of_an_exr_is_divided_out_and_kept_linear(tmp_path: Path) -> None:
    path = tmp_path / "over.exr"
    write_image(path, np.array([[[0.25, 0.25, 0.25, 0.5]]], np.float32), depth="float")
    red, *_, alpha = read_still(path, probe_still(path)).planes
    assert int(alpha[0, 0]) == 32768
    assert abs(int(red[0, 0]) - int(display_codes(np.full((1, 1, 1), 0.5, np.float32))[0, 0, 0])) <= 1


def test_data_window_lies_in_its_display_window(media: Path) -> None:
    inset, info = read_float_image(media / "colour/exr/t01.exr")
    overscan, over_info = read_float_image(media / "colour/img/grid-overscan.exr")
    assert inset.shape[:2] == (info.pictures[0].format.height, info.pictures[0].format.width)
    assert overscan.shape[:2] == (over_info.pictures[0].format.height, over_info.pictures[0].format.width)


def test_phone_picture_is_its_base_image_not_its_gain_map(media: Path) -> None:
    assert probe_still(media / "colour/img/ultraHDR.jpg").pictures[0].format.bit_depth == 8


def test_still_is_held_for_any_time(media: Path, library: MediaLibrary, pool: DecoderPool) -> None:
    path = media / "conformance/pse/stripes.png"
    pictures = list(pool.pictures(path, library.info(path), [0, 500, 3]))
    assert len(pictures) == 3
    assert pictures[0].planes[0] is pictures[2].planes[0]


@pytest.mark.parametrize("suffix", [".png", ".tif", ".exr", ".dpx"])
def test_writing_twice_gives_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    pixels = RANDOM.uniform(0, 1, (9, 9, 3)).astype(np.float32) if suffix == ".exr" else codes("16")
    write_image(tmp_path / f"a{suffix}", pixels)
    time.sleep(1.1)
    write_image(tmp_path / f"b{suffix}", pixels)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="could not be written"):
        write_image(tmp_path / "nowhere" / "x.png", codes("8"))
    assert list(tmp_path.iterdir()) == []


def test_depth_a_format_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"cannot be written with depth float"):
        write_image(tmp_path / "x.png", np.zeros((2, 2, 3), np.float32))
