"""A production in Python: the same verbs as the command line."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Self

from posthouse.build import Engine, LocalExecutor, SharedResources, Target
from posthouse.delivery.presets import movie_of
from posthouse.delivery.spec import MovieSpec
from posthouse.errors import MediaError, ProductionError
from posthouse.media.encoders import check_encoding
from posthouse.media.library import MediaLibrary
from posthouse.media.mux import check_container
from posthouse.pixels.kernel import kernel_target
from posthouse.production import read_production
from posthouse.production.text import production_file
from posthouse.studio.asking import Why, meant_jobs
from posthouse.studio.color_error import ColorError, color_errors
from posthouse.studio.fresh import BYTE_DECIDING, leave_stamp, standings
from posthouse.studio.jobs import JobPlanner, registry
from posthouse.studio.listening import MASTER, samples_of, sound_job
from posthouse.studio.orders import Order, finished_files
from posthouse.studio.programme import Programme, resolve_programme
from posthouse.studio.shelf import Shelf
from posthouse.studio.stills import Still, described_still, frame_number, sheet_frames, still_target, write_sheet
from posthouse.studio.work_folder import WORK_FOLDER
from posthouse.timing import FrameRange, Length

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from posthouse.build import BuildReport, Plan, PlannedJob
    from posthouse.build.progress import Progress
    from posthouse.fields import Anchor
    from posthouse.production import Production
    from posthouse.signal import Sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made: the finished files, and what the build did for them."""

    files: tuple[Path, ...]
    report: BuildReport


