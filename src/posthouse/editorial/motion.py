"""How a shot moves over its frame: its pose at any moment, and the poses of a run of frames for the pixels.

The picture as it is fitted to the frame is scaled and turned about its anchor, and the anchor stands at the position.
Source of the order (crop, scale, turn, place): the transform of motion graphics programs, anchor first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.curve import Curve
from posthouse.pixels.stack import Pose

if TYPE_CHECKING:
    from posthouse.pixels.stack import Exposure, Rect
    from posthouse.timing import FrameRange, Retime

LEAST_SCALE = 1 / 400
"""Below it a picture is a few pixels, and shows nothing."""
_DECIMALS = 10
"""Poses are kept to this many: differences below it are those of mathematical libraries."""
_QUARTERS = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}
_MIDDLE = Curve.constant(0.5, 0.5)
_NOTHING = Curve.constant(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """What moves, each over time; all in parts of the frame (position) or of the fitted picture (the others)."""

    position: Curve = _MIDDLE
    scale: Curve = Curve.constant(1.0, 1.0)  # noqa: RUF009 - frozen
    rotation: Curve = _NOTHING
    """Degrees clockwise."""
    anchor: Curve = _MIDDLE
    left: Curve = _NOTHING
    top: Curve = _NOTHING
    right: Curve = _NOTHING
    bottom: Curve = _NOTHING
    softness: Curve = _NOTHING
    shutter_degrees: Fraction = Fraction(0)
    """How long each frame is exposed: 360 is the whole frame, 0 sharp; centred on the frame."""

    def curves(self) -> tuple[Curve, ...]:
        """Return every curve of the motion."""
        found = (getattr(self, field.name) for field in fields(self))
        return tuple(curve for curve in found if isinstance(curve, Curve))


def pose_at(motion: Motion, source: Retime, frame: Fraction, box: Rect, canvas: tuple[int, int]) -> Pose:
    """Return where a shot's picture lies at a moment of the shot, counted in frames; its frame 0 is the first.

    Args:
        motion: how it moves.
        source: the shot's frames on its source.
        frame: the moment; a fraction is between frames.
        box: where the fitted picture lies on the canvas unmoved, in pixels.
        canvas: width and height in pixels.
    """
    across, down = motion.position.at(source, frame)
    scale_x, scale_y = motion.scale.at(source, frame)
    anchor_x, anchor_y = motion.anchor.at(source, frame)
    is_hidden = min(scale_x, scale_y) < LEAST_SCALE
    cos, sin = _turn(motion.rotation.at(source, frame)[0])
    x_x, x_y = cos * max(scale_x, LEAST_SCALE), -sin * max(scale_y, LEAST_SCALE)
    y_x, y_y = sin * max(scale_x, LEAST_SCALE), cos * max(scale_y, LEAST_SCALE)
    fixed_x, fixed_y = float(box.left) + anchor_x * float(box.width), float(box.top) + anchor_y * float(box.height)
    left, top, right, bottom = sides = _sides(motion, source, frame, box)
    soft = motion.softness.at(source, frame)[0] * float(box.height)
    numbers = (
        *(x_x, x_y, across * canvas[0] - x_x * fixed_x - x_y * fixed_y),
        *(y_x, y_y, down * canvas[1] - y_x * fixed_x - y_y * fixed_y),
        *(float(box.left) + left, float(box.top) + top),
        *(float(box.left) + (left if is_hidden else float(box.width) - right), float(box.top + box.height) - bottom),
        *(min(soft, side) for side in sides),
    )
    return Pose(*(round(number, _DECIMALS) + 0.0 for number in numbers))


def exposures(
    motion: Motion, source: Retime, frames: FrameRange, box: Rect, canvas: tuple[int, int]
) -> tuple[Exposure, ...]:
    """Return the poses of each frame of a shot in a range (handles too): one, or three of an open shutter."""
    return tuple(_exposure(motion, source, Fraction(frame), box, canvas) for frame in frames)


def _exposure(motion: Motion, source: Retime, frame: Fraction, box: Rect, canvas: tuple[int, int]) -> Exposure:
    """Return a frame's pose, or those as the shutter opens, is half way, and closes, if they differ.

    A frame on which a held value jumps is not blurred: nothing was between the two.
    """
    middle = pose_at(motion, source, frame, box, canvas)
    half = motion.shutter_degrees / 720
    if half == 0 or any(curve.jumps_between(source, frame - half, frame + half) for curve in motion.curves()):
        return (middle,)
    opening, closing = (pose_at(motion, source, frame + part, box, canvas) for part in (-half, half))
    return (middle,) if opening == middle == closing else (opening, middle, closing)


def _sides(motion: Motion, source: Retime, frame: Fraction, box: Rect) -> tuple[float, float, float, float]:
    """Return what is cut off left, top, right and bottom, in pixels of the fitted picture."""
    width, height = float(box.width), float(box.height)
    left, right = (_part(curve, source, frame) * width for curve in (motion.left, motion.right))
    top, bottom = (_part(curve, source, frame) * height for curve in (motion.top, motion.bottom))
    return left, top, min(right, width - left), min(bottom, height - top)


def _part(curve: Curve, source: Retime, frame: Fraction) -> float:
    return min(1.0, max(0.0, curve.at(source, frame)[0]))


def _turn(degrees: float) -> tuple[float, float]:
    """Return the cosine and sine of an angle; of quarter turns, exact."""
    within = degrees % 360
    return _QUARTERS.get(within, (math.cos(math.radians(within)), math.sin(math.radians(within))))
