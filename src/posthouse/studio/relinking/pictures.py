"""What a reference movie says of which file a media is: its pictures, looked for in each file's."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.conform.compare import Verdict
from posthouse.conform.evidence import Evidence, Kind
from posthouse.conform.search import find_frames
from posthouse.studio.proving.prints import film_prints
from posthouse.studio.proving.reference import movie_film

if TYPE_CHECKING:
    from posthouse.conform.compare import Prints
    from posthouse.conform.evidence import FileFacts
    from posthouse.conform.search import Hit
    from posthouse.interchange import Clip
    from posthouse.studio.relinking.wanted import Use
    from posthouse.timing import Rate

SIZE = (1280, 720)
_LEAST_FRAMES = 8
_AGREES, _ALIKE, _ELSEWHERE, _MISSING = 0.6, 0.3, -0.6, -0.4


class PictureWitness:
    """Prints of a reference and of the files asked about, each made once."""

    def __init__(self, folder: Path, movie: Path, rate: Rate) -> None:
        self._folder, self._movie, self._rate = folder, movie, rate
        self._prints: dict[Path, Prints] = {}

    def evidence(self, use: Use, facts: FileFacts) -> Evidence | None:
        """Return what the reference says of a file; None where no clip is long enough to be asked about."""
        clip = max(use.clips, key=lambda each: each.record.duration_frames, default=None)
        if clip is None or facts.rate is None or clip.speed != 1 or clip.record.duration_frames < _LEAST_FRAMES:
            return None
        shown = self._of(self._movie)[clip.record.start_frame : clip.record.end_frame]
        if len(shown) < _LEAST_FRAMES:
            return None
        hit = find_frames(shown, self._of(Path(facts.path)))
        return self._said(use, clip, facts, hit)

    def _said(self, use: Use, clip: Clip, facts: FileFacts, hit: Hit | None) -> Evidence:
        if hit is None:
            return Evidence(kind=Kind.PICTURE, weight=_MISSING, words="it does not show what the reference shows")
        if hit.proof.verdict not in {Verdict.PROVEN, Verdict.PARTLY}:
            words = "it shows the same picture, in which nothing moves: another take may show it too"
            return Evidence(kind=Kind.PICTURE, weight=_ALIKE, words=words)
        wanted = self._frame_wanted(use, clip, facts)
        off = None if wanted is None else hit.first_frame - wanted
        if off:
            words = f"it shows the picture {abs(off)} frames {'later' if off > 0 else 'earlier'} than the cut says"
            return Evidence(kind=Kind.PICTURE, weight=_ELSEWHERE, words=words)
        return Evidence(kind=Kind.PICTURE, weight=_AGREES, words="it shows what the reference shows, frame by frame")

    def _frame_wanted(self, use: Use, clip: Clip, facts: FileFacts) -> int | None:
        """Return the file's frame, at the timeline's rate, that the cut says the clip begins with, if it can say."""
        assert facts.rate is not None
        begins = Fraction(0)
        if use.wanted.has_timecode:
            if facts.start_frame is None:
                return None
            begins = facts.rate.seconds_at(facts.start_frame)
        return self._rate.nearest_frames(clip.source.start / clip.source.rate.fraction - begins)

    def _of(self, path: Path) -> Prints:
        if path not in self._prints:
            with movie_film(self._folder, path, SIZE, self._rate) as film:
                self._prints[path] = film_prints(film)
        return self._prints[path]
