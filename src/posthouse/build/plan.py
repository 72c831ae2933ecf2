"""What a build would do, and why, before anything runs."""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING, final

from posthouse.build.reason import Cause, Reason

if TYPE_CHECKING:
    from posthouse.build.estimate import Estimator
    from posthouse.build.evaluation import Evaluation
    from posthouse.build.history import History
    from posthouse.build.job import Job
    from posthouse.build.target import Target


@final
class JobState(enum.Enum):
    """Where a job stands before a build."""

    DONE = "done"
    """Its result is known; nothing will run."""
    DIRTY = "dirty"
    """It will run."""
    WAITS = "waits"
    """An input will run; it runs too, unless that input comes out as it was (early cut-off)."""


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlannedJob:
    """One job of the plan.

    Attributes:
        job: the job, as first asked for.
        state: done, dirty or waiting for a dirty one.
        reason: why it is dirty; for a waiting job, which input it waits for; None when done.
        estimate_seconds: how long it should take on its cores, by history; None if its kind never ran here.
    """

    job: Job
    state: JobState
    reason: Reason | None
    estimate_seconds: float | None


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every job of a build, once, in programme order (inputs before what reads them).

    Attributes:
        jobs: all jobs.
        to_publish: targets whose destination is absent, edited or out of date.
        estimate_seconds: wall time until all is built, waiting jobs included; None if nothing of it is known.
        unknown_count: jobs that may run and of whose kind there is no history yet.
    """

    jobs: tuple[PlannedJob, ...]
    to_publish: tuple[Target, ...]
    estimate_seconds: float | None
    unknown_count: int

    def in_state(self, state: JobState) -> tuple[PlannedJob, ...]:
        """Return the jobs in that state, in programme order."""
        return tuple(planned for planned in self.jobs if planned.state is state)

    @property
    def is_current(self) -> bool:
        """Whether nothing is left to do."""
        return not self.to_publish and all(planned.state is JobState.DONE for planned in self.jobs)


def draw_plan(
    evaluation: Evaluation, history: History, *, to_publish: tuple[Target, ...], estimator: Estimator, core_count: int
) -> Plan:
    """Return the plan of a freshly started evaluation."""
    graph = evaluation.graph
    dirty = [number for number in range(len(graph.jobs)) if evaluation.must_run(number)]
    waiting = [number for number, key in enumerate(evaluation.keys) if key is None]
    reasons = history.reasons(dirty) | {number: _wait_reason(evaluation, number) for number in waiting}
    states = dict.fromkeys(dirty, JobState.DIRTY) | dict.fromkeys(waiting, JobState.WAITS)
    estimates = {number: estimator.seconds(graph.jobs[number]) for number in states}
    return Plan(
        jobs=tuple(
            PlannedJob(
                job=job,
                state=states.get(number, JobState.DONE),
                reason=reasons.get(number),
                estimate_seconds=estimates.get(number),
            )
            for number, job in enumerate(graph.jobs)
        ),
        to_publish=to_publish,
        estimate_seconds=estimator.wall_seconds(graph, states, core_count),
        unknown_count=sum(seconds is None for seconds in estimates.values()),
    )


def _wait_reason(evaluation: Evaluation, number: int) -> Reason:
    graph = evaluation.graph
    awaited = next(of for of in graph.inputs[number] if evaluation.results[of] is None)
    return Reason(cause=Cause.INPUT, text=f"waits for {graph.jobs[awaited].label}")
