"""The state of a title at each frame: fades, and the way of a roll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.titles.image import TitleState

if TYPE_CHECKING:
    from posthouse.timing import Length, Rate
    from posthouse.titles.spec import TitleSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class RollMotion:
    """How a roll moves: a whole number of pixels each frame, since a roll on fractions of a pixel shimmers.

    Attributes:
        pixels_per_frame: upwards; the roll has left the picture by the end of its length.
        picture_height: rows of the picture.
        height_px: rows of the roll.
        duration_frames: the title's length.
        moving_frames: frames in which the roll can be seen; after them the picture is clear.
    """

    pixels_per_frame: int
    picture_height: int
    height_px: int
    duration_frames: int
    moving_frames: int

    def rows_between(self, start_frame: int, end_frame: int) -> tuple[int, int]:
        """Return the rows of the unmoved roll that the frames ``start`` to ``end`` (exclusive) show."""
        first = self.pixels_per_frame * (start_frame + 1)
        return first, self.pixels_per_frame * end_frame + self.picture_height

    def __str__(self) -> str:
        speed = self.pixels_per_frame
        said = f"the roll moves {speed} pixel{'s' if speed != 1 else ''} a frame"
        unused = self.duration_frames - self.moving_frames
        if not unused:
            return said
        slower = f", or {self._frames_at(speed - 1)}f moves it by {speed - 1}" if speed > 1 else ""
        return f"{said} and has left the picture {unused} frames early; for: {self.moving_frames}f fits exactly{slower}"

    def _frames_at(self, speed: int) -> int:
        return -(-(self.picture_height + self.height_px) // speed)


def planned_motion(*, picture_height: int, height_px: int, duration_frames: int) -> RollMotion:
    """Return the slowest whole-pixel motion that clears the picture in the given frames."""
    travel_px = picture_height + height_px
    speed = max(1, -(-travel_px // duration_frames))
    return RollMotion(
        pixels_per_frame=speed,
        picture_height=picture_height,
        height_px=height_px,
        duration_frames=duration_frames,
        moving_frames=-(-travel_px // speed),
    )


def title_state(
    spec: TitleSpec, local_frame: int, duration_frames: int, rate: Rate, *, motion: RollMotion | None = None
) -> TitleState:
    """Return how a title stands at its frame ``local_frame`` (0 is its first).

    Args:
        spec: the title.
        local_frame: 0 to duration_frames - 1; outside, the title is not there.
        duration_frames: the title's length.
        rate: the programme's.
        motion: of a roll, from ``plan_roll``.
    """
    if not 0 <= local_frame < duration_frames:
        return TitleState(opacity=0.0, offset_x_px=0.0, offset_y_px=0.0)
    rising = _faded(local_frame, spec.fade_in, rate)
    falling = _faded(duration_frames - 1 - local_frame, spec.fade_out, rate)
    moved_px = motion.pixels_per_frame * (local_frame + 1) if motion else 0
    return TitleState(opacity=rising * falling, offset_x_px=0.0, offset_y_px=-float(moved_px))


def _faded(frames_from_edge: int, fade: Length | None, rate: Rate) -> float:
    """Return the opacity in the middle of a frame, on a curve without corners (3t^2 - 2t^3)."""
    fade_frames = fade.nearest_frames(rate) if fade else 0
    if frames_from_edge >= fade_frames:
        return 1.0
    part = (frames_from_edge + 0.5) / fade_frames
    return part * part * (3.0 - 2.0 * part)
