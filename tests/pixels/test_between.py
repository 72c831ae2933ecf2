"""Frames between pictures: mixes and moves against their numpy twins, and against the truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, shift

from posthouse.pixels.between import BetweenMaker, decode_order, mixed
from posthouse.pixels.between_kernels import warp_planes
from posthouse.pixels.scene_cuts import is_cut, thumbnail
from posthouse.pixels.stack import WHOLE_SHARE, Between
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal.picture import Plane

FORM = PictureFormat(width=160, height=96)
HALF = WHOLE_SHARE // 2
MOVE = 6.4, 3.2  # pixels across and down, from picture to picture


def scene(seed: int = 1) -> NDArray[np.float64]:
    """Return a soft pattern 0..1, larger than the picture."""
    noise = gaussian_filter(np.random.default_rng(seed).standard_normal((96 + 80, 160 + 80)), 3)
    return np.asarray((noise - noise.min()) / np.ptp(noise), np.float64)


def moved(pattern: NDArray[np.float64], part: float, form: PictureFormat = FORM) -> Picture:
    """Return the picture of a pattern that has gone a part of its way."""
    gone = shift(pattern, (MOVE[1] * part, MOVE[0] * part), order=5, mode="wrap")[40:136, 40:200]
    top = (1 << form.bit_depth) - 1
    codes = top * (0.1 + 0.8 * gone) + 0.5
    luma: Plane = codes.astype(np.uint8) if form.bit_depth == 8 else codes.astype(np.uint16)
    small = luma[:: 1 << form.chroma.log2_y, :: 1 << form.chroma.log2_x]
    planes = (luma, small, small) if form.family is Family.YUV else (luma,) * 3
    return Picture(format=form, planes=planes)


def likeness_db(made: Picture, truth: Picture, plane: int = 0) -> float:
    """Return the PSNR of a plane's middle, in decibels."""
    inner = np.s_[16:-16, 16:-16]
    codes = made.planes[plane][inner] / 2.0 ** (made.format.bit_depth - truth.format.bit_depth)
    return float(10 * np.log10(255**2 / np.mean((codes - truth.planes[plane][inner]) ** 2)))


@pytest.mark.parametrize("parts", [(HALF, HALF), (20000, 45536), (10000, 30000, 25536)])
def test_a_mix_is_the_weighted_sum_of_code_values_in_sixteen_bits(parts: tuple[int, ...]) -> None:
    pictures = [moved(scene(seed), 0) for seed in range(len(parts))]
    made = mixed(list(zip(pictures, parts, strict=True)))
    assert made.format == replace(FORM, bit_depth=16)
    for index in range(3):
        twin = sum(p.planes[index] * (share / WHOLE_SHARE) for p, share in zip(pictures, parts, strict=True)) * 256
        assert np.abs(made.planes[index] - twin).max() <= 0.51


def test_full_range_chroma_keeps_its_middle() -> None:
    form = replace(FORM, range=Range.FULL)
    grey = Picture(format=form, planes=tuple(np.full(s, 128, np.uint8) for s in form.plane_shapes()))
    made = mixed([(grey, HALF), (grey, HALF)])
    assert (made.planes[1] == 32768).all()
    assert (made.planes[0] == 128 * 257).all()


def test_a_frame_of_one_picture_is_that_picture() -> None:
    picture = moved(scene(), 0)
    maker = BetweenMaker(between=Between(shares=(((4, WHOLE_SHARE),),)), decoded=iter([picture]))
    made = maker.picture(0)
    assert made.format == FORM
    assert all(np.array_equal(a, b) for a, b in zip(made.planes, picture.planes, strict=True))


def test_pictures_are_decoded_once_while_they_are_needed() -> None:
    shares = (((3, HALF), (4, HALF)), ((4, WHOLE_SHARE),), ((4, HALF), (5, HALF)), ((3, HALF), (4, HALF)))
    assert decode_order(shares) == (3, 4, 5, 3)


