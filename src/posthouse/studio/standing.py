"""Where each shot stands on the canvas for a run of frames: at one place, or moving.

Frames that stand still are placed and not moved, whatever the rest of the shot does: their pictures are then those of a
shot that never moves, by the same path, and have the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import Raster, exposures, place
from posthouse.pixels import Rect, kept_rect, placed_at, stands_hard

if TYPE_CHECKING:
    from posthouse.editorial import Shot
    from posthouse.pixels import Exposure, Placement
    from posthouse.timing import FrameRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A placement, the rectangle of the canvas it covers, and how it moves over that: none where it does not."""

    placement: Placement
    within: Rect
    motion: tuple[Exposure, ...] = ()


def standing(shot: Shot, frames: FrameRange, raster: Raster, canvas: tuple[int, int]) -> Standing:
    """Return where a shot stands at programme frames."""
    placement = place(raster, Raster(width=canvas[0], height=canvas[1]), shot.framing)
    if shot.motion is None:
        return Standing(placement=placement, within=placement.canvas)
    own = frames.shifted(-shot.start_frame)
    motion = exposures(shot.motion, shot.source, own, placement.canvas, canvas)
    first = motion[0]
    if len(first) == 1 and stands_hard(first[0]) and all(exposure == first for exposure in motion):
        still = placed_at(placement, first[0], (raster.width, raster.height))
        if still is not None:
            return Standing(placement=still, within=kept_rect(first[0]))
    whole = Rect(left=Fraction(0), top=Fraction(0), width=Fraction(canvas[0]), height=Fraction(canvas[1]))
    return Standing(placement=placement, within=whole, motion=motion)
