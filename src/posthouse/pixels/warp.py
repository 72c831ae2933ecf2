"""Moved pictures: turned, scaled, blurred by their motion; brought to the canvas's samples with an alpha.

Where a pose only moves, scales and turns by quarters, the separable filter of ``resample`` does it, so that a zoom that
comes to rest stays the same picture. Every other pose, and every blur, is sampled backwards: for each sample of each
plane, at its own site, the same Lanczos filter along the lines and columns of the source, made wider by the scale
where the picture gets smaller, so that nothing aliases. Edges are covered by area: a straight edge rises over one
pixel. An open shutter is the mean of poses about a pixel apart, each weighed by what it covers, in coded light (as
editing systems blur, and as all else is filtered here).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.kernel import SHELF
from posthouse.pixels.pose import coverage_lines, placed_at, reach, sub_poses
from posthouse.pixels.resample import LOBES, plane_axes, resampled, resampled_format, upright, widening
from posthouse.pixels.warp_kernel import UNIT, coverage_kernel, lobe_table, warp_kernel
from posthouse.signal import Family, Picture, Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.pixels.resample import Axis
    from posthouse.pixels.stack import Exposure, Placement, Pose
    from posthouse.signal import PictureFormat

    Axes = tuple[Axis, Axis]

_MARGIN_PX = 4
"""Around what is covered: chroma next to an edge has a color too."""
_FAINT = 1e-5
"""The weight of a pose at samples it does not cover: they take the edge's color, and none shows."""


def moved(picture: Picture, canvas: PictureFormat, placement: Placement, exposure: Exposure) -> Picture:
    """Return a picture on the canvas's samples as ``resampled`` does, over its placement as a frame is exposed.

    R'G'B' comes out times its alpha, as it must come in; Y'CbCr and grey do not. Where it covers all of the canvas it
    gets no alpha.
    """
    poses = sub_poses(exposure)
    form = picture.format
    placed = placed_at(placement, poses[0], (form.width, form.height)) if len(poses) == 1 else None
    if placed is None:
        return _warped(picture, canvas, placement, poses)
    columns, rows = coverage_lines(poses[0], (canvas.width, canvas.height))
    shown = resampled(picture, canvas, placed)
    return shown if columns.min() == rows.min() == 1 else _covered(shown, np.outer(rows, columns))


def _covered(picture: Picture, coverage: NDArray[np.float32]) -> Picture:
    """Return a picture whose alpha is a coverage, times its own where it has one."""
    form, planes = picture.format, list(picture.planes)
    alpha = planes.pop().astype(np.float32) * coverage if form.has_alpha else coverage * np.float32(UNIT)
    if form.family is Family.RGB:
        black = np.float32(_black(form))
        planes = [_rounded(black + (plane.astype(np.float32) - black) * coverage) for plane in planes]
    return Picture(format=replace(form, has_alpha=True), planes=(*planes, _rounded(alpha)))


def _rounded(codes: NDArray[np.float32]) -> NDArray[np.uint16]:
    return np.clip(codes + np.float32(0.5), 0, UNIT).astype(np.uint16)


def _black(form: PictureFormat) -> float:
    """Return the 16-bit code of black."""
    return 4096.0 if form.range is Range.NARROW else 0.0


def _warped(picture: Picture, canvas: PictureFormat, placement: Placement, poses: tuple[Pose, ...]) -> Picture:
    """Return the mean of a picture at some poses."""
    source, target = picture.format, resampled_format(picture.format, canvas)
    result = Picture.empty(replace(target, has_alpha=True))
    within = reach(poses, (canvas.width, canvas.height), _MARGIN_PX)
    for index, out in enumerate(result.planes):
        is_alpha = index == len(result.planes) - 1
        is_chroma = source.family is Family.YUV and index in {1, 2}
        out.fill(0 if is_alpha else 32768 if is_chroma else round(_black(target)))
        if within is None:
            continue
        axes = plane_axes(source, target, placement, is_chroma=is_chroma)
        drawn = Poses(poses=poses, left=within[0], top=within[1], right=within[2], bottom=within[3])
        shown = drawn.part_of(out, axes)
        if is_alpha:
            _alpha(picture, shown, placement, drawn, axes)
            continue
        codes = widening(source, is_chroma=is_chroma, is_alpha=False)
        black = _black(target) if source.family is Family.RGB else None
        _sample(upright(picture.planes[index], placement), shown, drawn.table(axes), codes, black=black)
    return result


