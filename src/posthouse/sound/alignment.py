"""A sound from another machine, laid to a media's pictures: from which of its samples on, and by which clock."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Second ``t`` of the media is sample ``first_sample + t * sample_rate * clock`` of the sound, exactly."""

    first_sample: int = 0
    """Which of its samples sounds as the media's first picture comes on; below 0 where it began later."""
    clock: Fraction = Fraction(1)
    """How many of its seconds pass in one of the media's: 1.0000124 of a recorder that ran 12.4 ppm fast."""
