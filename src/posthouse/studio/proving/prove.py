"""Every shot of a programme, compared with a reference movie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from posthouse.conform.compare import Proof, Verdict, compare, picture_parts
from posthouse.conform.mask import seen_parts
from posthouse.editorial import Shot
from posthouse.studio.proving.prints import ACROSS, film_prints
from posthouse.timing import FrameRange, Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from posthouse.build.progress import Progress
    from posthouse.conform.compare import Prints
    from posthouse.studio.film import Film
    from posthouse.studio.proving.reference import Reference

WORDS = {
    Verdict.PROVEN: "right, frame by frame",
    Verdict.PARTLY: "right as a whole; a part of it, perhaps an end, moves too little to tell its frames",
    Verdict.STILL: "the same picture; nothing in it moves enough to tell one frame from the next",
    Verdict.UNEVEN: "the right take at another rate or speed: parts of it are off",
    Verdict.OTHER: "another picture",
    Verdict.BLANK: "the reference is of one tone here: nothing can be told",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotProof:
    """One shot and what the comparison found; ``proof`` is None where the reference does not reach it."""

    shot: str
    media: str
    range: FrameRange
    compared: tuple[int, ...]
    """Programme frames that were compared: all of the shot's but those it shares with another in a transition."""
    proof: Proof | None
    away: str = ""
    """The media it shows, where that is not here."""

    @property
    def is_proven(self) -> bool:
        """Return whether the shot is proven."""
        return self.proof is not None and self.proof.verdict is Verdict.PROVEN

    @property
    def is_wrong(self) -> bool:
        """Return whether the shot is not what the reference shows."""
        return self.proof is not None and not self.proof.is_right

    @property
    def words(self) -> str:
        """Return the finding in words."""
        if self.away:
            return f"not here: {self.away}"
        if self.proof is None:
            return "the reference does not reach it, or too little of it"
        if self.proof.verdict is Verdict.OFFSET:
            late, count = self.proof.offset < 0, abs(self.proof.offset)
            frames = f"{count} frame{'' if count == 1 else 's'}"
            where = f"{frames} {'earlier' if late else 'later'}"
            return f"the right take, {frames} {'late' if late else 'early'}: the reference shows it {where}"
        leans = self.proof.verdict is Verdict.STILL and self.proof.offset
        return WORDS[self.proof.verdict] + ("; it may be one frame off" if leans else "")

    def facts(self, start: Timecode) -> dict[str, Any]:
        """Return the finding as plain data; ``start`` labels the programme's first frame."""
        proof = self.proof
        return {
            "shot": self.shot,
            "media": self.media,
            "from": str(start.plus(self.range.start_frame)),
            "frames": self.range.duration_frames,
            "compared_frames": len(self.compared),
            "verdict": "not here" if self.away else str(proof.verdict) if proof else "out of reach",
            "offset": proof.offset if proof else 0,
            "difference": round(proof.difference, 5) if proof else None,
            "words": self.words,
        }


LEAST_FRAMES = 2


def prove(
    film: Film, reference: Reference, progress: Progress | None = None, *, away: Mapping[str, str] | None = None
) -> tuple[ShotProof, ...]:
    """Return what the comparison of each shot of the cut found, in programme order.

    ``away`` has, by shot, the media that is not here; such shots are told as that.
    """
    ours = film_prints(film, progress)
    theirs = film_prints(reference.film, progress)
    seen = seen_parts(theirs, ACROSS)
    cut, missing = film.programme.cut, away or {}
    over = [layer.shot for layer in cut.layers if layer.shot.ids[-1] in missing]
    covered = frozenset(frame for shot in over for frame in shot.range)
    found = [_away_proof(shot, missing[shot.ids[-1]]) for shot in over]
    for shot in (event for event in cut.events if isinstance(event, Shot)):
        if shot.ids[-1] in missing:
            found.append(_away_proof(shot, missing[shot.ids[-1]]))
        else:
            found.append(_shot_proof(film, shot, ours, (theirs, reference.first_frame, seen), covered))
    return tuple(sorted(found, key=lambda proof: proof.range))


def _away_proof(shot: Shot, media: str) -> ShotProof:
    return ShotProof(shot=shot.shot, media=media, range=shot.range, compared=(), proof=None, away=media)


def _shot_proof(
    film: Film, shot: Shot, ours: Prints, theirs: tuple[Prints, int, NDArray[np.intp]], covered: frozenset[int]
) -> ShotProof:
    """Return a shot compared with the reference's prints, which begin at a programme frame, in some of their parts.

    Frames under what is not here are left out; where there are no others, they can prove the shot, and no more.
    """
    shared = {frame for t in film.programme.cut.transitions for frame in t.range}
    reach = FrameRange(theirs[1], theirs[1] + len(theirs[0]))
    frames = tuple(f for f in shot.range if f not in shared and reach.contains(f))
    open_frames = tuple(f for f in frames if f not in covered)
    is_covered = len(open_frames) < LEAST_FRAMES <= len(frames)
    frames = frames if is_covered else open_frames
    proof = None
    if len(frames) >= LEAST_FRAMES:
        rows = np.asarray(frames)
        shown = ours[rows]
        picture = picture_parts(shown, ACROSS)  # bars are alike in all shots, and burn-ins stand in them
        parts = np.intersect1d(picture, theirs[2])
        parts = parts if len(parts) else picture
        proof = compare(shown[:, parts], theirs[0][rows - theirs[1]][:, parts])
    if is_covered and proof is not None and not proof.is_right:
        return _away_proof(shot, "what lies over it")
    return ShotProof(shot=shot.shot, media=shot.media, range=shot.range, compared=frames, proof=proof)
