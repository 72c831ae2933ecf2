"""Images hold the codes they were given; EXR holds the light a reference display makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.delivery.images import display_light, image_format, sequence_path, verify_images, write_picture
from posthouse.delivery.spec import FramesSpec
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
    light = display_light(np.array([[[0, 32768, 65535]]], np.uint16))
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
