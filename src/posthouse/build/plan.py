"""What a build would do, and why, before anything runs."""

from __future__ import annotations

import dataclasses
import enum
from typing import final

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
class Cause(enum.Enum):
    """Why a job has to run."""

    NEVER_BUILT = "never built"
    PARAMETERS = "parameters changed"
    INPUT = "an input changed"
    VERSION = "version changed"
    ENVIRONMENT = "library versions changed"
    MISSING = "result missing from the store"
    CORRUPT = "result corrupt"


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a job is dirty: the cause, and one line for people that names what changed from what to what."""

    cause: Cause
    text: str

    def __str__(self) -> str:
        return self.text


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlannedJob:
    """
    One job of the plan.

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
    """
    Every job of a build, once, in programme order (inputs before what reads them).

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
