"""Named filters: what they weigh, what they keep, and what another program's do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.errors import ProductionError
from posthouse.pixels import Placement
from posthouse.pixels.resample import scaled
from posthouse.pixels.scaling import Scaling, ScalingKernel, ScalingLight
from posthouse.pixels.taps import Axis, taps
from posthouse.pixels.transfer import CURVES, curve_tables
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range
from tests.pixels.pixel_twin import noise, rect

if TYPE_CHECKING:
    from numpy.typing import NDArray

KERNELS = list(ScalingKernel)
SCALES = [Fraction(1, 3), Fraction(4, 5), Fraction(1), Fraction(3, 2), Fraction(37, 9)]
GREY = PictureFormat(width=60, height=40, family=Family.GREY, chroma=Chroma.C444, range=Range.FULL)
LINEAR = Scaling(light=ScalingLight.LINEAR)


def axis_of(scale: Fraction, samples: int = 24) -> Axis:
    half = Fraction(1, 2)
    return Axis(
        source_start=Fraction(0), source_length=scale * samples, canvas_start=Fraction(0),
        canvas_length=Fraction(samples), source_step=1, source_offset=half, canvas_step=1, canvas_offset=half,
        canvas_samples=samples,
    )  # fmt: skip


@pytest.mark.parametrize("scale", SCALES, ids=str)
@pytest.mark.parametrize("kernel", KERNELS)
def test_weights_sum_to_one_and_lie_around_their_place(kernel: ScalingKernel, scale: Fraction) -> None:
    first, weights = taps(axis_of(scale), kernel)
    assert np.allclose(weights.sum(axis=0), 1.0, atol=1e-6)
    middles = ((first + np.arange(weights.shape[0])[:, None]) * weights).sum(axis=0)
    wanted = (np.arange(24) + 0.5) * float(scale) - 0.5
    slack = 0.5 if kernel in {ScalingKernel.NEAREST, ScalingKernel.BOX} else 0.13
    assert np.abs(middles - wanted).max() <= slack


@pytest.mark.parametrize("kernel", [k for k in KERNELS if k is not ScalingKernel.MITCHELL])
def test_filters_that_interpolate_copy_whole_pixels(kernel: ScalingKernel) -> None:
    _, weights = taps(axis_of(Fraction(1)), kernel)
    assert np.allclose(weights.max(axis=0), 1.0)


@pytest.mark.parametrize(
    ("kernel", "overshoot"),
    [
        ("lanczos4", 0.12),
        ("lanczos3", 0.112),
        ("spline36", 0.1),
        ("catmull-rom", 0.08),
        ("mitchell", 0.04),
        ("bilinear", 0.0),
        ("box", 0.0),
        ("nearest", 0.0),
    ],
)
def test_ringing_beside_an_edge_is_bounded(kernel: str, overshoot: float) -> None:
    first, weights = taps(axis_of(Fraction(2, 5), 60), ScalingKernel(kernel))
    edge = (np.clip(first + np.arange(weights.shape[0])[:, None], 0, 23) >= 12).astype(float)
    shown = (edge * weights).sum(axis=0)
    assert -overshoot - 1e-6 <= shown.min() <= 1e-6
    assert 1 - 1e-6 <= shown.max() <= 1 + overshoot + 1e-6


def test_the_mean_over_areas_is_exact() -> None:
    first, weights = taps(axis_of(Fraction(3)), ScalingKernel.BOX)
    line = np.arange(72.0) ** 2
    shown = (line[np.clip(first + np.arange(weights.shape[0])[:, None], 0, 71)] * weights).sum(axis=0)
    assert np.allclose(shown, line.reshape(24, 3).mean(axis=1))


@pytest.mark.parametrize(
    ("kernel", "pillow"), [("lanczos3", "LANCZOS"), ("bilinear", "BILINEAR"), ("catmull-rom", "BICUBIC")]
)
@pytest.mark.parametrize("size", [(24, 16), (17, 31), (97, 83)], ids=str)
def test_inner_samples_are_what_another_program_makes(kernel: str, pillow: str, size: tuple[int, int]) -> None:
    image = pytest.importorskip("PIL.Image")
    smooth = np.clip(noise(GREY, 1).planes[0].astype(int) // 2 + 60, 0, 255).astype(np.uint8)
    canvas = replace(GREY, width=size[0], height=size[1])
    placement = Placement(source=rect(0, 0, 60, 40), canvas=rect(0, 0, *size))
    ours = scaled(
        Picture(format=GREY, planes=(smooth,)), canvas, placement, Scaling(kernel=ScalingKernel(kernel))
    ).planes[0]
    theirs = np.asarray(image.fromarray(smooth).resize(size, getattr(image.Resampling, pillow)))
    border = 3 * max(1, size[0] // 60 + 1, size[1] // 40 + 1) + 1
    inner = (slice(border, size[1] - border), slice(border, size[0] - border))
    assert np.abs(ours[inner] / 257 - theirs[inner]).max() < 1.6  # it rounds to 8 bits between the axes


@pytest.mark.parametrize("transfer", sorted(CURVES))
def test_curves_come_back_to_the_code(transfer: str) -> None:
    tables = curve_tables(transfer)
    codes = np.linspace(0, 1, 1001)
    points = np.linspace(0, 1.25, tables.light.size)
    root = np.interp(codes, points, tables.light.astype(np.float64)) ** 0.25
    back = np.interp(root * tables.codes_scale, np.arange(tables.codes.size), tables.codes.astype(np.float64))
    assert np.abs(back - codes)[codes > 0.002].max() < 1.5e-4


def lined(width: int, form: PictureFormat) -> Picture:
    """Return white and black columns in turn."""
    line = np.where(np.arange(width) % 2 == 0, (1 << form.bit_depth) - 1, 0).astype(np.uint16)
    plane = np.broadcast_to(line, (form.height, width))
    return Picture(format=form, planes=(plane,) * len(form.plane_shapes()))


@pytest.mark.parametrize(
    ("transfer", "shown"), [("iec61966-2-1", 0.7354), ("bt709", 0.5 ** (1 / 2.4)), ("linear", 0.5)]
)
def test_lines_that_become_one_tone_keep_their_light(transfer: str, shown: float) -> None:
    form = replace(GREY, family=Family.RGB, matrix=Matrix.RGB, transfer=transfer, width=120, height=40, bit_depth=12)
    canvas = replace(form, width=20, height=20)
    placement = Placement(source=rect(0, 0, 120, 40), canvas=rect(0, 0, 20, 20))
    out = scaled(lined(120, form), canvas, placement, LINEAR)
    values = (out.planes[0][5:15, 5:15] / 256 - 16) / 219
    assert np.abs(values - shown).max() < 0.004
    assert (out.format.family, out.format.range, out.format.matrix) == (Family.RGB, Range.NARROW, Matrix.RGB)


def twin_in_light(picture: Picture, axes: tuple[Axis, Axis]) -> NDArray[np.float64]:
    """Return the red plane's codes scaled in BT.1886 light by plain matrices in float64."""
    light = (picture.planes[0] / ((1 << picture.format.bit_depth) - 1.0)) ** 2.4
    for number, axis in ((0, axes[1]), (1, axes[0])):
        first, weights = taps(axis)
        matrix = np.zeros((first.size, light.shape[number]))
        for tap, line in enumerate(weights.astype(np.float64)):
            np.add.at(matrix, (np.arange(first.size), np.clip(first + tap, 0, light.shape[number] - 1)), line)
        light = matrix @ light if number == 0 else light @ matrix.T
    return (np.sign(light) * np.abs(light) ** (1 / 2.4) * 219 + 16) * 256


def test_scaling_in_light_agrees_with_plain_matrices() -> None:
    form = replace(GREY, family=Family.RGB, matrix=Matrix.RGB, bit_depth=10)
    picture, canvas = noise(form, 6), replace(form, width=24, height=24)
    placement = Placement(source=rect(0, 0, 60, 40), canvas=rect(0, 0, 24, 24))
    out = scaled(picture, canvas, placement, LINEAR)
    axes = axis_of(Fraction(60, 24)), axis_of(Fraction(40, 24))
    exact = np.clip(twin_in_light(picture, axes), 0, 65535)
    assert np.abs(out.planes[0] - exact).max() < 12  # of 65536: the tables are straight between their points


def test_light_of_an_unknown_curve_is_refused() -> None:
    form = replace(GREY, transfer="arri-logc4")
    placement = Placement(source=rect(0, 0, 60, 40), canvas=rect(0, 0, 30, 20))
    with pytest.raises(ProductionError, match="arri-logc4 is none"):
        scaled(noise(form, 1), replace(form, width=30, height=20), placement, LINEAR)