def test_nothing_is_mixed_across_a_cut() -> None:
    one, other = moved(scene(1), 0), moved(1 - scene(2), 0)
    between = Between(shares=(((0, 20000), (1, 45536)),))
    made = BetweenMaker(between=between, decoded=iter([one, other])).picture(0)
    assert made.format == FORM
    assert np.array_equal(made.planes[0], other.planes[0])


def test_movement_light_and_fades_are_no_cut() -> None:
    pattern = scene()
    first = thumbnail(moved(pattern, 0))
    assert not is_cut(first, thumbnail(moved(pattern, 1)))
    assert not is_cut(first, np.float32(0.4) * first)
    assert is_cut(first, thumbnail(moved(scene(9), 0)))


FORMS = (
    FORM,
    replace(FORM, bit_depth=10, chroma=Chroma.C422),
    replace(FORM, family=Family.RGB, chroma=Chroma.C444, matrix=Matrix.RGB, range=Range.FULL),
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.family} {form.bit_depth} {form.chroma}")
@pytest.mark.parametrize("part", [0.25, 0.5])
def test_flow_finds_the_way_and_beats_a_mix_by_more_than_6_db(form: PictureFormat, part: float) -> None:
    flow = pytest.importorskip("posthouse.pixels.flow")
    pytest.importorskip("cv2")
    pattern = scene()
    before, truth, after = (moved(pattern, p, form) for p in (0.0, part, 1.0))
    ways = flow.find_ways(before, after)
    assert np.abs(np.median(ways.forward[30:66, 40:120].reshape(-1, 2), axis=0) - MOVE).max() < 0.1
    share = round(part * WHOLE_SHARE)
    made = Picture(format=replace(form, bit_depth=16), planes=warp_planes(before, after, ways.at(part)))
    blended = mixed([(before, WHOLE_SHARE - share), (after, share)])
    for plane in range(3):
        assert likeness_db(made, truth, plane) > likeness_db(blended, truth, plane) + 6


def test_what_is_uncovered_is_taken_from_the_picture_that_shows_it() -> None:
    flow = pytest.importorskip("posthouse.pixels.flow")
    pytest.importorskip("cv2")
    ground, thing = scene(3)[40:136, 40:200], scene(4)[40:80, 40:80]

    def at(column: int) -> Picture:
        shown = 0.5 * ground
        shown[28:68, column : column + 40] = 0.5 + 0.5 * thing
        luma = (16 + 219 * shown + 0.5).astype(np.uint8)
        return Picture(format=FORM, planes=(luma, luma[::2, ::2], luma[::2, ::2]))

    before, truth, after = at(40), at(44), at(48)
    ways = flow.find_ways(before, after)
    made = Picture(format=replace(FORM, bit_depth=16), planes=warp_planes(before, after, ways.at(0.5)))
    assert likeness_db(made, truth) > likeness_db(mixed([(before, HALF), (after, HALF)]), truth) + 2


def test_flow_is_the_same_whatever_the_threads() -> None:
    flow = pytest.importorskip("posthouse.pixels.flow")
    cv2 = pytest.importorskip("cv2")
    before, after = moved(scene(), 0), moved(scene(), 1)
    first = flow.find_ways(before, after)
    assert cv2.getNumThreads() == 1
    from concurrent.futures import ThreadPoolExecutor  # as the jobs of a build run

    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: flow.find_ways(before, after), range(8)))
    assert all(np.array_equal(first.forward, each.forward) for each in again)


def test_unrelated_pictures_have_no_way() -> None:
    flow = pytest.importorskip("posthouse.pixels.flow")
    pytest.importorskip("cv2")
    noise = np.random.default_rng(5).integers(0, 255, (2, 96, 160), dtype=np.uint8)
    pictures = [Picture(format=FORM, planes=(luma, luma[::2, ::2], luma[::2, ::2])) for luma in noise]
    assert flow.find_ways(*pictures) is None
