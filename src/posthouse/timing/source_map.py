"""Constant-speed retimes: which frame of the source a shot shows, exactly.

Problem: a shot of n programme frames runs at speed s through its source from its in-point. Each programme frame shows
what the source would show in the middle of that frame: grid frame floor(in + (k + 1/2) * s).
Example: at 50% from 10, frames 0 1 2 3 show 10 10 11 11; at 200% they show 11 13 15 17.
Reverse plays exactly the forward frames in the opposite order, so frame k of a reversed shot shows what frame
n - 1 - k shows forwards; the in-point stays the earliest source frame.
Traps: Python's // on Fractions floors, also below zero, so handles before the in-point follow the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from posthouse.timing.ranges import FrameRange

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMap:
    """A shot's frames on the source grid. ``in_frame`` is the earliest source grid frame of the shot.

    ``speed`` is source frames a programme frame: 1 plays, 1/2 slows, -1 reverses, 0 freezes on ``in_frame``.
    """

    in_frame: int
    duration_frames: int
    speed: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.duration_frames < 0:
            raise ValueError(f"a shot cannot last {self.duration_frames} frames")

    @property
    def is_plain(self) -> bool:
        """Return whether each programme frame shows the next source frame: 100%, forwards."""
        return self.speed == 1

    @property
    def is_freeze(self) -> bool:
        """Return whether every programme frame shows the same source frame."""
        return self.speed == 0

    def grid_frame(self, frame: int) -> int:
        """Return the source grid frame the shot's frame shows; frames outside the shot are its handles."""
        forwards = frame if self.speed >= 0 else self.duration_frames - 1 - frame
        # floor((k + 1/2) * n / d) in integers: this is asked for every frame of a programme
        return self.in_frame + (2 * forwards + 1) * abs(self.speed.numerator) // (2 * self.speed.denominator)

    def grid_frames(self, frames: FrameRange) -> tuple[int, ...]:
        """Return the source grid frame of each of some frames of the shot, handles included."""
        if self.is_plain:
            return tuple(range(self.in_frame + frames.start_frame, self.in_frame + frames.end_frame))
        return tuple(self.grid_frame(frame) for frame in frames)

    def position(self, place: Fraction) -> Fraction:
        """Return where the source stands at a place of the shot, in programme frames from its start."""
        forwards = place if self.speed >= 0 else self.duration_frames - place
        return self.in_frame + forwards * abs(self.speed)

    def covered(self, frame: int) -> tuple[Fraction, Fraction]:
        """Return the stretch of source, (low, high) in grid frames, that passes while a frame of the shot lasts."""
        ends = self.position(Fraction(frame)), self.position(Fraction(frame + 1))
        return min(ends), max(ends)

    def grid_range(self, frames: FrameRange | None = None) -> FrameRange:
        """Return the source grid frames from the first to the last that some frames of the shot (or all) show."""
        frames = FrameRange(0, self.duration_frames) if frames is None else frames
        if frames.is_empty:
            return FrameRange(self.in_frame, self.in_frame)
        ends = (self.grid_frame(frames.start_frame), self.grid_frame(frames.end_frame - 1))
        return FrameRange(min(ends), max(ends) + 1)

    def frames_showing(self, grid: FrameRange) -> FrameRange:
        """Return the frames of the shot (handles too) that show grid frames within a range; not for a freeze."""
        if self.is_freeze:
            raise ValueError("every frame of a freeze shows the same source frame")
        speed = abs(self.speed)
        first, end = (_ceil((edge - self.in_frame) / speed - _HALF) for edge in (grid.start_frame, grid.end_frame))
        if self.speed < 0:
            first, end = self.duration_frames - end, self.duration_frames - first
        return FrameRange(first, end)

    def frame_reaching(self, grid_frame: int) -> int | None:
        """Return the first frame of the shot that shows a grid frame or has just run past it, or None."""
        frame = self.frames_showing(FrameRange(grid_frame, grid_frame + 1)).start_frame
        return frame if 0 <= frame < self.duration_frames else None


def frames_covering(source_frames: int, speed: Fraction) -> int:
    """Return how many programme frames play a source range at a speed without showing a frame beyond it.

    Frame k fits while (k + 1/2) * speed < source_frames; so ceil(source_frames / speed - 1/2), at least 1.
    """
    if speed == 0:
        raise ValueError("a freeze has no length of its own: say how long it lasts, as `for: 48f`")
    return max(1, _ceil(source_frames / abs(speed) - _HALF)) if source_frames > 0 else 0


def _ceil(number: Fraction) -> int:
    return -((-number).__floor__())
