"""Timecodes of a list to frames, and the rate they were counted at, which no list says.

Problem: an EDL holds labels; what frame a label is depends on a rate that is written nowhere.
Approach: a rate must have a frame for every label seen; of those, the one at which most events last as long in the
source as in the record (a second boundary crossed in one only tells 24 from 25), then the lowest.
Example: source 04:19 to 05:04, record 04:03 to 04:13: ten frames at 25 on both sides; at 24 nine and ten.
Traps: 24 and 23.976 have the same labels; so do 30 and 29.97 without drop-frame. What was assumed goes to the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import MediaError, Place
from posthouse.timing import Rate, Timecode
from posthouse.timing.timecode import can_drop, split_timecode

if TYPE_CHECKING:
    from posthouse.interchange.edl.events import Entry, Listing

_PLAIN = tuple(Rate.parse(text) for text in ("24", "25", "29.97", "50", "59.94", "119.88"))
_DROP = tuple(Rate.parse(text) for text in ("29.97", "59.94", "119.88"))
_SAME_LABELS = {"24": "23.976 counts alike", "30000/1001": "30 counts alike", "60000/1001": "60 counts alike"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """A rate, and why it was taken; no reason where a person said it."""

    rate: Rate
    reason: str = ""


def rate_of(listing: Listing, *, file: str, told: Rate | None) -> Assumed:
    """Return the rate a list counts at.

    Raises:
        MediaError: the rate that was told, or any, cannot be that of the list's labels.
    """
    highest, line = _highest_frame(listing)
    if told is not None:
        _check_told(told, listing, highest=highest, place=Place(file=file, line=line))
        return Assumed(rate=told)
    known = _DROP if listing.is_drop_frame else _PLAIN
    able = [rate for rate in known if rate.timebase > highest]
    if not able:
        raise MediaError(
            f"frame {highest} is beyond every rate", hint="say it as --rate", place=Place(file=file, line=line)
        )
    best = max(able, key=lambda rate: (*_agreeing(listing, rate), -rate.timebase))
    mode = "drop-frame" if listing.is_drop_frame else "non-drop"
    alike = "" if listing.is_drop_frame else _SAME_LABELS.get(str(best), "")
    why = f"an EDL does not say its rate: taken as {_spoken(best)} {mode}, as frames go to {highest:02}"
    return Assumed(rate=best, reason=f"{why}; {alike}" if alike else why)


def _check_told(told: Rate, listing: Listing, *, highest: int, place: Place) -> None:
    if highest >= told.timebase:
        hint = f"at {_spoken(told)} frames go to {told.timebase - 1:02}: say a higher rate, or none"
        raise MediaError(f"there is a frame {highest:02}, which {_spoken(told)} has not", hint=hint, place=place)
    if listing.is_drop_frame and not can_drop(told):
        hint = "say --rate 29.97 or 59.94, or none"
        raise MediaError(f"it says FCM: DROP FRAME, and {_spoken(told)} has no drop-frame", hint=hint, place=place)


def _highest_frame(listing: Listing) -> tuple[int, int]:
    found = [
        (int(time.replace(";", ":").rsplit(":", 1)[1]), entry.row.line)
        for entry in listing.entries
        for time in entry.row.times
    ]
    return max(found, key=lambda each: each[0], default=(0, 1))


def _agreeing(listing: Listing, rate: Rate) -> tuple[int, int]:
    """Return how many events last as long in source as in record at a rate, and how many speeds are whole percents."""
    same = whole = 0
    for entry in listing.entries:
        source_in, source_out, record_in, record_out = (_nominal(time, rate) for time in entry.row.times)
        source, record = source_out - source_in, record_out - record_in
        if entry.motion is None:
            same += source == record > 0
            continue
        speed = abs(entry.motion.frames_per_second) / rate.timebase
        same += abs(source - record * speed) <= 1 and record > 0
        whole += (speed * 100).denominator == 1
    return same, whole


def _nominal(time: str, rate: Rate) -> int:
    hours, minutes, seconds, frames = (int(part) for part in time.replace(";", ":").split(":"))
    return (hours * 3600 + minutes * 60 + seconds) * rate.timebase + frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The four times of a row in frames, and what had to be read otherwise than written."""

    source_in: int
    source_out: int
    record_in: int
    record_out: int
    remarks: tuple[str, ...] = ()


def times_of(entry: Entry, rate: Rate, *, is_drop_frame: bool) -> Times:
    """Return a row's times; ends before their starts are of the next day.

    Raises:
        ValueError: a label does not exist at the rate, or the record runs backwards.
    """
    source_drop = entry.is_source_drop and can_drop(rate)
    (source_in, one), (source_out, two) = (_frames(time, rate, is_drop=source_drop) for time in entry.row.times[:2])
    (record_in, three), (record_out, four) = (
        _frames(time, rate, is_drop=is_drop_frame) for time in entry.row.times[2:]
    )
    day = day_frames(rate, is_drop=is_drop_frame)
    if record_out < record_in:
        if record_in - record_out < day // 2:
            raise ValueError(f"its record ends at {entry.row.times[3]}, before it starts at {entry.row.times[2]}")
        record_out += day
    if source_in - source_out > day // 2:
        source_out += day_frames(rate, is_drop=source_drop)
    remarks = tuple(remark for remark in (one, two, three, four) if remark)
    return Times(
        source_in=source_in, source_out=source_out, record_in=record_in, record_out=record_out, remarks=remarks
    )


def day_frames(rate: Rate, *, is_drop: bool) -> int:
    """Return how many frames there are from midnight to midnight."""
    last = Timecode.parse(f"23:59:59{';' if is_drop else ':'}{rate.timebase - 1:02}", rate)
    return last.frame_count + 1


def label_frames(time: str, rate: Rate, *, is_drop: bool) -> int:
    """Return the frame of a label; raises ValueError where it does not exist, even nearly."""
    return _frames(time, rate, is_drop=is_drop)[0]


def source_frames_at(time: str, rate: Rate) -> Fraction | None:
    """Return the frame of a label counted at a rate not the list's, or None where that rate has no such frame."""
    try:
        return Fraction(_frames(time, rate, is_drop=False)[0])
    except ValueError:
        return None


def _frames(time: str, rate: Rate, *, is_drop: bool) -> tuple[int, str]:
    hours, minutes, seconds, frames, is_marked = split_timecode(time)
    label = (hours * 3600 + minutes * 60 + seconds, frames)
    drop = (is_drop or is_marked) and can_drop(rate)
    try:
        return Timecode.at_label(rate, label, is_drop_frame=drop).frame_count, ""
    except ValueError:
        if not drop or frames >= rate.timebase:
            raise
        next_label = (label[0], rate.timebase // 15)
        count = Timecode.at_label(rate, next_label, is_drop_frame=True).frame_count
        return count, f"{time} does not exist in drop-frame: read as the next label"


def _spoken(rate: Rate) -> str:
    return str(rate.fraction) if rate.fraction.denominator == 1 else f"{float(rate.fraction):.2f}"
