"""The rain kernel against its slow twin, and laws of rain."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from posthouse.effects import RainSpec, rain_arguments
from posthouse.pixels import Rained
from posthouse.pixels.glow import SPOT_PIXELS
from posthouse.pixels.rain import RING_NUMBERS, STREAK_NUMBERS
from posthouse.pixels.schedule import NODE_PIXELS
from posthouse.signal import Chroma, Picture, PictureFormat
from tests.pixels.pixel_twin import (
    Grid,
    Layer,
    Shelf,
    agrees,
    developed,
    displayed,
    graded,
    light,
    noise,
    rendered,
    to_rgb,
    whole,
)

Arguments = list[NDArray[np.float32] | float | int]
CANVAS = PictureFormat(width=104, height=70)
BELL = np.array((0.0367, 0.1113, 0.2168, 0.2704, 0.2168, 0.1113, 0.0367))


def cover_of(streaks: Grid, rings: Grid, canvas: PictureFormat) -> Grid:
    """Return the cover of every pixel by every streak and ring, one at a time."""
    total = np.zeros((canvas.height, canvas.width))
    rows, columns = np.mgrid[0 : canvas.height, 0 : canvas.width].astype(np.float64)
    for x, y, lean, across, along, steepness, cover, first, count, _ in streaks:
        inside = (rows >= first) & (rows < first + count)
        end = np.clip((1 - np.abs((rows - y) * along)) * steepness, 0, 1)
        beside = np.clip(1 - ((columns - x - lean * (rows - y)) * across) ** 2, 0, None)
        total += inside * beside**2 * end * cover
    for x, y, across, down, thin, cover, first, count, _ in rings:
        inside = (rows >= first) & (rows < first + count)
        up = (rows - y) * down
        rim = np.clip(1 - np.abs(((columns - x) * across) ** 2 + up**2 - 1) * thin, 0, None)
        total += inside * rim * cover * (0.7 + up * 0.25)
    return total


def spots_of(layer: Layer, canvas: PictureFormat) -> Grid:
    """Return linear light of one pixel in each 4 by 4, its chroma that of the nearest sample before it."""
    y = np.clip(np.arange(-(-canvas.height // SPOT_PIXELS)) * SPOT_PIXELS + 2, 0, canvas.height - 1)
    x = np.clip(np.arange(-(-canvas.width // SPOT_PIXELS)) * SPOT_PIXELS + 2, 0, canvas.width - 1)
    small = np.ix_(y >> canvas.chroma.log2_y, x >> canvas.chroma.log2_x)
    rgb = to_rgb(layer[0][np.ix_(y, x)], layer[1][small], layer[2][small], canvas.matrix)
    return np.sign(rgb) * np.abs(rgb) ** 2.4


def nodes_of(spots: Grid, canvas: PictureFormat) -> Grid:
    """Return the blurred light of nodes 32 pixels apart, one more than the picture has each way."""
    height, width, per = canvas.height, canvas.width, NODE_PIXELS // SPOT_PIXELS
    counts = (height - 1) // NODE_PIXELS + 2, (width - 1) // NODE_PIXELS + 2
    nodes = np.zeros((*counts, 3))
    for j in range(counts[0]):
        for i in range(counts[1]):
            y = np.clip(np.arange(per) + j * per - per // 2, 0, spots.shape[0] - 1)
            x = np.clip(np.arange(per) + i * per - per // 2, 0, spots.shape[1] - 1)
            nodes[j, i] = spots[np.ix_(y, x)].mean(axis=(0, 1))
    for axis in (1, 0):
        places = np.clip(np.arange(nodes.shape[axis])[:, None] + np.arange(-3, 4), 0, nodes.shape[axis] - 1)
        nodes = np.moveaxis(np.einsum("ijk...,j->ik...", np.moveaxis(nodes, axis, 0)[places], BELL), 0, axis)
    return nodes


def rained_twin(layer: Layer, arguments: Arguments, canvas: PictureFormat) -> Grid:
    """Return linear light of a layer with rain over it."""
    streaks, rings, streak_count, ring_count, haze, wetness, gain, *_ = arguments
    linear, nodes = light(layer, canvas), nodes_of(spots_of(layer, canvas), canvas)
    weight = nodes[:-1, :-1].sum(axis=-1, keepdims=True) + 1e-4
    scene = (nodes[:-1, :-1] * weight).sum(axis=(0, 1)) / weight.sum()
    y, x = np.mgrid[0 : canvas.height, 0 : canvas.width]
    j, i, v, u = y // 32, x // 32, (y % 32 / 32)[..., None], (x % 32 / 32)[..., None]

    def between_rows(grid: Grid, column: NDArray[np.int64]) -> Grid:
        return np.asarray(grid[j, column] + (grid[j + 1, column] - grid[j, column]) * v)

    upper, lower = between_rows(nodes, i), between_rows(nodes, i + 1)

    def shown(near: Grid) -> tuple[Grid, Grid]:
        lit = (near * 0.55 + scene * 0.45) * gain + 0.01
        pale = (lit + lit.mean(axis=-1, keepdims=True)) / 2
        return pale / (1 + pale / 2), near * 0.85 + scene.mean() * np.array((0.93, 1.0, 1.08)) * 0.2

    drop, veil = (a + (b - a) * u for a, b in zip(shown(upper), shown(lower), strict=True))
    ground = np.clip((y / canvas.height - 0.35) / 0.65, 0, 1)
    ground = (ground * ground * (3 - 2 * ground))[..., None]
    wet_amount, veiled = wetness * ground, haze * (1 - ground * 0.45)
    dry = np.maximum(linear, 0)
    wet = np.maximum(dry + (dry - dry.mean(axis=-1, keepdims=True)) * wet_amount * 0.25, 0) * (1 - wet_amount * 0.38)
    air = wet * (1 - veiled) + veil * veiled
    table = np.asarray(streaks, np.float64)[: int(streak_count) * STREAK_NUMBERS].reshape(-1, STREAK_NUMBERS)
    circles = np.asarray(rings, np.float64)[: int(ring_count) * RING_NUMBERS].reshape(-1, RING_NUMBERS)
    cover = cover_of(table, circles, canvas)[..., None]
    cover = cover / (1 + cover)
    return np.asarray(air + (drop - air) * cover)


def rain_on(picture: Picture, canvas: PictureFormat, spec: RainSpec, seconds: float) -> Picture:
    shelf = Shelf({"a": picture})
    shelf.rain = rain_arguments(spec, (canvas.width, canvas.height), Fraction(25), seconds)
    return rendered(Rained(under=whole("a", picture.format), rain=spec, seconds=(seconds,)), canvas, shelf)


@pytest.mark.parametrize("canvas", [CANVAS, PictureFormat(width=18, height=16)], ids=["104x70", "18x16"])
@pytest.mark.parametrize(
    "spec",
    [
        RainSpec(intensity=0.7, wind=10, splashes=1),
        RainSpec(intensity=0.3, wind=-55, lens=200, aperture=1, haze=1, wetness=1),
        RainSpec(intensity=0, splashes=0),
    ],
    ids=["steady", "slanting", "none"],
)
def test_rain_agrees_with_its_twin(spec: RainSpec, canvas: PictureFormat) -> None:
    picture = noise(canvas, 1, smooth=True)
    arguments = rain_arguments(spec, (canvas.width, canvas.height), Fraction(25), 7.25)
    twin = rained_twin(developed(picture, canvas), arguments, canvas)
    agrees(rain_on(picture, canvas, spec, 7.25), displayed(twin, canvas), canvas, 0.03)


def test_rain_falls_on_full_color_canvases_too() -> None:
    canvas = PictureFormat(width=64, height=36, bit_depth=10, chroma=Chroma.C444)
    picture, spec = noise(canvas, 2, smooth=True), RainSpec(intensity=0.5)
    arguments = rain_arguments(spec, (64, 36), Fraction(25), 3.0)
    twin = rained_twin(developed(picture, canvas), arguments, canvas)
    agrees(rain_on(picture, canvas, spec, 3.0), displayed(twin, canvas), canvas, 0.1)


def test_rain_upon_rain_is_rendered() -> None:
    picture, spec = noise(CANVAS, 1, smooth=True), RainSpec(intensity=0.5)
    shelf = Shelf({"a": picture})
    shelf.rain = rain_arguments(spec, (CANVAS.width, CANVAS.height), Fraction(25), 1.0)
    once = Rained(under=whole("a", CANVAS), rain=spec, seconds=(1.0,))
    twice = rendered(Rained(under=once, rain=spec, seconds=(1.0,)), CANVAS, shelf)
    first = rained_twin(developed(picture, CANVAS), shelf.rain, CANVAS)
    second = rained_twin(displayed(first, CANVAS), shelf.rain, CANVAS)
    agrees(twice, displayed(second, CANVAS), CANVAS, 0.04)


def test_no_rain_no_haze_and_no_wetness_change_nothing_to_be_seen() -> None:
    picture = noise(CANVAS, 1, smooth=True)
    out = rain_on(picture, CANVAS, RainSpec(intensity=0, haze=0, wetness=0, splashes=0), 1.0)
    assert np.abs(out.planes[0].astype(int) - picture.planes[0]).max() <= 1


@pytest.mark.parametrize("is_shaped", [False, True], ids=["even nodes", "shaper"])
@pytest.mark.parametrize("chroma", [Chroma.C420, Chroma.C422, Chroma.C444])
def test_rain_falls_on_graded_footage(chroma: Chroma, *, is_shaped: bool) -> None:
    canvas = PictureFormat(width=104, height=70, chroma=chroma)
    source = PictureFormat(width=104, height=70, bit_depth=10)
    picture, lut, spec = noise(source, 1, smooth=True), graded(5, is_shaped=is_shaped), RainSpec(intensity=0.5)
    shelf = Shelf({"a": picture}, (lut.tables(canvas.matrix),))
    shelf.rain = rain_arguments(spec, (104, 70), Fraction(25), 2.0)
    out = rendered(Rained(under=whole("a", source, grade=0), rain=spec, seconds=(2.0,)), canvas, shelf)
    twin = rained_twin(developed(picture, canvas, lut), shelf.rain, canvas)
    agrees(out, displayed(twin, canvas), canvas, 0.03)
