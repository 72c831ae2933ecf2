"""Moved pictures: turned, scaled, blurred by their motion; brought to the canvas's samples with an alpha.

Where a pose only moves, scales and turns by quarters, the separable filters of ``resample`` do it, so that a zoom that
comes to rest stays the same picture. Every other pose, and every blur, is sampled backwards: for each sample of each
plane, at its own site, the same filter along the lines and columns of the source, made wider by the scale where the
picture gets smaller, so that nothing aliases. Edges are covered by area: a straight edge rises over one pixel. An open
shutter is the mean of poses about a pixel apart, each weighed by what it covers, in the light the picture is scaled in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.kernel import SHELF
from posthouse.pixels.linear import linear_format, to_codes, to_light
from posthouse.pixels.pose import coverage_lines, placed_at, reach, sub_poses
from posthouse.pixels.pose_table import PoseTable
from posthouse.pixels.resample import plane_axes, resampled_format, scaled, upright, widening
from posthouse.pixels.scaling import Scaling, ScalingKernel, ScalingLight, lobes
from posthouse.pixels.warp_kernel import coverage_kernel, filter_table, warp_kernel
from posthouse.signal import Family, Picture, Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.pixels.stack import Exposure, Placement, Pose
    from posthouse.pixels.taps import Axis
    from posthouse.signal import PictureFormat

    Axes = tuple[Axis, Axis]

_MARGIN_PX = 4
"""Around what is covered: chroma next to an edge has a color too."""
_FAINT = 1e-5
"""The weight of a pose at samples it does not cover: they take the edge's color, and none shows."""
_WHOLE = 65535.0
_MIDDLE = 32768


def moved(
    picture: Picture, canvas: PictureFormat, placement: Placement, exposure: Exposure, scaling: Scaling | None = None
) -> Picture:
    """Return a picture on the canvas's samples as ``scaled`` does, over its placement, as a frame is exposed.

    It gets an alpha unless it covers all of the canvas; one that has an alpha must come multiplied by it.
    """
    poses, scaling, form = sub_poses(exposure), scaling or Scaling(), picture.format
    placed = placed_at(placement, poses[0], (form.width, form.height)) if len(poses) == 1 else None
    if placed is None or form.has_alpha:
        return _Warp(canvas=canvas, placement=placement, poses=poses, scaling=scaling).picture(picture)
    columns, rows = coverage_lines(poses[0], (canvas.width, canvas.height))
    shown = scaled(picture, canvas, placed, scaling)
    if columns.min() == rows.min() == 1:
        return shown
    alpha = np.outer(rows, columns * np.float32(_WHOLE)) + np.float32(0.5)
    return Picture(format=replace(shown.format, has_alpha=True), planes=(*shown.planes, alpha.astype(np.uint16)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Warp:
    """One frame's poses of a picture, sampled backwards."""

    canvas: PictureFormat
    placement: Placement
    poses: tuple[Pose, ...]
    scaling: Scaling

    def picture(self, picture: Picture) -> Picture:
        """Return the mean of a picture at the poses: its colors alone; or times coverage, if it has an alpha."""
        source = picture.format
        if self.scaling.light is ScalingLight.LINEAR:
            return self._in_light(picture)
        target = replace(resampled_format(source, self.canvas), has_alpha=True, is_multiplied=source.has_alpha)
        result = Picture.empty(target)
        colors = len(result.planes) - 1
        for index, (plane, out) in enumerate(zip(picture.planes[:colors], result.planes[:colors], strict=True)):
            is_chroma = source.family is Family.YUV and index in {1, 2}
            zero = _MIDDLE if is_chroma else 4096 if source.range is Range.NARROW else 0
            out.fill(zero)
            axes = plane_axes(source, target, self.placement, is_chroma=is_chroma)
            codes = widening(source, is_chroma=is_chroma, is_alpha=False)
            self._sample(plane, out, axes, codes, zero=float(zero) if source.has_alpha else None)
        self._alpha(picture, result.planes[-1], plane_axes(source, target, self.placement, is_chroma=False))
        return result

    def _in_light(self, picture: Picture) -> Picture:
        """Return the mean of light."""
        source = replace(picture.format, has_alpha=True)
        target = linear_format(source, self.canvas)
        axes = plane_axes(source, target, self.placement, is_chroma=False)
        shape = self.canvas.height, self.canvas.width
        light = [np.zeros(shape, np.float32) for _ in range(3)]
        for plane, out in zip(to_light(picture), light, strict=True):
            self._sample(plane, out, axes, (1.0, 0.0), zero=0.0)
        alpha = np.zeros(shape, np.uint16)
        self._alpha(picture, alpha, axes)
        return to_codes(light, alpha, target)

    def _alpha(self, picture: Picture, out: NDArray[np.generic], axes: Axes) -> None:
        """Fill the alpha plane: the mean of what the poses cover, times the source's own alpha where it has one."""
        out.fill(0)
        table = self._table()
        if picture.format.has_alpha:
            codes = widening(picture.format, is_chroma=False, is_alpha=True)
            self._sample(picture.planes[-1], out, axes, codes, zero=0.0)
        elif table is not None:
            SHELF.kernel("coverage", coverage_kernel)(table.numbers(axes), len(self.poses), table.part_of(out, axes))

    def _sample(
        self,
        plane: NDArray[np.generic],
        out: NDArray[np.generic],
        axes: Axes,
        codes: tuple[float, float],
        *,
        zero: float | None,
    ) -> None:
        """Fill what can be seen of one plane with the mean of its poses.

        ``zero`` given: of what they cover over that code, so it comes out times its coverage; else the color alone.
        """
        table = self._table()
        if table is None:
            return
        numbers, kernel = table.numbers(axes), self._filter()
        if kernel is ScalingKernel.NEAREST:
            numbers[:, 16:18] = 1.0
        spread = [math.ceil(lobes(kernel) / numbers[:, n].min()) for n in (16, 17)]
        mean = (_FAINT, 0.0, 0.0) if zero is None else (0.0, 1.0 / len(numbers), zero)
        name = plane.dtype.name
        warp = SHELF.kernel(f"warp {name}", lambda: warp_kernel(name))
        shown = table.part_of(out, axes)
        table_of_filter = filter_table(kernel)
        warp(
            upright(plane, self.placement),
            *(numbers, len(numbers), table_of_filter, float(lobes(kernel)), *spread, *codes, *mean, shown),
        )

    def _filter(self) -> ScalingKernel:
        """Return the filter; the mean over a pixel's area is a tent between samples that lie anywhere."""
        kernel = self.scaling.kernel
        return ScalingKernel.BILINEAR if kernel is ScalingKernel.BOX else kernel

    def _table(self) -> PoseTable | None:
        """Return the poses within the rectangle they can cover; None where none of them shows."""
        within = reach(self.poses, (self.canvas.width, self.canvas.height), _MARGIN_PX)
        if within is None:
            return None
        left, top, right, bottom = within
        return PoseTable(poses=self.poses, left=left, top=top, right=right, bottom=bottom)
