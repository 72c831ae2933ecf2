"""Blend modes and luma keys against a slow twin, from the formulas of W3C Compositing and Blending Level 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from posthouse.pixels import Blend, Blended, LumaKey, Over, Solid
from posthouse.signal import Chroma, Matrix, Picture, PictureFormat, Range
from tests.pixels.pixel_twin import (
    Grid,
    Layer,
    Shelf,
    agrees,
    developed,
    down,
    graded,
    noise,
    rect,
    rendered,
    to_coded,
    to_rgb,
    up,
    whole,
)

CANVAS = PictureFormat(width=64, height=36)
FINE = replace(CANVAS, bit_depth=12, chroma=Chroma.C444, range=Range.FULL)
TARGETS = {"8-bit 4:2:0": CANVAS, "10-bit 4:2:2": replace(CANVAS, bit_depth=10, chroma=Chroma.C422), "12-bit": FINE}
Formula = Callable[[Grid, Grid], Grid]


def hard_light(under: Grid, above: Grid) -> Grid:
    bright = 2 * above - 1
    return np.where(above <= 0.5, under * 2 * above, under + bright - under * bright)


def soft_light(under: Grid, above: Grid) -> Grid:
    bent = np.where(under <= 0.25, ((16 * under - 12) * under + 4) * under, np.sqrt(under))
    darker = under - (1 - 2 * above) * under * (1 - under)
    return np.where(above <= 0.5, darker, under + (2 * above - 1) * (bent - under))


def color_dodge(under: Grid, above: Grid) -> Grid:
    dodged = np.minimum(1, under / np.maximum(1 - above, 1e-12))
    return np.where(under == 0, 0, np.where(above == 1, 1, dodged))


def color_burn(under: Grid, above: Grid) -> Grid:
    burnt = 1 - np.minimum(1, (1 - under) / np.maximum(above, 1e-12))
    return np.where(under == 1, 1, np.where(above == 0, 0, burnt))


FORMULAS: dict[Blend, Formula] = {
    Blend.NORMAL: lambda _under, above: above,
    Blend.ADD: lambda under, above: np.minimum(1, under + above),
    Blend.SUBTRACT: lambda under, above: np.maximum(0, under - above),
    Blend.SCREEN: lambda under, above: under + above - under * above,
    Blend.MULTIPLY: lambda under, above: under * above,
    Blend.OVERLAY: lambda under, above: hard_light(above, under),
    Blend.DARKEN: np.minimum,
    Blend.LIGHTEN: np.maximum,
    Blend.COLOR_DODGE: color_dodge,
    Blend.COLOR_BURN: color_burn,
    Blend.HARD_LIGHT: hard_light,
    Blend.SOFT_LIGHT: soft_light,
    Blend.DIFFERENCE: lambda under, above: np.abs(under - above),
    Blend.EXCLUSION: lambda under, above: under + above - 2 * under * above,
}


def rgb_of(layer: Layer, canvas: PictureFormat) -> Grid:
    shape = (canvas.height, canvas.width)
    cb, cr = (up(plane, canvas.chroma, shape, canvas.siting) for plane in layer[1:])
    return to_rgb(layer[0], cb, cr, canvas.composing_matrix)


def changed(under: Layer, change: Grid, canvas: PictureFormat) -> Layer:
    luma, cb, cr = to_coded(change, canvas.composing_matrix)
    small = (down(plane, canvas.chroma, canvas.siting) for plane in (cb, cr))
    first, second = small
    return under[0] + luma, under[1] + first, under[2] + second


def twin(layers: tuple[Layer, Layer], stack: Blended, canvas: PictureFormat, seen: Grid) -> Layer:
    """Return a blend of opaque layers, of which ``seen`` is how much of the upper one is seen."""
    under, above = layers
    low, high = rgb_of(under, canvas), rgb_of(above, canvas)
    if stack.key is not None:
        luma = to_coded(high, canvas.composing_matrix)[0]
        rising = np.clip((luma - stack.key.low) * stack.key.slope, 0, 1)
        seen = seen * (1 - rising if stack.key.is_inverted else rising)
    if stack.mode is not Blend.NORMAL:
        low, high = np.clip(low, 0, 1), np.clip(high, 0, 1)
    return changed(under, seen[..., None] * (FORMULAS[stack.mode](low, high) - low), canvas)


def over(mode: Blend, canvas: PictureFormat, **said: object) -> Blended:
    everything = rect(0, 0, canvas.width, canvas.height)
    parts: dict[str, object] = {"within": everything, "opacities": (0.7,), "mode": mode, **said}
    return Blended(under=whole("a", canvas), above=whole("b", canvas), **parts)  # type: ignore[arg-type] # by name


def both(shown: dict[str, Picture], canvas: PictureFormat) -> tuple[Layer, Layer]:
    return developed(shown["a"], canvas), developed(shown["b"], canvas)


def pictures(canvas: PictureFormat) -> dict[str, Picture]:
    return {"a": noise(canvas, 11, smooth=True), "b": noise(canvas, 12)}


@pytest.mark.parametrize("mode", Blend)
def test_modes_are_their_formulas(mode: Blend) -> None:
    stack, shown = over(mode, CANVAS), pictures(CANVAS)
    seen = np.full((CANVAS.height, CANVAS.width), 0.7)
    expected = twin(both(shown, CANVAS), stack, CANVAS, seen)
    agrees(rendered(stack, CANVAS, Shelf(shown)), expected, CANVAS, 0.05)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_modes_work_on_every_kind_of_canvas(target: PictureFormat) -> None:
    stack, shown = over(Blend.SCREEN, target), pictures(target)
    seen = np.full((target.height, target.width), 0.7)
    expected = twin(both(shown, target), stack, target, seen)
    agrees(rendered(stack, target, Shelf(shown)), expected, target, 0.1)


@pytest.mark.parametrize("mode", [Blend.NORMAL, Blend.ADD])
@pytest.mark.parametrize("is_inverted", [False, True], ids=["key", "inverted"])
def test_luma_keys_are_ramps_of_luma(mode: Blend, *, is_inverted: bool) -> None:
    key = LumaKey(low=0.2, high=0.6, is_inverted=is_inverted)
    stack, shown = over(mode, CANVAS, key=key), pictures(CANVAS)
    seen = np.full((CANVAS.height, CANVAS.width), 0.7)
    expected = twin(both(shown, CANVAS), stack, CANVAS, seen)
    agrees(rendered(stack, CANVAS, Shelf(shown)), expected, CANVAS, 0.05)


NEUTRAL = {
    Blend.ADD: 0.0,
    Blend.SCREEN: 0.0,
    Blend.MULTIPLY: 1.0,
    Blend.SUBTRACT: 0.0,
    Blend.LIGHTEN: 0.0,
    Blend.DARKEN: 1.0,
    Blend.COLOR_DODGE: 0.0,
    Blend.DIFFERENCE: 0.0,
}


@pytest.mark.parametrize("is_linear", [False, True], ids=["display", "linear"])
@pytest.mark.parametrize(("mode", "rgb"), NEUTRAL.items(), ids=str)
def test_what_a_mode_leaves_alone_is_left_to_the_bit(mode: Blend, rgb: float, *, is_linear: bool) -> None:
    """Footage outside 0..1 too: nothing is clipped that the layer does not change."""
    picture = noise(CANVAS, 13)
    above = Solid(rgb=(rgb, rgb, rgb))
    within = rect(0, 0, CANVAS.width, CANVAS.height)
    stack = Blended(
        under=whole("a", CANVAS), above=above, within=within, opacities=(1.0,), mode=mode, is_linear=is_linear
    )
    out = rendered(stack, CANVAS, Shelf({"a": picture}))
    plain = rendered(
        Over(under=whole("a", CANVAS), above=above, within=within, opacities=(0.0,)), CANVAS, Shelf({"a": picture})
    )
    for plane, same in zip(out.planes, plain.planes, strict=True):
        assert np.array_equal(plane, same)


def test_outside_its_rectangle_a_blend_changes_nothing() -> None:
    shown = pictures(CANVAS)
    stack = over(Blend.DIFFERENCE, CANVAS, within=rect(16, 8, 20, 12), opacities=(1.0,))
    out = rendered(stack, CANVAS, Shelf(shown))
    assert np.array_equal(out.planes[0][:, :15], shown["a"].planes[0][:, :15])
    assert np.array_equal(out.planes[1][:, :7], shown["a"].planes[1][:, :7])
    assert not np.array_equal(out.planes[0][10:18, 18:34], shown["a"].planes[0][10:18, 18:34])


def test_light_added_to_light_is_the_sum_of_light() -> None:
    shown = {"a": noise(FINE, 14, smooth=True), "b": noise(FINE, 15, smooth=True)}
    stack = over(Blend.ADD, FINE, opacities=(1.0,), is_linear=True)
    low, high = (rgb_of(developed(shown[name], FINE), FINE) for name in "ab")
    summed = np.minimum(1, np.clip(low, 0, 1) ** 2.4 + np.clip(high, 0, 1) ** 2.4) ** (1 / 2.4)
    expected = changed(developed(shown["a"], FINE), summed - np.clip(low, 0, 1), FINE)
    agrees(rendered(stack, FINE, Shelf(shown)), expected, FINE, 0.3)


def test_a_normal_blend_is_an_over() -> None:
    shown = pictures(FINE)
    stack = over(Blend.NORMAL, FINE)
    plain = Over(under=stack.under, above=stack.above, within=stack.within, opacities=stack.opacities)
    out, same = (rendered(each, FINE, Shelf(shown)) for each in (stack, plain))
    for plane, other in zip(out.planes, same.planes, strict=True):
        assert np.abs(plane.astype(int) - other.astype(int)).max() <= 1


def test_blends_lie_over_blends_and_take_grades() -> None:
    lut = graded(7)
    everything = rect(0, 0, CANVAS.width, CANVAS.height)
    shown = pictures(CANVAS)
    first = Blended(
        under=whole("a", CANVAS, grade=0),
        above=whole("b", CANVAS),
        within=everything,
        opacities=(0.5,),
        mode=Blend.SCREEN,
    )
    stack = Blended(
        under=first, above=whole("b", CANVAS, grade=0), within=everything, opacities=(0.5,), mode=Blend.MULTIPLY
    )
    below, plain = developed(shown["a"], CANVAS, lut), developed(shown["b"], CANVAS)
    half = np.full((CANVAS.height, CANVAS.width), 0.5)
    middle = twin((below, plain), first, CANVAS, half)
    expected = twin((middle, developed(shown["b"], CANVAS, lut)), stack, CANVAS, half)
    shelf = Shelf(shown, (lut.tables(CANVAS.matrix),))
    agrees(rendered(stack, CANVAS, shelf), expected, CANVAS, 0.05)


def test_over_what_is_clear_a_blend_is_the_layer_alone() -> None:
    """W3C: where the backdrop has no alpha, the source's own color is shown."""
    clear = replace(FINE, has_alpha=True)
    above = whole("b", FINE)
    nothing = Solid(rgb=(0.0, 0.0, 0.0), is_nothing=True)
    everything = rect(0, 0, FINE.width, FINE.height)
    shown = {"b": noise(FINE, 16, smooth=True)}
    blend = Blended(under=nothing, above=above, within=everything, opacities=(0.5,), mode=Blend.MULTIPLY)
    plain = Over(under=nothing, above=above, within=everything, opacities=(0.5,))
    out, same = (rendered(each, clear, Shelf(shown)) for each in (blend, plain))
    for plane, other in zip(out.planes, same.planes, strict=True):
        assert np.abs(plane.astype(int) - other.astype(int)).max() <= 1


def test_bt601_footage_is_blended_on_the_canvass_matrix() -> None:
    source = replace(CANVAS, matrix=Matrix.BT601)
    shown = {"a": noise(CANVAS, 17, smooth=True), "b": noise(source, 18, smooth=True)}
    everything = rect(0, 0, CANVAS.width, CANVAS.height)
    stack = Blended(
        under=whole("a", CANVAS), above=whole("b", source), within=everything, opacities=(1.0,), mode=Blend.LIGHTEN
    )
    seen = np.ones((CANVAS.height, CANVAS.width))
    expected = twin(both(shown, CANVAS), stack, CANVAS, seen)
    agrees(rendered(stack, CANVAS, Shelf(shown)), expected, CANVAS, 0.05)
