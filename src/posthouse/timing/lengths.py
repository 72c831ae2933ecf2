"""Durations and positions as people write them, before they meet a rate.

``12`` and ``"12f"`` count frames; ``"2s"``, ``"500ms"``, ``"1m30s"`` are seconds, exact; ``"00:00:04:10"`` is timecode
(labels, so its frames depend on the rate); ``"90+00"`` is 35 mm feet and frames. A spelling that could mean two things
(``4.5``, ``1:30``) is refused with the ways to say each.
"""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.timing.samples import floor_sample_at_frame
from posthouse.timing.timecode import Timecode, split_timecode

if TYPE_CHECKING:
    from posthouse.timing.rate import Rate

EXAMPLES = 'write frames as 12f, seconds as 2.5s or 500ms, or timecode as "00:00:04:10"'
LONGEST_SECONDS = 30 * 24 * 3600
FRAMES_A_FOOT = 16  # 35 mm, 4 perforations a frame; standards sheet 3.1
_FRAMES = re.compile(r"(\d{1,12})\s*(?:f|fr|frames?)?", re.ASCII)
_UNIT_SECONDS = {"h": 3600, "hr": 3600, "hour": 3600, "m": 60, "min": 60, "minute": 60, "s": 1, "sec": 1, "second": 1}
_UNITS = r"(?:hours?|hr|h|minutes?|min|m(?!s)|seconds?|sec|s|ms)"
_TERM = re.compile(rf"(\d{{1,12}}(?:\.\d{{0,12}})?|\.\d{{1,12}})\s*({_UNITS})\s*", re.ASCII)
_FEET = re.compile(r"(\d{1,9})\+(\d{1,2})", re.ASCII)
_CLOCK_MS = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})\.(\d{3})", re.ASCII)
_CLOCKISH = re.compile(r"\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?", re.ASCII)
_BARE_DECIMAL = re.compile(r"\d*\.\d*", re.ASCII)


