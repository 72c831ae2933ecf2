"""The kernels' slow twins: the same pictures by plain numpy in float64, one step at a time, from the standards.

A layer is (Y', Cb, Cr): coded light, luma at luma sites and chroma at the canvas's chroma sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.pixels import Footage, GradeTables, Overlay, Placement, Rect, Renderer, Titled
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.pixels import Stack
    from posthouse.signal.picture import Plane

Grid = NDArray[np.float64]
Layer = tuple[Grid, Grid, Grid]


def scales(form: PictureFormat) -> tuple[float, float, float, float]:
    """Return (luma scale, luma offset, chroma scale, chroma offset): BT.709-6 item 4.6; full range by H.273."""
    top, middle = 2**form.bit_depth - 1, 2 ** (form.bit_depth - 1)
    if form.range is Range.FULL:
        return top, 0, top, middle
    return 219 * 2 ** (form.bit_depth - 8), 16 * 2 ** (form.bit_depth - 8), 224 * 2 ** (form.bit_depth - 8), middle


def to_rgb(luma: Grid, cb: Grid, cr: Grid, matrix: Matrix) -> Grid:
    """Return (y, x, channel) R'G'B'."""
    kr, kb = matrix.kr_kb
    red, blue = luma + 2 * (1 - kr) * cr, luma + 2 * (1 - kb) * cb
    return np.stack([red, (luma - kr * red - kb * blue) / (1 - kr - kb), blue], axis=-1)


def to_coded(rgb: Grid, matrix: Matrix) -> Layer:
    """Return Y' Cb Cr."""
    kr, kb = matrix.kr_kb
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    return luma, (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))


