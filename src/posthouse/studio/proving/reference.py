"""The reference movie, as a production of one shot on the same frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.production.reader import production_from_text
from posthouse.production.splice import spelled_value
from posthouse.production.text import FILE_NAME
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.film import Film


GUESSED = "first frame to first frame"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as a film; its frame 0 is programme frame ``first_frame``."""

    film: Film
    first_frame: int
    how: str
    """How it was laid beside the programme, in words."""
    is_labelled: bool = True
    """Whether a timecode says where; else it is a guess."""


def open_reference(
    film: Film, movie: Path, *, start: str | None = None, place: int | None = None, fit: str = "fit"
) -> Reference:
    """Return a reference movie laid beside a programme: by timecode where both have one, else first frame to first.

    ``start`` is the programme timecode of the movie's first frame, where a person knows better, ``place`` its
    programme frame, where its pictures do; ``fit`` is how a movie of another shape stands in the frame.

    Raises:
        MediaError: it cannot be read, has no picture, or lies wholly beside the programme.
    """
    info = film.library.info(movie)
    if not info.pictures:
        raise MediaError(f"{movie.name} has no picture", hint="name a movie of the cut")
    rate = film.production.document.format.rate
    own = Rate(info.pictures[0].rate)
    frames = rate.nearest_frames(own.seconds_at(info.pictures[0].frame_count))
    if place is None:
        place, how = _place(film, start or info.start_timecode, rate, is_said=start is not None)
    else:
        how = f"by its pictures: its first frame is {first_label(film).plus(place)}"
    skipped = max(0, -place)
    length = min(frames - skipped, film.programme.cut.duration_frames - max(0, place))
    if length <= 0:
        cause = f"{movie.name} lies wholly beside the programme by its timecode"
        raise MediaError(cause, hint="say where its first frame stands with --start")
    form = film.production.document.format
    opened = movie_film(film.folder, movie, form.size, rate, frames=(skipped, length), fit=fit)
    how += {"fit": "", "fill": ", filling the frame", "stretch": ", stretched to the frame"}[fit]
    return Reference(film=opened, first_frame=max(0, place), how=how, is_labelled=not how.startswith(GUESSED))


def whole_movie(film: Film, movie: Path, fit: str) -> Film:
    """Return all of a reference movie as a film, in a programme's frame and at its rate."""
    form = film.production.document.format
    return movie_film(film.folder, movie, form.size, form.rate, fit=fit)


def movie_film(
    folder: Path,
    movie: Path,
    size: tuple[int, int],
    rate: Rate,
    *,
    frames: tuple[int, int] | None = None,
    fit: str = "fit",
) -> Film:
    """Return a movie as a film of one shot, in a frame and at a rate; ``frames``: the first one, and how many."""
    from posthouse.studio.film import Film as OpenFilm  # late: films prove themselves by this module

    production = production_from_text(_text(movie.resolve(), size, rate, frames, fit), folder / FILE_NAME)
    return OpenFilm(production)


def _place(film: Film, label: str, rate: Rate, *, is_said: bool) -> tuple[int, str]:
    """Return the programme frame at which the movie begins, and how that is known."""
    begins = film.programme.cut.start
    if not label or (begins is None and not is_said):
        return 0, GUESSED
    try:
        count = Timecode.parse(label, rate).frame_count
    except ValueError as problem:
        raise MediaError(str(problem), hint="say where its first frame stands with --start") from problem
    place = count - first_label(film).frame_count
    half_a_day = rate.timebase * 43200
    place -= 2 * half_a_day * (place > half_a_day)  # a leader before 00:00:00:00 begins on the day before
    return place, f"by timecode: its first frame is {label}"


def first_label(film: Film) -> Timecode:
    """Return the timecode of a programme's first frame; 00:00:00:00 where it says none."""
    return film.programme.cut.start or Timecode(frame_count=0, rate=film.production.document.format.rate)


def _text(movie: Path, size: tuple[int, int], rate: Rate, frames: tuple[int, int] | None, fit: str) -> str:
    """Return the document of a movie: one shot."""
    shot = {"shot": "reference", "from": "reference", "fit": fit}
    if frames is not None:
        first, length = frames
        shot |= {"in": f"{float(rate.seconds_at(first)):.9f}s"} if first else {}
        shot["for"] = f"{length}f"
    return "\n".join(
        (
            "posthouse: 1",
            "title: reference",
            f"format: {{size: [{size[0]}, {size[1]}], rate: {spelled_value(str(rate))}}}",
            f"media: {{reference: {spelled_value(str(movie))}}}",
            f"cut: [{spelled_value(shot)}]",
            "",
        )
    )
