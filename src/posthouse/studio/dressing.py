"""Shots dressed by every craft: framed, graded, rained on, titled; as stacks whose parameters hold nothing needless."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING

from posthouse.editorial import Chunk, Raster, Shot, chunk_stack
from posthouse.fields import Anchor
from posthouse.media.facts import FieldOrder
from posthouse.pixels import Footage, Rained, Rect, Solid, Titled
from posthouse.pixels.resample import is_identity
from posthouse.pixels.scaling import HOUSE_SCALING
from posthouse.production.media_spec import ColorGeneratorSpec, GeneratedMediaSpec
from posthouse.studio.between import shown_pictures
from posthouse.studio.burning import BurnBoard
from posthouse.studio.cards import card_footage
from posthouse.studio.coloring import Colorist
from posthouse.studio.fieldwise import FIELD_TIMES, field_pictures, kept_fields, seen_by_field
from posthouse.studio.standing import standing
from posthouse.timing import Length, Rate
from posthouse.titles import engine_version, font_digests

if TYPE_CHECKING:
    from posthouse.build import Job
    from posthouse.delivery.burn_in import BurnInSpec
    from posthouse.effects import RainSpec
    from posthouse.pixels import Stack
    from posthouse.pixels.scaling import Scaling
    from posthouse.signal import PictureFormat
    from posthouse.studio.programme import PlacedTitle, Programme
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

    def __init__(
        self,
        programme: Programme,
        canvas: PictureFormat,
        fields: FieldOrder = FieldOrder.PROGRESSIVE,
        burn_in: BurnInSpec | None = None,
    ) -> None:
        self.programme, self.canvas, self.fields = programme, canvas, fields
        self._burns = None if burn_in is None else BurnBoard(programme, burn_in)
        self._rate = programme.production.document.format.rate
        self.colorist = Colorist(programme, canvas)
        self._titles = _TitleBoard(programme, self._rate)

    def stack(self, chunk: Chunk) -> tuple[Stack, tuple[Job, ...]]:
        """Return what a chunk shows, and the jobs of its grades in the order the stack counts them."""
        inputs: dict[Job, int] = {}
        return self._stack(chunk, inputs, None), tuple(inputs)

    def stacks(self, chunk: Chunk) -> tuple[Stack, Stack | None, tuple[Job, ...]]:
        """Return what a chunk shows in its first fields, in its second (None: the same), and the jobs of its grades."""
        stack, jobs = self.stack(chunk)
        if self.fields is FieldOrder.PROGRESSIVE:
            return stack, None, jobs
        media = self.programme.media.get(getattr(chunk.base, "media", ""))
        kept = kept_fields(stack, chunk, media.footage if media else None, self.fields, self.canvas)
        if kept is not None:
            return kept, None, jobs
        inputs: dict[Job, int] = {}
        first, second = (self._stack(chunk, inputs, field) for field in (0, 1))
        return first, None if second == first else second, tuple(inputs)

    def _stack(self, chunk: Chunk, inputs: dict[Job, int], field: int | None) -> Stack:
        size = self.canvas.width, self.canvas.height

        def develop(shot: Shot, frames: FrameRange) -> tuple[Stack, Rect]:
            return self._developed(shot, frames, inputs, field)

        stack = self.colorist.recolored(chunk_stack(chunk, self.programme.shown, develop, size))
        for title, use in self._titles.within(chunk.range):
            stack = Titled(under=stack, title=use, first_frame=chunk.range.start_frame - title.range.start_frame)
        return stack if self._burns is None else self._burns.over(stack, chunk)

    def _developed(
        self, shot: Shot, frames: FrameRange, inputs: dict[Job, int], field: int | None
    ) -> tuple[Stack, Rect]:
        """Return a shot's footage at programme frames, graded and with its effects, and its place."""
        media = self.programme.media[shot.media]
        if isinstance(media.spec, GeneratedMediaSpec):
            return self._generated(media.spec, shot, frames, inputs)
        footage = media.footage
        assert footage is not None
        stands = standing(shot, frames, footage.raster, (self.canvas.width, self.canvas.height))
        if field is not None:
            footage = seen_by_field(footage, self.fields)
        shown_frames, between = shown_pictures(footage, shot, frames)
        if field is not None and between is None:
            shown_frames = field_pictures(footage, shot, frames, field)
        job = self.colorist.job(shot.shot, footage.format)
        plain = Footage(
            media=footage.key,
            stream=footage.stream,
            frames=shown_frames,
            format=footage.format,
            placement=stands.placement,
            motion=stands.motion,
            reading=footage.fields.reading,
            grade=None if job is None else inputs.setdefault(job, len(inputs)),
            between=between,
        )
        shown = replace(plain, scaling=self._scaling(plain, shot))
        return self._rained(shown, shot, frames, field), stands.within

    def _rained(self, shown: Stack, shot: Shot, frames: FrameRange, field: int | None) -> Stack:
        for rain in self.programme.rains.get(shot.shot, ()):
            seconds = tuple(self._source_seconds(shot, frame, field) for frame in frames)
            shown = Rained(under=shown, rain=RainUse(spec=rain, rate=self._rate), seconds=seconds)
        return shown

    def _scaling(self, footage: Footage, shot: Shot) -> Scaling:
        """Return the filter a footage is scaled by; the house's own where nothing is scaled, for its key."""
        if not footage.motion and is_identity(footage.format, self.canvas, footage.placement):
            return HOUSE_SCALING
        return shot.scaling or self.programme.production.document.format.scaling.scaling

    def _source_seconds(self, shot: Shot, frame: int, field: int | None) -> float:
        place = frame - shot.start_frame + (Fraction(1, 2) if field is None else FIELD_TIMES[field])
        return float(self._rate.seconds_at(1) * shot.source.position(place))

    def _generated(
        self, spec: GeneratedMediaSpec, shot: Shot, frames: FrameRange, inputs: dict[Job, int]
    ) -> tuple[Stack, Rect]:
        canvas = Raster(width=self.canvas.width, height=self.canvas.height)
        stands = standing(shot, frames, canvas, (canvas.width, canvas.height))
        if isinstance(spec.generate, ColorGeneratorSpec):
            red, green, blue, _ = spec.generate.color
            if stands.motion:
                color = self.colorist.written((red, green, blue))
                return card_footage(color, self.canvas, frames.duration_frames, stands), stands.within
            return Solid(rgb=(red, green, blue)), stands.within
        form, job = self.colorist.bars()
        bars = Footage(
            media=BARS,
            stream=0,
            frames=(0,) * frames.duration_frames,
            format=form,
            placement=stands.placement,
            motion=stands.motion,
            grade=None if job is None else inputs.setdefault(job, len(inputs)),
        )
        return bars, stands.within


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


def _title_use(title: PlacedTitle, programme: Programme, rate: Rate) -> TitleUse:
    frames = title.range.duration_frames
    still = title.spec.model_copy(update={"title": None, "at": _NOWHERE, "length": Length.frames_of(frames)})
    fonts = font_digests(title.spec, font_root=programme.production.folder)
    return TitleUse(spec=still, duration_frames=frames, rate=rate, fonts=fonts, engine=engine_version())
