"""Exact time: rates, timecode, ranges, lengths and retimes, in integers and fractions only.

What comes in: the many spellings people write (``"23.976"``, ``"01:00:00;02"``, ``"90+00"``, ``"500ms"``). What goes
out: one exact type each: ``Rate``, ``Timecode``, ``FrameRange``, ``Length``, ``SourceMap``. A failed parse is a
``ValueError`` whose sentence says what was given and what is allowed. Standards: SMPTE ST 12-1 (timecode, drop-frame),
ST 12-3 (rates above 60), standards sheet 3.1 (feet+frames). Read ``rate.py`` first, then ``lengths.py``.
"""

from posthouse.timing.conform import ConstantConform, TimedConform
from posthouse.timing.lengths import Length, LengthUnit
from posthouse.timing.programme_time import programme_frames
from posthouse.timing.ranges import FrameRange
from posthouse.timing.rate import BROADCAST_RATES, Rate
from posthouse.timing.samples import floor_sample_at_frame, floor_sample_at_time, samples_in_range
from posthouse.timing.source_map import SourceMap, frames_covering
from posthouse.timing.timecode import Timecode

__all__ = [
    "BROADCAST_RATES",
    "ConstantConform",
    "FrameRange",
    "Length",
    "LengthUnit",
    "Rate",
    "SourceMap",
    "Timecode",
    "TimedConform",
    "floor_sample_at_frame",
    "floor_sample_at_time",
    "frames_covering",
    "programme_frames",
    "samples_in_range",
]
