"""Moved pictures: copies where they must be, plain numpy where they may be anything, edges that are covered by area."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.pixels import Footage, Over, Placement, Rect, Solid
from posthouse.pixels.pose import MOST_SAMPLES, kept_rect, placed_at, sub_poses
from posthouse.pixels.resample import resampled
from posthouse.pixels.scaling import Scaling, ScalingKernel, ScalingLight, lobes, weights_at
from posthouse.pixels.stack import Exposure, Pose
from posthouse.pixels.warp import moved
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range
from tests.pixels.pixel_twin import Shelf, noise, rect, rendered

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH, HEIGHT = 64, 48
CANVAS = PictureFormat(width=WIDTH, height=HEIGHT)
FULL = replace(CANVAS, chroma=Chroma.C444)
GREY = replace(CANVAS, family=Family.GREY, chroma=Chroma.C444, range=Range.FULL)
RGB = replace(GREY, family=Family.RGB, matrix=Matrix.RGB)
WHOLE = Placement(source=rect(0, 0, WIDTH, HEIGHT), canvas=rect(0, 0, WIDTH, HEIGHT))
OPAQUE = 65535


def pose(degrees: float = 0, scale: float = 1, move: tuple[float, float] = (0, 0), soft_px: float = 0) -> Pose:
    """Return a pose about the middle of the canvas."""
    cos, sin = math.cos(math.radians(degrees)) * scale, math.sin(math.radians(degrees)) * scale
    x, y = WIDTH / 2 - cos * WIDTH / 2 + sin * HEIGHT / 2, HEIGHT / 2 - sin * WIDTH / 2 - cos * HEIGHT / 2
    return Pose(cos, -sin, x + move[0], sin, cos, y + move[1], 0, 0, WIDTH, HEIGHT, *(4 * (soft_px,)))


def warped(picture: Picture, *exposure: Pose, canvas: PictureFormat = CANVAS) -> Picture:
    """Return a picture moved, through the kernel even where a placement would do: two poses that are one."""
    nudged = replace(exposure[0], xy=exposure[0].xy + 1e-12)
    return moved(picture, canvas, WHOLE, (nudged, *exposure[1:]))


def twin(
    plane: NDArray[np.generic], where: Pose, kernel: ScalingKernel = ScalingKernel.LANCZOS3
) -> NDArray[np.float64]:
    """Return a full-size plane sampled backwards at one pose, its edge repeated, in float64."""
    matrix = np.array([[where.xx, where.xy], [where.yx, where.yy]])
    back = np.linalg.inv(matrix)
    columns, rows = np.meshgrid(np.arange(WIDTH) + 0.5 - where.x, np.arange(HEIGHT) + 0.5 - where.y)
    u, v = (back[n, 0] * columns + back[n, 1] * rows - 0.5 for n in (0, 1))
    scales = [max(1.0, math.hypot(*back[n])) for n in (0, 1)]
    total, result = np.zeros(u.shape), np.zeros(u.shape)
    spans = [math.ceil(lobes(kernel) * scale) for scale in scales]
    for down in range(-spans[1] + 1, spans[1] + 1):
        for across in range(-spans[0] + 1, spans[0] + 1):
            i, j = np.floor(u).astype(int) + across, np.floor(v).astype(int) + down
            weight = weights_at(kernel, i - u, scales[0]) * weights_at(kernel, j - v, scales[1])
            result += weight * plane[np.clip(j, 0, plane.shape[0] - 1), np.clip(i, 0, plane.shape[1] - 1)]
            total += weight
    return result / total


def coverage(where: Pose, finer: int = 16) -> NDArray[np.float64]:
    """Return how much of each pixel a pose covers, by counting points."""
    at = (np.arange(WIDTH * finer) + 0.5) / finer, (np.arange(HEIGHT * finer) + 0.5) / finer
    columns, rows = np.meshgrid(at[0] - where.x, at[1] - where.y)
    back = np.linalg.inv(np.array([[where.xx, where.xy], [where.yx, where.yy]]))
    x, y = (back[n, 0] * columns + back[n, 1] * rows for n in (0, 1))
    inside = (x >= where.left) & (x < where.right) & (y >= where.top) & (y < where.bottom)
    return np.asarray(inside.reshape(HEIGHT, finer, WIDTH, finer).mean(axis=(1, 3)), np.float64)


@pytest.mark.parametrize("form", [CANVAS, replace(CANVAS, bit_depth=10, chroma=Chroma.C422), FULL, RGB], ids=repr)
def test_a_picture_that_stands_still_is_copied(form: PictureFormat) -> None:
    picture = noise(form, 1)
    canvas = replace(CANVAS, chroma=form.chroma)
    out, still = warped(picture, pose(), canvas=canvas), resampled(picture, canvas, WHOLE)
    for plane, same in zip(out.planes[:-1], still.planes, strict=True):
        assert np.array_equal(plane, same)
    assert set(np.unique(out.planes[-1])) == {OPAQUE}


@pytest.mark.parametrize("move", [(2, 4), (-6, 10)])
def test_a_whole_pixel_move_is_exactly_the_shifted_codes(move: tuple[int, int]) -> None:
    picture = noise(CANVAS, 2)
    out = warped(picture, pose(move=move))
    for plane, given, step in zip(out.planes, picture.planes, (1, 2, 2), strict=False):
        across, down = move[0] // step, move[1] // step
        kept = given[max(0, -down) : given.shape[0] - max(0, down), max(0, -across) : given.shape[1] - max(0, across)]
        top, left = max(0, down), max(0, across)
        assert np.array_equal(
            plane[top : top + kept.shape[0], left : left + kept.shape[1]], kept.astype(np.uint16) * 256
        )


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_quarter_turns_are_rot90(turns: int) -> None:
    form = replace(FULL, width=48)
    square = Placement(source=rect(0, 0, 48, 48), canvas=rect(0, 0, 48, 48))
    picture = noise(form, 3)
    cos, sin = [(0, 1), (-1, 0), (0, -1)][turns - 1]
    x, y = 24 - cos * 24 + sin * 24, 24 - sin * 24 - cos * 24
    exact = Pose(cos, -sin, x, sin, cos, y, 0, 0, 48, 48)
    for placed in (
        moved(picture, form, square, (exact,)),
        moved(picture, form, square, (replace(exact, xx=cos + 1e-12),)),
    ):
        for plane, given in zip(placed.planes, picture.planes, strict=False):
            assert np.array_equal(plane, np.rot90(given, -turns).astype(np.uint16) * 256)


@pytest.mark.parametrize(
    ("degrees", "scale", "move"),
    [
        (0, 1, (0.5, 0)),
        (0, 1, (0.25, -0.5)),
        (7, 1, (1.3, 2.1)),
        (-33, 1.7, (3, 0)),
        (12, 0.45, (0, 5)),
        (80, 0.2, (0, 0)),
    ],
)
def test_any_pose_agrees_with_plain_numpy(degrees: float, scale: float, move: tuple[float, float]) -> None:
    picture, where = noise(GREY, 4), pose(degrees, scale, move)
    out = warped(picture, where)
    seen = out.planes[1] > 0
    exact = np.clip(twin(picture.planes[0], where) * 257, 0, OPAQUE)
    assert np.abs(out.planes[0] - exact)[seen].max() < 2


@pytest.mark.parametrize("kernel", [kernel for kernel in ScalingKernel if kernel is not ScalingKernel.NEAREST])
def test_every_named_filter_turns_as_it_scales(kernel: ScalingKernel) -> None:
    picture, where = noise(GREY, 5), pose(20, 1.4)
    out = moved(picture, CANVAS, WHOLE, (where,), Scaling(kernel=kernel))
    same = ScalingKernel.BILINEAR if kernel is ScalingKernel.BOX else kernel
    exact = np.clip(twin(picture.planes[0], where, same) * 257, 0, OPAQUE)
    assert np.abs(out.planes[0] - exact).max() < 3


@pytest.mark.parametrize("form", [CANVAS, GREY, RGB], ids=["yuv", "grey", "rgb"])
@pytest.mark.parametrize("where", [pose(0, 0.6, (3.3, 1.7)), pose(0, 1.3, (0.4, 0.2))], ids=["smaller", "larger"])
def test_both_ways_of_sampling_agree(form: PictureFormat, where: Pose) -> None:
    picture = noise(form, 6)
    placed, turned = moved(picture, CANVAS, WHOLE, (where,)), warped(picture, where)
    cover = turned.planes[-1]
    assert not placed.format.has_alpha or np.abs(placed.planes[-1].astype(int) - cover).max() <= 1
    for one, other in zip(placed.planes[:3], turned.planes[:-1], strict=False):
        step = cover.shape[1] // one.shape[1]
        differences = np.abs(one.astype(int) - other)[cover[::step, ::step] > 0]
        assert differences.max() <= 2


@pytest.mark.parametrize("degrees", [0, 5, 45, 71])
def test_edges_are_covered_by_area(degrees: float) -> None:
    where = pose(degrees, 0.5, (1.37, 0.61))
    found = warped(noise(GREY, 7), where).planes[-1] / OPAQUE
    exact = coverage(where)
    assert np.abs(found - exact).max() < 0.13  # corners, and the box of a pixel that meets an edge at an angle
    assert found.sum() == pytest.approx(exact.sum(), rel=5e-3)  # a quarter of a percent, at 45 degrees


def test_a_constant_stays_the_constant_to_its_edges() -> None:
    picture = Picture(format=CANVAS, planes=tuple(np.full(s, 90, np.uint8) for s in CANVAS.plane_shapes()))
    out = warped(picture, pose(17, 0.7))
    cover = out.planes[-1] > 0
    for plane, step in zip(out.planes[:3], (1, 2, 2), strict=True):
        seen = cover.reshape(HEIGHT // step, step, WIDTH // step, step).any(axis=(1, 3))
        assert set(np.unique(plane[seen])) == {90 * 256}


def test_nothing_finer_than_the_smaller_picture_is_left() -> None:
    """Stripes of one pixel are grey at a fifth of their size, whatever the angle: they do not turn into others."""
    stripes = Picture(format=GREY, planes=(np.tile(np.array([0, 255], np.uint8), (HEIGHT, WIDTH // 2)),))
    out = warped(stripes, pose(31, 0.2))
    inside = out.planes[0][HEIGHT // 2 - 2 : HEIGHT // 2 + 2, WIDTH // 2 - 3 : WIDTH // 2 + 3]
    assert np.abs(inside / 257 - 127.5).max() < 2


@pytest.mark.parametrize("degrees", [0.0, 25.0])
def test_light_is_neither_won_nor_lost(degrees: float) -> None:
    """On a ground of 60 a spot keeps its light: what it is brighter than the ground, times the scale squared."""
    spot = np.full((HEIGHT, WIDTH), 60, np.uint8)
    spot[20:27, 28:37] = 180
    out = warped(Picture(format=GREY, planes=(spot,)), pose(degrees, 0.8, (0.3, 0.45)))
    light = (out.planes[0] / 257 - 60)[out.planes[1] > 0].sum()
    assert light == pytest.approx(7 * 9 * 120 * 0.64, rel=2e-3)


def test_an_open_shutter_is_the_mean_of_its_poses() -> None:
    picture = noise(GREY, 8)
    exposure: Exposure = (pose(-3, 0.5, (-2, 0)), pose(0, 0.5), pose(3, 0.5, (2, 1)))
    poses = sub_poses(exposure)
    out = moved(picture, CANVAS, WHOLE, exposure)
    cover = np.mean([warped(picture, each).planes[-1] / OPAQUE for each in poses], axis=0)
    shown = [
        np.clip(twin(picture.planes[0], each), -1e9, 1e9) * (warped(picture, each).planes[-1] / OPAQUE)
        for each in poses
    ]
    assert len(poses) == 1 + math.ceil(max(math.dist(*ends) for ends in [((-2, 0), (2, 1))])) or len(poses) > 5
    assert np.abs(out.planes[-1] / OPAQUE - cover).max() < 1e-4
    whole = cover > 0.02
    assert (
        np.abs(out.planes[0] / 257 - np.clip(np.mean(shown, axis=0) / np.maximum(cover, 1e-9), 0, 255))[whole].max()
        < 0.5
    )


def test_what_hardly_moves_is_not_blurred_and_what_flies_is_not_endless() -> None:
    assert sub_poses((pose(move=(-0.1, 0)), pose(), pose(move=(0.1, 0)))) == (pose(),)
    assert len(sub_poses((pose(move=(-4, 0)), pose(), pose(move=(4, 0))))) == 9
    assert len(sub_poses((pose(move=(-400, 0)), pose(), pose(move=(400, 0))))) == MOST_SAMPLES


def test_what_has_an_alpha_keeps_it_and_is_multiplied_by_what_is_covered() -> None:
    form = replace(RGB, has_alpha=True, is_multiplied=True, bit_depth=16)
    half = tuple(np.full(s, 20000 if n < 3 else 32768, np.uint16) for n, s in enumerate(form.plane_shapes()))
    out = moved(Picture(format=form, planes=half), CANVAS, WHOLE, (pose(10, 0.6),))
    share = out.planes[3] / 32768
    assert out.format.is_multiplied
    assert np.abs(out.planes[0] - 20000 * share).max() <= 2
    assert {0, 32768} <= set(np.unique(out.planes[3]))


def test_light_is_averaged_where_scaling_says_so() -> None:
    edge = np.full((HEIGHT, WIDTH), 16, np.uint8)
    edge[:, WIDTH // 2 :] = 235
    form = replace(CANVAS, chroma=Chroma.C444)
    picture = Picture(format=form, planes=(edge, *(np.full((HEIGHT, WIDTH), 128, np.uint8),) * 2))
    exposure = (pose(move=(-4, 0)), pose(), pose(move=(4, 0)))
    out = moved(picture, form, WHOLE, exposure, Scaling(light=ScalingLight.LINEAR))
    middle = (out.planes[0][HEIGHT // 2, WIDTH // 2] / 256 - 16) / 219
    assert middle == pytest.approx(0.5 ** (1 / 2.4), abs=0.05)


def test_a_soft_edge_rises_inside_of_it() -> None:
    columns = moved(noise(GREY, 9), CANVAS, WHOLE, (pose(0, 1, (8, 0), soft_px=4),)).planes[-1][HEIGHT // 2] / OPAQUE
    assert columns[:8] == pytest.approx([0] * 8)
    assert columns[8:14] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1, 1], abs=1e-4)


def test_a_placement_says_what_an_upright_pose_does() -> None:
    where = pose(0, 0.5, (3, 1))
    found = placed_at(WHOLE, where, (WIDTH, HEIGHT))
    assert found is not None
    assert (
        found.canvas
        == kept_rect(where)
        == Rect(left=Fraction(19), top=Fraction(13), width=Fraction(32), height=Fraction(24))
    )
    assert placed_at(WHOLE, pose(3), (WIDTH, HEIGHT)) is None


@pytest.mark.parametrize("turns", [0, 1, 3])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_turned_and_mirrored_sources_move_as_upright_ones(turns: int, is_mirrored: bool) -> None:  # noqa: FBT001 - cases
    upright = noise(GREY, 10).planes[0]
    turned = np.rot90(upright, turns)
    stored = np.ascontiguousarray(turned[:, ::-1] if is_mirrored else turned).astype(np.uint8)
    form = replace(GREY, width=stored.shape[1], height=stored.shape[0])
    placement = replace(WHOLE, quarter_turns=turns, is_mirrored=is_mirrored)
    for where in (pose(0, 0.7, (2.5, 1)), pose(14, 0.9)):
        found = moved(Picture(format=form, planes=(stored,)), CANVAS, placement, (where,))
        wanted = moved(Picture(format=GREY, planes=(upright,)), CANVAS, WHOLE, (where,))
        assert all(map(np.array_equal, found.planes, wanted.planes))


def test_a_moved_picture_lies_over_another_without_a_fringe() -> None:
    """White over white is white at the edges too, in luma and in chroma."""
    white = Picture(
        format=CANVAS,
        planes=tuple(np.full(s, c, np.uint8) for s, c in zip(CANVAS.plane_shapes(), (235, 128, 128), strict=True)),
    )
    everything = rect(0, 0, WIDTH, HEIGHT)
    for where in (pose(11, 0.6), pose(0, 0.6, (0.3, 0.7))):
        footage = Footage(media="a", stream=0, frames=(0,), format=CANVAS, placement=WHOLE, motion=((where,),))
        stack = Over(under=Solid(rgb=(1, 1, 1)), above=footage, within=everything, opacities=(1.0,))
        out = rendered(stack, CANVAS, Shelf({"a": white}))
        assert [set(np.unique(plane)) for plane in out.planes] == [{235}, {128}, {128}]