class Film:
    """One open production; close it, or use it in a ``with``."""

    def __init__(
        self, production: Production, *, cores: int | None = None, read: dict[str, list[int] | None] | None = None
    ) -> None:
        self.production = production
        self._document_read = read or {}
        self._read = self._document_read
        self.folder = production.folder
        work = self.folder / WORK_FOLDER
        work.mkdir(parents=True, exist_ok=True)
        self.library = MediaLibrary(work)
        self._programme: Programme | None = None
        self._planner: JobPlanner | None = None
        self._engine: Engine | None = None
        self._beside: list[Engine] = []
        self._shelf: Shelf | None = None
        self._cores = cores

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store, open decoders and the media cache."""
        for engine in (self._engine, *self._beside):
            if engine is not None:
                engine.close()
        self.library.close()

    @property
    def programme(self) -> Programme:
        """Return the production resolved against its media; raises DocumentProblems with all that is wrong."""
        if self._programme is None:
            self._programme = self._resolved()
        return self._programme

    def _resolved(self) -> Programme:
        """Resolve against media that stand still: what changes while others are read is read again."""
        while True:
            programme = resolve_programme(self.production, self.library)
            self._read = standings(self._files_read(programme)) | self._document_read
            if self._stands(programme):
                return programme

    def _stands(self, programme: Programme) -> bool:
        """Return whether all media and grade files still have the content the programme was resolved with."""
        media = ((each.path, each.info) for each in programme.media.values())
        return all(
            self.library.info(path, info.open_as).digest == info.digest for path, info in media if path and info
        ) and all(self.library.digest(path) == digest for digest, path in programme.grade_files.items())

    @property
    def planner(self) -> JobPlanner:
        """Return the maker of this production's jobs."""
        if self._planner is None:
            self._planner = JobPlanner(self.programme, self.library)
        return self._planner

    @property
    def engine(self) -> Engine:
        """Return the build engine of this production."""
        if self._engine is None:
            self._engine = self._open_engine(self._cores)
        return self._engine

    def engine_beside(self, cores: int) -> Engine:
        """Return a further engine over the same store and shelf, for another thread; it is closed with the film."""
        engine = self._open_engine(cores)
        self._beside.append(engine)
        return engine

    @property
    def shelf(self) -> Shelf:
        """Return where the jobs of all the film's engines find their media."""
        if self._shelf is None:
            self._shelf = self._stocked_shelf()
        return self._shelf

    @property
    def standing(self) -> dict[str, list[int] | None]:
        """Return how each file (and folder of files) the programme is made from stood when it was read."""
        self.programme  # noqa: B018 - resolving it reads the files
        return dict(self._read)

    def _open_engine(self, cores: int | None) -> Engine:
        shelf = self.shelf
        shared = SharedResources()
        shared.obtain(Shelf, lambda: shelf)
        shared.obtain(MediaLibrary, lambda: self.library)
        return Engine(
            self.folder / WORK_FOLDER,
            registry=registry(),
            environment=environment(),
            media_path=shelf.path,
            executor=LocalExecutor(cores),
            shared=shared,
        )

    def _stocked_shelf(self) -> Shelf:
        paths, footage = {}, {}
        for media in self.programme.media.values():
            if media.path is None or media.info is None:
                continue
            paths[media.info.digest] = media.path
            if media.footage is not None:
                footage[media.footage.key] = (media.path, media.info)
        for grade in self.programme.grades.values():
            for digest in grade.files:
                paths[digest] = self.programme.grade_files[digest]
        return Shelf(folder=self.folder, library=self.library, paths=paths, footage=footage)

    def check(self) -> tuple[str, ...]:
        """Return notes worth reading; raises DocumentProblems with everything that is wrong, at once."""
        for order in self.orders():
            if isinstance(order.spec, MovieSpec):
                self._check_movie(order.spec)
        return (*self.programme.notes, *(note for order in self.orders() for note in order.notes))

    def color_errors(self) -> tuple[ColorError, ...]:
        """Return how near each shot's color comes to the exact one, on each color it is delivered in."""
        return color_errors(self.planner, self.engine)

    def _check_movie(self, spec: MovieSpec) -> None:
        """Open a movie's encoder once, and complain at its place in the document if it refuses its settings."""
        try:
            movie = movie_of(spec, self.planner.delivered)
            check_encoding(movie.picture)
            check_container(movie.container, (movie.picture.encoder, movie.sound.codec))
        except ProductionError as problem:
            places = enumerate(self.production.document.deliver)
            index = next(place for place, entry in places if entry is spec)
            problem.place = problem.place or self.production.place_of(("deliver", index))
            raise

    def orders(self, names: Sequence[str] = ()) -> tuple[Order, ...]:
        """Return the deliverables, or those named."""
        return self.planner.orders(names)

    def plan(self, *names: str) -> Plan:
        """Return what ``build`` would do and why; nothing runs."""
        return self.engine.plan([target for order in self.orders(names) for target in order.targets])

    def build(self, *names: str, progress: Progress | None = None) -> Built:
        """Make the deliverables (or those named), running only what must run."""
        orders = self.orders(names)
        if self.planner.out.exists() and not self.planner.out.is_dir():
            hint = "finished files go into a folder of that name: move the file"
            raise MediaError(f"{self.planner.out} is a file", hint=hint)
        report = self.engine.build([target for order in orders for target in order.targets], progress=progress)
        written = {t.destination for order in orders for t in order.targets if t.destination is not None}
        leave_stamp(self.folder / WORK_FOLDER, (self.production.file.name, *names), self._read, sorted(written))
        return Built(files=tuple(finished_files(orders)), report=report)

    def frame(self, at: str | int | Anchor, *, size: tuple[int, int] | None = None) -> Still:
        """Return a PNG of a programme frame: a timecode, a length, a frame number or an anchor names it."""
        return self._stills((frame_number(self.planner, at),), size)[0]

    def contact_sheet(
        self, path: str | Path, *, every: str | int | None = None, width: int = 320, columns: int = 4
    ) -> tuple[Still, ...]:
        """Write many frames on one image, and return them: one ``every`` so often, or one of each shot.

        Raises:
            MediaError: the image cannot be written, or not as its suffix says.
        """
        frames = sheet_frames(self.planner, None if every is None else Length.parse(every))
        canvas = self.planner.canvas
        stills = self._stills(frames, (width, max(16, round(width * canvas.height / canvas.width))))
        write_sheet(stills, path, columns=max(1, columns))
        return stills

    def _stills(self, frames: Sequence[int], size: tuple[int, int] | None) -> tuple[Still, ...]:
        targets = [still_target(self.planner, frame, size) for frame in frames]
        report = self.engine.build(targets)
        return tuple(
            described_still(self.planner, frame, report.path(target.job))
            for frame, target in zip(frames, targets, strict=True)
        )

    def sound(self, start: str | int | Anchor = 0, end: str | int | Anchor | None = None, *, of: str = MASTER) -> Sound:
        """Return (channel, sample) float32 of the programme between two places; ``of`` names a stem, mix or master."""
        cut = self.programme.cut
        first = frame_number(self.planner, start)
        last = cut.duration_frames if end is None else frame_number(self.planner, end)
        job = sound_job(self.planner, of)
        path = self.engine.build([Target(job=job)]).path(job)
        return samples_of(path, FrameRange(first, max(first, last)), self.planner)

    def jobs(self) -> tuple[PlannedJob, ...]:
        """Return every job of every deliverable, with its state."""
        return self.plan().jobs

    def why(self, label: str) -> tuple[Why, ...]:
        """Return where the jobs of a label stand, and what they were last made from and why.

        Raises:
            ProductionError: no job has the label, or has it as a part of its own.
        """
        found = meant_jobs(self.jobs(), label)
        return tuple(Why(planned=planned, last=self.engine.last_recipe(planned.job)) for planned in found)

    def _files_read(self, programme: Programme) -> list[Path]:
        """Return every file the production is made from: the document, media, LUT, CDL and font files."""
        media = [each.path for each in programme.media.values() if each.path is not None]
        patterns = [path for path in media if not path.exists()]
        fonts = [self.folder / font for font in programme.font_files]
        found = {self.production.file, *media, *fonts, *programme.grade_files.values(), *(p.parent for p in patterns)}
        return sorted(found - set(patterns))


def environment() -> dict[str, str]:
    """Return the versions of everything that can change a byte of a result."""
    return {name: version(name) for name in (*BYTE_DECIDING, "posthouse")} | {"kernels": kernel_target()}


def open_film(path: str | Path, *, cores: int | None = None) -> Film:
    """Open a production: a YAML file, or a folder with ``production.yaml``.

    Raises:
        DocumentProblems: everything that is wrong with the document, at once.
    """
    file = production_file(path)
    read = standings([file])
    return Film(read_production(file), cores=cores, read=read)
