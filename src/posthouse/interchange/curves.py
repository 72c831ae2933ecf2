"""Arithmetic that XML cuts share: speeds as people mean them, levels in dB, the nearest color name."""

from __future__ import annotations

import math
from fractions import Fraction

SILENCE_DB = -144.0
"""What a gain of nothing is written as: below 24 bits."""
_HUNDREDTHS = 10_000
"""Of a per cent: as fine as applications show a speed."""
_PLAIN_WITHIN = Fraction(1, 50_000)
_PLAIN_PARTS = 240
_EXACT_WITHIN = Fraction(1, 100_000_000)
"""A speed this near to so few parts is theirs, only spelled in decimals: 198.3333333% is 119/60."""

_COLORS = {
    "red": (210, 44, 54),
    "orange": (233, 136, 37),
    "yellow": (208, 161, 43),
    "green": (95, 160, 76),
    "cyan": (25, 244, 214),
    "blue": (66, 141, 252),
    "purple": (150, 90, 200),
    "pink": (240, 120, 190),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}


def plain_speed(speed: Fraction) -> Fraction:
    """Return the simplest speed within 0.002% of one that was worked out from rounded times: 133/100 for 1.3300004."""
    in_hundredths = Fraction((speed * _HUNDREDTHS + Fraction(1, 2)).__floor__(), _HUNDREDTHS)
    exact = speed.limit_denominator(_PLAIN_PARTS)
    if abs(exact - speed) <= abs(speed) * _EXACT_WITHIN:
        return exact
    candidates = (speed.limit_denominator(12), in_hundredths, speed.limit_denominator(1001))
    return next((near for near in candidates if abs(near - speed) <= abs(speed) * _PLAIN_WITHIN), speed)


def db_of_gain(gain: float) -> float:
    """Return a linear gain in dB, to a millionth; no gain at all is -144 dB."""
    return SILENCE_DB if gain <= 0 else max(SILENCE_DB, round(20 * math.log10(gain), 6))


def gain_of_db(level_db: float) -> float:
    """Return a level in dB as a linear gain; -144 dB and less is silence."""
    return 0.0 if level_db <= SILENCE_DB else 10 ** (level_db / 20)


def color_name(red: int, green: int, blue: int) -> str:
    """Return the name of the nearest marker color; R'G'B' 0..255."""
    return min(
        _COLORS, key=lambda name: sum((a - b) ** 2 for a, b in zip(_COLORS[name], (red, green, blue), strict=True))
    )


def color_values(name: str) -> tuple[int, int, int] | None:
    """Return the R'G'B' 0..255 of a marker color, or None where the name is no color of markers."""
    return _COLORS.get(name.strip().lower())
