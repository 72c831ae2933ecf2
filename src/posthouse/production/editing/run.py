"""What a shot plays of its source, exact, so that any edge can be trimmed by whole frames and given back.

Problem: ``in:`` names a whole source frame, but a shot at 50% that loses one frame at its head begins between two.
Approach: a run keeps the exact source position of its first frame's beginning and its speed, or its place on a ramp;
what the document can say of it is decided when it is spelled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.timing import FrameRange, RampMap, SourceMap, SpeedCurve

if TYPE_CHECKING:
    from posthouse.timing import Retime

_HALF = Fraction(1, 2)
_NEAR = Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A shot's frames: a straight line through its source from ``start`` at ``speed``, or a stretch of a ramp.

    ``start`` is where the first frame begins, in source grid frames; on a ramp, ``first_frame`` counts along it.
    """

    duration_frames: int
    start: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    curve: SpeedCurve | None = None
    first_frame: int = 0

    @classmethod
    def of(cls, retime: Retime) -> Run:
        """Return the run a resolved shot plays."""
        if isinstance(retime, SourceMap):
            start = retime.position(Fraction(0))
            return cls(duration_frames=retime.duration_frames, start=start, speed=retime.speed)
        only = retime.curve.keys[0]
        if len(retime.curve.keys) == 1 and not only.hold_frames:
            start = retime.position(Fraction(0))
            return cls(duration_frames=retime.duration_frames, start=start, speed=only.speed)
        return cls(
            duration_frames=retime.duration_frames,
            speed=Fraction(0),
            curve=retime.curve,
            first_frame=retime.first_frame,
        )

    @property
    def is_freeze(self) -> bool:
        """Return whether it holds one source frame."""
        return self.curve is None and self.speed == 0

    @property
    def is_plain(self) -> bool:
        """Return whether it plays the source as it is."""
        return self.curve is None and self.speed == 1

    def trimmed(self, *, head: int = 0, tail: int = 0) -> Run:
        """Return the run with frames more at its head and tail; fewer where they are negative."""
        duration = self.duration_frames + head + tail
        if self.curve is not None:
            return replace(self, first_frame=self.first_frame - head, duration_frames=duration)
        return replace(self, start=self.start - head * self.speed, duration_frames=duration)

    def slipped(self, frames: int) -> Run:
        """Return the run some source frames later; on a ramp, some frames further along it."""
        if self.curve is not None:
            return replace(self, first_frame=self.first_frame + frames)
        return replace(self, start=self.start + frames)

    def shown(self, frame: int) -> int:
        """Return the source grid frame one of its frames shows; frames outside are its handles."""
        if self.curve is not None:
            return self._ramp().grid_frame(frame)
        return (self.start + (frame + _HALF) * self.speed).__floor__()

    def grid_range(self) -> FrameRange:
        """Return the source grid frames from the lowest to the highest it shows."""
        if self.curve is not None:
            return self._ramp().grid_range()
        ends = self.shown(0), self.shown(self.duration_frames - 1)
        return FrameRange(min(ends), max(ends) + 1)

    def low_edge(self) -> Fraction:
        """Return the earliest source position of a line: where it begins, or backwards, where it ends."""
        return min(self.start, self.start + self.duration_frames * self.speed)

    def shows_the_same(self, other: Run) -> bool:
        """Return whether another run shows the same frames, at the same places between them."""
        if self == other:
            return True
        if self.curve is not None or other.curve is not None or self.speed != other.speed:
            return False
        is_near = abs(self.start - other.start) < _NEAR and self.duration_frames == other.duration_frames
        return is_near and all(self.shown(frame) == other.shown(frame) for frame in range(self.duration_frames))

    def goes_on_in(self, other: Run) -> bool:
        """Return whether another run begins where this one ends, to less than a source frame where the speed is not 1.

        A cut between two source frames is spelled to the nearest, so its halves may overlap by a part of one.
        """
        if self.curve is not None:
            return self.curve == other.curve and other.first_frame == self.first_frame + self.duration_frames
        gap = abs(other.start - self.start - self.duration_frames * self.speed)
        return other.curve is None and self.speed == other.speed and (gap == 0 or (self.speed != 1 and gap < 1))

    def _ramp(self) -> RampMap:
        assert self.curve is not None
        return RampMap(curve=self.curve, first_frame=self.first_frame, duration_frames=self.duration_frames)
