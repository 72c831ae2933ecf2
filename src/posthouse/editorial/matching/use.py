"""One use of footage in a cut, in the words in which two cuts are compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.timing import FrameRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A part of some footage, at a place of a programme.

    ``start`` and ``end`` are exact seconds of the source, from its first frame or from label zero, as long as both cuts
    count alike; ``start`` is the earliest, also of a use that runs backwards.
    """

    key: str
    """What its cut calls it; unlike all others of its cut."""
    id: str = ""
    """The id somebody wrote, by which it is known in both cuts; empty: it has none."""
    footage: str
    """What it is cut from; the same text means the same footage in both cuts."""
    start: Fraction
    end: Fraction
    speed: Fraction = Fraction(1)
    """Source seconds a programme second; 0 stands still; the mean of a ramp."""
    ramp: str = ""
    """What tells a speed that changes from others; empty: it is constant."""
    record: FrameRange
    lane: str = ""
    """The track: empty for the cut itself. Neighbours are those of the same lane."""

    @property
    def duration(self) -> Fraction:
        """Return how much of the source it uses, in seconds."""
        return self.end - self.start

    def overlap(self, other: Use) -> Fraction:
        """Return how much of the source both use, in seconds; 0 for different footage."""
        if self.footage != other.footage:
            return Fraction(0)
        return max(Fraction(0), min(self.end, other.end) - max(self.start, other.start))
