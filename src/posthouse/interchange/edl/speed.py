"""Which part of the source an event plays, and how fast.

Problem: an event says its source twice, as in and out and as in and M2 speed, each rounded in its own way.
Approach: the record's length and the speed rule, as a machine would play it; in and out are checked against them.
Traps: a reversed M2 enters at the *last* frame and plays down from it (the dissolve after a reversed clip in a real
list goes on below the entry), but Premiere writes the earliest frame, which only a range that would begin
before 00:00:00:00 gives away. Avid gives a source of another rate as M2 024.0 and counts its labels at 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.edl.counting import source_frames_at
from posthouse.interchange.timeline import SourceSpan
from posthouse.timing import Rate

if TYPE_CHECKING:
    from posthouse.interchange.edl.counting import Times
    from posthouse.interchange.edl.events import Entry
    from posthouse.interchange.edl.notes import Notes

BLACK = frozenset({"BL", "BLK", "BLACK"})
"""Reels that are no source: black picture, silence."""
_FOREIGN_BASES = (24, 25, 30, 48, 50, 60)
_M2_STEP = Fraction(1, 20)
"""M2 is written to a tenth of a frame per second, so it may be half of that off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """The source of an event, and what is to be said of it in the ledger."""

    source: SourceSpan
    speed: Fraction = Fraction(1)
    speed_remark: str = ""
    """Empty: as the file says. Else how the speed was read."""
    source_remark: str = ""
    """Empty: in and out agree with the record. Else how they do not."""


def played_of(entry: Entry, times: Times, notes: Notes, rate: Rate) -> Played:
    """Return what an event plays, over its record's length."""
    record = times.record_out - times.record_in
    written = times.source_out - times.source_in
    if entry.motion is None:
        if notes.is_freeze and written <= 1 < record:
            return _frozen(times, rate)
        if entry.row.reel.upper() in BLACK:
            written = record  # black has no frames to count
        return _plain(times, record, written, rate)
    speed = entry.motion.frames_per_second / rate.timebase
    if notes.exact_speed is not None and abs(notes.exact_speed - speed) * rate.timebase <= _M2_STEP:
        speed = notes.exact_speed
    if speed == 0:
        return _frozen(times, rate)
    if speed > 0 and (foreign := _foreign(entry, record, written, rate, notes.source_rate)):
        return foreign
    return _retimed(times, record, speed, rate)


def _frozen(times: Times, rate: Rate) -> Played:
    return Played(source=_span(Fraction(times.source_in), Fraction(1), rate), speed=Fraction(0))


def _plain(times: Times, record: int, written: int, rate: Rate) -> Played:
    remark = ""
    if written == 0 and record > 0:
        remark = "its source has no length, so perhaps no timecode: read from its source in for the record's length"
    elif written != record:
        remark = (
            f"its source lasts {written} frames and its record {record}, and no M2 says why: "
            "read at 100% from its source in, for the record's length"
        )
    return Played(source=_span(Fraction(times.source_in), Fraction(record), rate), source_remark=remark)


def _foreign(entry: Entry, record: int, written: int, rate: Rate, told: Rate | None) -> Played | None:
    """Return a source whose labels count at the rate its M2 says: told so, or only so source and record agree."""
    assert entry.motion is not None
    base = entry.motion.frames_per_second
    if base not in _FOREIGN_BASES or base == rate.timebase or (told and told.timebase != base):
        return None
    source_rate = told or Rate(base * 1000 / 1001 if rate.is_ntsc and base % 25 else base)
    lasting = record * base / rate.timebase
    start, end = (source_frames_at(time.replace(";", ":"), source_rate) for time in entry.row.times[:2])
    if start is None or end is None or abs(end - start - lasting) > 2 or (not told and abs(written - lasting) <= 2):
        return None
    why = f"M2 {float(base):05.1f} is the source's rate: only with labels counted at it do source and record agree"
    ratio = source_rate.fraction / rate.fraction
    return Played(source=_span(start, record * ratio, source_rate), speed_remark="" if told else why)


def _retimed(times: Times, record: int, speed: Fraction, rate: Rate) -> Played:
    lasting = record * abs(speed)
    written = times.source_out - times.source_in
    start = Fraction(times.source_in)
    remark = ""
    if speed < 0:
        start, remark = _reversed_start(times, lasting)
    allowed = 1 + abs(speed) + record * _M2_STEP / rate.timebase
    wrong = ""
    if abs(abs(written) - lasting) > allowed and not (speed < 0 and abs(written) <= 1):
        wrong = (
            f"its source in and out leave M2 out, as some systems write it: {float(lasting):.1f} frames of source are "
            "read, at M2's speed"
            if abs(written) == record
            else f"M2 asks for {float(lasting):.1f} frames of source, its source in and out for {written}: "
            "read at M2's speed, for the record's length"
        )
    return Played(source=_span(start, lasting, rate), speed=speed, speed_remark=remark, source_remark=wrong)


def _reversed_start(times: Times, lasting: Fraction) -> tuple[Fraction, str]:
    first = min(times.source_in, times.source_out)
    if times.source_out < times.source_in:
        return Fraction(first), "its source out is before its in: read as played from in down to out"
    start = times.source_in + 1 - lasting
    if start < 0:
        return Fraction(first), "read as Premiere writes it, played from source out down to source in"
    return start, "read as CMX3600 says, played down from source in; some systems mean from source out"


def _span(start: Fraction, duration: Fraction, rate: Rate) -> SourceSpan:
    return SourceSpan(rate=rate, start=start, duration=duration)
