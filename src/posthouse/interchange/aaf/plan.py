"""A sound turnover, before it is written: tracks of clips, sample by sample. All positions and lengths are samples."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Curve, Marker
    from posthouse.timing import Rate


class Carriage(enum.StrEnum):
    """How the sound goes with the AAF."""

    EMBEDDED = "embedded"  # in the AAF itself: one file to send
    LINKED = "linked"  # beside it, by absolute URL
    RELATIVE = "relative"  # beside it, by a path from the AAF's folder


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSource:
    """One channel of a WAV of 16 or 24 bits, handles included; ``tape`` is the sound roll it came from."""

    file: Path
    channel: int = 1
    name: str = ""
    tape: str = ""
    scene: str = ""
    take: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundClip:
    """One use of a source: ``source_start`` counts in the file, at the clip's own first sample, handles before it."""

    name: str
    source: SoundSource
    record_start: int
    duration: int
    source_start: int
    gain_db: float = 0.0
    automation: Curve | None = None
    """Volume over the clip, in dB; keys count samples from its start."""
    fade_in: int = 0
    fade_out: int = 0
    cross: tuple[int, int] = (0, 0)
    """(before, after) the join with the clip before it: a cross-fade, of both clips' handles."""
    note: str = ""
    is_muted: bool = False

    @property
    def record_end(self) -> int:
        """Return the sample after its last."""
        return self.record_start + self.duration


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTrack:
    """One mono track; ``volume`` in dB and ``pan`` in -1..1 count samples from the start of the programme."""

    name: str
    clips: tuple[SoundClip, ...]
    volume: Curve | None = None
    pan: Curve | None = None
    is_muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReference:
    """The movie the mixer looks at, linked."""

    file: str
    name: str
    duration_frames: int
    size: tuple[int, int] = (1920, 1080)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoverPlan:
    """All of a sound turnover. ``markers`` count in frames of ``rate``."""

    name: str
    rate: Rate
    tracks: tuple[SoundTrack, ...]
    duration: int
    start_frame: int = 0
    is_drop_frame: bool = False
    sample_rate: int = 48_000
    markers: tuple[Marker, ...] = ()
    picture: PictureReference | None = None
    carriage: Carriage = Carriage.EMBEDDED
