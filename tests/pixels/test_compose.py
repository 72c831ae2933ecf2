"""Kernels against their slow twins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posthouse.pixels import Mix, Over, Overlay, Placement, Solid, Titled, Wipe
from posthouse.pixels.ramps import wipe_ramp
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range
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

CANVAS = PictureFormat(width=64, height=36)
SIZES = [(16, 16), (18, 16), (34, 18), (854, 16), (1998, 16)]
SOURCES = {
    "8-bit 4:2:0": PictureFormat(width=64, height=36),
    "10-bit 4:2:0": PictureFormat(width=64, height=36, bit_depth=10),
    "10-bit 4:2:2": PictureFormat(width=64, height=36, bit_depth=10, chroma=Chroma.C422),
    "16-bit 4:4:4": PictureFormat(width=64, height=36, bit_depth=16, chroma=Chroma.C444),
    "8-bit full range": PictureFormat(width=64, height=36, range=Range.FULL),
    "BT.601": PictureFormat(width=64, height=36, matrix=Matrix.BT601),
    "BT.601 4:2:2": PictureFormat(width=64, height=36, matrix=Matrix.BT601, chroma=Chroma.C422),
    "8-bit RGB": PictureFormat(
        width=64, height=36, family=Family.RGB, chroma=Chroma.C444, matrix=Matrix.RGB, range=Range.FULL
    ),
    "12-bit RGB": PictureFormat(
        width=64, height=36, bit_depth=12, family=Family.RGB, chroma=Chroma.C444, matrix=Matrix.RGB, range=Range.FULL
    ),
    "grey": PictureFormat(width=64, height=36, family=Family.GREY, chroma=Chroma.C444, range=Range.FULL),
}
TARGETS = {
    "8-bit 4:2:0": CANVAS,
    "10-bit 4:2:2": replace(CANVAS, bit_depth=10, chroma=Chroma.C422),
    "12-bit 4:4:4 full": replace(CANVAS, bit_depth=12, chroma=Chroma.C444, range=Range.FULL),
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_sources_develop_as_their_twins(source: PictureFormat, target: PictureFormat) -> None:
    picture = noise(source, 3)
    out = rendered(whole("a", source), target, Shelf({"a": picture}))
    agrees(out, developed(picture, target), target, 0.06 if target.bit_depth > 8 else 0.02)


@pytest.mark.parametrize("is_shaped", [False, True], ids=["even nodes", "shaper"])
@pytest.mark.parametrize("name", ["8-bit 4:2:0", "10-bit 4:2:2", "16-bit 4:4:4", "BT.601", "12-bit RGB"])
def test_luts_are_interpolated_in_tetrahedra(name: str, *, is_shaped: bool) -> None:
    source, lut = SOURCES[name], graded(5, is_shaped=is_shaped)
    picture = noise(source, 4)
    out = rendered(whole("a", source, grade=0), CANVAS, Shelf({"a": picture}, (lut.tables(CANVAS.matrix),)))
    agrees(out, developed(picture, CANVAS, lut), CANVAS)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_width_is_rendered_to_its_edges(size: tuple[int, int]) -> None:
    canvas, lut = replace(CANVAS, width=size[0], height=size[1]), graded(6)
    picture = noise(canvas, 5)
    out = rendered(whole("a", canvas, grade=0), canvas, Shelf({"a": picture}, (lut.tables(canvas.matrix),)))
    agrees(out, developed(picture, canvas, lut), canvas)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_display_mixes_are_weighed_means(target: PictureFormat) -> None:
    pictures = {"a": noise(CANVAS, 1), "b": noise(SOURCES["10-bit 4:2:2"], 2)}
    stack = Mix(under=whole("a", CANVAS), above=whole("b", pictures["b"].format), weights=(0.375,))
    under, above = (developed(picture, target) for picture in pictures.values())
    agrees(rendered(stack, target, Shelf(pictures)), mixed(under, above, 0.375, target), target, 0.06)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
@pytest.mark.parametrize("size", [(64, 36), (18, 50)], ids=str)
def test_linear_mixes_are_weighed_means_of_light(target: PictureFormat, size: tuple[int, int]) -> None:
    target = replace(target, width=size[0], height=size[1])
    source = replace(CANVAS, width=size[0], height=size[1])
    pictures = {"a": noise(source, 1, smooth=True), "b": noise(source, 2)}
    stack = Mix(under=whole("a", source), above=whole("b", source), weights=(0.375,), is_linear=True)
    low, high = (light(developed(picture, target), target) for picture in pictures.values())
    slack = 0.1 if target.bit_depth > 8 else 0.03
    agrees(rendered(stack, target, Shelf(pictures)), displayed(low + (high - low) * 0.375, target), target, slack)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_linear_mixes_take_graded_pictures(target: PictureFormat) -> None:
    pictures, luts = {"a": noise(CANVAS, 1, smooth=True), "b": noise(CANVAS, 2)}, (graded(1), graded(2, is_shaped=True))
    stack = Mix(under=whole("a", CANVAS, 0), above=whole("b", CANVAS, 1), weights=(0.5,), is_linear=True)
    shelf = Shelf(pictures, tuple(lut.tables(target.matrix) for lut in luts))
    layers = (developed(picture, target, lut) for picture, lut in zip(pictures.values(), luts, strict=True))
    low, high = (light(layer, target) for layer in layers)
    agrees(rendered(stack, target, shelf), displayed((low + high) / 2, target), target, 0.1)


def test_linear_mixes_nest() -> None:
    pictures = {name: noise(CANVAS, seed, smooth=True) for seed, name in enumerate("abc")}
    inner = Mix(under=whole("a", CANVAS), above=whole("b", CANVAS), weights=(0.5,), is_linear=True)
    stack = Mix(under=inner, above=whole("c", CANVAS), weights=(0.25,), is_linear=True)
    a, b, c = (light(developed(picture, CANVAS), CANVAS) for picture in pictures.values())
    first = light(displayed(a + (b - a) * 0.5, CANVAS), CANVAS)
    agrees(rendered(stack, CANVAS, Shelf(pictures)), displayed(first + (c - first) * 0.25, CANVAS), CANVAS, 0.04)


@pytest.mark.parametrize("pattern", ["bar-left-to-right", "clock", "iris-circle"])
def test_wipes_uncover_along_their_ramp(pattern: str) -> None:
    pictures = {"a": noise(CANVAS, 1), "b": noise(CANVAS, 2)}
    stack = Wipe(under=whole("a", CANVAS), above=whole("b", CANVAS), pattern=pattern, softness=0.25, positions=(0.5,))
    ramp = wipe_ramp(pattern, CANVAS.width, CANVAS.height).astype(np.float64)
    weight, small = (np.clip((0.5 * 1.25 - moments) / 0.25, 0, 1) for moments in (ramp, middle(ramp, CANVAS)))
    under, above = (developed(picture, CANVAS) for picture in pictures.values())
    agrees(rendered(stack, CANVAS, Shelf(pictures)), mixed(under, above, weight, CANVAS, small), CANVAS)


def test_layers_show_within_their_rectangle_by_opacity() -> None:
    pictures = {"a": noise(CANVAS, 1), "b": noise(CANVAS, 2)}
    stack = Over(under=whole("a", CANVAS), above=whole("b", CANVAS), within=rect(10, 4, 21, 13), opacities=(0.8,))
    weight = np.zeros((CANVAS.height, CANVAS.width))
    weight[4:17, 10:31] = 0.8
    under, above = (developed(picture, CANVAS) for picture in pictures.values())
    agrees(rendered(stack, CANVAS, Shelf(pictures)), mixed(under, above, weight, CANVAS), CANVAS)


def test_layers_with_alpha_show_through_where_they_are_clear() -> None:
    form = replace(SOURCES["12-bit RGB"], has_alpha=True)
    above = noise(form, 2, smooth=True)
    above.planes[3][:, :32] = 0
    above.planes[3][:, 32:] = 4095
    pictures = {"a": noise(CANVAS, 1), "b": above}
    everything = rect(0, 0, CANVAS.width, CANVAS.height)
    stack = Over(under=whole("a", CANVAS), above=whole("b", form), within=everything, opacities=(1.0,))
    out = rendered(stack, CANVAS, Shelf(pictures))
    assert np.array_equal(out.planes[0][:, :32], pictures["a"].planes[0][:, :32])
    opaque = Picture(format=replace(form, has_alpha=False), planes=above.planes[:3])
    alone = rendered(whole("c", opaque.format), CANVAS, Shelf({"c": opaque}))
    assert np.abs(out.planes[0][:, 32:].astype(int) - alone.planes[0][:, 32:]).max() <= 1


@pytest.mark.parametrize("place", [(7, 5), (-9, -3), (50, 30), (90, 3)], ids=str)
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_titles_lie_over_at_any_pixel(place: tuple[int, int], target: PictureFormat) -> None:
    picture = noise(CANVAS, 1)
    rgba = np.random.default_rng(3).uniform(0, 1, (13, 21, 4)).astype(np.float32)
    rgba[..., :3] *= rgba[..., 3:]
    overlay = Overlay(rgba=rgba, left=place[0], top=place[1], opacity=0.75)
    stack = Titled(under=whole("a", CANVAS), title=None, first_frame=0)
    out = rendered(stack, target, Shelf({"a": picture}, (), overlay))
    agrees(out, laid(developed(picture, target), overlay, target), target, 0.06)


def test_titles_lie_over_light_too() -> None:
    pictures = {"a": noise(CANVAS, 1, smooth=True), "b": noise(CANVAS, 2, smooth=True)}
    inner = Mix(under=whole("a", CANVAS), above=whole("b", CANVAS), weights=(0.5,), is_linear=True)
    overlay = Overlay(rgba=np.full((10, 10, 4), 0.5, np.float32), left=3, top=3)
    out = rendered(Titled(under=inner, title=None, first_frame=0), CANVAS, Shelf(pictures, (), overlay))
    a, b = (light(developed(picture, CANVAS), CANVAS) for picture in pictures.values())
    agrees(out, laid(displayed(a + (b - a) * 0.5, CANVAS), overlay, CANVAS), CANVAS, 0.03)


@pytest.mark.parametrize("bit_depth", [8, 16])
def test_rgb_canvases_get_rgb(bit_depth: int) -> None:
    canvas = replace(SOURCES["8-bit RGB"], bit_depth=bit_depth)
    picture = noise(CANVAS, 1)
    out = rendered(whole("a", CANVAS), canvas, Shelf({"a": picture}))
    twin = developed(picture, replace(canvas, matrix=Matrix.BT709))
    agrees(out, twin, canvas, 3.0 if bit_depth == 16 else 0.02)


def test_colors_outside_the_range_are_clipped_and_nothing_worse() -> None:
    picture = noise(replace(CANVAS, bit_depth=10), 1)
    low = Picture(format=picture.format, planes=tuple(np.zeros_like(plane) for plane in picture.planes))
    high = Picture(format=picture.format, planes=tuple(np.full_like(plane, 65535) for plane in picture.planes))
    lut = graded(1)
    for extreme in (low, high):
        out = rendered(whole("a", picture.format, grade=0), CANVAS, Shelf({"a": extreme}, (lut.tables(Matrix.BT709),)))
        agrees(out, developed(extreme, CANVAS, lut), CANVAS)


def test_solid_colors_fill_the_canvas() -> None:
    out = rendered(Solid(rgb=(1.0, 1.0, 1.0)), CANVAS, Shelf({}))
    assert set(np.unique(out.planes[0])) == {235}
    assert set(np.unique(out.planes[1])) <= {128}


@pytest.mark.parametrize("size", [(64, 36), (32, 18)], ids=["in place", "resampled"])
def test_alpha_is_full_range_beside_narrow_colors(size: tuple[int, int]) -> None:
    form = PictureFormat(width=size[0], height=size[1], chroma=Chroma.C444, has_alpha=True)
    codes = (180, 90, 200, 255)
    opaque = Picture(format=form, planes=tuple(np.full((size[1], size[0]), code, np.uint8) for code in codes))
    pictures = {"a": noise(CANVAS, 1), "b": opaque}
    everything = rect(0, 0, 64, 36)
    above = replace(whole("b", form), placement=Placement(source=rect(0, 0, size[0], size[1]), canvas=everything))
    stack = Over(under=whole("a", CANVAS), above=above, within=everything, opacities=(1.0,))
    out = rendered(stack, CANVAS, Shelf(pictures))
    assert [set(np.unique(plane)) for plane in out.planes] == [{180}, {90}, {200}]
