"""What is heard of a film: every laid sound, as samples of the files it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.sound.heard import FileSound
from posthouse.sound.plan import place_sounds

if TYPE_CHECKING:
    from posthouse.studio import Film


@dataclass(frozen=True, order=True, kw_only=True)
class Laid:
    """One sound: from where to where in the programme, of which file, and from where in it, in seconds."""

    start_samples: int
    end_samples: int
    digest: str
    source_seconds: Fraction
    gain_db: float

    def is_alike(self, other: Laid, slack_samples: Fraction = Fraction(1)) -> bool:
        """Return whether another is the same, to a sample."""
        ends = (self.start_samples - other.start_samples, self.end_samples - other.end_samples)
        is_same = self.digest == other.digest and max(map(abs, ends)) <= 1
        off = abs(self.source_seconds - other.source_seconds) * 48000
        return is_same and off <= slack_samples and self.gain_db == other.gain_db


def laid_sounds(film: Film) -> list[Laid]:
    """Return all that is heard of files, in the order of time."""
    scene = film.programme.scene
    found = []
    for sound in place_sounds(scene):
        heard = scene.media[sound.media]
        assert isinstance(heard, FileSound)
        at = Fraction(sound.source_start_samples, scene.form.sample_rate) * sound.speed * heard.tempo
        if heard.alignment is not None:
            at = Fraction(heard.alignment.first_sample, 48000) + at * heard.alignment.clock
        else:
            at -= heard.offset_seconds
        found.append(
            Laid(
                start_samples=sound.start_samples,
                end_samples=sound.end_samples,
                digest=heard.digest,
                source_seconds=at,
                gain_db=sound.gain_db,
            )
        )
    return sorted(found)


def assert_heard_alike(found: Film, wanted: Film, slack_samples: Fraction = Fraction(1)) -> None:
    """Assert that two films sound the same, to a sample of their files."""
    heard = laid_sounds(found), laid_sounds(wanted)
    assert len(heard[0]) == len(heard[1]), heard
    for one, other in zip(*heard, strict=True):
        assert one.is_alike(other, slack_samples), (one, other)
