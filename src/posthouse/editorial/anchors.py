"""Where anchors stand: a shot's own time, its source's time, or the programme's, as programme frames."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.timing import Length, LengthUnit, Rate, Timecode, programme_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    media: str = ""
    """The media whose pictures it is, where it is a part of one, or an angle of a group; else it is its own."""
    first_frame: int = 0
    """The first grid frame that may be used: a subclip's; ``grid_frames`` is then where the subclip ends."""
    offset_seconds: Fraction = Fraction(0)
    """Where its first picture lies on the clock its times count on: a group's; an angle that began late has more."""


def programme_frame(
    anchor: Anchor, cut: Cut, rate: Rate, sources: Mapping[str, Source], complain: Callable[[str, str], None]
) -> int | None:
    """Return the programme frame an anchor stands at; complain and return None where there is none.

    None without a complaint: a source time of a shot that could not be resolved, of which a problem was told already.
    """
    if anchor.kind is AnchorKind.PROGRAMME:
        return _at_programme_time(anchor, cut, rate, complain)
    shot = _found_shot(anchor, cut, complain)
    if shot is None:
        return None
    if anchor.kind is AnchorKind.SHOT:
        return _frame_after_start(anchor, shot, rate, complain)
    if cut.unsure & {anchor.shot, shot.shot}:
        return None
    source = sources.get(shot.clock or shot.media) or _own_time(shot, rate)
    return _frame_at_source(anchor, shot, rate, source, complain)


def _found_shot(anchor: Anchor, cut: Cut, complain: Callable[[str, str], None]) -> Shot | None:
    """Return the shot an anchor names: of the cut, over it, or inside a nested sequence that is used once."""
    found = cut.named(anchor.shot)
    if not found:
        complain(f"the shot {anchor.shot!r} is not in the programme (omitted, or over the cut later)", "")
        return None
    if len(found) > 1:
        cause = f"{anchor.shot!r} is in the programme {len(found)} times, as its sequence is"
        complain(cause, f"say which: {', '.join(shot.shot for shot in found)}")
        return None
    return found[0]


def _own_time(shot: Shot, rate: Rate) -> Source:
    """Return the time of a nested sequence: from its first frame, at the programme's rate."""
    from posthouse.editorial.framing import Raster  # framing imports the spec, which this module must not wait for

    end = shot.source.grid_range().end_frame
    return Source(rate=rate, grid_frames=end, start_timecode=None, raster=Raster(width=1, height=1))


def _frame_after_start(anchor: Anchor, shot: Shot, rate: Rate, complain: Callable[[str, str], None]) -> int | None:
    """Return a frame counted from a shot's first; what a nested shot's sequence was trimmed of is not there."""
    try:
        offset = anchor.offset.nearest_frames(rate)
    except ValueError as problem:
        complain(str(problem), "")
        return None
    frame = shot.start_frame + offset
    if shot.shown is not None and 0 <= offset < shot.source.duration_frames and not shot.shown.contains(frame):
        complain(f"{anchor} was cut away: the trim of its sequence leaves it out", "move the anchor, or trim less")
        return None
    return frame


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
        return length.exact_seconds(source.rate) - source.offset_seconds
    if start.is_drop_frame:
        length = dataclasses.replace(length, unit=LengthUnit.DROP_TIMECODE)
    return length.exact_seconds(source.rate) - source.rate.seconds_at(start.frame_count) - source.offset_seconds


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
    frame = shot.frame_reaching(grid)
    if frame is None:
        used = shot.source.grid_range(shot.range.shifted(-shot.start_frame))
        cause = f"{anchor} was cut away: {shot.shot!r} shows source frames {used.start_frame} to {used.end_frame - 1}"
        complain(cause, f"it wants frame {grid}; move the anchor or lengthen the shot")
        return None
    return shot.start_frame + frame
