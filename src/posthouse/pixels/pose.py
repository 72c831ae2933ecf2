"""Poses: what a moved picture covers, where its corners go, and where a placement can say the same."""

from __future__ import annotations

import math
from dataclasses import astuple
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.stack import Placement, Pose, Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.pixels.stack import Exposure

MOST_SAMPLES = 64
"""Poses of one open shutter at most: then they lie farther than a pixel apart."""
_STILL_PX = 0.5
"""A picture whose corners move less than this while the shutter is open is not blurred."""


def sub_poses(exposure: Exposure) -> tuple[Pose, ...]:
    """Return the poses a frame is the mean of: one a pixel of the way of its fastest corner.

    Between the three that are known each number goes along the parabola through them.
    """
    if len(exposure) == 1:
        return exposure
    opening, middle, closing = exposure
    way_px = max(
        math.dist(first, second) + math.dist(second, third)
        for first, second, third in zip(*(corners(pose) for pose in exposure), strict=True)
    )
    if way_px < _STILL_PX:
        return (middle,)
    count = min(MOST_SAMPLES, 1 + math.ceil(way_px))
    return tuple(_between(opening, middle, closing, (2 * n + 1) / count - 1) for n in range(count))


def _between(opening: Pose, middle: Pose, closing: Pose, at: float) -> Pose:
    """Return the pose at -1 (opening) to 1 (closing)."""
    shares = at * (at - 1) / 2, 1 - at * at, at * (at + 1) / 2
    numbers = zip(astuple(opening), astuple(middle), astuple(closing), strict=True)
    return Pose(*(sum(n * share for n, share in zip(three, shares, strict=True)) for three in numbers))


def corners(pose: Pose) -> tuple[tuple[float, float], ...]:
    """Return where the corners of what is kept lie on the canvas, clockwise from the top left."""
    kept = (pose.left, pose.top), (pose.right, pose.top), (pose.right, pose.bottom), (pose.left, pose.bottom)
    return tuple((pose.xx * x + pose.xy * y + pose.x, pose.yx * x + pose.yy * y + pose.y) for x, y in kept)


def reach(poses: Sequence[Pose], size: tuple[int, int], margin_px: int) -> tuple[int, int, int, int] | None:
    """Return (left, top, right, bottom) of the canvas pixels some poses can cover, even-edged; None for nothing."""
    seen = [corner for pose in poses if pose.left < pose.right and pose.top < pose.bottom for corner in corners(pose)]
    if not seen:
        return None
    columns, rows = [x for x, _ in seen], [y for _, y in seen]
    left, top = (max(0, math.floor(min(line)) - margin_px) & ~1 for line in (columns, rows))
    right = min(size[0], (math.ceil(max(columns)) + margin_px + 1) & ~1)
    bottom = min(size[1], (math.ceil(max(rows)) + margin_px + 1) & ~1)
    return (left, top, right, bottom) if left < right and top < bottom else None


def quarter_turns(pose: Pose) -> int | None:
    """Return the quarter turns clockwise of a pose that only moves, scales and turns by them; else None."""
    if pose.xy == pose.yx == 0 and pose.xx * pose.yy > 0:
        return 0 if pose.xx > 0 else 2
    if pose.xx == pose.yy == 0 and pose.xy * pose.yx < 0:
        return 1 if pose.yx > 0 else 3
    return None


def stands_hard(pose: Pose) -> bool:
    """Return whether all edges of a pose are sharp."""
    return pose.soft_left == pose.soft_top == pose.soft_right == pose.soft_bottom == 0


def placed_at(placement: Placement, pose: Pose, size: tuple[int, int]) -> Placement | None:
    """Return the placement that lays the whole picture where a pose has it; None where none can.

    Args:
        placement: of the unmoved picture.
        pose: over it.
        size: (width, height) of the source as it is stored.
    """
    turns = quarter_turns(pose)
    if turns is None:
        return None
    width, height = size if placement.quarter_turns % 2 == 0 else size[::-1]
    source = placement.source
    for _ in range(turns):
        source = Rect(
            left=height - source.top - source.height, top=source.left, width=source.height, height=source.width
        )
        width, height = height, width
    return Placement(
        source=source,
        canvas=_moved_rect(placement.canvas, pose),
        quarter_turns=(placement.quarter_turns + turns) % 4,
        is_mirrored=placement.is_mirrored,
    )


def kept_rect(pose: Pose) -> Rect:
    """Return the rectangle of the canvas that an upright pose covers."""
    width, height = (max(0.0, size) for size in (pose.right - pose.left, pose.bottom - pose.top))
    left, top, wide, high = (Fraction(number) for number in (pose.left, pose.top, width, height))
    return _moved_rect(Rect(left=left, top=top, width=wide, height=high), pose)


def _moved_rect(rect: Rect, pose: Pose) -> Rect:
    """Return where a rectangle lies under a pose that turns it by quarters."""
    xx, xy, x, yx, yy, y = (Fraction(n) for n in (pose.xx, pose.xy, pose.x, pose.yx, pose.yy, pose.y))
    ends = (rect.left, rect.top), (rect.left + rect.width, rect.top + rect.height)
    (x0, y0), (x1, y1) = ((xx * a + xy * b + x, yx * a + yy * b + y) for a, b in ends)
    return Rect(left=min(x0, x1), top=min(y0, y1), width=abs(x1 - x0), height=abs(y1 - y0))


def coverage_lines(pose: Pose, size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how much of each column and of each row of the canvas an upright pose covers, 0..1."""
    turns = quarter_turns(pose)
    assert turns is not None
    across, down = abs(pose.xx) + abs(pose.yx), abs(pose.xy) + abs(pose.yy)
    soft = [pose.soft_left * across, pose.soft_top * down, pose.soft_right * across, pose.soft_bottom * down]
    left, top, right, bottom = soft[4 - turns :] + soft[: 4 - turns]
    kept = kept_rect(pose)
    columns = _line(float(kept.left), float(kept.left + kept.width), (left, right), size[0])
    return columns, _line(float(kept.top), float(kept.top + kept.height), (top, bottom), size[1])


def _line(start: float, end: float, soft: tuple[float, float], samples: int) -> NDArray[np.float32]:
    """Return the coverage of each pixel of a line by [start, end), rising over ``soft`` pixels inside its ends."""
    middles = np.arange(samples) + 0.5
    rising = np.clip((middles - start + 0.5) / (1 + soft[0]), 0, 1)
    falling = np.clip((end - middles + 0.5) / (1 + soft[1]), 0, 1)
    return np.asarray(np.maximum(rising + falling - 1, 0), np.float32)
