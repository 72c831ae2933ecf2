"""What cues and beds are placed against: the cut, the media that can be heard, the format."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.sound.clip import Fade
from posthouse.sound.heard import FileSound, GeneratedSound, HeardMedia, available_range
from posthouse.sound.placement import ShotTiming, SoundFormat, resolve_anchor
from posthouse.sound.sourcetime import SourceClock
from posthouse.sound.spec import Pitch, SoundscapeSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.fields import Anchor
    from posthouse.sound.joins import PlacedSound
    from posthouse.timing import Length

_PLAIN_SPEED = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """A media from an in-point on: the first sample wanted, and the half-open range of samples there are."""

    media: str
    is_endless: bool
    start_samples: int
    available: tuple[int, int]
    pitch: Pitch = Pitch.FOLLOWS

    @property
    def rest_samples(self) -> int:
        """Return how much there is from the in-point on."""
        return self.available[1] - self.start_samples


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPart:
    """A part of a media under a name of its own: from ``start`` to ``end`` of it, in the media's time."""

    media: str
    start: Length | None = None
    end: Length | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The cut by shot id, the media by name, the format."""

    shots: Mapping[str, ShotTiming]
    media: Mapping[str, HeardMedia]
    form: SoundFormat
    parts: Mapping[str, SoundPart] = field(default_factory=dict)

    def source_part(self, name: str, start: Length | None, *, who: str) -> SourcePart:
        """Return a media from its in-point, or from its first sample where none is given.

        Raises:
            ProductionError: no such media, or an in-point beyond what it has.
        """
        part = self.parts.get(name, SoundPart(media=name))
        heard = self._find_media(part.media, who)
        available = self._available(part, heard)
        start_samples = available[0] if start is None else self.source_sample(part.media, start)
        if start is not None and not available[0] <= start_samples < available[1]:
            low, high = (f"{sample / self.form.sample_rate:.3f}s" for sample in available)
            raise ProductionError(f"{who} starts at {start}, where {name} has no sound", hint=f"it has {low} to {high}")
        is_endless = isinstance(heard, GeneratedSound) and isinstance(heard.spec, SoundscapeSpec)
        pitch = heard.pitch if isinstance(heard, FileSound) and heard.tempo != 1 else Pitch.FOLLOWS
        return SourcePart(
            media=part.media, is_endless=is_endless, start_samples=start_samples, available=available, pitch=pitch
        )

    def _available(self, part: SoundPart, heard: HeardMedia) -> tuple[int, int]:
        """Return the conformed samples there are of a part."""
        low, high = available_range(heard, _PLAIN_SPEED, self.form)
        low = low if part.start is None else max(low, self.source_sample(part.media, part.start))
        return low, high if part.end is None else max(low, min(high, self.source_sample(part.media, part.end)))

    def source_sample(self, name: str, position: Length) -> int:
        """Return a position in a media as a conformed sample, by its timecode where it has one; nearest."""
        heard = self.media[name]
        clock = heard.clock if isinstance(heard, FileSound) else SourceClock()
        seconds = clock.source_seconds(position, self.form.rate)
        return (seconds * self.form.sample_rate + Fraction(1, 2)).__floor__()

    def _find_media(self, name: str, who: str) -> HeardMedia:
        if name in self.media:
            return self.media[name]
        nearest = difflib.get_close_matches(name, self.media, n=1)
        hint = f"did you mean {nearest[0]}?" if nearest else "name it under media:"
        raise ProductionError(f"{who} plays {name}, which is no media with sound", hint=hint)

    def anchored_sample(self, anchor: Anchor, *, who: str) -> int:
        """Return the programme sample of an anchor; raises ProductionError for an orphan or beyond the programme."""
        start = resolve_anchor(anchor, self.shots, self.form, who=who)
        if start >= self.form.programme_samples:
            raise ProductionError(
                f"{who} would start at {anchor}, after the programme's end",
                hint=f"the programme has {self.form.duration_frames} frames",
            )
        return start

    def fade(self, asked: Length | None, length_samples: int, *, who: str) -> Fade | None:
        """Return the fade the author asked for; raises ProductionError where it is longer than the sound."""
        if asked is None:
            return None
        samples = self.form.nearest_samples(asked)
        if samples > length_samples:
            seconds = length_samples / self.form.sample_rate
            raise ProductionError(f"{who} has a fade of {asked}", hint=f"the sound lasts {seconds:.3f}s")
        return Fade(samples=samples)

    def within_programme(self, sound: PlacedSound) -> PlacedSound:
        """Return a sound without what lies before or after the programme; raises ProductionError if nothing is left."""
        before = max(0, -sound.start_samples)
        if before >= sound.length_samples:
            raise ProductionError(f"{sound.owner} ends before the programme starts")
        return sound.trimmed(before, max(0, sound.end_samples - self.form.programme_samples))
