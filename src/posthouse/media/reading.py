"""How the pictures of a media are taken from its frames, where a frame is two fields.

``None`` in place of a reading takes frames as they are. Everything here is plain numbers: a reading is part of job
parameters, and of ``count`` frames it makes ``picture_count(reading, count)`` pictures at ``rate_of(reading, rate)``.
"""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass
from fractions import Fraction

from posthouse.media.facts import FieldOrder  # noqa: TC001  # a field's type, kept at run time for job keys

FIRST, SECOND = 0, 1


class Cadence(enum.StrEnum):
    """How film pictures lie on fields; ``video`` is none: every field was taken at its own time."""

    PULLDOWN_2_3 = "2-3"
    """24 pictures on 60 fields (SMPTE RP 197): A A, B B, B C, C D, D D."""
    PULLDOWN_2_3_3_2 = "2-3-3-2"
    """The same, so that dropping the third frame undoes it ("advanced pulldown"): A A, B B, B C, C C, D D."""
    PULLDOWN_2_2 = "2-2"
    """A picture on every two fields; at phase 1 they lie astride two frames."""
    VIDEO = "video"

    @property
    def pattern(self) -> tuple[tuple[int, int], ...]:
        """Return, for each frame of a cycle, which picture its first and its second field are of."""
        return _PATTERNS[self]

    @property
    def film_per_frame(self) -> Fraction:
        """Return how many film pictures a frame stands for."""
        return Fraction(4, 5) if len(self.pattern) == 5 else Fraction(1)


_PATTERNS = {
    Cadence.PULLDOWN_2_3: ((0, 0), (1, 1), (1, 2), (2, 3), (3, 3)),
    Cadence.PULLDOWN_2_3_3_2: ((0, 0), (1, 1), (1, 2), (2, 2), (3, 3)),
    Cadence.PULLDOWN_2_2: ((0, 0),),
    Cadence.VIDEO: ((0, 0),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReading:
    """Pictures made of single fields, the other field's lines interpolated: one a frame, or both."""

    order: FieldOrder
    """Which field came first: top or bottom."""
    is_double: bool = False
    """Both fields of a frame become pictures: 25 frames a second are 50 pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceRun:
    """Frames ``start_frame`` up to ``end_frame`` in one cadence; ``phase`` is where in the cycle the first one is."""

    cadence: Cadence
    phase: int
    start_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmReading:
    """Film pictures put together again from the fields a pulldown spread them over."""

    order: FieldOrder
    runs: tuple[CadenceRun, ...]
    """Without gaps, from frame 0 to the last."""


Reading = FieldReading | FilmReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven:
    """One film picture: the frames its first and its second field lie in, or (a video run) one frame's first field."""

    first_frame: int
    second_frame: int
    is_interpolated: bool = False


def picture_count(reading: Reading | None, frame_count: int) -> int:
    """Return how many pictures a reading makes of so many frames."""
    match reading:
        case None:
            return frame_count
        case FieldReading():
            return frame_count * (2 if reading.is_double else 1)
        case FilmReading():
            return len(film_table(reading))


def rate_of(reading: Reading | None, frame_rate: Fraction) -> Fraction:
    """Return how many pictures a second a reading makes of frames at a rate; exact."""
    match reading:
        case None:
            return frame_rate
        case FieldReading():
            return frame_rate * (2 if reading.is_double else 1)
        case FilmReading():
            return frame_rate * film_per_frame(reading)


def film_per_frame(reading: FilmReading) -> Fraction:
    """Return how many pictures a frame stands for: that of the first cadence found; video runs follow it."""
    found = (run.cadence for run in reading.runs if run.cadence is not Cadence.VIDEO)
    return next(found, Cadence.VIDEO).film_per_frame


@functools.lru_cache(maxsize=16)
def film_table(reading: FilmReading) -> tuple[Woven, ...]:
    """Return every film picture in order.

    Problem: where a cadence breaks (a cut made after the transfer), counting on would drift from the sound.
    Approach: within a run pictures are counted, one after the other; a run begins where its first whole picture lies
    in time, to the nearest picture. So a break costs a picture held or dropped, and never adds up.
    Traps: the fields at either end of a run may be all there is of a picture; a picture needs both its fields.
    """
    step = film_per_frame(reading)
    table: list[Woven] = []
    for run in reading.runs:
        pictures = _pictures_of(run, step)
        if not pictures:
            continue
        due = nearest_picture(pictures[0][0] * step / 2) if table else 0
        while table and len(table) < due:
            table.append(table[-1])
        table += [woven for _, woven in pictures[len(table) - due :]]
    return tuple(table)


def nearest_picture(exact: Fraction) -> int:
    """Return the nearest whole number, halves up."""
    return (exact + Fraction(1, 2)).__floor__()


def _pictures_of(run: CadenceRun, step: Fraction) -> list[tuple[int, Woven]]:
    """Return the whole pictures of a run, each with the field (counted from the media's first) it begins at."""
    if run.cadence is Cadence.VIDEO:
        return _video_pictures(run, step)
    fields = _fields_of(run)
    whole = sorted(number for number in fields[FIRST] if number in fields[SECOND])
    found = []
    for number in whole:
        firsts, seconds = fields[FIRST][number], fields[SECOND][number]
        first, second = min(((a, b) for a in firsts for b in seconds), key=lambda pair: (abs(pair[0] - pair[1]), pair))
        begins = min(2 * firsts[0], 2 * seconds[0] + 1)
        found.append((begins, Woven(first_frame=first, second_frame=second)))
    return found


def _fields_of(run: CadenceRun) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return, for first and second fields, the frames each film picture's lie in."""
    fields: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    pattern = run.cadence.pattern
    for frame in range(run.start_frame, run.end_frame):
        cycle, place = divmod(frame - run.start_frame + run.phase, len(pattern))
        for parity, picture in enumerate(pattern[place]):
            astride = run.phase if run.cadence is Cadence.PULLDOWN_2_2 and parity == SECOND else 0
            number = cycle * max(1, pattern[-1][0] + 1) + picture + astride
            fields[parity].setdefault(number, []).append(frame)
    return fields


def _video_pictures(run: CadenceRun, step: Fraction) -> list[tuple[int, Woven]]:
    """Return pictures at the film rate from video frames: each shows the frame in its middle, one field of it."""
    first = nearest_picture(run.start_frame * step)
    end = nearest_picture(run.end_frame * step)
    frames = [((number + Fraction(1, 2)) / step).__floor__() for number in range(first, end)]
    inside = [min(max(frame, run.start_frame), run.end_frame - 1) for frame in frames]
    return [(2 * frame, Woven(first_frame=frame, second_frame=frame, is_interpolated=True)) for frame in inside]
