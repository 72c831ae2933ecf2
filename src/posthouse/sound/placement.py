"""Where sounds lie in the programme: anchors and shots resolved to samples, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.timing import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotTiming:
    """
    Where one shot lies in the cut, and what of its media it shows.

    Programme time ``t`` seconds after the shot's first frame shows source time ``source_in_seconds + t * speed``; so
    for a reversed shot ``source_in_seconds`` is where it starts playing, its later end. Speed 0 is a freeze.
    Source time counts from the media's first picture.
    """

    shot: str
    start_frame: int
    duration_frames: int
    source_in_seconds: Fraction
    speed: Fraction = Fraction(1)
    media: str

    @property
    def end_frame(self) -> int:
        """Return the first programme frame after the shot."""
        return self.start_frame + self.duration_frames


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFormat:
    """What placement needs of the production's format."""

    rate: Rate
    sample_rate: int
    duration_frames: int
