"""The front door: plan a build, run it, clean up after it."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from typing import TYPE_CHECKING, Self, final

from posthouse.build.clean import Cleaning, clean_store
from posthouse.build.context import JobContext, SharedResources
from posthouse.build.deliver import Ends
from posthouse.build.estimate import Estimator, Outlook
from posthouse.build.evaluation import Evaluation
from posthouse.build.foreman import Foreman
from posthouse.build.graph import Graph
from posthouse.build.history import History
from posthouse.build.local import LocalExecutor
from posthouse.build.perform import Workshop
from posthouse.build.plan import Plan, draw_plan
from posthouse.build.progress import BuildEnded, BuildStarted, NoProgress, Progress
from posthouse.build.publish import Publisher
from posthouse.build.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from posthouse.build.executor import Executor
    from posthouse.build.job import Job
    from posthouse.build.reason import Reason
    from posthouse.build.recipe import Recipe
    from posthouse.build.registry import Registry
    from posthouse.build.target import Target


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BuiltJob:
    """A job that ran in a build: why, and for how long."""

    job: Job
    reason: Reason
    seconds: float


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did.

    Attributes:
        job_count: jobs in the whole graph, each counted once.
        built: the jobs that ran, as they ended.
        published: destinations written.
        paths: where each target's result lies: its destination, else its place in the store.
        seconds: wall time.
    """

    job_count: int
    built: tuple[BuiltJob, ...]
    published: tuple[Path, ...]
    paths: Mapping[Job, Path]
    seconds: float

    def path(self, job: Job) -> Path:
        """Return where the result of a target's job lies."""
        return self.paths[job]


@final
class Engine:
    """Builds one production.

    Args:
        root: the production's ``.posthouse`` folder; made if it is not there.
        registry: the kinds of job.
        environment: versions of all libraries under the jobs that can change a byte: ``{"av": "18.1.0"}``.
        media_path: where the media of a content digest lies.
        executor: what runs the jobs; threads on all cores by default.
        shared: pools the jobs share; closed with the engine.
    """

    def __init__(
        self,
        root: Path,
        *,
        registry: Registry,
        environment: Mapping[str, str],
        media_path: Callable[[str], Path] | None = None,
        executor: Executor | None = None,
        shared: SharedResources | None = None,
    ) -> None:
        self._registry, self._environment = registry, dict(environment)
        self._executor: Executor = executor or LocalExecutor()
        self._shared = shared or SharedResources()
        context = JobContext(shared=self._shared)
        self._context = dataclasses.replace(context, media_path=media_path) if media_path else context
        self._store = Store(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close shared pools and the store."""
        self._shared.close()
        self._store.close()

    def plan(self, targets: Sequence[Target]) -> Plan:
        """Return what ``build`` would do, and why; nothing runs."""
        evaluation, ends, history = self._start(targets)
        return draw_plan(
            evaluation,
            history,
            to_publish=tuple(target for target in targets if not _is_published(evaluation, ends, target)),
            estimator=Estimator(self._store.index.runs()),
            core_count=self._executor.core_count,
        )

    def build(self, targets: Sequence[Target], *, progress: Progress | None = None) -> BuildReport:
        """Make every target, running only what must run.

        Raises:
            JobFailed: jobs failed; what others finished is kept.
            MediaError: a destination or the store cannot be written.
            KeyboardInterrupt: passed on once running jobs have stopped; what is finished is kept.
        """
        began_seconds = time.perf_counter()
        heard = progress or NoProgress()
        with self._store.lease() as scratch:
            evaluation, ends, history = self._start(targets)
            foreman = self._foreman(evaluation, ends, history, heard, scratch)
            is_done = False
            try:
                with self._workers(scratch):
                    foreman.run()
                history.remember_hits(ran.number for ran in foreman.ran)
                is_done = True
            finally:
                seconds = time.perf_counter() - began_seconds
                heard.handle(BuildEnded(ran_count=len(foreman.ran), seconds=seconds, is_done=is_done))
        return _report(evaluation.graph, ends, foreman, seconds)

    def clean(self, *, max_bytes: int | None = None, older_than_seconds: float | None = None) -> Cleaning:
        """Remove results until the store is small enough, and all unused for so long; see ``clean_store``."""
        return clean_store(self._store, max_bytes=max_bytes, older_than_seconds=older_than_seconds)

    def last_recipe(self, job: Job) -> Recipe | None:
        """Return what a job of that kind and label was last made from, and why it was; None if never."""
        return self._store.index.recipes([job.slot]).get(job.slot)

    def _start(self, targets: Sequence[Target]) -> tuple[Evaluation, Ends, History]:
        """Find out what is known of every job."""
        graph = Graph(job for target in targets for job in (target.job, *target.after))
        ends = Ends(graph=graph, targets=targets, publisher=Publisher(self._store.folder.root))
        evaluation = Evaluation(
            graph,
            store=self._store,
            registry=self._registry,
            environment=self._environment,
            is_wanted=ends.is_wanted,
        )
        evaluation.start()
        return evaluation, ends, History(evaluation, self._store, self._environment)

    def _foreman(
        self, evaluation: Evaluation, ends: Ends, history: History, progress: Progress, scratch: Path
    ) -> Foreman:
        estimator, core_count = Estimator(self._store.index.runs()), self._executor.core_count
        numbers = range(len(evaluation.graph.jobs))
        to_run = [of for of in numbers if evaluation.keys[of] is None or evaluation.must_run(of)]
        outlook = Outlook(estimator, core_count)
        for number in to_run:
            outlook.add(number, evaluation.graph.jobs[number])
        estimate_seconds = estimator.wall_seconds(evaluation.graph, to_run, core_count)
        progress.handle(
            BuildStarted(job_count=len(numbers), to_run_count=len(to_run), estimate_seconds=estimate_seconds)
        )
        return Foreman(
            evaluation=evaluation,
            ends=ends,
            store=self._store,
            executor=self._executor,
            progress=progress,
            outlook=outlook,
            history=history,
            scratch=scratch,
        )

    @contextlib.contextmanager
    def _workers(self, scratch: Path) -> Iterator[None]:
        """Hold workers ready; wait for them at the end, but not after a second Ctrl-C."""
        workshop = Workshop(folder=self._store.folder, scratch=scratch, registry=self._registry)
        self._executor.open(workshop.perform, self._context)
        is_patient = True
        try:
            yield
        except KeyboardInterrupt as interrupt:
            is_patient = not isinstance(interrupt.__context__, KeyboardInterrupt)
            raise
        finally:
            self._executor.close(is_patient=is_patient)


def _is_published(evaluation: Evaluation, ends: Ends, target: Target) -> bool:
    result = evaluation.results[evaluation.graph.number(target.job)]
    return target.destination is None or (result is not None and ends.is_current(target, result))


def _report(graph: Graph, ends: Ends, foreman: Foreman, seconds: float) -> BuildReport:
    return BuildReport(
        job_count=len(graph.jobs),
        built=tuple(
            BuiltJob(job=graph.jobs[ran.number], reason=ran.reason, seconds=ran.seconds) for ran in foreman.ran
        ),
        published=tuple(ends.published),
        paths={graph.jobs[number]: path for number, path in ends.paths.items()},
        seconds=seconds,
    )
