"""A sound clip: which samples of which source are heard when, how loud, and how they begin and end."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class FadeShape(enum.StrEnum):
    """The gain curve of a fade over x from 0 to 1; each mirrored pair sums as it says."""

    LINEAR = "linear"
    """x: a pair sums to 1 in amplitude, right for material that is the same on both sides."""
    EQUAL_POWER = "equal-power"
    """sin(pi/2 x): a pair sums to 1 in power, right for material that differs."""
    SMOOTH = "smooth"
    """sin(pi/2 sin^2(pi/2 x)): equal power with flat ends, for fades so short that a bend would be heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fade:
    """A fade at one end of a clip; 0 samples is a hard edge."""

    samples: int = 0
    shape: FadeShape = FadeShape.EQUAL_POWER


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Repeats source samples start..end for as long as the clip lasts.

    Each turn overlaps the next by the crossfade, which uses the samples before ``end`` and before ``start``: so a turn
    lasts ``end - start`` and a loop point that fits the music stays on the beat.
    """

    start_samples: int
    end_samples: int
    crossfade_samples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundClip:
    """One stretch of source heard in the programme; all positions in samples at the production's rate.

    ``source`` counts in the stem job's sources. ``pan`` is -1 left, 0 centre, +1 right.
    """

    source: int
    source_start_samples: int
    start_samples: int
    length_samples: int
    gain_db: float = 0.0
    pan: float = 0.0
    fade_in: Fade = field(default_factory=Fade)
    fade_out: Fade = field(default_factory=Fade)
    loop: Loop | None = None

    @property
    def end_samples(self) -> int:
        """Return the first programme sample after the clip."""
        return self.start_samples + self.length_samples

    @property
    def source_end_samples(self) -> int:
        """Return the first source sample after an unlooped clip."""
        return self.source_start_samples + self.length_samples