def _alpha(picture: Picture, shown: NDArray[np.uint16], placement: Placement, poses: Poses, axes: Axes) -> None:
    """Fill the alpha plane: the mean of what the poses cover, times the source's own alpha where it has one."""
    table = poses.table(axes)
    if picture.format.has_alpha:
        codes = widening(picture.format, is_chroma=False, is_alpha=True)
        _sample(upright(picture.planes[-1], placement), shown, table, codes, black=0.0)
    else:
        SHELF.kernel("coverage", coverage_kernel)(table, len(table), shown)


def _sample(
    plane: NDArray[np.generic],
    out: NDArray[np.uint16],
    table: NDArray[np.float64],
    codes: tuple[float, float],
    *,
    black: float | None,
) -> None:
    """Fill one plane with the mean of its poses.

    ``black`` given: of what they cover, over black, so it comes out times its coverage; else the color alone.
    """
    kernel = SHELF.kernel(f"warp {plane.dtype.name}", lambda: warp_kernel(is_wide=plane.dtype == np.uint16))
    spread = [math.ceil(LOBES / table[:, n].min()) for n in (16, 17)]
    mean = (_FAINT, 0.0, 0.0) if black is None else (0.0, 1.0 / len(table), black)
    kernel(plane, table, len(table), lobe_table(), *spread, *codes, *mean, out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poses:
    """The poses of one frame, and the rectangle of the canvas they are drawn in."""

    poses: tuple[Pose, ...]
    left: int
    top: int
    right: int
    bottom: int

    def part_of(self, plane: NDArray[np.uint16], axes: Axes) -> NDArray[np.uint16]:
        """Return the part of a canvas plane that is drawn."""
        across, down = (axis.canvas_step for axis in axes)
        columns = slice(self.left // across, -(-self.right // across))
        return plane[self.top // down : -(-self.bottom // down), columns]

    def table(self, axes: Axes) -> NDArray[np.float64]:
        """Return (pose, number) what the kernel takes of each pose for one plane: see ``warp_kernel.Number``."""
        return np.array([self._numbers(pose, axes) for pose in self.poses], np.float64)

    def _numbers(self, pose: Pose, axes: Axes) -> list[float]:
        across, down = (_placed_to_sample(axis) for axis in axes)
        rows = self._backwards(pose, axes)
        wide, high = math.hypot(pose.xx, pose.yx), math.hypot(pose.xy, pose.yy)
        edges = (
            *(pose.left * across[0] + across[1], pose.right * across[0] + across[1]),
            *(pose.top * down[0] + down[1], pose.bottom * down[0] + down[1]),
        )
        softs = (pose.soft_left * wide, pose.soft_right * wide, pose.soft_top * high, pose.soft_bottom * high)
        widths = (1 / max(1.0, math.hypot(*row[:2])) for row in rows)
        sizes = wide / across[0], high / down[0]
        return [*rows[0], *rows[1], *edges, *(1 / (1 + soft) for soft in softs), *sizes, *widths]

    def _backwards(self, pose: Pose, axes: Axes) -> list[tuple[float, float, float]]:
        """Return for u and for v (by x, by y, addend): where in the source plane an output sample is found."""
        determinant = pose.xx * pose.yy - pose.xy * pose.yx
        inverse = (pose.yy / determinant, -pose.xy / determinant), (-pose.yx / determinant, pose.xx / determinant)
        first_x, first_y = (
            float(axis.canvas_offset) + axis.canvas_step * (edge // axis.canvas_step) - moved_px
            for axis, edge, moved_px in zip(axes, (self.left, self.top), (pose.x, pose.y), strict=True)
        )
        rows = []
        for axis, (by_x, by_y) in zip(axes, inverse, strict=True):
            factor, addend = _placed_to_sample(axis)
            start = (by_x * first_x + by_y * first_y) * factor + addend
            rows.append((by_x * factor * axes[0].canvas_step, by_y * factor * axes[1].canvas_step, start))
        return rows


def _placed_to_sample(axis: Axis) -> tuple[float, float]:
    """Return (factor, addend) from a place of the unmoved picture to a sample's number of the upright plane."""
    scale = axis.source_length / axis.canvas_length
    start = axis.source_start - axis.canvas_start * scale
    return float(scale / axis.source_step), float((start - axis.source_offset) / axis.source_step)
