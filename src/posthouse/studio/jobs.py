"""A programme to jobs: every chunk, stem, master and finished file, as targets for the build."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, TypedDict

from posthouse.build import Job, Registry, Target
from posthouse.color.plan import GRADE
from posthouse.delivery.colors import DeliveredColor, colored
from posthouse.delivery.jobs import (
    JOB_KINDS,
    MEASURE,
    MOVIE,
    STEMS,
    VERIFY,
    MovieParams,
    StemsParams,
)
from posthouse.delivery.presets import Movie, movie_of
from posthouse.delivery.presets import Programme as Delivered
from posthouse.delivery.sound import encoded_sound_job
from posthouse.delivery.spec import Container, Copying, FramesSpec, StemsSpec, StillSpec
from posthouse.editorial import Chunk, programme_frame
from posthouse.errors import DocumentProblems, ProductionError
from posthouse.mastering.jobs import JOB_KINDS as MASTERING_KINDS
from posthouse.media.facts import FieldOrder
from posthouse.mix.jobs import JOB_KINDS as MIX_KINDS
from posthouse.pixels.dither import Dither
from posthouse.pixels.render import is_copied
from posthouse.production.text import FILE_NAME
from posthouse.signal import PictureFormat
from posthouse.sound.conform import CONFORM
from posthouse.sound.generate import GENERATE
from posthouse.sound.stem import STEM
from posthouse.studio.copied import COPY
from posthouse.studio.copying import CopyPlan, plan_copies
from posthouse.studio.dressing import Dresser
from posthouse.studio.image_targets import frame_targets, still_targets
from posthouse.studio.images import IMAGES, STILL, ImageParams
from posthouse.studio.labels import Labels
from posthouse.studio.orders import Order, chosen_orders
from posthouse.studio.picture import PICTURE, PictureParams
from posthouse.studio.proving.prints import PRINTS
from posthouse.studio.proxies import PROXY
from posthouse.studio.shots import decoding_place
from posthouse.studio.sounding import SoundJobs, plan_sound
from posthouse.studio.turnover.pull_light import LIGHT
from posthouse.timing import FrameRange, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from posthouse.delivery.burn_in import BurnInSpec
    from posthouse.delivery.spec import DeliverableSpec, MovieSpec
    from posthouse.media.library import MediaLibrary
    from posthouse.pixels import Stack
    from posthouse.studio.programme import Programme

OUT = "out"


def registry() -> Registry:
    """Return every kind of job a production can take."""
    own = (PICTURE, COPY, IMAGES, STILL, GRADE, CONFORM, GENERATE, STEM, PROXY, PRINTS, LIGHT)
    return Registry((*own, *MIX_KINDS, *MASTERING_KINDS, *JOB_KINDS))


class _Scheduled(TypedDict):
    craft: str
    affinity: str
    order: int
    size: int


class JobPlanner:
    """Makes the jobs of one programme; jobs that several deliverables share are made once."""

    def __init__(self, programme: Programme, library: MediaLibrary | None = None) -> None:
        self.programme, self.library = programme, library
        self.document = programme.production.document
        width, height = self.document.format.size
        self.shown = PictureFormat(width=width, height=height)
        """What single frames are looked at in: SDR, BT.709."""
        self.canvas = colored(self.shown, DeliveredColor(self.document.format.color.shown))
        self.delivered = Delivered(
            name=_working_name(programme.production.file),
            picture=self.canvas,
            rate=self.document.format.rate,
            layout=self.document.format.sound.layout,
            mastering=mastering.display if (mastering := self.document.format.mastering) else None,
        )
        self.out = programme.production.folder / OUT
        self._sound: SoundJobs | None = None
        self._dressers: dict[tuple[PictureFormat, FieldOrder, BurnInSpec | None], Dresser] = {}

    def orders(self, names: Sequence[str] = ()) -> tuple[Order, ...]:
        """Return the deliverables, or those named (by name or by what they are).

        Raises:
            DocumentProblems: a deliverable that cannot be made, or two of one file.
        """
        return chosen_orders(self._all_orders, names)

    @functools.cached_property
    def _all_orders(self) -> tuple[Order, ...]:
        problems: list[ProductionError] = []
        made = [self._order(index, spec, problems) for index, spec in enumerate(self.document.deliver)]
        orders = tuple(order for order in made if order is not None)
        problems += self._clashes(orders)
        DocumentProblems.raise_if_any(problems)
        return orders

    def _clashes(self, orders: Iterable[Order]) -> list[ProductionError]:
        counts = Counter(target.destination for order in orders for target in order.targets if not _is_folder(target))
        return [
            ProductionError(
                f"two deliverables would both be {path.name}",
                hint="give one of them a name: of its own",
                place=self.programme.production.place_of(("deliver",)),
            )
            for path, count in counts.items()
            if path is not None and count > 1
        ]

    def _order(self, index: int, spec: DeliverableSpec, problems: list[ProductionError]) -> Order | None:
        try:
            name, targets, notes = self._targets(spec)
        except ProductionError as problem:
            problem.place = problem.place or self.programme.production.place_of(("deliver", index))
            problems.append(problem)
            return None
        return Order(name=name, spec=spec, targets=targets, notes=notes)

    def _targets(self, spec: DeliverableSpec) -> tuple[str, tuple[Target, ...], tuple[str, ...]]:
        name = spec.name or f"{self.delivered.name}-{spec.kind}"
        if isinstance(spec, StemsSpec):
            return name, self._stem_targets(name), ()
        if isinstance(spec, StillSpec):
            return name, still_targets(self, name, spec), ()
        if isinstance(spec, FramesSpec):
            return name, frame_targets(self, name, spec), ()
        movie = movie_of(spec, self.delivered)
        copies = self._copy_plan(movie, spec.copying)
        chunks = self.picture_jobs(movie, copies, spec.burn_in)
        return movie.name, self._movie_targets(movie, chunks, self.out), copies.notes

    def _copy_plan(self, movie: Movie, copying: Copying) -> CopyPlan:
        dresser = self.dresser(movie.picture.format, movie.picture.fields)
        return plan_copies(self.programme, dresser, movie, copying, self.library)

    def movie_targets(self, spec: MovieSpec, folder: Path) -> tuple[Target, ...]:
        """Return what to ask the build for to have a movie, which the document need not name, in a folder."""
        movie = movie_of(spec, self.delivered)
        return self._movie_targets(movie, self.picture_jobs(movie, burn_in=spec.burn_in), folder)

    def _movie_targets(self, movie: Movie, chunks: tuple[Job, ...], folder: Path) -> tuple[Target, ...]:
        sound = self.sound()
        samples = self.programme.scene.form.programme_samples
        encoded = encoded_sound_job(movie.sound, sound.final, samples, label=f"{self._called(movie)} sound")
        measured = MEASURE.job(
            movie.sound.layout, inputs=(encoded,), label=f"{self._called(movie)} sound measured", craft="delivery"
        )
        end = self.programme.cut.duration_frames
        start = self._start_of(movie)
        params = MovieParams(movie=movie, loudness=sound.limits, start=start)
        joined = MOVIE.job(
            MovieParams(movie=movie, start=start),
            inputs=(encoded, *chunks),
            label=self._called(movie),
            craft="delivery",
            order=end,
            size=end,
        )
        proof = VERIFY.job(
            params,
            inputs=(joined, measured, encoded, *chunks),
            label=f"{self._called(movie)} measured",
            craft="delivery",
            order=end,
            size=end,
        )
        return (
            Target(job=joined, destination=folder / movie.file_name, after=(proof,)),
            Target(job=proof, destination=folder, share=movie.file_name),
        )

    def _called(self, movie: Movie) -> str:
        """Return what a movie's jobs are called: its name, with the suffix where two movies have one name."""
        names = [spec.name or f"{self.delivered.name}-{spec.kind}" for spec in self.document.deliver]
        return movie.name if names.count(movie.name) < 2 else movie.file_name

    def _start_of(self, movie: Movie) -> Timecode | None:
        """Return what a movie's timecode track says: the document's start; an editing master without one says 0."""
        said, rate = self.programme.cut.start, self.document.format.rate
        return said or (Timecode(frame_count=0, rate=rate) if movie.container is Container.MOV else None)

    def picture_jobs(
        self, movie: Movie, copies: CopyPlan | None = None, burn_in: BurnInSpec | None = None
    ) -> tuple[Job, ...]:
        """Return the picture job of each chunk, in programme order; what is copied has a copy job."""
        copies = copies or CopyPlan(chunks=self.programme.chunks, copies={})
        dresser, labels = self.dresser(movie.picture.format, movie.picture.fields, burn_in), Labels()
        jobs = []
        for chunk in copies.chunks:
            copied = copies.copies.get(chunk.range)
            if copied is not None:
                label = f"{self._called(movie)} {labels.of(chunk, self.programme)} copied"
                jobs.append(COPY.job(copied, label=label, **self._scheduled(movie, chunk)))
                continue
            stack, second, grades = dresser.stacks(chunk)
            jobs.append(
                PICTURE.job(
                    PictureParams(
                        stack=stack,
                        second=second,
                        frames=chunk.range.duration_frames,
                        encoding=movie.picture,
                        dither=self.dither(stack, movie.picture.format),
                    ),
                    inputs=grades,
                    label=f"{self._called(movie)} {labels.of(chunk, self.programme)}",
                    **self._scheduled(movie, chunk),
                )
            )
        return tuple(jobs)

    def _scheduled(self, movie: Movie, chunk: Chunk) -> _Scheduled:
        """Return where a chunk's job belongs among others: with those that want the same decoder."""
        media, place = decoding_place(chunk, self.programme.shown)
        affinity = f"{self._called(movie)} {media}" if media else ""
        return {"craft": "editorial", "affinity": affinity, "order": place, "size": chunk.range.duration_frames}

    def dresser(
        self,
        canvas: PictureFormat,
        fields: FieldOrder = FieldOrder.PROGRESSIVE,
        burn_in: BurnInSpec | None = None,
    ) -> Dresser:
        """Return what builds the stacks of a canvas."""
        key = canvas, fields, burn_in
        if key not in self._dressers:
            self._dressers[key] = Dresser(self.programme, canvas, fields, burn_in)
        return self._dressers[key]

    def canvases(self) -> tuple[PictureFormat, ...]:
        """Return the picture format of every deliverable that has pictures."""
        self.orders()
        return tuple(dict.fromkeys(canvas for canvas, _, _ in self._dressers))

    def sound(self) -> SoundJobs:
        """Return the jobs of the programme's sound."""
        if self._sound is None:
            self._sound = plan_sound(self.programme)
        return self._sound

    def _stem_targets(self, name: str) -> tuple[Target, ...]:
        sound = self.sound()
        parts = {**sound.stems, "mix": sound.final}
        start = self.programme.cut.start
        since_midnight = None if start is None else self.programme.scene.form.floor_sample(start.frame_count)
        params = StemsParams(name=name, names=tuple(parts), start_samples=since_midnight)
        job = STEMS.job(params, inputs=tuple(parts.values()), label=name, craft="delivery")
        return (Target(job=job, destination=self.out / name),)

    def still_job(self, frame: int, canvas: PictureFormat, suffix: str, *, label: str) -> Job:
        """Return the job that makes an image of one programme frame."""
        chunk = next(c for c in self.programme.chunks if c.range.contains(frame))
        one = Chunk(range=FrameRange(frame, frame + 1), base=chunk.base, layers=chunk.layers)
        stack, grades = self.dresser(canvas).stack(one)
        params = ImageParams(stack=stack, frames=1, canvas=canvas, suffix=suffix, dither=self.dither(stack, canvas))
        return STILL.job(params, inputs=grades, label=label, craft="delivery", order=frame)

    def dither(self, stack: Stack, canvas: PictureFormat) -> Dither:
        """Return how codes are rounded; what is only copied has none, and one key."""
        return Dither.GRADIENT if is_copied(stack, canvas) else self.document.format.dither

    def frame_of(self, anchor: object, end_frame: int) -> int:
        """Return the programme frame of an anchor; it must lie before an end."""

        def refuse(cause: str, hint: str) -> None:
            raise ProductionError(cause, hint=hint)

        rate, sources = self.document.format.rate, self.programme.sources
        frame = programme_frame(anchor, self.programme.cut, rate, sources, refuse)  # type: ignore[arg-type] # an Anchor
        assert frame is not None
        if not 0 <= frame < end_frame:
            raise ProductionError(f"{anchor} is outside the programme", hint=f"it has {end_frame} frames")
        return frame


def _working_name(file: Path) -> str:
    """Return what deliverables without a name are called after: the folder, or a document of another name in it."""
    return file.resolve().parent.name if file.name == FILE_NAME else file.stem


def _is_folder(target: Target) -> bool:
    return target.job.kind == VERIFY.name  # reports share the folder, each under its movie's own name
