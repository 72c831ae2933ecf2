"""Exact time: rates, timecode, ranges, lengths, retimes and ramps, in integers and fractions only.

What comes in: the many spellings people write (``"23.976"``, ``"01:00:00;02"``, ``"90+00"``, ``"500ms"``). What goes
out: one exact type each: ``Rate``, ``Timecode``, ``FrameRange``, ``Length``, ``SourceMap`` or
``RampMap``. A failed parse is a ``ValueError`` whose sentence says what was given and what is allowed. Standards:
SMPTE ST 12-1 (timecode, drop-frame), ST 12-3 (rates above 60), standards sheet 3.1 (feet+frames). Read ``rate.py``
first, then ``lengths.py``.
"""

from posthouse.timing.conform import ConstantConform, TimedConform
from posthouse.timing.lengths import Length, LengthUnit
from posthouse.timing.programme_time import programme_frames
from posthouse.timing.ramp import (
    Ease,
    RampMap,
    SpeedCurve,
    SpeedKey,
    curve_frames_within,
    first_frame_past,
    wrong_key,
)
from posthouse.timing.ranges import FrameRange
from posthouse.timing.rate import BROADCAST_RATES, Rate
from posthouse.timing.samples import floor_sample_at_frame, floor_sample_at_time, samples_in_range
from posthouse.timing.source_map import SourceMap, frames_covering
from posthouse.timing.timecode import Timecode

Retime = SourceMap | RampMap
"""Which frame of the source each frame of a shot shows."""

__all__ = [
    "BROADCAST_RATES",
    "ConstantConform",
    "Ease",
    "FrameRange",
    "Length",
    "LengthUnit",
    "RampMap",
    "Rate",
    "Retime",
    "SourceMap",
    "SpeedCurve",
    "SpeedKey",
    "Timecode",
    "TimedConform",
    "curve_frames_within",
    "first_frame_past",
    "floor_sample_at_frame",
    "floor_sample_at_time",
    "frames_covering",
    "programme_frames",
    "samples_in_range",
    "wrong_key",
]
