"""Poses as the warp kernels take them: numbers by which a plane is sampled backwards and its edges are covered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.pixels.stack import Pose
    from posthouse.pixels.taps import Axis

    Axes = tuple[Axis, Axis]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseTable:
    """The poses of one frame, and the rectangle of the canvas they are drawn in."""

    poses: tuple[Pose, ...]
    left: int
    top: int
    right: int
    bottom: int

    def part_of(self, plane: NDArray[np.generic], axes: Axes) -> NDArray[np.generic]:
        """Return the part of a canvas plane that is drawn."""
        across, down = (axis.canvas_step for axis in axes)
        columns = slice(self.left // across, -(-self.right // across))
        return plane[self.top // down : -(-self.bottom // down), columns]

    def numbers(self, axes: Axes) -> NDArray[np.float64]:
        """Return (pose, number) what the kernels take of each pose for one plane.

        0 to 5: u and v of an output sample, each (by x, by y, addend). 6 to 9: the left, right, top and bottom edges
        in u and v. 10 to 13: 1 over the pixels each of them rises over. 14, 15: canvas pixels a sample of u and of v.
        16, 17: 1 over the filter's width in samples of u and of v.
        """
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
