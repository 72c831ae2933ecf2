"""Frame rates, exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

HIGHEST_RATE = 10_000
_DECIMAL = re.compile(r"\d{1,9}(?:\.(\d{1,12}))?", re.ASCII)
_RATIO = re.compile(r"(\d{1,9})\s*[/:]\s*(\d{1,9})", re.ASCII)
_NTSC_STEPS = (12, 15)  # the nominal rates that have a /1.001 kin are multiples of these: 24, 30, 48, 60, 120 ...
_EXAMPLES = "write a rate as 24, 25, 23.976, 29.97 or 30000/1001"


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """A frame rate in frames per second, exact. ``str()`` gives ``"24"`` or ``"24000/1001"``."""

    fraction: Fraction

    def __post_init__(self) -> None:
        if not 0 < self.fraction <= HIGHEST_RATE:
            raise ValueError(f"a rate of {self.fraction} frames per second is out of range; {_EXAMPLES}")

    @classmethod
    def parse(cls, spelling: Rate | Fraction | float | str) -> Self:
        """Return the exact rate for any spelling of it; 23.976, 23.98, 29.97 and kin become n*1000/1001.

        Raises:
            ValueError: not a rate, zero, negative, or above 10 000 frames per second.
        """
        if isinstance(spelling, Rate):
            return cls(spelling.fraction)
        if isinstance(spelling, Fraction):
            return cls(spelling)
        if isinstance(spelling, bool) or not isinstance(spelling, int | float | str):
            raise ValueError(f"{spelling!r} is not a frame rate; {_EXAMPLES}")
        return cls(_parsed_rate(str(spelling)))

    @property
    def timebase(self) -> int:
        """Return the nominal rate that timecode counts in: 24 for 23.976, 30 for 29.97."""
        return -(-self.fraction.numerator // self.fraction.denominator)

    @property
    def is_ntsc(self) -> bool:
        """Return whether this is a whole rate slowed by 1.001."""
        return self.fraction * 1001 == self.timebase * 1000

    def floor_frame_at(self, seconds: Fraction) -> int:
        """Return the frame on screen at a time."""
        return (seconds * self.fraction).__floor__()

    def nearest_frames(self, seconds: Fraction) -> int:
        """Return a time in whole frames, nearest, halves up."""
        return (seconds * self.fraction + Fraction(1, 2)).__floor__()

    def seconds_at(self, frame: int) -> Fraction:
        """Return the time a frame begins."""
        return frame / self.fraction

    def __str__(self) -> str:
        return str(self.fraction)


def _parsed_rate(text: str) -> Fraction:
    bare = text.strip().lower().removesuffix("fps").rstrip()
    if ratio := _RATIO.fullmatch(bare):
        if int(ratio[2]) == 0:
            raise ValueError(f"{text!r} divides by zero; {_EXAMPLES}")
        return Fraction(int(ratio[1]), int(ratio[2]))
    if not (decimal := _DECIMAL.fullmatch(bare)):
        raise ValueError(f"{text!r} is not a frame rate; {_EXAMPLES}")
    return _ntsc_kin(Fraction(bare), len(decimal[1] or "")) or Fraction(bare)


def _ntsc_kin(written: Fraction, digits: int) -> Fraction | None:
    """Return n*1000/1001 where the decimal is that number rounded or cut to its digits, else None."""
    nominal = -(-written.numerator // written.denominator)
    kin = Fraction(nominal * 1000, 1001)
    is_kin = digits >= 2 and any(nominal % step == 0 for step in _NTSC_STEPS)
    return kin if is_kin and written < nominal and abs(kin - written) < Fraction(1, 10**digits) else None


BROADCAST_RATES = tuple(
    Rate.parse(text)
    for text in "23.976 24 25 29.97 30 47.952 48 50 59.94 60 119.88 120".split()  # noqa: SIM905 - one line reads as a table
)
"""Every rate the house is tested at (SMPTE ST 12-1 and ST 12-3)."""
