"""Times spelled in the author's manner: timecode stays timecode, frames stay frames, seconds stay seconds.

Each spelling is read back and taken only if it lands on the wanted frame; what cannot say it gives way to frames, then
to seconds with as many places as that takes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import source_seconds
from posthouse.timing import Length, LengthUnit, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.editorial import Source
    from posthouse.production.tree import Plain
    from posthouse.timing import Rate

_PLACES = range(1, 13)
_SHORT_PLACES = 4
"""Decimals of a second that a person would still write."""


def spelled_frames(frames: int, like: Plain, rate: Rate) -> Plain:
    """Return a programme length as a person who wrote ``like`` would write it."""
    for spelling in _length_spellings(frames, like, rate):
        try:
            if Length.parse(spelling).nearest_frames(rate) == frames:
                return spelling
        except ValueError:
            continue
    return f"{frames}f"


def _length_spellings(frames: int, like: Plain, rate: Rate) -> Iterator[str | int]:
    if isinstance(like, int) and not isinstance(like, bool):
        yield frames
    unit = unit_of(like)
    if unit in {LengthUnit.TIMECODE, LengthUnit.DROP_TIMECODE}:
        is_drop = unit is LengthUnit.DROP_TIMECODE
        yield str(Timecode(frame_count=frames, rate=rate, is_drop_frame=is_drop))
    if unit is LengthUnit.SECONDS and (decimal := short_decimal(rate.seconds_at(frames))):
        yield f"{decimal}s"


def unit_of(like: Plain) -> LengthUnit | None:
    """Return what a length was written in, or None where there is none."""
    if like is None or isinstance(like, bool | list | dict):
        return None
    try:
        return Length.parse(like).unit
    except ValueError:
        return None


def short_decimal(seconds: Fraction) -> str:
    """Return seconds as a short decimal that is exact, or nothing."""
    scaled = seconds * 10**_SHORT_PLACES
    return _decimal(seconds, _SHORT_PLACES) if scaled.denominator == 1 else ""


def _decimal(seconds: Fraction, places: int, *, up: bool = False) -> str:
    scaled = seconds * 10**places
    whole = -((-scaled).__floor__()) if up else (scaled + Fraction(1, 2)).__floor__()
    text = f"{whole // 10**places}.{whole % 10**places:0{places}}"
    return text.rstrip("0").rstrip(".")


def spelled_source(grid: int, like: Plain, source: Source, rate: Rate) -> Plain | None:
    """Return a source position on the grid as a person who wrote ``like`` would; None where it is before the media.

    It counts on the source's clock: an angle's is that of its group.
    """
    if grid < 0:
        return None
    for spelling in _source_spellings(rate.seconds_at(grid) + source.offset_seconds, like, source):
        if grid_of(spelling, source, rate) == grid:
            return spelling
    return None


def spelled_exactly(position: Fraction, source: Source, rate: Rate) -> Plain | None:
    """Return a source position that may lie between two frames, for a keyframe; never earlier than it."""
    seconds = position / rate.fraction
    on_clock = seconds + source.offset_seconds
    for spelling in _frame_spellings(on_clock, source):
        if source_seconds(Length.parse(spelling), source) == seconds:
            return spelling
    return f"{_decimal(on_clock, _PLACES[-1], up=True)}s"


def grid_of(spelling: Plain, source: Source, rate: Rate) -> int | None:
    """Return the grid frame a written source position means, or None."""
    try:
        return rate.nearest_frames(source_seconds(Length.parse(spelling), source))  # type: ignore[arg-type] # it refuses what is none
    except ValueError:
        return None


def _source_spellings(seconds: Fraction, like: Plain, source: Source) -> Iterator[str | int]:
    unit = unit_of(like)
    frames = source.rate.nearest_frames(seconds)
    if isinstance(like, int) and not isinstance(like, bool):
        yield frames
    if unit is LengthUnit.SECONDS and (decimal := short_decimal(seconds)):
        yield f"{decimal}s"
    if unit in {LengthUnit.TIMECODE, LengthUnit.DROP_TIMECODE} or (unit is None and source.start_timecode is not None):
        yield from _label(frames, source, is_drop=unit is LengthUnit.DROP_TIMECODE)
    if seconds < 0:  # before the clock begins; only a label can say it
        return
    yield f"{frames}f"
    yield from (f"{_decimal(seconds, places)}s" for places in _PLACES)


def _frame_spellings(seconds: Fraction, source: Source) -> Iterator[str]:
    yield f"{source.rate.nearest_frames(seconds)}f"
    yield f"{_decimal(seconds, _PLACES[-1])}s"


def _label(frames: int, source: Source, *, is_drop: bool) -> Iterator[str]:
    """Yield the label of a frame of a clock, where it has one."""
    start = source.start_timecode
    first = 0 if start is None else start.frame_count
    if start is not None and first + frames >= 0:
        yield str(start.plus(frames))
    elif first + frames >= 0:
        yield str(Timecode(frame_count=frames, rate=source.rate, is_drop_frame=is_drop))
