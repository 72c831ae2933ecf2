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
from posthouse.signal import Chroma, ChromaSiting, Family, Matrix, Picture, PictureFormat, Range

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


def places(samples: int, chroma: Chroma, siting: ChromaSiting, axis: int) -> Grid:
    """Return where the chroma samples of one axis (0 down, 1 across) lie, in luma samples: H.273, types 0, 1, 2."""
    halved = chroma is not Chroma.C444 if axis else chroma is Chroma.C420
    if not halved:
        return np.arange(samples, dtype=np.float64)
    on_luma = siting is not ChromaSiting.CENTER if axis else siting is ChromaSiting.TOP_LEFT
    return np.arange(samples, dtype=np.float64) * 2 + (0.0 if on_luma else 0.5)


def up(plane: Grid, chroma: Chroma, shape: tuple[int, int], siting: ChromaSiting = ChromaSiting.LEFT) -> Grid:
    """Return chroma at luma sites: straight between the samples on both sides, the last one goes on outside."""
    rows = places(plane.shape[0], chroma, siting, 0)
    plane = np.stack([np.interp(np.arange(shape[0]), rows, line) for line in plane.T], axis=1)
    columns = places(plane.shape[1], chroma, siting, 1)
    return np.stack([np.interp(np.arange(shape[1]), columns, line) for line in plane])


def down(plane: Grid, chroma: Chroma, siting: ChromaSiting = ChromaSiting.LEFT) -> Grid:
    """Return a full-size plane at chroma sites, each axis by a tent (on a luma place) or the mean of two (between)."""
    for axis, halved in ((0, chroma is Chroma.C420), (1, chroma is not Chroma.C444)):
        if not halved:
            continue
        count = plane.shape[axis]
        middles = places((count + 1) // 2, chroma, siting, axis)
        far = np.abs(np.arange(-1, count + 1)[None, :] - middles[:, None])
        weights = np.where(middles[:, None] % 1 == 0, np.maximum(1 - far / 2, 0) / 2, (far == 0.5) / 2)
        weights[:, 1] += weights[:, 0]
        weights[:, -2] += weights[:, -1]
        plane = np.moveaxis(np.tensordot(weights[:, 1:-1], plane, (1, axis)), 0, axis)
    return plane


def middle(plane: Grid, canvas: PictureFormat) -> Grid:
    """Return a smooth full-size plane just where chroma lies: straight between its samples."""
    for axis, halved in ((0, canvas.chroma is Chroma.C420), (1, canvas.chroma is not Chroma.C444)):
        count = plane.shape[axis]
        at = places((count + 1) // 2 if halved else count, canvas.chroma, canvas.siting, axis)
        lines = [np.interp(at, np.arange(count), line) for line in np.moveaxis(plane, axis, -1)]
        plane = np.moveaxis(np.stack(lines), -1, axis)
    return plane


def across(plane: Grid, form: PictureFormat, canvas: PictureFormat) -> Grid:
    """Return a source's chroma at the canvas's chroma sites; the two have one siting where both have fewer samples."""
    target = canvas.chroma
    if form.chroma is target:
        return plane
    if form.chroma is Chroma.C444:
        return down(plane, target, canvas.siting)
    shape = (form.height, form.width)
    if target is Chroma.C444:
        return up(plane, form.chroma, shape, form.siting)
    if form.chroma is Chroma.C422:  # to 4:2:0: lines alone
        return np.stack([down(plane[:, [n, n]], target, canvas.siting)[:, 0] for n in range(plane.shape[1])], axis=1)
    at = places(plane.shape[0], Chroma.C420, form.siting, 0)
    return np.stack([np.interp(np.arange(form.height), at, line) for line in plane.T], axis=1)


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
        small = np.stack([down(rgb[..., n], canvas.chroma, canvas.siting) for n in range(3)], axis=-1)
    else:
        luma = (planes[0] - y_offset) / y_scale
        cb, cr = ((p - c_offset) / c_scale for p in planes[1:3]) if form.family is Family.YUV else (0 * luma, 0 * luma)
        at_luma = luma, up(cb, form.chroma, shape, form.siting), up(cr, form.chroma, shape, form.siting)
        at_chroma = (
            down(luma, canvas.chroma, canvas.siting),
            across(cb, form, canvas),
            across(cr, form, canvas),
        )
        if lut is None and form.matrix is matrix:
            return luma, at_chroma[1], at_chroma[2]
        rgb, small = to_rgb(*at_luma, form.matrix), to_rgb(*at_chroma, form.matrix)
    if lut is not None:
        rgb, small = lut(rgb), lut(small)
    return to_coded(rgb, matrix)[0], *to_coded(small, matrix)[1:]


def mixed(under: Layer, above: Layer, weight: Grid | float, canvas: PictureFormat, small: Grid | None = None) -> Layer:
    """Return ``above`` over ``under`` by a weight at luma sites, and at chroma sites (``small``; else filtered)."""
    luma = np.broadcast_to(weight, under[0].shape)
    small = down(luma, canvas.chroma, canvas.siting) if small is None else small
    y, cb, cr = (a + (b - a) * w for a, b, w in zip(under, above, (luma, small, small), strict=True))
    return y, cb, cr


def light(layer: Layer, canvas: PictureFormat) -> Grid:
    """Return (y, x, channel) linear light by BT.1886 with a black of 0, mirrored below 0."""
    shape = layer[0].shape
    cb, cr = (up(c, canvas.chroma, (shape[0], shape[1]), canvas.siting) for c in layer[1:])
    rgb = to_rgb(layer[0], cb, cr, canvas.matrix)
    return np.sign(rgb) * np.abs(rgb) ** 2.4


def displayed(linear: Grid, canvas: PictureFormat) -> Layer:
    """Return the layer of linear light."""
    luma, cb, cr = to_coded(np.sign(linear) * np.abs(linear) ** (1 / 2.4), canvas.matrix)
    return luma, down(cb, canvas.chroma, canvas.siting), down(cr, canvas.chroma, canvas.siting)


def laid(under: Layer, overlay: Overlay, canvas: PictureFormat) -> Layer:
    """Return a layer under a premultiplied overlay, drawn on a canvas of its own first."""
    wide = np.zeros((canvas.height + 400, canvas.width + 400, 4))
    height, width = overlay.rgba.shape[:2]
    wide[200 + overlay.top : 200 + overlay.top + height, 200 + overlay.left : 200 + overlay.left + width] = overlay.rgba
    rgba = wide[200 : 200 + canvas.height, 200 : 200 + canvas.width] * overlay.opacity
    luma, cb, cr = to_coded(rgba[..., :3], canvas.matrix)
    clear = 1 - rgba[..., 3]
    small = 1 - down(rgba[..., 3], canvas.chroma, canvas.siting)
    return (
        under[0] * clear + luma,
        under[1] * small + down(cb, canvas.chroma, canvas.siting),
        under[2] * small + down(cr, canvas.chroma, canvas.siting),
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
