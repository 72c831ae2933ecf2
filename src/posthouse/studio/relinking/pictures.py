"""What a reference movie says of which file a media is: its pictures, looked for in each file's."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.conform.compare import Verdict
from posthouse.conform.evidence import Evidence, Kind
from posthouse.conform.mask import MOSTLY, seen_parts
from posthouse.conform.search import find_frames
from posthouse.studio.proving.prints import ACROSS, film_prints
from posthouse.studio.proving.reference import movie_film

if TYPE_CHECKING:
    from posthouse.conform.compare import Prints
    from posthouse.conform.evidence import FileFacts
    from posthouse.conform.search import Hit
    from posthouse.studio.relinking.stretches import Stretch
    from posthouse.studio.relinking.wanted import Use
    from posthouse.timing import Rate

SIZE = (1280, 720)
_LEAST_FRAMES = 8
_AGREES, _ALIKE, _ELSEWHERE, _MISSING = 0.6, 0.3, -0.6, -0.4


class PictureWitness:
    """Prints of a reference and of the files asked about, each made once."""

    def __init__(self, folder: Path, movie: Path, rate: Rate, begins: int = 0) -> None:
        """Open nothing yet; ``begins`` is the record frame of the movie's first picture."""
        self._folder, self._movie, self._rate, self._begins = folder, movie, rate, begins
        self._prints: dict[Path, Prints] = {}

    def evidence(self, use: Use, facts: FileFacts) -> Evidence | None:
        """Return what the reference says of a file; None where no clip is long enough to be asked about."""
        told = [each for each in use.clips if each.clip.speed == 1 and not each.clip.ramp and each.clip.nested is None]
        stretch = max(told, key=lambda each: each.frames.duration_frames, default=None)
        if stretch is None or facts.rate is None:
            return None
        frames = stretch.frames
        shown = self._of(self._movie)[
            max(0, frames.start_frame - self._begins) : max(0, frames.end_frame - self._begins)
        ]
        if len(shown) < _LEAST_FRAMES:
            return None
        seen = seen_parts(self._of(self._movie), ACROSS, dark=MOSTLY)
        hit = find_frames(shown[:, seen], self._of(Path(facts.path))[:, seen])
        return self._said(use, stretch, facts, hit)

    def _said(self, use: Use, stretch: Stretch, facts: FileFacts, hit: Hit | None) -> Evidence:
        if hit is None:
            return Evidence(kind=Kind.PICTURE, weight=_MISSING, words="it does not show what the reference shows")
        if hit.proof.verdict not in {Verdict.PROVEN, Verdict.PARTLY}:
            words = "it shows the same picture, in which nothing moves: another take may show it too"
            return Evidence(kind=Kind.PICTURE, weight=_ALIKE, words=words)
        wanted = self._frame_wanted(use, stretch, facts)
        off = None if wanted is None else hit.first_frame - wanted
        if off:
            words = f"it shows the picture {abs(off)} frames {'later' if off > 0 else 'earlier'} than the cut says"
            return Evidence(kind=Kind.PICTURE, weight=_ELSEWHERE, words=words)
        return Evidence(kind=Kind.PICTURE, weight=_AGREES, words="it shows what the reference shows, frame by frame")

    def _frame_wanted(self, use: Use, stretch: Stretch, facts: FileFacts) -> int | None:
        """Return the file's frame, at the timeline's rate, that the cut says a stretch begins with, if it can say."""
        assert facts.rate is not None
        begins = Fraction(0)
        if use.wanted.has_timecode:
            if facts.start_frame is None:
                return None
            begins = facts.rate.seconds_at(facts.start_frame)
        source = stretch.clip.source
        return self._rate.nearest_frames(source.start / source.rate.fraction - begins) + stretch.skipped

    def _of(self, path: Path) -> Prints:
        if path not in self._prints:
            with movie_film(self._folder, path, SIZE, self._rate) as film:
                self._prints[path] = film_prints(film)
        return self._prints[path]
