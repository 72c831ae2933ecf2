"""From the conform grid to pictures of the source.

A source is seen on the programme-rate grid of source time: grid frame j covers [j, j+1) / rate from the media's first
picture, and shows the picture on screen in its middle, (j + 1/2) / rate. One grid for every shot of a source, so that
a trim never re-phases a cadence.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.timing.rate import Rate

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantConform:
    """A source whose pictures all last equally long."""

    source_rate: Rate
    grid_rate: Rate
    pictures: int | None = None

    @property
    def is_identity(self) -> bool:
        """Return whether grid frame and picture index are the same number."""
        return self.source_rate == self.grid_rate

    @property
    def grid_frames(self) -> int | None:
        """Return how many grid frames show a picture of the source; None where the source never ends."""
        if self.pictures is None:
            return None
        exact = self.pictures * self.grid_rate.fraction / self.source_rate.fraction - _HALF
        return max(0, -((-exact).__floor__()))

    def picture_index(self, grid_frame: int) -> int:
        """Return the index of the picture a grid frame shows; not limited to pictures the source has."""
        if self.is_identity:
            return grid_frame
        source, grid = self.source_rate.fraction, self.grid_rate.fraction
        # floor((j + 1/2) * source / grid) in integers: this is asked for every frame of a programme
        return (2 * grid_frame + 1) * source.numerator * grid.denominator // (2 * source.denominator * grid.numerator)

    def picture_position(self, grid_position: Fraction) -> Fraction:
        """Return where among the pictures a place on the grid lies: 3 as picture 3 comes on, 3 1/2 half way to 4."""
        return grid_position * self.source_rate.fraction / self.grid_rate.fraction

    def picture_seconds(self, index: int) -> Fraction:
        """Return when a picture comes on, from the media's first picture."""
        return index / self.source_rate.fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedConform:
    """A source with a list of presentation times (variable rate), in ticks of ``tick_seconds``.

    ``times_ticks`` rise strictly; the first is the start of source time; ``end_ticks`` is where the last picture ends.
    """

    times_ticks: tuple[int, ...]
    end_ticks: int
    tick_seconds: Fraction
    grid_rate: Rate

    def __post_init__(self) -> None:
        if not self.times_ticks:
            raise ValueError("a source needs at least one picture")
        if any(b <= a for a, b in zip(self.times_ticks, (*self.times_ticks[1:], self.end_ticks), strict=True)):
            raise ValueError("presentation times must rise from picture to picture")

    @property
    def grid_frames(self) -> int:
        """Return how many grid frames show a picture of the source: those whose middle is before its end."""
        lasting = (self.end_ticks - self.times_ticks[0]) * self.tick_seconds * self.grid_rate.fraction
        return max(0, -((_HALF - lasting).__floor__()))

    def picture_index(self, grid_frame: int) -> int:
        """Return the index of the picture on screen in the middle of a grid frame, clamped to the first and last."""
        middle = (grid_frame + _HALF) / self.grid_rate.fraction / self.tick_seconds + self.times_ticks[0]
        return max(0, bisect_right(self.times_ticks, middle) - 1)

    def picture_position(self, grid_position: Fraction) -> Fraction:
        """Return where among the pictures a place on the grid lies: 3 as picture 3 comes on, 3 1/2 half way to 4.

        Before the first picture and after the last, time runs on as fast as it does in that one.
        """
        ticks = grid_position / self.grid_rate.fraction / self.tick_seconds + self.times_ticks[0]
        index = max(0, bisect_right(self.times_ticks, ticks) - 1)
        return index + (ticks - self.times_ticks[index]) / (self._next_ticks(index) - self.times_ticks[index])

    def picture_seconds(self, index: int) -> Fraction:
        """Return when a picture comes on, from the media's first picture."""
        return (self.times_ticks[index] - self.times_ticks[0]) * self.tick_seconds

    def _next_ticks(self, index: int) -> int:
        return self.times_ticks[index + 1] if index + 1 < len(self.times_ticks) else self.end_ticks
