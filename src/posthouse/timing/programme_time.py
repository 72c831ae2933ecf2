"""Programme time as people write it: labels count from the start timecode, lengths from the first frame."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.timing.lengths import Length, LengthUnit

if TYPE_CHECKING:
    from posthouse.timing.rate import Rate
    from posthouse.timing.timecode import Timecode


def programme_frames(position: Length, rate: Rate, start: Timecode | None) -> int:
    """Return the programme frame a position stands for; negative before the start.

    Labels drop frames where the start does, whichever way they are written.

    Raises:
        ValueError: a label that does not exist at the rate.
    """
    if start is None or not position.is_timecode:
        return position.nearest_frames(rate)
    if start.is_drop_frame:
        position = dataclasses.replace(position, unit=LengthUnit.DROP_TIMECODE)
    return position.nearest_frames(rate) - start.frame_count
