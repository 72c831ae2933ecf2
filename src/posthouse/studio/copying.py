"""What of a movie can be copied from its sources: shots that nothing touches, in the deliverable's own codec.

A shot is tested as the renderer tests it: its stack must be bare footage in the canvas's format, in place. What of it
cannot be copied (before the first key picture, under titles, in transitions) is encoded as without copying.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.delivery.spec import Copying
from posthouse.editorial import Chunk, Shot, chunks_of
from posthouse.editorial.chunks import SHORTEST_FRAMES
from posthouse.errors import PosthouseError
from posthouse.media.nal import NAL_ENCODERS
from posthouse.media.splice.runs import RunFinder
from posthouse.pixels import Footage
from posthouse.pixels.render import is_copied
from posthouse.studio.copied import CopyParams
from posthouse.studio.joining import UnfitError, check_joins, record_of
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.delivery.presets import Movie
    from posthouse.media.library import MediaLibrary
    from posthouse.pixels import Stack
    from posthouse.studio.dressing import Dresser
    from posthouse.studio.programme import Programme
    from posthouse.studio.sources import StudioMedia

MOST_RECORDS = 12
"""How many different encodings are copied into one movie: headers have numbers for about as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPlan:
    """The chunks of a movie; those that are copied, by their frames; and why others are not."""

    chunks: tuple[Chunk, ...]
    copies: dict[FrameRange, CopyParams]
    notes: tuple[str, ...] = ()


def plan_copies(
    programme: Programme, dresser: Dresser, movie: Movie, copying: Copying, library: MediaLibrary | None
) -> CopyPlan:
    """Return a movie's chunks, with what is copied among them."""
    if copying is Copying.NOTHING or library is None:
        return CopyPlan(chunks=programme.chunks, copies={})
    copyist = _Copyist(programme, dresser, movie, library)
    chunks = chunks_of(programme.shown, copyist.kept)
    return CopyPlan(chunks=chunks, copies=copyist.copies, notes=copyist.told())


class _Copyist:
    """Finds what can be copied, span by span, and remembers why something cannot."""

    def __init__(self, programme: Programme, dresser: Dresser, movie: Movie, library: MediaLibrary) -> None:
        self.programme, self.dresser, self.movie, self.library = programme, dresser, movie, library
        self.copies: dict[FrameRange, CopyParams] = {}
        self._causes: dict[str, str] = {}
        self._finders: dict[str, RunFinder] = {}
        self._fit = self._fit_media()

    def kept(self, span: Chunk) -> tuple[FrameRange, ...]:
        """Return the frames of a span that are copied, run by run."""
        base = span.base
        if not isinstance(base, Shot) or self.programme.media[base.media].info is None:
            return ()
        if base.media not in self._fit:
            self._causes.setdefault(base.shot, self._unfit[base.media])
            return ()
        if span.layers:
            self._causes.setdefault(base.shot, "another picture lies over it")
            return ()
        return tuple(found for part in self._untitled(span) for found in self._copied_in(part, base))

    def told(self) -> tuple[str, ...]:
        """Return what a person should know: which shots are encoded although copying was asked for, and why."""
        by_cause: dict[str, list[str]] = {}
        for shot, cause in self._causes.items():
            by_cause.setdefault(cause, []).append(shot)
        return tuple(
            f"{self.movie.file_name}: {_listed(shots)} cannot be copied: {cause}" for cause, shots in by_cause.items()
        )

    def _fit_media(self) -> frozenset[str]:
        """Return the media whose packets may join the movie; keep what stands against the others."""
        self._unfit: dict[str, str] = {}
        fit: list[str] = []
        records: set[bytes] = set()
        for name in sorted({shot.media for shot in self.programme.cut.shots()}):
            media = self.programme.media[name]
            try:
                check_joins(media, self.movie, self.library)
                record = record_of(media, self.movie)
                _check_room(records | {record})
            except (UnfitError, PosthouseError, ValueError) as problem:
                self._unfit[name] = str(problem)
                continue
            records.add(record)
            fit.append(name)
        return frozenset(fit)

    def _untitled(self, span: Chunk) -> Iterator[Chunk]:
        """Yield the parts of a span that no title stands over."""
        start, end = span.range.start_frame, span.range.end_frame
        for title in sorted((each.range for each in self.programme.titles), key=lambda r: r.start_frame):
            if title.start_frame < end and title.end_frame > start:
                if title.start_frame > start:
                    yield Chunk(range=FrameRange(start, title.start_frame), base=span.base)
                start = title.end_frame
        if start < end:
            yield Chunk(range=FrameRange(start, end), base=span.base)

    def _copied_in(self, part: Chunk, shot: Shot) -> Iterator[FrameRange]:
        stack, second, _ = self.dresser.stacks(part)
        canvas = self.movie.picture.format
        if not isinstance(stack, Footage) or second is not None or not is_copied(stack, canvas):
            self._causes.setdefault(shot.shot, _cause_of(stack))
            return
        if stack.reading is not None:
            self._causes.setdefault(shot.shot, "its pictures are made of fields")
            return
        found = list(self._runs(stack, part.range.start_frame))
        if not found:
            self._causes.setdefault(shot.shot, "it holds no key picture that a copy could begin at, or is too short")
        for frames, params in found:
            self.copies[frames] = params
            yield frames

    def _runs(self, stack: Footage, first_frame: int) -> Iterator[tuple[FrameRange, CopyParams]]:
        finder = self._finder(stack)
        shortest = SHORTEST_FRAMES if self.movie.picture.encoder in NAL_ENCODERS else 1
        for place, pictures in _consecutive(stack.frames):
            if len(pictures) < min(SHORTEST_FRAMES, len(stack.frames)):
                continue
            for run in finder.runs(pictures.start, pictures.stop, shortest=shortest):
                start = first_frame + place + run.first - pictures.start
                params = CopyParams(
                    media=stack.media,
                    stream=stack.stream,
                    first=run.first,
                    frames=run.end - run.first,
                    encoding=self.movie.picture,
                )
                yield FrameRange(start, start + params.frames), params

    def _finder(self, stack: Footage) -> RunFinder:
        key = f"{stack.media} {stack.stream}"
        if key not in self._finders:
            media = self._media_of(stack)
            assert media.path is not None
            assert media.info is not None
            self._finders[key] = RunFinder(self.library.picture_index(media.path, media.info, stack.stream))
        return self._finders[key]

    def _media_of(self, stack: Footage) -> StudioMedia:
        return next(each for each in self.programme.media.values() if each.footage and each.footage.key == stack.media)


def _check_room(records: set[bytes]) -> None:
    if len(records) > MOST_RECORDS:
        raise UnfitError(f"{MOST_RECORDS} other encodings are copied already")


def _consecutive(pictures: Sequence[int]) -> Iterator[tuple[int, range]]:
    """Yield (place, pictures) of the longest stretches that rise by one."""
    start = 0
    for place in range(1, len(pictures) + 1):
        if place == len(pictures) or pictures[place] != pictures[place - 1] + 1:
            yield start, range(pictures[start], pictures[start] + place - start)
            start = place


def _cause_of(stack: Stack) -> str:
    if not isinstance(stack, Footage):
        return "it does not stand alone and fill the frame"
    if stack.grade is not None:
        return "it is graded, or its color is brought to the deliverable's"
    if stack.motion:
        return "it moves"
    if stack.between is not None:
        return "it shows pictures between its source's"
    return "it does not fill the frame pixel for pixel"


def _listed(shots: Sequence[str]) -> str:
    named = ", ".join(shots[:4])
    return named if len(shots) <= 4 else f"{named} and {len(shots) - 4} more"
