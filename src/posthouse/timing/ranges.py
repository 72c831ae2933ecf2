"""Half-open ranges of frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, order=True)
class FrameRange:
    """The frames from ``start_frame`` up to, not including, ``end_frame``."""

    start_frame: int
    end_frame: int

    def __post_init__(self) -> None:
        if self.end_frame < self.start_frame:
            raise ValueError(f"a range cannot end ({self.end_frame}) before it starts ({self.start_frame})")

    @classmethod
    def lasting(cls, start_frame: int, duration_frames: int) -> FrameRange:
        """Return the range that starts at a frame and lasts some frames."""
        return cls(start_frame, start_frame + duration_frames)

    @property
    def duration_frames(self) -> int:
        """Return how many frames are in the range."""
        return self.end_frame - self.start_frame

    @property
    def is_empty(self) -> bool:
        """Return whether no frame is in the range."""
        return self.end_frame == self.start_frame

    def contains(self, frame: int) -> bool:
        """Return whether a frame is in the range."""
        return self.start_frame <= frame < self.end_frame

    def covers(self, other: FrameRange) -> bool:
        """Return whether every frame of another range is in this one; an empty range is covered by any."""
        return other.is_empty or (self.start_frame <= other.start_frame and other.end_frame <= self.end_frame)

    def overlaps(self, other: FrameRange) -> bool:
        """Return whether the two share a frame."""
        return not self.intersection(other).is_empty

    def intersection(self, other: FrameRange) -> FrameRange:
        """Return the frames both have; an empty range at the later start where they share none."""
        start = max(self.start_frame, other.start_frame)
        return FrameRange(start, max(start, min(self.end_frame, other.end_frame)))

    def hull(self, other: FrameRange) -> FrameRange:
        """Return the smallest range with all frames of both."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return FrameRange(min(self.start_frame, other.start_frame), max(self.end_frame, other.end_frame))

    def shifted(self, frames: int) -> FrameRange:
        """Return the range some frames later (earlier if negative)."""
        return FrameRange(self.start_frame + frames, self.end_frame + frames)

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start_frame, self.end_frame))

    def __len__(self) -> int:
        return self.duration_frames

    def __str__(self) -> str:
        return f"[{self.start_frame}, {self.end_frame})"
