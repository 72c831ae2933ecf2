"""Where a reference begins by its pictures: shots of the programme looked for in all of it."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.conform.compare import Verdict
from posthouse.conform.mask import MOSTLY, seen_parts
from posthouse.conform.search import find_frames
from posthouse.studio.proving.prints import ACROSS, film_prints
from posthouse.studio.proving.prove import prove
from posthouse.studio.proving.reference import first_label, open_reference, whole_movie

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from posthouse.studio.film import Film
    from posthouse.studio.proving.prove import ShotProof
    from posthouse.studio.proving.reference import Reference

_ASKED = 5
"""Shots that are looked for, the longest ones."""
_LEAST_FRAMES = 24
_OTHER_SHAPE = 0.02
"""How much wider or narrower a frame is of another shape."""
_SURE = {Verdict.PROVEN, Verdict.PARTLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """The shots of a programme proven against a reference, as it was laid; ``hint`` has a better place for it."""

    reference: Reference
    proofs: tuple[ShotProof, ...]
    hint: str = ""


@contextmanager
def proven(film: Film, movie: Path, *, start: str | None = None, away: Mapping[str, str]) -> Iterator[Proven]:
    """Yield a programme proven against a movie.

    A movie without timecode is laid by its pictures where first frame to first is wrong; what a person or its
    timecode says stands, and its pictures' place is a hint. One of another shape is tried between bars, filling the
    frame, and stretched to it, until no shot is wrong.
    """
    with ExitStack() as opened:
        laid = _Laid(film=film, movie=movie, away=away, opened=opened)
        found = laid.proven(start, "fit")
        others = ("fill", "stretch") if _is_of_other_shape(film, movie) else ()
        for fit in others:
            if _wrong(found):
                found = min(found, laid.proven(start, fit), key=_wrong)
        yield found


def _wrong(found: Proven) -> int:
    return sum(proof.is_wrong for proof in found.proofs)


def _is_of_other_shape(film: Film, movie: Path) -> bool:
    (across, down), size = film.library.info(movie).pictures[0].display_size, film.production.document.format.size
    return abs(across * size[1] / (down * size[0]) - 1) > _OTHER_SHAPE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """A movie beside a programme, opened in one way after the other."""

    film: Film
    movie: Path
    away: Mapping[str, str]
    opened: ExitStack

    def proven(self, start: str | None, fit: str) -> Proven:
        """Return what is found with the movie fitted into the frame in one way."""
        found = self._compared(fit, start=start)
        if not _is_laid_wrong(found.proofs):
            return found
        place = place_by_pictures(self.film, (self.movie, fit), found.proofs)
        if place is None:
            return found
        if not found.reference.is_labelled:
            return self._compared(fit, place=place)
        return replace(found, hint=f"by its pictures it begins at {first_label(self.film).plus(place)}")

    def _compared(self, fit: str, *, start: str | None = None, place: int | None = None) -> Proven:
        reference = open_reference(self.film, self.movie, start=start, place=place, fit=fit)
        self.opened.enter_context(reference.film)
        return Proven(reference=reference, proofs=prove(self.film, reference, away=self.away))


def _is_laid_wrong(proofs: Sequence[ShotProof]) -> bool:
    """Return whether most shots show another picture: then it is the reference that is laid wrong."""
    compared = [proof.proof.verdict for proof in proofs if proof.proof is not None]
    others = sum(verdict is Verdict.OTHER for verdict in compared)
    return others * 2 > len(compared) or not compared


def place_by_pictures(film: Film, movie: tuple[Path, str], proofs: Sequence[ShotProof]) -> int | None:
    """Return the programme frame of a movie's first frame on which its pictures agree; None where they do not.

    ``movie`` says how it is fitted into the frame, too.
    """
    with whole_movie(film, *movie) as reference:
        theirs = film_prints(reference)
    ours, parts = film_prints(film), seen_parts(theirs, ACROSS, dark=MOSTLY)
    places: Counter[int] = Counter()
    longest = sorted(proofs, key=lambda proof: -len(proof.compared))[:_ASKED]
    for proof in longest:
        frames = np.asarray(proof.compared or tuple(proof.range))
        if proof.away or not _LEAST_FRAMES <= len(frames) == frames[-1] - frames[0] + 1:
            continue
        hit = find_frames(ours[frames][:, parts], theirs[:, parts])
        if hit is not None and hit.proof.verdict in _SURE:
            places[int(frames[0]) - hit.first_frame] += 1
    place, count = next(iter(places.most_common(1)), (0, 0))
    return place if count * 2 > len(longest) else None
