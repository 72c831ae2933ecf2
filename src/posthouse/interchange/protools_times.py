"""The clocks of a Pro Tools session text, each to exact frames of the session.

Timecode is absolute; samples, minutes and feet count from the session's start. Subframes are hundredths of a frame.
Feet and frames run at a film rate of their own (35 mm, 16 frames a foot), which the text does not say: markers carry
their sample too, so they tell it. In a session at 23.976 a marker at sample 2695168 of 48 kHz stands at 84+03.58, which
is 24 frames a second (shared example of Pro Tools 2022.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.numbers import exact_fraction
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.interchange.protools_sections import MarkerRow

_TIMECODE = re.compile(r"(\d{1,2}[:;]\d{2}[:;]\d{2}[:;.]\d{2,3})(?:\.(\d{2}))?")
_FEET = re.compile(r"(\d{1,7})\+(\d{2})(?:\.(\d{2}))?")
_MINUTES = re.compile(r"(\d{1,5}):(\d{2})\.(\d{1,6})")
_SAMPLES = re.compile(r"\d{1,15}")
_FEET_RATES = tuple(Rate.parse(text) for text in ("24", "23.976", "25"))
_SUBFRAMES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClock:
    """What a session counts with."""

    rate: Rate
    is_drop_frame: bool
    sample_rate: Fraction
    start_frame: int
    feet_rate: Rate = _FEET_RATES[0]

    def frames(self, time: str) -> Fraction:
        """Return a position in frames from the session's start.

        Raises:
            ValueError: it is in bars and beats, which needs a tempo the text does not hold, or is no time.
        """
        text = time.strip()
        if "|" in text:
            raise ValueError(f"{text!r} is in bars and beats, and the text holds no tempo")
        if match := _TIMECODE.fullmatch(text):
            return self._of_timecode(match)
        if match := _FEET.fullmatch(text):
            film = int(match[1]) * 16 + int(match[2]) + Fraction(int(match[3] or 0), _SUBFRAMES)
            return film / self.feet_rate.fraction * self.rate.fraction
        if match := _MINUTES.fullmatch(text):
            seconds = int(match[1]) * 60 + Fraction(f"{match[2]}.{match[3]}")
            return seconds * self.rate.fraction
        if _SAMPLES.fullmatch(text):
            return int(text) / self.sample_rate * self.rate.fraction
        raise ValueError(f"{text!r} is no time of a session")

    def label_frame(self, label: str) -> int:
        """Return the count of a timecode label, by the session's way of dropping."""
        *clock, frames = re.split(r"[:;.]", label)
        return Timecode.parse(f"{':'.join(clock)}{';' if self.is_drop_frame else ':'}{frames}", self.rate).frame_count

    def _of_timecode(self, match: re.Match[str]) -> Fraction:
        frame = self.label_frame(match[1])
        day = self.label_frame(f"23:59:59:{self.rate.timebase - 1:02}") + 1
        if self.start_frame - frame > day // 2:  # the session runs past midnight
            frame += day
        return frame - self.start_frame + Fraction(int(match[2] or 0), _SUBFRAMES)


def clock_of(head: dict[str, str]) -> SessionClock:
    """Return a session's clock by its head.

    Raises:
        ValueError: a rate or the session's start is missing, or is none.
    """
    said = head.get("TIMECODE FORMAT", "")
    number = said.split()[0] if said else ""
    rate, is_drop = Rate.parse(number), "DROP" in said.upper() and "NON" not in said.upper()
    sample_rate = exact_fraction(head.get("SAMPLE RATE", "") or "0")
    if sample_rate <= 0:
        raise ValueError("it does not say its sample rate")
    clock = SessionClock(rate=rate, is_drop_frame=is_drop, sample_rate=sample_rate, start_frame=0)
    start = head.get("SESSION START TIMECODE", "")
    match = _TIMECODE.fullmatch(start)
    if not match:
        raise ValueError(f"its session start {start!r} is no timecode")
    return SessionClock(
        rate=rate, is_drop_frame=is_drop, sample_rate=sample_rate, start_frame=clock.label_frame(match[1])
    )


def feet_rate_of(clock: SessionClock, markers: Iterable[MarkerRow]) -> tuple[Rate, bool]:
    """Return the rate feet and frames run at, and whether a marker proves it."""
    for marker in markers:
        feet = _FEET.fullmatch(marker.location)
        if feet and marker.units.upper() == "SAMPLES" and marker.reference.isdecimal():
            film = int(feet[1]) * 16 + int(feet[2]) + Fraction(int(feet[3] or 0), _SUBFRAMES)
            seconds = int(marker.reference) / clock.sample_rate
            near = [rate for rate in _FEET_RATES if abs(seconds * rate.fraction - film) < 1]
            if len(near) == 1:
                return near[0], True
            if near:
                return min(near, key=lambda rate: abs(seconds * rate.fraction - film)), True
    return _FEET_RATES[0], False
