"""Chroma at its place: every subsampling and siting, in and out, against positions worked out one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posthouse.pixels import Mix, Over, Overlay, Titled, Wipe
from posthouse.pixels.ramps import wipe_ramp
from posthouse.pixels.resample import is_identity
from posthouse.signal import Chroma, ChromaSiting, Family, Matrix, Picture, PictureFormat, Range
from tests.pixels.pixel_twin import (
    Shelf,
    agrees,
    developed,
    displayed,
    graded,
    laid,
    light,
    middle,
    mixed,
    noise,
    rect,
    rendered,
    whole,
)

SITED = [
    PictureFormat(width=46, height=22, chroma=chroma, siting=siting, bit_depth=10)
    for chroma in (Chroma.C420, Chroma.C422)
    for siting in ChromaSiting
]
FULL = PictureFormat(width=46, height=22, chroma=Chroma.C444, bit_depth=10)
RGB = replace(FULL, family=Family.RGB, range=Range.FULL, matrix=Matrix.RGB)
NAMES = [f"{form.chroma} {form.siting}" for form in SITED]


@pytest.mark.parametrize("form", SITED, ids=NAMES)
def test_chroma_of_any_siting_comes_to_full_color(form: PictureFormat) -> None:
    picture = noise(form, 1)
    out = rendered(whole("a", form), FULL, Shelf({"a": picture}))
    agrees(out, developed(picture, FULL), FULL)


@pytest.mark.parametrize("source", [FULL, RGB], ids=["Y'CbCr", "R'G'B'"])
@pytest.mark.parametrize("canvas", SITED, ids=NAMES)
def test_full_color_comes_to_chroma_of_any_siting(canvas: PictureFormat, source: PictureFormat) -> None:
    picture = noise(source, 2)
    agrees(rendered(whole("a", source), canvas, Shelf({"a": picture})), developed(picture, canvas), canvas)


@pytest.mark.parametrize("canvas", SITED[:3], ids=NAMES[:3])
@pytest.mark.parametrize("chroma", [Chroma.C420, Chroma.C422, Chroma.C444])
def test_a_grade_sees_luma_where_chroma_lies(chroma: Chroma, canvas: PictureFormat) -> None:
    source, lut = replace(canvas, chroma=chroma), graded(3)
    picture = noise(source, 3, smooth=True)
    out = rendered(whole("a", source, 0), canvas, Shelf({"a": picture}, (lut.tables(canvas.matrix),)))
    agrees(out, developed(picture, canvas, lut), canvas, 0.03)


@pytest.mark.parametrize("canvas", SITED, ids=NAMES)
def test_wipes_and_layers_weigh_chroma_where_it_lies(canvas: PictureFormat) -> None:
    pictures = {"a": noise(canvas, 1), "b": noise(canvas, 2)}
    under, above = (developed(picture, canvas) for picture in pictures.values())
    ramp = wipe_ramp("clock", canvas.width, canvas.height).astype(np.float64)
    weight, small = (np.clip((0.4 * 1.25 - moments) / 0.25, 0, 1) for moments in (ramp, middle(ramp, canvas)))
    wiped = Wipe(under=whole("a", canvas), above=whole("b", canvas), pattern="clock", softness=0.25, positions=(0.4,))
    agrees(rendered(wiped, canvas, Shelf(pictures)), mixed(under, above, weight, canvas, small), canvas)
    over = Over(under=whole("a", canvas), above=whole("b", canvas), within=rect(9, 5, 20, 11), opacities=(0.7,))
    reach = np.zeros((canvas.height, canvas.width))
    reach[5:16, 9:29] = 0.7
    agrees(rendered(over, canvas, Shelf(pictures)), mixed(under, above, reach, canvas), canvas)


@pytest.mark.parametrize("canvas", SITED, ids=NAMES)
def test_titles_and_linear_light_keep_chroma_in_its_place(canvas: PictureFormat) -> None:
    pictures = {"a": noise(canvas, 1, smooth=True), "b": noise(canvas, 2, smooth=True)}
    rgba = np.random.default_rng(4).uniform(0, 0.5, (7, 9, 4)).astype(np.float32)
    shown = Overlay(rgba=rgba, left=5, top=3)
    titled = Titled(under=whole("a", canvas), title="", first_frame=0)
    layer = developed(pictures["a"], canvas)
    agrees(rendered(titled, canvas, Shelf(pictures, overlay=shown)), laid(layer, shown, canvas), canvas)
    mix = Mix(under=whole("a", canvas), above=whole("b", canvas), weights=(0.3,), is_linear=True)
    low, high = (light(developed(picture, canvas), canvas) for picture in pictures.values())
    agrees(rendered(mix, canvas, Shelf(pictures)), displayed(low + (high - low) * 0.3, canvas), canvas, 0.05)


def test_other_subsamplings_and_sitings_are_resampled_first() -> None:
    left = PictureFormat(width=46, height=22)
    place = whole("a", left).placement
    assert not is_identity(replace(left, chroma=Chroma.C411), left, place)
    assert not is_identity(replace(left, siting=ChromaSiting.CENTER), left, place)
    assert is_identity(replace(left, siting=ChromaSiting.TOP_LEFT), replace(left, chroma=Chroma.C422), place)
    assert is_identity(replace(left, siting=ChromaSiting.CENTER), replace(left, chroma=Chroma.C444), place)


@pytest.mark.parametrize("chroma", [Chroma.C411, Chroma.C410, Chroma.C440])
def test_chroma_of_other_subsamplings_stays_with_luma(chroma: Chroma) -> None:
    source = PictureFormat(width=64, height=64, chroma=chroma, siting=ChromaSiting.CENTER)
    canvas = PictureFormat(width=64, height=64, chroma=Chroma.C444, bit_depth=16)
    height, width = source.plane_shapes()[1]
    steps = 64 // width, 64 // height
    x = np.arange(width) * steps[0] + steps[0] / 2
    y = np.arange(height) * steps[1] + steps[1] / 2
    ramps = np.broadcast_to(x + 80, (height, width)), np.broadcast_to(y[:, None] + 80, (height, width))
    planes = (np.full((64, 64), 100, np.uint8), *(np.rint(ramp).astype(np.uint8) for ramp in ramps))
    out = rendered(whole("a", source), canvas, Shelf({"a": Picture(format=source, planes=planes)}))
    inner = slice(16, 48)
    at = np.arange(64)[inner] + 0.5 + 80
    assert np.abs(out.planes[1][32, inner] / 256 - at).max() < 0.6
    assert np.abs(out.planes[2][inner, 32] / 256 - at).max() < 0.6
    assert set(np.unique(out.planes[0])) == {25600}


def test_ycgco_is_green_and_orange() -> None:
    source = replace(FULL, matrix=Matrix.YCGCO, range=Range.FULL)
    rgb = np.random.default_rng(5).uniform(0.2, 0.8, (3, 22, 46))
    red, green, blue = rgb
    coded = (red + 2 * green + blue) / 4, (2 * green - red - blue) / 4, (red - blue) / 2
    codes = tuple(np.rint(c * 1023 + m).astype(np.uint16) for c, m in zip(coded, (0, 512, 512), strict=True))
    out = rendered(whole("a", source), RGB, Shelf({"a": Picture(format=source, planes=codes)}))
    assert all(np.abs(plane / 1023 - c).max() < 3 / 1023 for plane, c in zip(out.planes, rgb, strict=True))
