"""The light of PQ pictures: published codes, the definition, and a slow twin in numpy (standards sheet 2.4 and 5.5)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posthouse.pixels.light import LIGHT_UNITS_PER_NIT, measure_pq_light
from posthouse.signal import Chroma, ChromaSiting, Family, Matrix, Picture, PictureFormat, PictureLight, Range

PQ = PictureFormat(
    width=64,
    height=32,
    bit_depth=10,
    siting=ChromaSiting.TOP_LEFT,
    matrix=Matrix.BT2020,
    primaries="bt2020",
    transfer="smpte2084",
)


def grey(form: PictureFormat, code: int) -> Picture:
    planes = [np.full(shape, code, np.uint16) for shape in form.plane_shapes()]
    if form.family is Family.YUV:
        planes[1][:] = planes[2][:] = 512
    return Picture(format=form, planes=tuple(planes))


def pq_nits(signal: np.ndarray) -> np.ndarray:
    """BT.2100-2, table 4."""
    power = np.clip(signal, 0, 1) ** (1 / 78.84375)
    light: np.ndarray = 10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (
        1 / 0.1593017578125
    )
    return light


@pytest.mark.parametrize(("nits", "code"), [(1, 195), (100, 509), (203, 573), (600, 674), (1000, 723), (4000, 855)])
def test_narrow_codes_have_their_published_light(nits: int, code: int) -> None:
    """Standards sheet 2.4: a code is the nearest one, so its light is within half a step of it (0.7 percent)."""
    light = measure_pq_light(grey(PQ, code))
    assert light.brightest_pixel_units / LIGHT_UNITS_PER_NIT == pytest.approx(nits, rel=0.012)
    assert light.mean_units == pytest.approx(light.brightest_pixel_units, abs=1)


@pytest.mark.parametrize("code", [940, 1000, 1023])
def test_white_and_beyond_is_10000_nits(code: int) -> None:
    assert measure_pq_light(grey(PQ, code)) == PictureLight(brightest_pixel_units=10**8, mean_units=10**8)


def test_black_and_below_is_dark() -> None:
    assert measure_pq_light(grey(PQ, 4)) == PictureLight(brightest_pixel_units=0, mean_units=0)


def test_the_mean_is_of_light_and_not_of_codes() -> None:
    picture = grey(PQ, 64)
    picture.planes[0][:8] = 723  # a quarter of the lines at 1000 nits
    light = measure_pq_light(picture)
    assert light.mean_units == pytest.approx(light.brightest_pixel_units / 4, rel=1e-6)


def test_a_saturated_pixel_counts_by_its_largest_channel() -> None:
    rgb = replace(PQ, family=Family.RGB, chroma=Chroma.C444, matrix=Matrix.RGB, range=Range.FULL)
    picture = grey(rgb, 0)
    picture.planes[2][5, 7] = 769  # blue alone at 1000 nits
    light = measure_pq_light(picture)
    assert light.brightest_pixel_units / LIGHT_UNITS_PER_NIT == pytest.approx(1000, rel=0.01)


def _up(plane: np.ndarray, axis: int, *, is_on_even: bool) -> np.ndarray:
    """Bring chroma to luma places along one axis, edges held."""
    plane = np.moveaxis(plane, axis, 0)
    before, after = np.concatenate([plane[:1], plane[:-1]]), np.concatenate([plane[1:], plane[-1:]])
    even = plane if is_on_even else 0.75 * plane + 0.25 * before
    odd = 0.5 * (plane + after) if is_on_even else 0.75 * plane + 0.25 * after
    return np.moveaxis(np.stack([even, odd], 1).reshape(-1, *plane.shape[1:]), 0, axis)


def twin(picture: Picture) -> tuple[float, float]:
    form = picture.format
    luma = (picture.planes[0] - 64.0) / 876
    chroma = [(plane - 512.0) / 896 for plane in picture.planes[1:]]
    if form.chroma is Chroma.C420:
        chroma = [_up(plane, 0, is_on_even=form.siting is ChromaSiting.TOP_LEFT) for plane in chroma]
    if form.chroma is not Chroma.C444:
        chroma = [_up(plane, 1, is_on_even=form.siting is not ChromaSiting.CENTER) for plane in chroma]
    kr, kb = form.matrix.kr_kb
    red, blue = luma + 2 * (1 - kr) * chroma[1], luma + 2 * (1 - kb) * chroma[0]
    green = (luma - kr * red - kb * blue) / (1 - kr - kb)
    light = pq_nits(np.maximum(np.maximum(red, green), blue))
    return float(light.max()), float(light.mean())


@pytest.mark.parametrize("siting", list(ChromaSiting))
@pytest.mark.parametrize("chroma", [Chroma.C420, Chroma.C422, Chroma.C444])
def test_light_is_that_of_the_slow_twin(chroma: Chroma, siting: ChromaSiting) -> None:
    form = replace(PQ, chroma=chroma, siting=siting)
    random = np.random.default_rng(1)
    planes = [random.integers(300, 700, shape).astype(np.uint16) for shape in form.plane_shapes()]
    picture = Picture(format=form, planes=tuple(planes))
    light, (brightest_nits, mean_nits) = measure_pq_light(picture), twin(picture)
    assert light.brightest_pixel_units / LIGHT_UNITS_PER_NIT == pytest.approx(brightest_nits, rel=2e-4)
    assert light.mean_units / LIGHT_UNITS_PER_NIT == pytest.approx(mean_nits, rel=2e-4)


def test_strided_views_are_measured_as_they_lie() -> None:
    wide = [np.zeros((shape[0], shape[1] + 24), np.uint16) for shape in PQ.plane_shapes()]
    for plane, source in zip(wide, grey(PQ, 723).planes, strict=True):
        plane[:, : source.shape[1]] = source
    planes = tuple(plane[:, : shape[1]] for plane, shape in zip(wide, PQ.plane_shapes(), strict=True))
    assert measure_pq_light(Picture(format=PQ, planes=planes)) == measure_pq_light(grey(PQ, 723))
