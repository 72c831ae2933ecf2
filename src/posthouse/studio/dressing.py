"""Shots dressed by every craft: framed, graded, rained on, titled; as stacks whose parameters hold nothing needless."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING

from posthouse.color.plan import grade_job
from posthouse.editorial import Chunk, Raster, Shot, chunk_stack, place
from posthouse.fields import Anchor
from posthouse.pixels import Footage, Rained, Rect, Solid, Titled
from posthouse.production.media_spec import ColorGeneratorSpec, GeneratedMediaSpec
from posthouse.timing import Length, Rate
from posthouse.titles import engine_version, font_digests

if TYPE_CHECKING:
    from posthouse.build import Job
    from posthouse.effects import RainSpec
    from posthouse.pixels import Stack
    from posthouse.signal import PictureFormat
    from posthouse.studio.programme import PlacedTitle, Programme
    from posthouse.studio.sources import FootageSource
    from posthouse.timing import FrameRange
    from posthouse.titles import TitleSpec

BARS = "generated bars"
_NOWHERE = Anchor.parse(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RainUse:
    """Rain at the rate its footage is exposed."""

    spec: RainSpec
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleUse:
    """A title without its place in the programme: moving it changes no picture it is not in."""

    spec: TitleSpec
    duration_frames: int
    rate: Rate
    fonts: tuple[str, ...]
    engine: str


class Dresser:
    """Builds stacks for one canvas, and collects the grade jobs they take."""

    def __init__(self, programme: Programme, canvas: PictureFormat) -> None:
        self.programme, self.canvas = programme, canvas
        self._rate = programme.production.document.format.rate
        self._grade_jobs = _grade_jobs(programme)
        self._titles = _TitleBoard(programme, self._rate)

    def stack(self, chunk: Chunk) -> tuple[Stack, tuple[Job, ...]]:
        """Return what a chunk shows, and the jobs of its grades in the order the stack counts them."""
        inputs: dict[Job, int] = {}
        size = self.canvas.width, self.canvas.height

        def develop(shot: Shot, frames: FrameRange) -> tuple[Stack, Rect]:
            return self._developed(shot, frames, inputs)

        stack = chunk_stack(chunk, self.programme.cut, develop, size)
        for title, use in self._titles.within(chunk.range):
            stack = Titled(under=stack, title=use, first_frame=chunk.range.start_frame - title.range.start_frame)
        return stack, tuple(inputs)

    def _developed(self, shot: Shot, frames: FrameRange, inputs: dict[Job, int]) -> tuple[Stack, Rect]:
        """Return a shot's footage at programme frames, graded and with its effects, and its place."""
        media = self.programme.media[shot.media]
        canvas = Raster(width=self.canvas.width, height=self.canvas.height)
        if isinstance(media.spec, GeneratedMediaSpec):
            return self._generated(media.spec, shot, frames, canvas)
        footage = media.footage
        assert footage is not None
        placement = place(footage.raster, canvas, shot.framing)
        job = self._grade_jobs.get(shot.shot)
        shown: Stack = Footage(
            media=footage.key,
            stream=footage.stream,
            frames=_picture_indices(footage, shot, frames),
            format=footage.format,
            placement=placement,
            grade=None if job is None else inputs.setdefault(job, len(inputs)),
        )
        for rain in self.programme.rains.get(shot.shot, ()):
            seconds = tuple(self._source_seconds(shot, frame) for frame in frames)
            shown = Rained(under=shown, rain=RainUse(spec=rain, rate=self._rate), seconds=seconds)
        return shown, placement.canvas

    def _source_seconds(self, shot: Shot, frame: int) -> float:
        offset = frame - shot.start_frame + Fraction(1, 2)
        return float(self._rate.seconds_at(1) * (shot.source.in_frame + offset * shot.source.speed))

    def _generated(
        self, spec: GeneratedMediaSpec, shot: Shot, frames: FrameRange, canvas: Raster
    ) -> tuple[Stack, Rect]:
        placement = place(canvas, canvas, shot.framing)
        if isinstance(spec.generate, ColorGeneratorSpec):
            red, green, blue, _ = spec.generate.color
            return Solid(rgb=(red, green, blue)), placement.canvas
        bars = Footage(
            media=BARS, stream=0, frames=(0,) * frames.duration_frames, format=self.canvas, placement=placement
        )
        return bars, placement.canvas


class _TitleBoard:
    """The titles of a programme, found by the frames they stand in."""

    def __init__(self, programme: Programme, rate: Rate) -> None:
        uses = ((title, _title_use(title, programme, rate)) for title in programme.titles)
        self._by_start = sorted(enumerate(uses), key=lambda placed: placed[1][0].range)
        self._starts = [use[0].range.start_frame for _, use in self._by_start]
        self._longest = max((title.range.duration_frames for title in programme.titles), default=0)

    def within(self, frames: FrameRange) -> list[tuple[PlacedTitle, TitleUse]]:
        """Return the titles that stand in some of these frames, in the order of the document."""
        low = bisect_left(self._starts, frames.start_frame - self._longest)
        near = self._by_start[low : bisect_left(self._starts, frames.end_frame)]
        return [use for _, use in sorted(near, key=itemgetter(0)) if use[0].range.overlaps(frames)]


def _picture_indices(footage: FootageSource, shot: Shot, frames: FrameRange) -> tuple[int, ...]:
    """Return which picture of the source each programme frame shows; the last one where the source has ended."""
    find, last = footage.conform.picture_index, footage.last_picture
    wanted = shot.source.grid_frames(frames.shifted(-shot.start_frame))
    return tuple(max(0, min(find(grid_frame), last)) for grid_frame in wanted)


def _grade_jobs(programme: Programme) -> dict[str, Job]:
    """Return the baking job of each graded shot; shots of one grade share it."""
    by_grade: dict[object, Job] = {}
    jobs: dict[str, Job] = {}
    for shot, grade in programme.grades.items():
        if grade not in by_grade:
            job = grade_job(grade, label=f"grade {shot}")
            if job is None:
                continue
            by_grade[grade] = job
        jobs[shot] = by_grade[grade]
    return jobs


def _title_use(title: PlacedTitle, programme: Programme, rate: Rate) -> TitleUse:
    frames = title.range.duration_frames
    still = title.spec.model_copy(update={"title": None, "at": _NOWHERE, "length": Length.frames_of(frames)})
    fonts = font_digests(title.spec, font_root=programme.production.folder)
    return TitleUse(spec=still, duration_frames=frames, rate=rate, fonts=fonts, engine=engine_version())
