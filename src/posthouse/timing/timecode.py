"""SMPTE ST 12 timecode, drop-frame and non-drop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.timing.rate import Rate

TIMECODE = re.compile(
    r"(\d{1,2}):(\d{1,2}):(\d{1,2})([:;.,])(\d{2,3})|(\d{1,2});(\d{1,2});(\d{1,2})(;)(\d{2,3})", re.ASCII
)
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Timecode:
    """One frame's label. ``frame_count`` counts real frames from 00:00:00:00; labels wrap after 24 hours."""

    frame_count: int
    rate: Rate
    is_drop_frame: bool = False

    def __post_init__(self) -> None:
        if self.is_drop_frame and not can_drop(self.rate):
            raise ValueError(f"drop-frame timecode exists at 29.97, 59.94 and 119.88 only, not at {self.rate}")

    @classmethod
    def parse(cls, text: str, rate: Rate) -> Timecode:
        """Return the timecode a text spells: ``hh:mm:ss:ff``; drop-frame with ``;`` (or ``.``) before the frames.

        Raises:
            ValueError: not a timecode, a field out of range, a label drop-frame skips, or a rate without drop-frame.
        """
        hours, minutes, seconds, frames, is_drop_frame = split_timecode(text)
        return cls.at_label(rate, (hours * 3600 + minutes * 60 + seconds, frames), is_drop_frame=is_drop_frame)

    @classmethod
    def at_label(cls, rate: Rate, label: tuple[int, int], *, is_drop_frame: bool = False) -> Timecode:
        """Return the timecode at (nominal seconds, frames); the parts have been read already."""
        seconds, frames = label
        if frames >= rate.timebase:
            raise ValueError(
                f"there is no frame {frames} at {rate} frames per second; frames count from 00 to {rate.timebase - 1}"
            )
        count = seconds * rate.timebase + frames
        if is_drop_frame:
            drop = dropped_a_minute(rate)
            if frames < drop and seconds % 60 == 0 and seconds // 60 % 10:
                raise ValueError(
                    f"{_label(count, rate.timebase, ';')} does not exist: drop-frame at {rate} skips frames "
                    f"00 to {drop - 1:02} of this minute; the next label is ;{drop:02}"
                )
            count -= drop * (seconds // 60 - seconds // 600)
        return cls(frame_count=count, rate=rate, is_drop_frame=is_drop_frame)

    def plus(self, frames: int) -> Timecode:
        """Return the timecode some frames later."""
        return Timecode(frame_count=self.frame_count + frames, rate=self.rate, is_drop_frame=self.is_drop_frame)

    def __str__(self) -> str:
        timebase = self.rate.timebase
        drop = dropped_a_minute(self.rate) if self.is_drop_frame else 0
        a_day = _HOURS_A_DAY * (3600 * timebase - drop * 54)
        ten_minutes, rest = divmod(self.frame_count % a_day, 600 * timebase - 9 * drop)
        skipped = max(0, rest - drop) // (60 * timebase - drop) * drop if drop else 0
        return _label(ten_minutes * 600 * timebase + rest + skipped, timebase, ";" if drop else ":")


def can_drop(rate: Rate) -> bool:
    """Return whether drop-frame is defined at a rate (ST 12-1 clause 5.2.2: multiples of 30/1.001)."""
    return rate.is_ntsc and rate.timebase % 30 == 0


def dropped_a_minute(rate: Rate) -> int:
    """Return the labels skipped at each minute that is no multiple of ten: 2 at 29.97, 4 at 59.94."""
    return rate.timebase // 15 if can_drop(rate) else 0


def split_timecode(text: str) -> tuple[int, int, int, int, bool]:
    """Return (hours, minutes, seconds, frames, is drop-frame) without knowing the rate.

    Raises:
        ValueError: not hh:mm:ss:ff, or hours, minutes or seconds out of range.
    """
    match = TIMECODE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a timecode; write hh:mm:ss:ff, as 01:00:04:10 (drop-frame: 01:00:04;10)")
    parts = [part for part in match.groups() if part is not None]
    hours, minutes, seconds, frames = (int(part) for part in (*parts[:3], parts[4]))
    if hours >= _HOURS_A_DAY or minutes >= 60 or seconds >= 60:
        raise ValueError(f"{text!r} is out of range: hours go to 23, minutes and seconds to 59")
    return hours, minutes, seconds, frames, parts[3] != ":"


def _label(nominal_count: int, timebase: int, separator: str) -> str:
    seconds, frames = divmod(nominal_count, timebase)
    width = 3 if timebase > 100 else 2
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{separator}{frames:0{width}}"
