"""Pulls: which frames of a shot's media go out, with handles, and under which name."""

from __future__ import annotations

import string
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from posthouse.errors import DocumentProblems, ProductionError
from posthouse.fields.names import is_name
from posthouse.production.sentences import nearest
from posthouse.studio.turnover.pull_light import returned_color, space_of
from posthouse.studio.turnover.pulled import Pulled
from posthouse.timing import ConstantConform, Rate, SourceMap, Timecode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.color.space import ColorSpace
    from posthouse.editorial import Shot
    from posthouse.production.splice import Value
    from posthouse.studio.film import Film
    from posthouse.studio.footage import FootageSource
    from posthouse.studio.sources import StudioMedia
    from posthouse.timing import FrameRange

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
class Pull(Pulled):
    """One shot's pull, as it is planned."""

    start: Timecode
    """The source timecode of its first picture; counted from 00:00:00:00 where the media has none."""
    record: tuple[int, int]
    """The programme frames the shot stands for: the first, and the one after the last."""
    reel: str
    space: ColorSpace
    """What the footage's codes are."""
    is_variable: bool = False
    """Whether the media has a variable rate: then its frames are those of the programme that show them."""

    def facts(self) -> dict[str, Any]:
        """Return the pull as plain data."""
        spelled = {"rate": str(self.rate), "programme_rate": str(self.programme_rate), "start": str(self.start)}
        return asdict(self) | spelled | {"size": list(self.size)}


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
    media, footage = _media(film, shot)
    rate, count = counted(film, footage)
    first, end = pictures_of(film, shot, shown_frames(film, shot), (rate, count))
    head, tail = min(wishes.handles, first), min(wishes.handles, count - end)
    label = media.editorial.start_timecode if media.editorial else None
    width, height, _ = footage.raster.upright()
    space = space_of(film, footage)
    pull = Pull(
        name=_name(film, shot, wishes, number),
        shot=shot.shot,
        media=shot.media,
        first_picture=first - head,
        pictures=end - first + head + tail,
        head=head,
        tail=tail,
        rate=rate,
        size=(int(width) // 2 * 2, int(height) // 2 * 2),
        start=_label(label, rate).plus(first - head),
        has_timecode=label is not None,
        record=(shot.range.start_frame, shot.range.end_frame),
        reel=media.reel or (media.info.reel_name if media.info else ""),
        form=wishes.form,
        color=_returned(shot, space, wishes.form),
        space=space,
        is_variable=not isinstance(footage.conform, ConstantConform),
    )
    return _as_played(pull, film, shot)


def _as_played(pull: Pull, film: Film, shot: Shot) -> Pull:
    """Return a pull with how the programme plays it."""
    shown = shown_frames(film, shot)
    return replace(
        pull,
        shown=shown.duration_frames,
        leads=shot.range.start_frame - shown.start_frame,
        programme_rate=film.production.document.format.rate,
        speed=f"{float(shot.source.speed):.6g}" if isinstance(shot.source, SourceMap) else "ramp",
    )


def _media(film: Film, shot: Shot) -> tuple[StudioMedia, FootageSource]:
    media = film.programme.media.get(shot.media)
    if media is None or media.footage is None or media.info is None or media.path is None:
        raise ProductionError(f"{shot.shot} is no footage, but {shot.media}", hint="pull shots that come from files")
    return media, media.footage


def _returned(shot: Shot, space: ColorSpace, form: str) -> Value:
    try:
        return returned_color(space, form)
    except ProductionError as problem:
        raise ProductionError(f"{shot.shot}: {problem.cause}", hint=problem.hint) from problem


def _label(label: Timecode | None, rate: Rate) -> Timecode:
    """Return the timecode of a media's first picture, counted at the rate of its pull."""
    if label is None:
        return Timecode(frame_count=0, rate=rate)
    if label.rate == rate:
        return label
    return Timecode(frame_count=rate.nearest_frames(label.rate.seconds_at(label.frame_count)), rate=rate)


def counted(film: Film, footage: FootageSource) -> tuple[Rate, int]:
    """Return at which rate a pull's pictures are counted, and how many there are.

    Pictures that come on at any time have no rate of their own: they are pulled as the programme shows them.
    """
    if isinstance(footage.conform, ConstantConform):
        return footage.rate, footage.last_picture + 1
    return film.production.document.format.rate, footage.conform.grid_frames


def shown_frames(film: Film, shot: Shot) -> FrameRange:
    """Return the programme frames in which a shot is seen, those of its transitions too."""
    shown = shot.range
    for transition in film.programme.cut.transitions:
        events = film.programme.cut.events[transition.before], film.programme.cut.events[transition.after]
        if shot in events:
            shown = shown.hull(transition.range)
    return shown


def pictures_of(film: Film, shot: Shot, shown: FrameRange, count_at: tuple[Rate, int]) -> tuple[int, int]:
    """Return the first picture a shot shows and the one after the last."""
    grid = shot.source.grid_range(shown.shifted(-shot.start_frame))
    programme, (rate, count) = film.production.document.format.rate, count_at
    if rate == programme:
        return max(0, grid.start_frame), min(count, grid.end_frame)
    first = (programme.seconds_at(grid.start_frame) * rate.fraction).__floor__()
    end = -(-(programme.seconds_at(grid.end_frame) * rate.fraction) // 1)
    return max(0, first), min(count, int(end))


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
