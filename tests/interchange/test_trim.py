"""A part of a clip: what it shows is what the whole showed there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.interchange.timeline import Clip, MediaRef, SourceSpan, TimePoint
from posthouse.interchange.trim import trimmed_clip
from posthouse.timing import FrameRange, Rate

_RATE = Rate.parse(24)
_RAMP = tuple(TimePoint(record=Fraction(at), source=Fraction(to)) for at, to in ((0, 10), (20, 0), (60, 80)))
"""20 frames backwards at half speed, then 40 forwards at twice."""


def _clip(start: int) -> Clip:
    span = SourceSpan(rate=_RATE, start=Fraction(500), duration=Fraction(80))
    record = FrameRange.lasting(start, 60)
    media = MediaRef(name="take")
    return Clip(id="1", name="take", record=record, source=span, media=media, speed=Fraction(7, 6), ramp=_RAMP)


def _shown(clip: Clip, at: int) -> Fraction:
    """Return the source frame of a record frame, straight between points."""
    place = Fraction(at - clip.record.start_frame)
    after = next(index for index, point in enumerate(clip.ramp) if point.record > place)
    first, last = clip.ramp[after - 1 : after + 1]
    pace = (last.source - first.source) / (last.record - first.record)
    return clip.source.start + first.source + (place - first.record) * pace


@pytest.mark.parametrize(("start", "end"), [(110, 150), (100, 115), (130, 160), (125, 126)])
def test_a_part_of_a_ramp_shows_its_frames(start: int, end: int) -> None:
    whole = _clip(100)
    part = trimmed_clip(whole, FrameRange(start, end), _RATE)
    assert [_shown(part, at) for at in range(start, end)] == [_shown(whole, at) for at in range(start, end)]
    assert [part.ramp[at].record for at in (0, -1)] == [0, end - start]
    assert min(point.source for point in part.ramp) == 0


def test_a_handle_of_a_ramp_goes_on_at_the_speed_of_its_end() -> None:
    part = trimmed_clip(_clip(100), FrameRange(150, 170), _RATE)
    assert _shown(part, 165) == 500 + 80 + 5 * 2
    assert part.speed == 2
