"""Dither: whole codes stay, and what lies between them keeps its mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.pixels import Mix, Renderer, Solid
from posthouse.pixels.dither import LEAST, MASK_SIDE, SPAN, Dither, blue_noise, diffuse
from posthouse.signal import Chroma, Picture, PictureFormat
from tests.pixels.pixel_twin import Shelf, noise, rendered, whole

CANVAS = PictureFormat(width=128, height=128)
DEEP = PictureFormat(width=128, height=128, bit_depth=16, chroma=Chroma.C444)


@given(code=st.integers(16 * 256, 235 * 256))
def test_the_mean_of_dithered_codes_is_right_to_a_fiftieth(code: int) -> None:
    planes = tuple(np.full((128, 128), value, np.uint16) for value in (code, 32768, 32768))
    out = rendered(whole("a", DEEP), CANVAS, Shelf({"a": Picture(format=DEEP, planes=planes)}))
    assert abs(float(out.planes[0].mean()) - code / 256) < 0.02


def test_a_gradient_keeps_its_mean_everywhere() -> None:
    ramp = np.broadcast_to(np.linspace(16 * 256, 26 * 256, 128), (128, 128))
    planes = (np.rint(ramp).astype(np.uint16), *(np.full((128, 128), 32768, np.uint16) for _ in range(2)))
    out = rendered(whole("a", DEEP), CANVAS, Shelf({"a": Picture(format=DEEP, planes=planes)}))
    error = out.planes[0].astype(float) - ramp / 256
    assert np.abs(error.reshape(8, 16, 8, 16).mean(axis=(1, 3))).max() < 0.06


@pytest.mark.parametrize("bit_depth", [8, 10, 12, 16])
def test_whole_codes_are_never_dithered(bit_depth: int) -> None:
    form = PictureFormat(width=128, height=128, bit_depth=bit_depth)
    picture = noise(form, 1)
    stack = Mix(under=whole("a", form), above=Solid(rgb=(1.0, 0.0, 0.0)), weights=(0.0,))
    out = rendered(stack, form, Shelf({"a": picture}))
    assert all(np.array_equal(a, b) for a, b in zip(out.planes, picture.planes, strict=True))


@pytest.mark.parametrize("dither", list(Dither))
@pytest.mark.parametrize("bit_depth", [8, 10, 16])
def test_no_dither_touches_what_was_not_changed(bit_depth: int, dither: Dither) -> None:
    form = PictureFormat(width=70, height=40, bit_depth=bit_depth)
    picture = noise(form, 1)
    stack = Mix(under=whole("a", form), above=Solid(rgb=(1.0, 0.0, 0.0)), weights=(0.0,))
    out = Picture.empty(form)
    Renderer(stack, form, Shelf({"a": picture}), dither).render(0, out)
    assert all(np.array_equal(a, b) for a, b in zip(out.planes, picture.planes, strict=True))


def dithered(code: float, dither: Dither) -> np.ndarray:
    """Return the luma of an even tone of a 16-bit code on an 8-bit canvas."""
    planes = tuple(np.full((128, 128), value, np.uint16) for value in (round(code * 256), 32768, 32768))
    out = Picture.empty(CANVAS)
    Renderer(whole("a", DEEP), CANVAS, Shelf({"a": Picture(format=DEEP, planes=planes)}), dither).render(0, out)
    return out.planes[0].astype(np.float64)


@pytest.mark.parametrize("code", [40.0, 40.1, 40.25, 40.5, 40.7, 200.9])
@pytest.mark.parametrize("dither", [Dither.BLUE_NOISE, Dither.ERROR_DIFFUSION])
def test_every_dither_keeps_the_mean(dither: Dither, code: float) -> None:
    luma = dithered(code, dither)
    assert abs(luma.mean() - round(code * 256) / 256) < 0.01
    assert set(np.unique(luma)) <= {np.floor(code), np.floor(code) + 1}


def test_without_dither_the_nearest_code_is_taken() -> None:
    assert [set(np.unique(dithered(code, Dither.NONE))) for code in (40.4, 40.6)] == [{40.0}, {41.0}]


@pytest.mark.parametrize("code", [40.125, 40.5, 40.8])
@pytest.mark.parametrize("dither", [Dither.BLUE_NOISE, Dither.ERROR_DIFFUSION])
def test_grain_is_finer_than_chance(dither: Dither, code: float) -> None:
    """Below a quarter of the sampling rate, blue noise has far less power than white noise of the same variance."""
    luma = dithered(code, dither)
    power = np.abs(np.fft.fft2(luma - luma.mean())) ** 2
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(128), np.fft.fftfreq(128)))
    low = (frequency > 0) & (frequency < 0.125)
    assert power[low].mean() < 0.25 * power.mean()


def test_the_blue_noise_mask_holds_every_rank_once() -> None:
    levels = (blue_noise().astype(np.float64) - LEAST) / SPAN * MASK_SIDE**2 - 0.5
    assert np.array_equal(np.sort(np.rint(levels).ravel()), np.arange(MASK_SIDE**2))


def test_errors_are_passed_on_as_floyd_and_steinberg_say() -> None:
    exact = np.random.default_rng(3).uniform(10, 14, (20, 33)).astype(np.float32)
    out = np.zeros(exact.shape, np.uint8)
    diffuse(exact, out, 255.0)
    errors, wanted = np.zeros((22, 35)), np.zeros(exact.shape)
    for y in range(20):
        ahead = 1 if y % 2 == 0 else -1
        for x in range(33)[::ahead]:
            is_whole = abs(exact[y, x] - np.round(exact[y, x])) < LEAST
            value = exact[y, x] + (0 if is_whole else errors[y, x + 1])
            wanted[y, x] = np.floor(value + 0.5)
            left = 0 if is_whole else value - wanted[y, x]
            for column, row, share in ((ahead, 0, 7), (-ahead, 1, 3), (0, 1, 5), (ahead, 1, 1)):
                errors[y + row, x + 1 + column] += left * share / 16
    assert (out != wanted).mean() < 0.002
