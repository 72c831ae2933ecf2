"""What a row says of a clip's source: reel, in and out, and the speed of its M2."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import MediaKind
from posthouse.timing import Timecode
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip
    from posthouse.timing import Rate

_BETWEEN = ("clip", "its source begins between two frames: written at a whole one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The source of a row. ``in_frame`` counts at ``rate``; ``speed`` is None at 100%, else source for record time."""

    in_frame: int
    lasting: int
    rate: Rate
    is_drop_frame: bool = False
    speed: Fraction | None = None
    is_foreign: bool = False
    """Its labels count at a rate that is not the list's; M2 says it, as Avid does."""
    remarks: tuple[tuple[str, str], ...] = ()
    """(feature, reason) of what is only near."""

    @property
    def labels(self) -> tuple[str, str]:
        """Return source in and out."""
        return label_of(self.in_frame, self.rate, is_drop=self.is_drop_frame), label_of(
            self.in_frame + self.lasting, self.rate, is_drop=self.is_drop_frame
        )

    def motion_fps(self, rate: Rate) -> Fraction | None:
        """Return the frames per second of M2 in a list of some rate, or None where there is none."""
        if self.is_foreign:
            return Fraction(self.rate.timebase)
        return None if self.speed is None else self.speed * rate.timebase


def label_of(frame: int, rate: Rate, *, is_drop: bool) -> str:
    """Return a frame's label with colons throughout, as CMX3600 writes also drop-frame (standards sheet 3.2)."""
    return str(Timecode(frame_count=frame, rate=rate, is_drop_frame=is_drop)).replace(";", ":")


def side_of(clip: Clip, rate: Rate) -> Side:
    """Return a clip's source as its row says it."""
    record = clip.record.duration_frames
    if clip.media.kind is MediaKind.BLACK:
        return Side(in_frame=0, lasting=record, rate=rate)
    source, remarks = clip.source, _remarks(clip, rate)
    is_drop = clip.media.is_drop_frame and can_drop(rate)
    if clip.speed == 0:
        frame = math.floor(_start(clip, rate))
        return Side(
            in_frame=frame, lasting=1, rate=rate, is_drop_frame=is_drop, speed=Fraction(0), remarks=tuple(remarks)
        )
    if is_foreign(clip, rate):
        if source.start.denominator != 1:
            remarks.append(_BETWEEN)
        return Side(
            in_frame=math.floor(source.start),
            lasting=_foreign_frames(clip, rate),
            rate=source.rate,
            is_foreign=True,
            remarks=tuple(remarks),
        )
    return _same_rate(clip, rate, remarks, is_drop=is_drop)


def next_frame(clip: Clip, side: Side) -> int:
    """Return the source frame that follows a clip: what the side going out shows as a transition begins."""
    if clip.speed == 0:
        return side.in_frame
    return side.in_frame - side.lasting if clip.speed < 0 else side.in_frame + side.lasting


def is_foreign(clip: Clip, rate: Rate) -> bool:
    """Return whether a clip's labels are written at its own rate: slower than the list's, played at 100%."""
    base = clip.source.rate.timebase
    return clip.speed == 1 and base < rate.timebase and base in {24, 25, 30, 48, 50}


def _foreign_frames(clip: Clip, rate: Rate) -> int:
    """Return how many frames of its own rate a clip plays: what it says itself, where that fills its record."""
    said, base = clip.source.duration, clip.source.rate
    filled = rate.seconds_at(clip.record.duration_frames) * base.fraction
    if said.denominator == 1 and abs(said - filled) < 1:
        return int(said)
    return math.ceil(clip.record.duration_frames * Fraction(base.timebase, rate.timebase))


def _same_rate(clip: Clip, rate: Rate, remarks: list[tuple[str, str]], *, is_drop: bool) -> Side:
    speed = clip.speed
    start = _start(clip, rate)
    lasting = clip.record.duration_frames * abs(speed)
    is_near = clip.source.rate.timebase != rate.timebase  # counted anew: the nearest label, not the one before
    begin = math.floor(start + Fraction(1, 2)) if is_near else math.floor(start)
    first = math.ceil(start + lasting - 1) if speed < 0 else begin
    if first != (start + lasting - 1 if speed < 0 else start):
        remarks.append(_BETWEEN)
    return Side(
        in_frame=first,
        lasting=math.ceil(lasting),
        rate=rate,
        is_drop_frame=is_drop,
        speed=None if speed == 1 else speed,
        remarks=tuple(remarks),
    )


def _start(clip: Clip, rate: Rate) -> Fraction:
    """Return where the source starts, in frames of the list's timebase."""
    base = clip.source.rate.timebase
    return clip.source.start if base == rate.timebase else clip.source.start * rate.timebase / base


def _remarks(clip: Clip, rate: Rate) -> list[tuple[str, str]]:
    remarks = []
    if clip.source.rate != rate and clip.source.rate.timebase == rate.timebase:
        remarks.append(("timecode", f"its source runs at {clip.source.rate}, which counts as {rate} does: not said"))
    elif clip.source.rate != rate and not is_foreign(clip, rate):
        remarks.append(("timecode", f"its source counts at {clip.source.rate}: its times are written at {rate}"))
    if clip.source.start < 0:
        remarks.append(("clip", "its source begins before 00:00:00:00: written as of the day before"))
    if not clip.media.has_timecode:
        remarks.append(("timecode", "its source has no timecode: its times count from its first frame"))
    if clip.ramp:
        remarks.append(("speed", "its speed changes: written at its mean"))
    return remarks
