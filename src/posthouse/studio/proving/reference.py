"""The reference movie, as a production of one shot on the same frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.production.reader import production_from_text
from posthouse.production.splice import spelled_value
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.film import Film


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as a film; its frame 0 is programme frame ``first_frame``."""

    film: Film
    first_frame: int
    how: str
    """How it was laid beside the programme, in words."""


def open_reference(film: Film, movie: Path, *, start: str | None = None) -> Reference:
    """Return a reference movie laid beside a programme: by timecode where both have one, else first frame to first.

    ``start`` is the programme timecode of the movie's first frame, where a person knows better.

    Raises:
        MediaError: it cannot be read, has no picture, or lies wholly beside the programme.
    """
    from posthouse.studio.film import Film as OpenFilm  # late: films prove themselves by this module

    info = film.library.info(movie)
    if not info.pictures:
        raise MediaError(f"{movie.name} has no picture", hint="name a movie of the cut")
    rate = film.production.document.format.rate
    own = Rate(info.pictures[0].rate)
    frames = rate.nearest_frames(own.seconds_at(info.pictures[0].frame_count))
    place, how = _place(film, start or info.start_timecode, rate, is_said=start is not None)
    skipped = max(0, -place)
    length = min(frames - skipped, film.programme.cut.duration_frames - max(0, place))
    if length <= 0:
        cause = f"{movie.name} lies wholly beside the programme by its timecode"
        raise MediaError(cause, hint="say where its first frame stands with --start")
    text = _text(film, movie.resolve(), skipped, length)
    production = production_from_text(text, film.production.file)
    return Reference(film=OpenFilm(production), first_frame=max(0, place), how=how)


def _place(film: Film, label: str, rate: Rate, *, is_said: bool) -> tuple[int, str]:
    """Return the programme frame at which the movie begins, and how that is known."""
    begins = film.programme.cut.start
    if not label or (begins is None and not is_said):
        return 0, "first frame to first frame"
    start = begins or Timecode(frame_count=0, rate=rate)
    try:
        count = Timecode.parse(label, rate).frame_count
    except ValueError as problem:
        raise MediaError(str(problem), hint="say where its first frame stands with --start") from problem
    return count - start.frame_count, f"by timecode: its first frame is {label}"


def _text(film: Film, movie: Path, skipped: int, length: int) -> str:
    """Return the document of the reference: one shot, in the programme's frame and rate."""
    form = film.production.document.format
    shot = {"shot": "reference", "from": "reference", "for": f"{length}f"}
    if skipped:
        seconds = form.rate.seconds_at(skipped)
        shot["in"] = f"{float(seconds):.9f}s"
    return "\n".join(
        (
            "posthouse: 1",
            "title: reference",
            f"format: {{size: [{form.size[0]}, {form.size[1]}], rate: {spelled_value(str(form.rate))}}}",
            f"media: {{reference: {spelled_value(str(movie))}}}",
            f"cut: [{spelled_value(shot)}]",
            "",
        )
    )
