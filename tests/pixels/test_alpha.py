"""Alpha: no fringe of hidden colors, canvases that are clear where nothing is, and layers that keep it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posthouse.pixels import Mix, Over, Overlay, Solid, Titled
from posthouse.pixels.alpha import premultiplied, without_alpha
from posthouse.signal import Chroma, ChromaSiting, Family, Matrix, Picture, PictureFormat, Range
from tests.pixels.pixel_twin import Shelf, down, noise, rect, rendered, whole

CANVAS = PictureFormat(width=64, height=36, bit_depth=10)
CLEAR = replace(CANVAS, chroma=Chroma.C444, has_alpha=True)
RGB = PictureFormat(
    width=64, height=36, bit_depth=12, family=Family.RGB, chroma=Chroma.C444, has_alpha=True, range=Range.FULL,
    matrix=Matrix.RGB,
)  # fmt: skip
NOTHING = Solid(rgb=(0.0, 0.0, 0.0), is_nothing=True)
YUV_FORMS = [
    replace(CLEAR, width=48, height=48, chroma=chroma, siting=siting, range=range_)
    for chroma in (Chroma.C420, Chroma.C422, Chroma.C444)
    for siting in ChromaSiting
    for range_ in Range
]


def disc(form: PictureFormat) -> Picture:
    """Return a disc of grey in a clear ground that hides pure green (Y'CbCr: code values far from grey)."""
    y, x = np.mgrid[0 : form.height, 0 : form.width]
    inside = np.hypot(x - form.width / 2, y - form.height / 2) < form.height / 3
    top = (1 << form.bit_depth) - 1
    grey, loud = ((top // 2,) * 3, (0, top, 0)) if form.family is Family.RGB else ((top // 2, 512, 512), (950, 40, 40))
    small = down(inside.astype(np.float64), form.chroma, form.siting) > 0  # visible pixels take part in it
    seen = (inside, small, small) if form.family is Family.YUV else (inside,) * 3
    planes = [
        np.where(where, own, hidden).astype(np.uint16) for where, own, hidden in zip(seen, grey, loud, strict=True)
    ]
    return Picture(format=form, planes=(*planes, (inside * top).astype(np.uint16)))


@pytest.mark.parametrize("size", [(20, 20), (48, 48), (77, 77)], ids=["down", "same", "up"])
@pytest.mark.parametrize(
    "form", [*YUV_FORMS[::2], replace(RGB, width=48, height=48, bit_depth=10)], ids=lambda f: f"{f.chroma} {f.siting}"
)
def test_what_is_clear_bleeds_into_nothing(form: PictureFormat, size: tuple[int, int]) -> None:
    canvas = PictureFormat(width=80, height=80, bit_depth=10, matrix=Matrix.BT709)
    over = whole("a", form)
    within = rect(1, 1, *size)
    over = replace(over, placement=replace(over.placement, canvas=within))
    stack = Over(under=Solid(rgb=(0.5, 0.5, 0.5)), above=over, within=within, opacities=(1.0,))
    out = rendered(stack, canvas, Shelf({"a": disc(form)}))
    for plane in out.planes[1:]:  # grey over grey: no color anywhere
        assert np.abs(plane.astype(int) - 512).max() <= 6
    middle, ground = int(out.planes[0][1 + size[1] // 2, 1 + size[0] // 2]), int(out.planes[0][-1, -1])
    assert min(middle, ground) - 3 <= out.planes[0].min() <= out.planes[0].max() <= max(middle, ground) + 3  # no ring


def test_multiplied_pictures_are_not_multiplied_again() -> None:
    once = premultiplied(noise(RGB, 1))
    assert premultiplied(once) is once
    opaque = noise(replace(RGB, has_alpha=False), 1)
    assert premultiplied(opaque) is opaque


def test_an_alpha_that_is_ignored_is_left_out() -> None:
    picture, form = noise(RGB, 1), replace(RGB, has_alpha=False)
    assert without_alpha(picture, form).planes == picture.planes[:3]


def test_straight_and_multiplied_show_the_same() -> None:
    straight = noise(RGB, 1, smooth=True)
    multiplied = premultiplied(straight)
    shown = [
        rendered(
            Over(under=NOTHING, above=whole("a", p.format), within=rect(0, 0, 64, 36), opacities=(1.0,)),
            CANVAS,
            Shelf({"a": p}),
        )
        for p in (straight, multiplied)
    ]
    assert all(np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(shown[0].planes, shown[1].planes, strict=True))


@pytest.mark.parametrize("canvas", [CLEAR, replace(CLEAR, chroma=Chroma.C420), RGB], ids=["444", "420", "rgb"])
def test_a_canvas_with_alpha_is_clear_where_nothing_is(canvas: PictureFormat) -> None:
    opaque = replace(canvas, has_alpha=False)
    stack = Over(under=NOTHING, above=whole("a", opaque), within=rect(8, 6, 40, 20), opacities=(1.0,))
    out = rendered(stack, canvas, Shelf({"a": noise(opaque, 1)}))
    top = (1 << canvas.bit_depth) - 1
    wanted = np.zeros((36, 64))
    wanted[6:26, 8:48] = top
    assert np.array_equal(out.planes[3], wanted)
    assert np.array_equal(out.planes[0][6:26, 8:48], noise(opaque, 1).planes[0][6:26, 8:48])


@pytest.mark.parametrize("is_linear", [False, True])
def test_a_picture_that_fades_in_from_nothing_keeps_its_color(*, is_linear: bool) -> None:
    form = replace(CLEAR, has_alpha=False)
    picture = noise(form, 1, smooth=True)
    stack = Mix(under=NOTHING, above=whole("a", form), weights=(0.25,), is_linear=is_linear)
    out = rendered(stack, CLEAR, Shelf({"a": picture}))
    assert np.abs(out.planes[3].astype(int) - 256).max() <= 1
    for plane, given in zip(out.planes[:3], picture.planes, strict=True):
        assert np.abs(plane.astype(int) - given).max() <= 1


def test_what_hides_everything_reaches_an_alpha_canvas_unchanged() -> None:
    form = replace(CLEAR, has_alpha=False)
    picture = noise(form, 1)
    out = rendered(whole("a", form), CLEAR, Shelf({"a": picture}))
    assert all(np.array_equal(a, b) for a, b in zip(out.planes[:3], picture.planes, strict=True))
    assert set(np.unique(out.planes[3])) == {1023}


def test_clear_footage_comes_through_an_alpha_canvas() -> None:
    picture = noise(CLEAR, 1, smooth=True)
    stack = Over(under=NOTHING, above=whole("a", CLEAR), within=rect(0, 0, 64, 36), opacities=(1.0,))
    out = rendered(stack, CLEAR, Shelf({"a": picture}))
    assert all(np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(out.planes, picture.planes, strict=True))
    exact = rendered(whole("a", CLEAR), CLEAR, Shelf({"a": picture}))
    assert all(np.array_equal(a, b) for a, b in zip(exact.planes, picture.planes, strict=True))


def test_a_title_covers_what_is_clear() -> None:
    rgba = np.full((8, 12, 4), 0.5, np.float32)
    shown = Overlay(rgba=rgba, left=10, top=10)
    out = rendered(Titled(under=NOTHING, title="", first_frame=0), RGB, Shelf({}, overlay=shown))
    assert np.abs(out.planes[3][10:18, 10:22].astype(int) - 2048).max() <= 1
    assert np.abs(out.planes[0][11:17, 11:21].astype(int) - 4095).max() <= 1
    assert out.planes[3][:8].max() == 0
