"""Where anchors stand: a shot's own time, its source's time, or the programme's, as programme frames."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.timing import Length, LengthUnit, Rate, Timecode, programme_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from posthouse.editorial.cut import Cut, Shot
    from posthouse.editorial.framing import Raster


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the cut must know of a media: its rate, its length on the conform grid, its timecode, its raster."""

    rate: Rate
    grid_frames: int | None
    """None: it never ends (a still, a generated picture)."""
    start_timecode: Timecode | None
    raster: Raster


def programme_frame(
    anchor: Anchor, cut: Cut, rate: Rate, sources: Mapping[str, Source], complain: Callable[[str, str], None]
) -> int | None:
    """Return the programme frame an anchor stands at; complain and return None where there is none.

    None without a complaint: a source time of a shot that could not be resolved, of which a problem was told already.
    """
    if anchor.kind is AnchorKind.PROGRAMME:
        return _at_programme_time(anchor, cut, rate, complain)
    shot = cut.by_id.get(anchor.shot)
    if shot is None:
        complain(f"the shot {anchor.shot!r} is not in the programme (omitted, or over the cut later)", "")
        return None
    if anchor.kind is AnchorKind.SHOT:
        return shot.start_frame + anchor.offset.nearest_frames(rate)
    if anchor.shot in cut.unsure:
        return None
    return _frame_at_source(anchor, shot, rate, sources[shot.media], complain)


def _at_programme_time(anchor: Anchor, cut: Cut, rate: Rate, complain: Callable[[str, str], None]) -> int | None:
    try:
        frame = programme_frames(anchor.offset, rate, cut.start)
    except ValueError as problem:
        complain(str(problem), "")
        return None
    if frame < 0:
        complain(f"{anchor} is before the programme begins", f"its first frame is {cut.start}")
        return None
    return frame


def source_seconds(length: Length, source: Source) -> Fraction:
    """Return the time of a source position from the media's first picture; negative if its timecode is earlier.

    Labels count from the media's start timecode, if it has one, and drop frames if that does.

    Raises:
        ValueError: a label that does not exist at the media's rate.
    """
    start = source.start_timecode
    if start is None or not length.is_timecode:
        return length.exact_seconds(source.rate)
    if start.is_drop_frame:
        length = dataclasses.replace(length, unit=LengthUnit.DROP_TIMECODE)
    return length.exact_seconds(source.rate) - source.rate.seconds_at(start.frame_count)


def _frame_at_source(
    anchor: Anchor, shot: Shot, rate: Rate, source: Source, complain: Callable[[str, str], None]
) -> int | None:
    try:
        grid = rate.nearest_frames(source_seconds(anchor.offset, source))
    except ValueError as problem:
        complain(str(problem), "")
        return None
    if shot.source.is_freeze:
        complain(f"{shot.shot!r} is a freeze: it shows one source time only", f"anchor it as {shot.shot}+0f")
        return None
    frame = shot.source.frame_reaching(grid)
    if frame is None:
        used = shot.source.grid_range()
        cause = f"{anchor} was cut away: {shot.shot!r} shows source frames {used.start_frame} to {used.end_frame - 1}"
        complain(cause, f"it wants frame {grid}; move the anchor or lengthen the shot")
        return None
    return shot.start_frame + frame
