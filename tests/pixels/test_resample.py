"""Resampling: constants, copies, chroma that stays in its place, and turns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.pixels import Footage, Placement, Rect
from posthouse.pixels.resample import is_identity, resampled
from posthouse.pixels.taps import Axis, coverage, taps
from posthouse.signal import Chroma, ChromaSiting, Family, Matrix, Picture, PictureFormat, Range
from tests.pixels.pixel_twin import Shelf, noise, rect, rendered

if TYPE_CHECKING:
    from numpy.typing import NDArray

FULL = PictureFormat(width=40, height=24, chroma=Chroma.C444)
SIDES = st.integers(1, 60)


def filled(form: PictureFormat, codes: tuple[int, int, int]) -> Picture:
    picture = Picture.empty(form)
    for plane, code in zip(picture.planes, codes, strict=True):
        plane.fill(code)
    return picture


@settings(max_examples=25)
@given(width=SIDES, height=SIDES, left=st.integers(-9, 9), scale=st.fractions(Fraction(1, 5), 5, max_denominator=7))
def test_a_constant_stays_the_constant(width: int, height: int, left: int, scale: Fraction) -> None:
    source = replace(FULL, width=width, height=height, chroma=Chroma.C420)
    canvas = PictureFormat(width=32, height=16)
    where = Rect(left=Fraction(left), top=Fraction(0), width=width * scale, height=height * scale)
    out = resampled(filled(source, (77, 12, 250)), canvas, Placement(source=rect(0, 0, width, height), canvas=where))
    assert [set(np.unique(plane)) for plane in out.planes] == [{77 * 256}, {12 * 256}, {250 * 256}]


@pytest.mark.parametrize("bit_depth", [8, 10])
@pytest.mark.parametrize("move", [(0, 0), (3, 5), (-7, 2)], ids=str)
def test_a_whole_pixel_move_is_a_copy(bit_depth: int, move: tuple[int, int]) -> None:
    source = replace(FULL, bit_depth=bit_depth)
    picture, widen = noise(source, 1), 1 << (16 - bit_depth)
    out = resampled(picture, FULL, Placement(source=rect(0, 0, 40, 24), canvas=rect(*move, 40, 24)))
    x = np.clip(np.arange(40) - move[0], 0, 39)
    y = np.clip(np.arange(24) - move[1], 0, 23)
    for plane, given_plane in zip(out.planes, picture.planes, strict=True):
        assert np.array_equal(plane, given_plane[np.ix_(y, x)].astype(np.uint16) * widen)


def slow(plane: NDArray[np.generic], axes: tuple[Axis, Axis], gain: float) -> NDArray[np.float64]:
    """Return a plane filtered by plain matrices, in float64."""
    result = plane.astype(np.float64)
    for number, axis in ((0, axes[1]), (1, axes[0])):
        first, weights = taps(axis)
        matrix = np.zeros((first.size, plane.shape[number]))
        for tap, line in enumerate(weights.astype(np.float64)):
            np.add.at(matrix, (np.arange(first.size), np.clip(first + tap, 0, plane.shape[number] - 1)), line)
        result = matrix @ result if number == 0 else result @ matrix.T
    return np.clip(result * gain, 0, 65535)


@pytest.mark.parametrize("size", [(17, 9), (101, 57), (33, 71)], ids=str)
def test_any_scale_agrees_with_plain_matrices(size: tuple[int, int]) -> None:
    source = replace(FULL, width=size[0], height=size[1])
    picture = noise(source, 2)
    whole = rect(0, 0, 40, 24)
    out = resampled(picture, FULL, Placement(source=rect(1, 2, size[0] - 3, size[1] - 2), canvas=whole))
    axes = [
        Axis(
            source_start=Fraction(start),
            source_length=Fraction(length),
            canvas_start=Fraction(0),
            canvas_length=Fraction(samples),
            source_step=1,
            source_offset=Fraction(1, 2),
            canvas_step=1,
            canvas_offset=Fraction(1, 2),
            canvas_samples=samples,
        )
        for start, length, samples in ((1, size[0] - 3, 40), (2, size[1] - 2, 24))
    ]
    exact = slow(picture.planes[0], (axes[0], axes[1]), 256.0)
    assert np.abs(out.planes[0] - exact).max() <= 1


def edge_place(line: NDArray[np.generic], step: int, offset: float) -> float:
    """Return where a step edge lies, in full-size pixels: by the area under it."""
    codes = line.astype(np.float64)
    share = (codes - codes[-1]) / (codes[0] - codes[-1])
    return float(share.sum() * step + offset - step / 2)


@pytest.mark.parametrize("target", list(ChromaSiting))
@pytest.mark.parametrize("siting", list(ChromaSiting))
def test_chroma_edges_stay_with_luma_whatever_the_siting(siting: ChromaSiting, target: ChromaSiting) -> None:
    source = PictureFormat(width=80, height=64, siting=siting)
    canvas = PictureFormat(width=120, height=96, siting=target)
    lefts = {ChromaSiting.LEFT: 0.5, ChromaSiting.CENTER: 1.0, ChromaSiting.TOP_LEFT: 0.5}
    tops = {ChromaSiting.LEFT: 1.0, ChromaSiting.CENTER: 1.0, ChromaSiting.TOP_LEFT: 0.5}
    planes = [np.zeros((64, 80), np.uint8)] + [np.full((32, 40), 60, np.uint8) for _ in range(2)]
    # a smooth edge at pixel 41 across (Cb) and 33 down (Cr), sampled where the siting says
    across, down = 2 * np.arange(40) + lefts[siting], 2 * np.arange(32) + tops[siting]
    planes[1][:] = np.rint(60 + 120 * np.clip((41 - across) / 16 + 0.5, 0, 1))[None, :]
    planes[2][:] = np.rint(60 + 120 * np.clip((33 - down) / 16 + 0.5, 0, 1))[:, None]
    out = resampled(
        Picture(format=source, planes=tuple(planes)),
        canvas,
        Placement(source=rect(0, 0, 80, 64), canvas=rect(0, 0, 120, 96)),
    )
    assert edge_place(out.planes[1][20], 2, lefts[target]) == pytest.approx(41 * 1.5, abs=0.12)
    assert edge_place(out.planes[2][:, 20], 2, tops[target]) == pytest.approx(33 * 1.5, abs=0.12)


@pytest.mark.parametrize("is_mirrored", [False, True], ids=["", "mirrored"])
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_quarter_turns_and_mirrors_are_exact(turns: int, *, is_mirrored: bool) -> None:
    picture = noise(FULL, 3)
    wide, high = (24, 40) if turns % 2 else (40, 24)
    canvas = replace(FULL, width=wide, height=high)
    everything = rect(0, 0, wide, high)
    placement = Placement(source=everything, canvas=everything, quarter_turns=turns, is_mirrored=is_mirrored)
    out = resampled(picture, canvas, placement)
    for plane, given_plane in zip(out.planes, picture.planes, strict=True):
        upright = np.rot90(given_plane[:, ::-1] if is_mirrored else given_plane, -turns)
        assert np.array_equal(plane, upright.astype(np.uint16) * 256)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("siting", list(ChromaSiting))
def test_turned_chroma_stays_with_luma(siting: ChromaSiting, turns: int) -> None:
    source = PictureFormat(width=64, height=64, siting=siting)
    lefts = {ChromaSiting.LEFT: 0.5, ChromaSiting.CENTER: 1.0, ChromaSiting.TOP_LEFT: 0.5}
    across = 2 * np.arange(32) + lefts[siting]
    chroma = np.broadcast_to(np.rint(60 + 120 * np.clip((24 - across) / 16 + 0.5, 0, 1)), (32, 32)).astype(np.uint8)
    picture = Picture(format=source, planes=(np.zeros((64, 64), np.uint8), chroma, chroma))
    canvas = PictureFormat(width=64, height=64)
    everything = rect(0, 0, 64, 64)
    out = resampled(picture, canvas, Placement(source=everything, canvas=everything, quarter_turns=turns)).planes[1]
    line = (out[16], out[:, 16], out[16, ::-1], out[::-1, 16])[turns]
    # the canvas is sited left: chroma columns begin at 0.5, or 1.5 from the right; lines at 1.0
    first = (0.5, 1.0, 1.5, 1.0)[turns]
    assert edge_place(line, 2, first) == pytest.approx(24, abs=0.12)


@given(
    start=st.fractions(-50, 50, max_denominator=9),
    length=st.fractions(0, 90, max_denominator=9),
    samples=st.integers(1, 64),
)
def test_coverage_is_the_length_inside(start: Fraction, length: Fraction, samples: int) -> None:
    inside = max(Fraction(0), min(start + length, Fraction(samples)) - max(start, Fraction(0)))
    assert float(coverage(start, length, samples).sum()) == pytest.approx(float(inside), abs=1e-4)


def test_only_pictures_already_in_place_are_identities() -> None:
    canvas = PictureFormat(width=32, height=16)
    everything = rect(0, 0, 32, 16)
    place = Placement(source=everything, canvas=everything)
    assert is_identity(canvas, canvas, place)
    assert not is_identity(canvas, canvas, replace(place, is_mirrored=True))
    assert not is_identity(canvas, canvas, replace(place, canvas=rect(1, 0, 32, 16)))
    assert not is_identity(replace(canvas, siting=ChromaSiting.CENTER), canvas, place)


def test_rgb_with_alpha_keeps_four_planes() -> None:
    form = PictureFormat(width=20, height=10, family=Family.RGB, chroma=Chroma.C444, has_alpha=True, matrix=Matrix.RGB)
    out = resampled(noise(form, 1), FULL, Placement(source=rect(0, 0, 20, 10), canvas=rect(0, 0, 40, 24)))
    assert [plane.shape for plane in out.planes] == [(24, 40)] * 4


@pytest.mark.parametrize("bit_depth", [8, 10, 12, 16])
@pytest.mark.parametrize("range_", list(Range))
@pytest.mark.parametrize("family", [Family.YUV, Family.RGB])
def test_white_stays_white_through_a_resample(bit_depth: int, range_: Range, family: Family) -> None:
    chroma = Chroma.C420 if family is Family.YUV else Chroma.C444
    form = replace(FULL, bit_depth=bit_depth, range=range_, family=family, chroma=chroma)
    white = 235 << (bit_depth - 8) if range_ is Range.NARROW else (1 << bit_depth) - 1
    neutral = white if family is Family.RGB else 1 << (bit_depth - 1)
    canvas = PictureFormat(width=32, height=16)
    footage = Footage(
        media="a",
        stream=0,
        frames=(0,),
        format=form,
        placement=Placement(source=rect(0, 0, 40, 24), canvas=rect(0, 0, 32, 16)),
    )
    out = rendered(footage, canvas, Shelf({"a": filled(form, (white, neutral, neutral))}))
    assert [set(np.unique(plane)) for plane in out.planes] == [{235}, {128}, {128}]
