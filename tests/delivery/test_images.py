"""Images hold the codes they were given; EXR holds the light a reference display makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from posthouse.delivery.image_color import image_light
from posthouse.delivery.images import image_format, sequence_path, verify_images, write_picture
from posthouse.delivery.spec import FramesSpec, StillSpec
from posthouse.errors import ProductionError
from posthouse.media.images import read_samples
from posthouse.signal import Family, Picture, PictureFormat

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.delivery.spec import ImageKind


def painted(spec: FramesSpec) -> Picture:
    picture = Picture.empty(image_format(spec, PictureFormat(width=64, height=40)))
    for place, plane in enumerate(picture.planes):
        plane[:] = (np.arange(64 * 40).reshape(40, 64) * 23 + place) % np.iinfo(plane.dtype).max
    return picture


@pytest.mark.parametrize("bits", [8, 16])
def test_png_holds_the_same_codes(tmp_path: Path, bits: int) -> None:
    picture = painted(FramesSpec.model_validate({"bits": bits}))
    write_picture(picture, tmp_path / "a.png")
    assert picture.format.family is Family.RGB
    assert np.array_equal(read_samples(tmp_path / "a.png")[1], np.stack(picture.planes, axis=-1))


def test_exr_holds_display_light_within_a_half_float(tmp_path: Path) -> None:
    picture = painted(FramesSpec(format="exr"))
    write_picture(picture, tmp_path / "a.exr")
    wanted = (np.stack(picture.planes, axis=-1).astype(np.float64) / 65535.0) ** 2.4
    assert np.allclose(read_samples(tmp_path / "a.exr")[1], wanted, rtol=2**-11, atol=2**-24)


def test_display_light_is_bt1886() -> None:
    """ITU-R BT.1886, Annex 1, with black at 0: the middle code shows 0.5 ** 2.4 of white."""
    light = image_light(np.array([[[0, 32768, 65535]]], np.uint16), PictureFormat(width=3, height=1))
    assert light.ravel() == pytest.approx([0.0, (32768 / 65535) ** 2.4, 1.0], abs=1e-6)


@pytest.mark.parametrize("kind", ["png", "exr"])
def test_a_sequence_is_counted_measured_and_the_same_every_run(tmp_path: Path, kind: ImageKind) -> None:
    spec = FramesSpec(format=kind)
    picture = painted(spec)
    paths = [sequence_path(tmp_path, "harbour", spec.first + number, kind) for number in range(3)]
    assert paths[0].name == f"harbour.1001.{kind}"
    for path in paths:
        write_picture(picture, path)
    verify_images(paths, picture.format, "harbour").raise_failures()
    assert len({path.read_bytes() for path in paths}) == 1
    paths[1].unlink()
    assert [check.what for check in verify_images(paths, picture.format, "harbour").failures] == ["images"]


@pytest.mark.parametrize(("nits", "code"), [(0.1, 64), (100, 520), (1000, 769), (10_000, 1023)])
def test_pq_light_of_an_exr_counts_in_100_nits(nits: float, code: int) -> None:
    """Standards sheet 2.4: full-range 10-bit codes of PQ, each the nearest."""
    pq = PictureFormat(width=1, height=1, transfer="smpte2084")
    light = image_light(np.array([[[round(code / 1023 * 65535)] * 3]], np.uint16), pq)
    assert light[0, 0, 0] * 100 == pytest.approx(nits, rel=0.02)


def test_hlg_light_of_an_exr_is_scene_light() -> None:
    """Standards sheet 2.5: signal .5 is 1/12 of scene light, .75 is .26496."""
    hlg = PictureFormat(width=1, height=1, transfer="arib-std-b67")
    light = image_light(np.array([[[32767, round(0.75 * 65535), 65535]]], np.uint16), hlg)
    assert light.ravel() == pytest.approx([1 / 12, 0.26496, 1.0], rel=1e-3)


@pytest.mark.parametrize(
    ("kind", "told"), [("png", "9 16 0 1"), ("exr", "0.708 0.292 0.17 0.797 0.131 0.046 0.3127 0.329")]
)
def test_an_hdr_image_says_its_color_and_is_checked_for_it(tmp_path: Path, kind: ImageKind, told: str) -> None:
    spec = FramesSpec.model_validate({"format": kind, "color": "rec2100-pq"})
    picture, path = painted(spec), tmp_path / f"a.{kind}"
    write_picture(picture, path)
    report = verify_images([path], picture.format, "a")
    assert report.failures == ()
    assert {check.measured for check in report.checks if check.what == "color"} == {told}
    plain = verify_images([path], replace(picture.format, primaries="bt709", transfer="bt709"), "a")
    assert [check.what for check in plain.failures] == ["color"]


def test_ffmpeg_reads_the_color_of_an_hdr_png(tmp_path: Path) -> None:
    write_picture(painted(FramesSpec.model_validate({"color": "rec2100-pq"})), tmp_path / "a.png")
    with av.open(str(tmp_path / "a.png")) as image:
        frame = next(image.decode(video=0))
    assert (frame.color_primaries, frame.color_trc, frame.color_range) == (9, 16, 2)


def test_hdr_in_an_8_bit_png_is_refused() -> None:
    spec = StillSpec.model_validate({"at": "a+1s", "color": "rec2100-hlg"})
    with pytest.raises(ProductionError, match="too coarse for HDR"):
        image_format(spec, PictureFormat(width=64, height=40))
