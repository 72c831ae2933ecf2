"""How bright a finished PQ picture is: its brightest pixel and its mean, in the unit of ST 2086.

Source: CTA-861.3 (standards sheet 5.5): a pixel's light is the largest of its R, G and B in linear light;
MaxCLL is the brightest pixel of all pictures, MaxFALL the brightest picture's mean. Chroma is brought to luma sites
by its siting (H.273), so what is measured is what a decoder shows. Every pixel of the raster counts as active.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.kernel import SHELF, KernelSource
from posthouse.pixels.quantisation import Quantisation, to_rgb_coefficients
from posthouse.signal import Chroma, ChromaSiting, Family, PictureLight
from posthouse.signal.bt2100 import PQ_C1, PQ_C2, PQ_C3, PQ_M1, PQ_M2

if TYPE_CHECKING:
    import halide as hl
    from numpy.typing import NDArray

    from posthouse.signal import Picture, PictureFormat

LIGHT_UNITS_PER_NIT = 10_000
"""Luminance in ST 2086 counts in 0.0001 cd/m2."""
_COLUMNS_AT_ONCE = 16
_TOP = (1 << 16) - 1
_STEP_AT_ODD = {True: (0.5, 0.5), False: (0.25, 0.75)}
"""Weights of the farther and the nearer chroma sample at an odd luma place, by whether chroma lies on even ones."""


def measure_pq_light(picture: Picture) -> PictureLight:
    """Return how bright a PQ picture is; the signal is taken in steps of 1/65535, 0.15 nits at 1000."""
    signal = np.empty((picture.format.height, picture.format.width), np.uint16)
    form = picture.format
    kernel = SHELF.kernel(_kernel_name(form), lambda: _light_kernel(form))
    kernel(*picture.planes[: _planes_of(form)], *_coefficients(form), signal)
    light = pq_light_units()
    total = int(np.take(light, signal).sum(dtype=np.uint64))
    return PictureLight(
        brightest_pixel_units=int(light[int(signal.max())]),
        mean_units=(total + signal.size // 2) // signal.size,
    )


@functools.cache
def pq_light_units() -> NDArray[np.uint32]:
    """Return the light of each 16-bit signal in units of 0.0001 nits (BT.2100-2, table 4: reference PQ EOTF)."""
    power = (np.arange(_TOP + 1) / _TOP) ** (1 / PQ_M2)
    light = (np.maximum(power - PQ_C1, 0) / (PQ_C2 - PQ_C3 * power)) ** (1 / PQ_M1)
    units: NDArray[np.uint32] = np.round(light * 10_000 * LIGHT_UNITS_PER_NIT).astype(np.uint32)
    return units


def _planes_of(form: PictureFormat) -> int:
    return 1 if form.family is Family.GREY else 3


def _coefficients(form: PictureFormat) -> tuple[float, ...]:
    """Return the numbers of the kernel: decoding of luma and chroma, then the matrix."""
    decoding = Quantisation.of(form).decoding()
    return (*decoding[:2], *decoding[2:], *to_rgb_coefficients(form))[: 2 if form.family is not Family.YUV else None]


def _kernel_name(form: PictureFormat) -> str:
    kind = "u8" if form.bit_depth == 8 else "u16"
    shape = f"{form.chroma} {form.siting}" if form.family is Family.YUV else ""
    return f"light {kind} {form.family} {shape}"


def _light_kernel(form: PictureFormat) -> KernelSource:
    """Return the kernel: planes in, the largest of R'G'B' as a 16-bit signal out."""
    import halide as hl

    x, y = hl.Var("x"), hl.Var("y")
    kind = hl.UInt(8 if form.bit_depth == 8 else 16)
    planes = [hl.ImageParam(kind, 2, f"plane{number}") for number in range(_planes_of(form))]
    numbers = [hl.Param(hl.Float(32), f"number{at}") for at in range(len(_coefficients(form)))]
    signal = hl.Func("signal")
    largest = _largest(form, planes, [hl.f32(0) + number for number in numbers], signal, (x, y))
    level = hl.clamp(largest, hl.f32(0), hl.f32(1)) * hl.f32(_TOP) + hl.f32(0.5)
    signal[x, y] = hl.cast(hl.UInt(16), hl.cast(hl.Int(32), level))
    signal.vectorize(x, _COLUMNS_AT_ONCE, hl.TailStrategy.GuardWithIf)
    return KernelSource(pipeline=hl.Pipeline(signal), arguments=(*planes, *numbers))


def _largest(
    form: PictureFormat,
    planes: list[hl.ImageParam],
    numbers: list[hl.Expr],
    out: hl.Func,
    at: tuple[hl.Var, hl.Var],
) -> hl.Expr:
    """Return the largest of R', G' and B' at a luma site."""
    import halide as hl

    x, y = at
    coded = [hl.cast(hl.Float(32), plane[x, y]) * numbers[0] + numbers[1] for plane in planes[:1]]
    if form.family is not Family.YUV:
        others = [hl.cast(hl.Float(32), plane[x, y]) * numbers[0] + numbers[1] for plane in planes[1:]]
        return functools.reduce(hl.max, others, coded[0])
    blue_ness, red_ness = (_at_luma(plane, form, out, at) * numbers[2] + numbers[3] for plane in planes[1:])
    red, green, blue = (
        coded[0] + red_ness * numbers[4],
        coded[0] + blue_ness * numbers[5] + red_ness * numbers[6],
        coded[0] + blue_ness * numbers[7],
    )
    return hl.max(hl.max(red, green), blue)


def _at_luma(plane: hl.ImageParam, form: PictureFormat, out: hl.Func, at: tuple[hl.Var, hl.Var]) -> hl.Expr:
    """Return a chroma plane at luma sites, between its two nearest samples each way, its edges held."""
    import halide as hl

    x, y = at
    if form.chroma is Chroma.C444:
        return hl.cast(hl.Float(32), plane[x, y])
    rows, held = hl.Func(f"rows_{plane.name()}"), hl.BoundaryConditions.repeat_edge(plane)

    def code(column: hl.Expr, row: hl.Expr) -> hl.Expr:
        return hl.cast(hl.Float(32), held[column, row])

    is_on_even_rows = form.siting is ChromaSiting.TOP_LEFT
    is_halved_down = form.chroma is Chroma.C420
    rows[x, y] = _between(lambda row: code(x, row), y, is_on_even=is_on_even_rows) if is_halved_down else code(x, y)
    rows.compute_at(out, y).vectorize(x, _COLUMNS_AT_ONCE // 2, hl.TailStrategy.GuardWithIf)
    return _between(lambda column: rows[column, y], x, is_on_even=form.siting is not ChromaSiting.CENTER)


def _between(sample: object, place: hl.Expr, *, is_on_even: bool) -> hl.Expr:
    """Return what lies at a luma place between two chroma samples along one axis."""
    import halide as hl

    assert callable(sample)
    half, is_odd = place // 2, place % 2 == 1
    far, near = (hl.f32(weight) for weight in _STEP_AT_ODD[is_on_even])
    after: hl.Expr = sample(half) * near + sample(half + 1) * far
    before: hl.Expr = sample(half) if is_on_even else sample(half) * near + sample(half - 1) * far
    return hl.select(is_odd, after, before)