def up(plane: Grid, chroma: Chroma, shape: tuple[int, int]) -> Grid:
    """Return chroma at luma sites; H.273 type 0: lines 3/4 and 1/4, columns co-sited or half way."""
    if chroma is Chroma.C420:
        y = np.arange(shape[0])
        far = np.clip(np.where(y % 2 == 0, y // 2 - 1, y // 2 + 1), 0, plane.shape[0] - 1)
        plane = 0.75 * plane[y // 2] + 0.25 * plane[far]
    if chroma is not Chroma.C444:
        x = np.arange(shape[1])
        right = np.minimum(x // 2 + 1, plane.shape[1] - 1)
        plane = np.where(x % 2 == 0, plane[:, x // 2], (plane[:, x // 2] + plane[:, right]) / 2)
    return plane


def down(plane: Grid, chroma: Chroma) -> Grid:
    """Return a full-size plane at chroma sites: the mean of two lines, then 1 2 1."""
    height, width = plane.shape
    if chroma is Chroma.C420:
        y = np.arange((height + 1) // 2)
        plane = (plane[2 * y] + plane[np.minimum(2 * y + 1, height - 1)]) / 2
    if chroma is not Chroma.C444:
        x = np.arange((width + 1) // 2)
        left, right = np.maximum(2 * x - 1, 0), np.minimum(2 * x + 1, width - 1)
        plane = plane[:, left] / 4 + plane[:, 2 * x] / 2 + plane[:, right] / 4
    return plane


def across(plane: Grid, source: Chroma, target: Chroma, shape: tuple[int, int]) -> Grid:
    """Return chroma from one subsampling to another, by way of luma lines where their heights differ."""
    if source is target:
        return plane
    if source is Chroma.C444:
        return down(plane, target)
    if target is Chroma.C444:
        return up(plane, source, shape)
    if source is Chroma.C422:
        rows = np.arange((shape[0] + 1) // 2)
        lower = np.minimum(2 * rows + 1, shape[0] - 1)
        return np.asarray((plane[2 * rows] + plane[lower]) / 2)
    y = np.arange(shape[0])
    far = np.clip(np.where(y % 2 == 0, y // 2 - 1, y // 2 + 1), 0, plane.shape[0] - 1)
    return np.asarray(0.75 * plane[y // 2] + 0.25 * plane[far])


@dataclass(frozen=True, slots=True, kw_only=True)
class Lut:
    """A LUT as the color craft bakes it: (blue, green, red, channel)."""

    nodes: NDArray[np.float32]
    domain: tuple[float, float]
    shaper: NDArray[np.float32] | None = None

    def tables(self, matrix: Matrix) -> GradeTables:
        return GradeTables.of(self.nodes, self.domain, self.shaper, matrix)

    def __call__(self, rgb: Grid) -> Grid:
        """Return R'G'B' interpolated in tetrahedra (CLF v3, LUT3D, annex: six cases by the order of fractions)."""
        size = self.nodes.shape[0]
        share = np.clip((rgb - self.domain[0]) / (self.domain[1] - self.domain[0]), 0, 1)
        if self.shaper is not None:
            share = np.interp(share, np.linspace(0, 1, self.shaper.size), self.shaper.astype(np.float64))
        place = share * (size - 1)
        cell = np.minimum(place.astype(int), size - 2)
        part = place - cell
        order = np.argsort(-part, axis=-1, kind="stable")
        nodes = self.nodes.astype(np.float64)
        corner, result = cell.copy(), np.zeros(rgb.shape)
        last: Grid = np.ones(rgb.shape[:-1])
        for step in range(4):
            now = np.take_along_axis(part, order[..., step : step + 1], -1)[..., 0] if step < 3 else np.zeros_like(last)
            result += (last - now)[..., None] * nodes[corner[..., 2], corner[..., 1], corner[..., 0]]
            if step < 3:
                axis = order[..., step : step + 1]
                np.put_along_axis(corner, axis, 1 + np.take_along_axis(cell, axis, -1), -1)
                last = now
        return result


def developed(picture: Picture, canvas: PictureFormat, lut: Callable[[Grid], Grid] | None = None) -> Layer:
    """Return a picture of the canvas's size as a layer."""
    form, matrix = picture.format, canvas.matrix
    y_scale, y_offset, c_scale, c_offset = scales(form)
    planes = [plane.astype(np.float64) for plane in picture.planes]
    shape = (form.height, form.width)
    if form.family is Family.RGB:
        rgb = np.stack([(plane - y_offset) / y_scale for plane in planes[:3]], axis=-1)
        small = np.stack([down(rgb[..., n], canvas.chroma) for n in range(3)], axis=-1)
    else:
        luma = (planes[0] - y_offset) / y_scale
        cb, cr = ((p - c_offset) / c_scale for p in planes[1:3]) if form.family is Family.YUV else (0 * luma, 0 * luma)
        at_luma = luma, up(cb, form.chroma, shape), up(cr, form.chroma, shape)
        at_chroma = (
            down(luma, canvas.chroma),
            across(cb, form.chroma, canvas.chroma, shape),
            across(cr, form.chroma, canvas.chroma, shape),
        )
        if lut is None and form.matrix is matrix:
            return luma, at_chroma[1], at_chroma[2]
        rgb, small = to_rgb(*at_luma, form.matrix), to_rgb(*at_chroma, form.matrix)
    if lut is not None:
        rgb, small = lut(rgb), lut(small)
    return to_coded(rgb, matrix)[0], *to_coded(small, matrix)[1:]


def mixed(under: Layer, above: Layer, weight: Grid | float, canvas: PictureFormat) -> Layer:
    """Return ``above`` over ``under`` by a weight at luma sites; chroma takes the luma sample its site begins at."""
    luma = np.broadcast_to(weight, under[0].shape)
    small = luma[:: 1 << canvas.chroma.log2_y, :: 1 << canvas.chroma.log2_x]
    y, cb, cr = (a + (b - a) * w for a, b, w in zip(under, above, (luma, small, small), strict=True))
    return y, cb, cr


def light(layer: Layer, canvas: PictureFormat) -> Grid:
    """Return (y, x, channel) linear light by BT.1886 with a black of 0, mirrored below 0."""
    shape = layer[0].shape
    cb, cr = (up(c, canvas.chroma, (shape[0], shape[1])) for c in layer[1:])
    rgb = to_rgb(layer[0], cb, cr, canvas.matrix)
    return np.sign(rgb) * np.abs(rgb) ** 2.4


def displayed(linear: Grid, canvas: PictureFormat) -> Layer:
    """Return the layer of linear light."""
    luma, cb, cr = to_coded(np.sign(linear) * np.abs(linear) ** (1 / 2.4), canvas.matrix)
    return luma, down(cb, canvas.chroma), down(cr, canvas.chroma)


def laid(under: Layer, overlay: Overlay, canvas: PictureFormat) -> Layer:
    """Return a layer under a premultiplied overlay, drawn on a canvas of its own first."""
    wide = np.zeros((canvas.height + 400, canvas.width + 400, 4))
    height, width = overlay.rgba.shape[:2]
    wide[200 + overlay.top : 200 + overlay.top + height, 200 + overlay.left : 200 + overlay.left + width] = overlay.rgba
    rgba = wide[200 : 200 + canvas.height, 200 : 200 + canvas.width] * overlay.opacity
    luma, cb, cr = to_coded(rgba[..., :3], canvas.matrix)
    clear = 1 - rgba[..., 3]
    small = 1 - down(rgba[..., 3], canvas.chroma)
    return (
        under[0] * clear + luma,
        under[1] * small + down(cb, canvas.chroma),
        under[2] * small + down(cr, canvas.chroma),
    )


def thresholds(height: int, width: int) -> NDArray[np.float32]:
    """Return the dither's thresholds, 0..1 (Jimenez, SIGGRAPH 2014)."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    inner = (x * 0.06711056 + y * 0.00583715) % 1.0
    return ((inner * 52.9829189) % 1.0 * 0.984375 + 0.0078125).astype(np.float32)


def exact_codes(layer: Layer, canvas: PictureFormat) -> list[Grid]:
    """Return a layer's code values before they are made whole."""
    y_scale, y_offset, c_scale, c_offset = scales(canvas)
    if canvas.family is Family.RGB:
        rgb = to_rgb(*layer, Matrix.BT709)
        return [rgb[..., n] * y_scale + y_offset for n in range(3)]
    return [layer[0] * y_scale + y_offset, layer[1] * c_scale + c_offset, layer[2] * c_scale + c_offset]


def agrees(out: Picture, layer: Layer, canvas: PictureFormat, slack: float = 0.02) -> None:
    """Assert that each code is what the twin's exact code dithers to, within ``slack`` of a code of float32's doing."""
    top = 2**canvas.bit_depth - 1
    for index, (plane, exact) in enumerate(zip(out.planes, exact_codes(layer, canvas), strict=False)):
        dither = thresholds(*exact.shape)
        low = np.clip(np.floor(exact + dither - slack), 0, top)
        high = np.clip(np.floor(exact + dither + slack), 0, top)
        wrong = (plane < low) | (plane > high)
        worst = np.abs(plane - np.clip(exact, 0, top)).max()
        assert wrong.mean() < 2e-3, f"plane {index}: {wrong.mean():.2%} of its codes differ"
        assert worst <= 1 + slack, f"plane {index}: a code is off by {worst:.2f}"


class Shelf:
    """Supplies for tests: pictures by media name, grades by index, one overlay, and rain's arguments."""

    def __init__(
        self, pictures: dict[str, Picture], grades: tuple[GradeTables | None, ...] = (), overlay: Overlay | None = None
    ) -> None:
        self.pictures, self.grades, self.shown = pictures, grades, overlay
        self.rain: list[NDArray[np.float32] | float | int] = []

    def picture(self, footage: Footage, _frame: int) -> Picture:
        return self.pictures[footage.media]

    def grade(self, index: int) -> GradeTables | None:
        return self.grades[index]

    def overlay(self, _titled: Titled, _frame: int) -> Overlay:
        assert self.shown is not None
        return self.shown

    def rain_arguments(self, _rained: object, _frame: int) -> list[NDArray[np.float32] | float | int]:
        return self.rain


def rect(left: int, top: int, width: int, height: int) -> Rect:
    return Rect(left=Fraction(left), top=Fraction(top), width=Fraction(width), height=Fraction(height))


def noise(form: PictureFormat, seed: int, *, smooth: bool = False) -> Picture:
    """Return a picture of every code value there is, or of a soft gradient."""
    rng = np.random.default_rng(seed)
    planes: list[Plane] = []
    for index, (height, width) in enumerate(form.plane_shapes()):
        codes = rng.integers(0, 2**form.bit_depth, (height, width))
        if smooth:
            ramp = np.add.outer(np.linspace(0.2, 0.45, height), np.linspace(0.05, 0.3, width))
            if form.family is Family.YUV and index in {1, 2}:
                ramp = 0.4 + 0.3 * ramp
            codes = (ramp * (2**form.bit_depth - 1)).astype(np.int64)
        planes.append(codes.astype(np.uint8) if form.bit_depth == 8 else codes.astype(np.uint16))
    return Picture(format=form, planes=tuple(planes))


def whole(media: str, form: PictureFormat, grade: int | None = None) -> Footage:
    """Return footage of the canvas's own size, one frame long."""
    everything = rect(0, 0, form.width, form.height)
    return Footage(
        media=media,
        stream=0,
        frames=(0,),
        format=form,
        placement=Placement(source=everything, canvas=everything),
        grade=grade,
    )


def rendered(stack: Stack, canvas: PictureFormat, shelf: Shelf) -> Picture:
    out = Picture.empty(canvas)
    Renderer(stack, canvas, shelf).render(0, out)
    return out


def graded(seed: int, size: int = 9, *, is_shaped: bool = False) -> Lut:
    """Return a LUT near enough to a grade: an identity with a bend and some noise in it."""
    axis = np.linspace(-0.1, 1.2, size)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    nodes = np.stack([red, green, blue], axis=-1) * 0.8 + 0.05
    nodes += np.random.default_rng(seed).uniform(-0.05, 0.05, nodes.shape)
    shaper = np.linspace(0, 1, 33) ** 0.7 if is_shaped else None
    return Lut(
        nodes=nodes.astype(np.float32),
        domain=(-0.1, 1.2),
        shaper=None if shaper is None else shaper.astype(np.float32),
    )
