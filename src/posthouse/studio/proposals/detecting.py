"""The shots of a finished movie, proposed as a sequence of the document, or as splits of a shot that plays it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from posthouse.assistant.detect import Join, JoinKind, joins_of, looks_of
from posthouse.errors import ProductionError
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
from posthouse.production.arrange import New
from posthouse.studio.editing import cutting_room
from posthouse.studio.film import open_film
from posthouse.studio.proposals.proposal import Proposal, on_the_bench
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.facts import MediaInfo
    from posthouse.production.draft import Draft
    from posthouse.production.splice import Value
    from posthouse.studio.film import Film

_LABELLED = (JoinKind.DISSOLVE, JoinKind.FADE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectedShot:
    """One shot of a movie: its frames, and how it begins."""

    start_frame: int
    end_frame: int
    begins: Join | None = None
    """None: it begins the movie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """What was found in a movie."""

    rate: Rate
    joins: tuple[Join, ...]
    shots: tuple[DetectedShot, ...]
    start: Timecode

    def label(self, frame: int) -> str:
        """Return the timecode of a frame of the movie."""
        return str(self.start.plus(frame))


def detected_in_file(path: Path, *, shortest_frames: int = 3) -> Detected:
    """Return the shots of a movie file.

    Raises:
        MediaError: it cannot be read, or has no pictures.
    """
    with TemporaryDirectory() as folder, MediaLibrary(FilePath(folder)) as library:
        return _detected(path, library.info(path), library, shortest_frames)


def proposed_sequence(folder: Path, media: str, *, shortest_frames: int = 3) -> tuple[Proposal, Detected]:
    """Return the shots of a media of a production, as a new sequence of it: ``NAME-shots``.

    Raises:
        ProductionError: there is no such media, it is no movie, or the sequence is there already.
    """
    with on_the_bench(folder) as bench:
        each = bench.named(media)
        if each.path is None or each.info is None or not each.info.pictures:
            raise ProductionError(f"{media} has no pictures", hint="name a movie")
        name = f"{media}-shots"
        if name in bench.production.document.sequences:
            raise ProductionError(f"there is a sequence {name} already", hint="rename it, or take it out")
        found = _detected(each.path, each.info, bench.library, shortest_frames)
        _write(bench.draft, name, media, found)
        return Proposal(draft=bench.draft), found


def proposed_splits(folder: Path, shot: str, *, shortest_frames: int = 3) -> tuple[Proposal, Detected]:
    """Return a shot split wherever the movie it plays was cut, and what was found of it.

    Raises:
        ProductionError: there is no such shot, it shows no movie, or not at its own speed.
    """
    room = cutting_room(folder)
    with open_film(folder) as film:
        found, places = _found_in(film, shot, shortest_frames)
    piece, begins = shot, 0
    for place in places:
        edited = room.split(f"{piece}+{place - begins}f")
        piece = next(change.shot for change in edited.shots if change.kind == "new")
        begins = place
    return Proposal(draft=room.draft), found


def _found_in(film: Film, name: str, shortest_frames: int) -> tuple[Detected, list[int]]:
    """Return what was found in the part of a movie that a shot shows, and the shot's frames to split it before."""
    from posthouse.production.sentences import nearest  # late: only for a message

    shots = {each.shot: each for each in film.programme.cut.shots()}
    if name not in shots:
        raise ProductionError(f"there is no shot {name}", hint=nearest(name, list(shots)))
    shot = shots[name]
    media = film.programme.media.get(shot.media)
    if media is None or media.path is None or media.info is None or media.footage is None:
        raise ProductionError(f"shot {name} shows no movie", hint="name a shot of a movie")
    if not shot.source.is_plain:
        raise ProductionError(f"shot {name} is not at its own speed", hint="split it before it is retimed")
    grid = shot.source.grid_range()
    pictures = [media.footage.conform.picture_index(frame) for frame in range(grid.start_frame, grid.end_frame)]
    shown = range(max(0, pictures[0]), min(pictures[-1], media.footage.last_picture) + 1)
    found = _detected(media.path, media.info, film.library, shortest_frames, shown)
    cuts = [each.start_frame for each in found.shots[1:]]
    places = [next(at for at, picture in enumerate(pictures) if picture >= cut) for cut in cuts]
    return found, [place for place in dict.fromkeys(places) if place > 0]


def _detected(
    path: Path, info: MediaInfo, library: MediaLibrary, shortest_frames: int, shown: range | None = None
) -> Detected:
    """Return the shots of a movie, or of the part of it that is shown; both are in frames of the movie."""
    if not info.pictures:
        raise ProductionError(f"{path.name} has no pictures", hint="name a movie")
    facts = info.pictures[0]
    shown = range(facts.frame_count) if shown is None else shown
    with DecoderPool(library=library, threads_per_decoder=2) as pool:
        looks = looks_of(pool.pictures(path, info, shown))
    joins = tuple(join.later(shown.start) for join in joins_of(looks, shortest_frames=shortest_frames))
    starts = [shown.start, *(join.cut_frame for join in joins)]
    ends = [*starts[1:], shown.stop]
    shots = tuple(
        DetectedShot(start_frame=start, end_frame=end, begins=join)
        for start, end, join in zip(starts, ends, (None, *joins), strict=True)
    )
    rate = Rate(facts.rate)
    return Detected(rate=rate, joins=joins, shots=shots, start=_start(info, rate))


def _start(info: MediaInfo, rate: Rate) -> Timecode:
    try:
        return Timecode.parse(info.start_timecode, rate) if info.start_timecode else Timecode(frame_count=0, rate=rate)
    except ValueError:
        return Timecode(frame_count=0, rate=rate)


def _write(draft: Draft, name: str, media: str, found: Detected) -> None:
    entries = []
    for number, shot in enumerate(found.shots, start=1):
        value: dict[str, Value] = {
            "shot": f"{media}-{number:03}",
            "from": media,
            "in": f"{shot.start_frame}f",
            "out": f"{shot.end_frame}f",
        }
        begins = shot.begins
        comment = ""
        if begins is not None and begins.kind in _LABELLED:
            comment = f"begins with a {begins.kind} of {begins.end_frame - begins.start_frame} frames"
        entries.append(New(value=value, comment=comment))
    draft.arrange(("sequences", name), entries)
