"""Source time as the author writes it: by the media's own timecode where it has one, else from its beginning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from posthouse.errors import ProductionError
from posthouse.timing import Length, LengthUnit, Rate, Timecode


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClock:
    """A media's frame rate (None: the production's) and the frame number of its start timecode, 0 without one."""

    rate: Rate | None = None
    start_frame: int = 0
    is_drop_frame: bool = False
    offset_seconds: Fraction = Fraction(0)
    """Where the media's beginning lies on the clock: a group's, which an angle joins late."""

    def source_seconds(self, position: Length, production_rate: Rate) -> Fraction:
        """Return a position as seconds from the media's beginning; timecode counts from its start timecode.

        Raises:
            ProductionError: a timecode label the media's rate does not have.
        """
        rate = self.rate or production_rate
        try:
            if position.is_timecode:
                if self.is_drop_frame:  # however it is written, a label drops frames where the media's do
                    position = replace(position, unit=LengthUnit.DROP_TIMECODE)
                return rate.seconds_at(position.nearest_frames(rate) - self.start_frame) - self.offset_seconds
            return position.exact_seconds(rate) - self.offset_seconds
        except ValueError as problem:
            raise ProductionError(str(problem)) from problem

    def spelled(self, seconds: Fraction, like: Length, production_rate: Rate) -> str:
        """Return a source time as a person would write it in the manner of ``like``."""
        rate, seconds = self.rate or production_rate, seconds + self.offset_seconds
        if like.is_timecode:
            frame = rate.floor_frame_at(seconds) + self.start_frame
            return str(Timecode(rate=rate, frame_count=frame, is_drop_frame=self.is_drop_frame))
        return f"{float(seconds):.3f}".rstrip("0").rstrip(".") + "s"