class LengthUnit(enum.StrEnum):
    """What a length was written in."""

    FRAMES = "frames"
    SECONDS = "seconds"
    TIMECODE = "timecode"  # SMPTE ST 12-1, every label counted
    DROP_TIMECODE = "drop timecode"  # SMPTE ST 12-1 clause 5.2.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A duration or position, not yet tied to a rate. Made by ``parse``, ``frames_of`` or ``seconds_of``.

    In timecode ``seconds`` are the label's nominal seconds and ``frames`` its frames; else one of the two is 0.
    """

    unit: LengthUnit
    frames: int = 0
    seconds: Fraction = Fraction(0)

    @classmethod
    def parse(cls, spelling: Length | float | str) -> Length:
        """Return the length a number or text spells.

        Raises:
            ValueError: not a length, negative, ambiguous, or longer than 30 days.
        """
        if isinstance(spelling, Length):
            return spelling
        if isinstance(spelling, bool) or not isinstance(spelling, int | float | str):
            raise ValueError(f"{spelling!r} is not a length of time; {EXAMPLES}")
        return _parsed_length(str(spelling).strip().lower())

    @classmethod
    def frames_of(cls, frames: int) -> Length:
        """Return a length of whole frames."""
        return cls(unit=LengthUnit.FRAMES, frames=frames)

    @classmethod
    def seconds_of(cls, seconds: Fraction) -> Length:
        """Return a length of exact seconds."""
        return cls(unit=LengthUnit.SECONDS, seconds=seconds)

    @property
    def is_zero(self) -> bool:
        """Return whether the length is nothing at all."""
        return self.frames == 0 and self.seconds == 0

    @property
    def is_timecode(self) -> bool:
        """Return whether the length was written as a timecode label."""
        return self.unit in {LengthUnit.TIMECODE, LengthUnit.DROP_TIMECODE}

    def negated(self) -> Length:
        """Return the same length towards the start."""
        return Length(unit=self.unit, frames=-self.frames, seconds=-self.seconds)

    def nearest_frames(self, rate: Rate) -> int:
        """Return the length in frames; seconds to the nearest frame, halves up; timecode by its label.

        Raises:
            ValueError: a timecode label that does not exist at the rate.
        """
        match self.unit:
            case LengthUnit.FRAMES:
                return self.frames
            case LengthUnit.SECONDS:
                return rate.nearest_frames(self.seconds)
            case LengthUnit.TIMECODE | LengthUnit.DROP_TIMECODE:
                return self._label_frames(rate)

    def nearest_samples(self, rate: Rate, sample_rate: int) -> int:
        """Return the length in samples; seconds to the nearest sample, frames by where they begin."""
        if self.unit is LengthUnit.SECONDS:
            return (self.seconds * sample_rate + Fraction(1, 2)).__floor__()
        return floor_sample_at_frame(self.nearest_frames(rate), rate, sample_rate)

    def exact_seconds(self, rate: Rate) -> Fraction:
        """Return the length in seconds, exact."""
        return self.seconds if self.unit is LengthUnit.SECONDS else rate.seconds_at(self.nearest_frames(rate))

    def _label_frames(self, rate: Rate) -> int:
        is_drop_frame = self.unit is LengthUnit.DROP_TIMECODE
        sign = -1 if self.seconds < 0 or self.frames < 0 else 1
        label = (abs(int(self.seconds)), abs(self.frames))
        return sign * Timecode.at_label(rate, label, is_drop_frame=is_drop_frame).frame_count

    def __str__(self) -> str:
        if self.unit is LengthUnit.FRAMES:
            return f"{self.frames}f"
        if self.unit is LengthUnit.SECONDS:
            return f"{_decimal(self.seconds)}s"
        total = abs(int(self.seconds))
        sign = "-" if self.seconds < 0 or self.frames < 0 else ""
        mark = ";" if self.unit is LengthUnit.DROP_TIMECODE else ":"
        return f"{sign}{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}{mark}{abs(self.frames):02}"


def frames_of_feet(feet: int, frames: int) -> int:
    """Return the frames of a length of 35 mm film: ``90+00`` is 1440."""
    if not 0 <= frames < FRAMES_A_FOOT:
        raise ValueError(f"{feet}+{frames:02} does not exist: a foot has frames 00 to {FRAMES_A_FOOT - 1}")
    return feet * FRAMES_A_FOOT + frames


@functools.lru_cache(maxsize=8192)  # a document repeats its lengths, and checks read them more than once
def _parsed_length(text: str) -> Length:
    return _checked(text, _parsed_frames(text) or _parsed_seconds(text) or _parsed_timecode(text))


def _parsed_frames(text: str) -> Length | None:
    if match := _FRAMES.fullmatch(text):
        return Length.frames_of(int(match[1]))
    if match := _FEET.fullmatch(text):
        return Length.frames_of(frames_of_feet(int(match[1]), int(match[2])))
    return None


def _parsed_seconds(text: str) -> Length | None:
    if match := _CLOCK_MS.fullmatch(text):
        hours, minutes, seconds, millis = (int(part) for part in match.groups())
        return Length.seconds_of(hours * 3600 + minutes * 60 + seconds + Fraction(millis, 1000))
    total, at = Fraction(0), 0
    while match := _TERM.match(text, at):
        total, at = total + Fraction(match[1]) * _unit_seconds(match[2]), match.end()
    return Length.seconds_of(total) if at and at == len(text) else None


def _unit_seconds(unit: str) -> Fraction:
    return Fraction(1, 1000) if unit == "ms" else Fraction(_UNIT_SECONDS[unit.removesuffix("s") or "s"])


def _parsed_timecode(text: str) -> Length:
    if _CLOCKISH.fullmatch(text):
        raise ValueError(
            f"{text!r} can be read in two ways; write timecode in full, hours:minutes:seconds:frames "
            f'as "00:01:30:00", or seconds, as 90s or 1m30s'
        )
    if _BARE_DECIMAL.fullmatch(text) and text != ".":
        raise ValueError(f"{text} has no unit: write {text}s for seconds (a bare whole number counts frames)")
    if text.startswith("-"):
        raise ValueError(f"{text!r} is negative; a length or position starts at 0")
    try:
        hours, minutes, seconds, frames, is_drop_frame = split_timecode(text)
    except ValueError as problem:
        if ":" in text or ";" in text:
            raise
        raise ValueError(f"{text!r} is not a length of time; {EXAMPLES}") from problem
    unit = LengthUnit.DROP_TIMECODE if is_drop_frame else LengthUnit.TIMECODE
    return Length(unit=unit, seconds=Fraction(hours * 3600 + minutes * 60 + seconds), frames=frames)


def _checked(text: str, length: Length) -> Length:
    if length.seconds > LONGEST_SECONDS or length.frames > LONGEST_SECONDS * 120:
        raise ValueError(f"{text!r} is longer than 30 days; check the unit")
    return length


def _decimal(seconds: Fraction) -> str:
    """Return a fraction of seconds as a decimal where it has a finite one, else as n/d."""
    scaled = seconds * 10**12
    if scaled.denominator != 1:
        return str(seconds)
    whole, part = divmod(abs(scaled.numerator), 10**12)
    return f"{'-' if seconds < 0 else ''}{whole}.{part:012}".rstrip("0").rstrip(".")
