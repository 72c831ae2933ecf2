"""Pulls: which frames of a shot's media go out, with handles, and under which name."""

from __future__ import annotations

import string
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from posthouse.errors import DocumentProblems, ProductionError
from posthouse.fields.names import is_name
from posthouse.production.sentences import nearest
from posthouse.timing import ConstantConform, Rate, SourceMap, Timecode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.editorial import Shot
    from posthouse.studio.film import Film
    from posthouse.studio.footage import FootageSource

FIELDS = ("title", "shot", "media", "version", "number")
"""What a name may be made of."""
DEFAULT_NAME = "{title}_{shot}_plate_v{version:03}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullWishes:
    """What is asked of all pulls of a turnover."""

    handles: int = 8
    """Frames before and after, as far as the media has them."""
    name: str = DEFAULT_NAME
    version: int = 1
    form: str = "png"
    """png or exr (numbered images), or a movie, as a deliverable's ``as``."""
    first_number: int = 1001
    """Of the first image, handles included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One shot's pull. Pictures are counted as the media counts them, from 0 at its first."""

    name: str
    shot: str
    media: str
    first_picture: int
    pictures: int
    head: int
    """Handles before the first picture the shot shows."""
    tail: int
    rate: Rate
    size: tuple[int, int]
    start: Timecode
    """The source timecode of its first picture; counted from 00:00:00:00 where the media has none."""
    has_timecode: bool
    record: tuple[int, int]
    """The programme frames the shot stands for: the first, and the one after the last."""
    speed: str
    reel: str

    def facts(self) -> dict[str, Any]:
        """Return the pull as plain data."""
        return asdict(self) | {"rate": str(self.rate), "start": str(self.start), "size": list(self.size)}


def plan_pulls(film: Film, names: Sequence[str], wishes: PullWishes) -> tuple[Pull, ...]:
    """Return the pulls of the shots named, in programme order; of all shots that are footage where none is.

    Raises:
        DocumentProblems: shots that are not there or are no footage, names that cannot be made or are made twice.
    """
    shots = film.programme.cut.by_id
    problems = [
        ProductionError(f"there is no shot {name}", hint=nearest(name, sorted(shots)))
        for name in names
        if name not in shots
    ]
    _check_pattern(wishes, problems)
    DocumentProblems.raise_if_any(problems)
    wanted = [
        shot for shot in film.programme.cut.shots() if shot.shot in names or (not names and _is_footage(film, shot))
    ]
    pulls = []
    for number, shot in enumerate(wanted, 1):
        try:
            pulls.append(_pull(film, shot, wishes, number))
        except ProductionError as problem:
            problems.append(problem)
    counts = Counter(pull.name for pull in pulls)
    twice = [name for name, count in counts.items() if count > 1]
    hint = "put {shot} or {number} into --name"
    problems += [ProductionError(f"two pulls would be called {name}", hint=hint) for name in twice]
    DocumentProblems.raise_if_any(problems)
    return tuple(pulls)


def _check_pattern(wishes: PullWishes, problems: list[ProductionError]) -> None:
    """Complain of a pattern for names that cannot be filled in."""
    try:
        fields = {field for _, field, _, _ in string.Formatter().parse(wishes.name) if field is not None}
    except ValueError as problem:
        problems.append(ProductionError(f"the name {wishes.name!r} cannot be read: {problem}", hint="close its braces"))
        return
    problems += [
        ProductionError(f"a name has no field {{{field}}}", hint=f"it may have {', '.join(FIELDS)}")
        for field in sorted(fields - set(FIELDS))
    ]


def _is_footage(film: Film, shot: Shot) -> bool:
    media = film.programme.media.get(shot.media)
    return media is not None and media.footage is not None and media.path is not None


def _pull(film: Film, shot: Shot, wishes: PullWishes, number: int) -> Pull:
    media = film.programme.media.get(shot.media)
    if media is None or media.footage is None or media.info is None or media.path is None:
        raise ProductionError(f"{shot.shot} is no footage, but {shot.media}", hint="pull shots that come from files")
    footage = media.footage
    first, end = _pictures(film, shot, footage)
    head, tail = min(wishes.handles, first), min(wishes.handles, footage.last_picture + 1 - end)
    label = media.editorial.start_timecode if media.editorial else None
    start = label or Timecode(frame_count=0, rate=footage.rate)
    width, height, _ = footage.raster.upright()
    return Pull(
        name=_name(film, shot, wishes, number),
        shot=shot.shot,
        media=shot.media,
        first_picture=first - head,
        pictures=end - first + head + tail,
        head=head,
        tail=tail,
        rate=footage.rate,
        size=(int(width) // 2 * 2, int(height) // 2 * 2),
        start=start.plus(first - head),
        has_timecode=label is not None,
        record=(shot.range.start_frame, shot.range.end_frame),
        speed=f"{float(shot.source.speed):.6g}" if isinstance(shot.source, SourceMap) else "ramp",
        reel=media.info.reel_name,
    )


def _pictures(film: Film, shot: Shot, footage: FootageSource) -> tuple[int, int]:
    """Return the first picture a shot shows and the one after the last, transitions' handles included."""
    shown = shot.range
    for transition in film.programme.cut.transitions:
        events = film.programme.cut.events[transition.before], film.programme.cut.events[transition.after]
        if shot in events:
            shown = shown.hull(transition.range)
    grid = shot.source.grid_range(shown.shifted(-shot.start_frame))
    programme = film.production.document.format.rate
    if not isinstance(footage.conform, ConstantConform):
        raise ProductionError(
            f"{shot.media} has a variable rate, so its frames have no numbers",
            hint="transcode it to a constant rate first, or pull from a copy that was",
        )
    if footage.rate == programme:
        return grid.start_frame, grid.end_frame
    first = (programme.seconds_at(grid.start_frame) * footage.rate.fraction).__floor__()
    end = -(-(programme.seconds_at(grid.end_frame) * footage.rate.fraction) // 1)
    return max(0, first), min(footage.last_picture + 1, int(end))


def _name(film: Film, shot: Shot, wishes: PullWishes, number: int) -> str:
    words = {
        "title": "".join(c if c.isalnum() else "_" for c in film.production.document.title).strip("_"),
        "shot": shot.shot.replace("/", "_"),
        "media": shot.media,
        "version": wishes.version,
        "number": number,
    }
    try:
        name = wishes.name.format(**words)
    except (ValueError, LookupError) as problem:
        raise ProductionError(
            f"the name {wishes.name!r} cannot be filled in: {problem}", hint="try {shot}_v{version:03}"
        ) from problem
    if not is_name(name):
        raise ProductionError(f"{name!r} is no file name", hint="use letters, digits, _ - and . in --name")
    return name
