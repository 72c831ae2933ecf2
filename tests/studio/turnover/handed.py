"""Sound turnovers for the tests: made, read back, and mixed as a console would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from posthouse.interchange.aaf import read
from posthouse.sound.clip import Fade, FadeShape
from posthouse.sound.fades import fade_gain
from posthouse.studio.turnover.sound import SoundWishes, make_sound_turnover
from posthouse.timing import Length

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Clip, Timeline, Track
    from posthouse.studio import Film

Sound = NDArray[np.float64]


def made(film: Film, folder: Path, **wishes: Any) -> Handed:
    """Make a sound turnover with linked sound and without a movie, unless said, and read it back."""
    said = {"handles": Length.parse("12f"), "is_embedded": False, "reference": None, **wishes}
    make_sound_turnover(film, SoundWishes(**said), folder)
    return Handed(folder=folder)


def samples(clip: Clip) -> dict[str, Any]:
    """Return where a clip that was read lies, in samples."""
    found: dict[str, Any] = clip.facts["samples"]  # type: ignore[assignment] # facts are anything
    return found


def place(clip: Clip) -> tuple[int, int]:
    """Return a clip's record range in samples."""
    start, end = samples(clip)["record"]
    return int(start), int(end)


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A sound turnover on disk."""

    folder: Path

    @property
    def record(self) -> dict[str, Any]:
        """Return what its record says."""
        found: dict[str, Any] = json.loads((self.folder / "turnover.json").read_text())
        return found

    def text(self, ending: str) -> str:
        """Return one of its lists."""
        return (self.folder / f"{self.folder.name}{ending}").read_text("utf-8-sig")

    def timeline(self) -> Timeline:
        """Return the AAF, read back."""
        return read(self.folder / f"{self.folder.name}.aaf").timelines[0]

    def stem(self, short: str, samples: int) -> Sound:
        """Return (channel, sample) the sum of a stem's tracks: places, gains and pans from the AAF, WAVs beside it.

        How long a crossfade is, and the shapes of fades, which an AAF cannot say, are the table's.
        """
        mix = np.zeros((2, samples))
        for track in self.timeline().tracks:
            if track.name.startswith(short) and track.is_enabled:
                for clip in (each for each in track.clips if each.is_enabled):
                    self._add(mix, track, clip)
        return mix

    def _add(self, mix: Sound, track: Track, clip: Clip) -> None:
        start, end = place(clip)
        said = next(c for c in self.record["clips"] if track.name in c["tracks"] and c["record"] == [start, end])
        lead, trail = self._reach(said)
        file = self.folder / clip.media.file
        sound, _ = soundfile.read(file, dtype="float64")
        first = samples(clip)["start"] - lead
        heard = sound[first : first + end - start + lead + trail] * self._fades(said, end - start, (lead, trail))
        gain = 10 ** (clip.gain_db.keys[0].value[0] / 20) if clip.gain_db else 1.0
        angle = ((clip.pan.keys[0].value[0] if clip.pan else 0.0) + 1) * np.pi / 4
        mix[0, start - lead : end + trail] += heard * gain * np.cos(angle)
        mix[1, start - lead : end + trail] += heard * gain * np.sin(angle)

    def _reach(self, said: dict[str, Any]) -> tuple[int, int]:
        """Return how far a clip is heard beyond its record range, where it crossfades."""
        after = next((c for c in self._on(said) if c["record"][0] == said["record"][1]), None)
        return said["crossfade"][0], after["crossfade"][1] if after else 0

    def _on(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        return [c for c in self.record["clips"] if c["tracks"] == said["tracks"]]

    def _fades(self, said: dict[str, Any], length: int, reach: tuple[int, int]) -> Sound:
        """Return the gains of a clip's two ends, as the table of clips has them."""
        whole = length + sum(reach)
        after = next((c for c in self._on(said) if c["record"][0] == said["record"][1]), None)
        into = sum(said["crossfade"]) or said["fades"][0]
        out = sum(after["crossfade"]) if after and sum(after["crossfade"]) else said["fades"][1]
        shapes = [FadeShape(each or "smooth") for each in said["fade_shapes"]]
        at = np.arange(whole)
        opened = fade_gain(Fade(samples=into, shape=shapes[0]), at)
        closed = fade_gain(Fade(samples=out, shape=shapes[1]), whole - 1 - at)
        return opened.astype(np.float64) * closed
