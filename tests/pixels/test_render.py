"""The identity law: what nothing touches comes out bit for bit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from posthouse.errors import InternalError
from posthouse.pixels import Footage, Mix, Over, Overlay, Placement, Renderer, Titled, Wipe
from posthouse.pixels.kernel import Kernel
from posthouse.signal import Chroma, Matrix, Picture, PictureFormat
from tests.pixels.pixel_twin import Lut, Shelf, noise, rect, rendered, whole

if TYPE_CHECKING:
    from posthouse.signal.picture import Plane

FORMATS = {
    "8-bit 4:2:0": PictureFormat(width=34, height=18),
    "10-bit 4:2:2": PictureFormat(width=34, height=18, bit_depth=10, chroma=Chroma.C422),
    "16-bit 4:4:4": PictureFormat(width=34, height=18, bit_depth=16, chroma=Chroma.C444),
}


def identity_lut(size: int = 17) -> Lut:
    """Return a LUT that changes nothing, over every R'G'B' that code values can stand for."""
    axis = np.linspace(-1.2, 2.2, size, dtype=np.float32)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    return Lut(nodes=np.stack([red, green, blue], axis=-1), domain=(-1.2, 2.2))


def same(out: Picture, picture: Picture) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(out.planes, picture.planes, strict=True))


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_untouched_footage_is_copied(form: PictureFormat) -> None:
    picture = noise(form, 1)
    assert same(rendered(whole("a", form), form, Shelf({"a": picture})), picture)


@pytest.mark.parametrize("name", ["8-bit 4:2:0", "10-bit 4:2:2"])
def test_an_identity_lut_changes_no_code(name: str) -> None:
    form = FORMATS[name]
    picture, lut = noise(form, 2), identity_lut()
    out = rendered(whole("a", form, grade=0), form, Shelf({"a": picture}, (lut.tables(Matrix.BT709),)))
    assert same(out, picture)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_a_mix_ends_in_its_pictures(form: PictureFormat, weight: float) -> None:
    pictures = {"a": noise(form, 1), "b": noise(form, 2)}
    stack = Mix(under=whole("a", form), above=whole("b", form), weights=(weight,))
    assert same(rendered(stack, form, Shelf(pictures)), pictures["b" if weight else "a"])


@pytest.mark.parametrize("position", [0.0, 1.0])
def test_a_wipe_ends_in_its_pictures(position: float) -> None:
    form = FORMATS["8-bit 4:2:0"]
    pictures = {"a": noise(form, 1), "b": noise(form, 2)}
    stack = Wipe(under=whole("a", form), above=whole("b", form), pattern="clock", softness=0.1, positions=(position,))
    assert same(rendered(stack, form, Shelf(pictures)), pictures["b" if position else "a"])


def test_outside_its_rectangle_a_layer_changes_nothing() -> None:
    form = FORMATS["8-bit 4:2:0"]
    pictures = {"a": noise(form, 1), "b": noise(form, 2)}
    stack = Over(under=whole("a", form), above=whole("b", form), within=rect(8, 8, 8, 4), opacities=(1.0,))
    out = rendered(stack, form, Shelf(pictures)).planes[0]
    expected = pictures["a"].planes[0].copy()
    expected[8:12, 8:16] = pictures["b"].planes[0][8:12, 8:16]
    assert np.array_equal(out, expected)


def test_a_clear_title_changes_nothing() -> None:
    form = FORMATS["8-bit 4:2:0"]
    picture = noise(form, 1)
    overlay = Overlay(rgba=np.zeros((8, 8, 4), np.float32), left=2, top=3)
    out = rendered(Titled(under=whole("a", form), title=None, first_frame=0), form, Shelf({"a": picture}, (), overlay))
    assert same(out, picture)


def test_planes_whose_columns_lie_apart_are_read_right() -> None:
    form = FORMATS["8-bit 4:2:0"]
    picture, lut = noise(form, 1), identity_lut()
    packed = tuple(cast("Plane", np.repeat(plane, 3, axis=1)[:, ::3]) for plane in picture.planes)
    apart = Shelf({"a": Picture(format=form, planes=packed)}, (lut.tables(Matrix.BT709),))
    assert same(rendered(whole("a", form, grade=0), form, apart), picture)


def test_a_held_picture_is_resampled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    form = FORMATS["8-bit 4:2:0"]
    small = replace(form, width=17, height=9)
    placement = Placement(source=rect(0, 0, 17, 9), canvas=rect(0, 0, 34, 18))
    still = Footage(media="a", stream=0, frames=(0, 0, 0), format=small, placement=placement)
    renderer = Renderer(still, form, Shelf({"a": noise(small, 1)}))
    calls: list[int] = []
    original = Kernel.__call__

    def counted(kernel: Kernel, *arguments: Any) -> None:
        calls.append(len(arguments))
        original(kernel, *arguments)

    monkeypatch.setattr(Kernel, "__call__", counted)
    for frame in range(3):
        renderer.render(frame, Picture.empty(form))
    assert len(calls) == 3 + 3  # three planes resampled, three frames rendered


def test_canvases_smaller_than_a_vector_are_refused() -> None:
    form = PictureFormat(width=14, height=16)
    with pytest.raises(InternalError, match="at least 16"):
        Renderer(whole("a", form), form, Shelf({}))
