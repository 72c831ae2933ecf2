"""What a build tells while it runs: events, and what listens to them.

All events come from the thread that called ``build``, so a listener needs no lock.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol, final

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build.reason import Reason


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BuildStarted:
    """A build begins: jobs in all, how many of them will or may run, and the estimate (None: no history)."""

    job_count: int
    to_run_count: int
    estimate_seconds: float | None


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class JobStarted:
    """A job runs now, and why."""

    label: str
    craft: str
    worker: int
    reason: Reason


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class JobProgressed:
    """A running job has come this far, 0..1."""

    label: str
    fraction: float


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class JobFinished:
    """A job ended.

    Attributes:
        label: the job's label.
        seconds: how long it ran.
        is_done: whether its result is there; False if it failed or was cancelled.
        done_count: jobs that ran so far in this build.
        left_count: jobs that will or may still run.
        left_seconds: wall time until all is built, from history and observed speed; None if unknown.
    """

    label: str
    seconds: float
    is_done: bool
    done_count: int
    left_count: int
    left_seconds: float | None


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A finished file stands at its destination."""

    destination: Path


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BuildEnded:
    """A build ends: jobs that ran, and wall time."""

    ran_count: int
    seconds: float
    is_done: bool


Event = BuildStarted | JobStarted | JobProgressed | JobFinished | Published | BuildEnded


class Progress(Protocol):
    """Listens to a build."""

    def handle(self, event: Event) -> None:
        """Take in one event; quickly, the build waits."""


@final
class NoProgress:
    """Listens to nothing."""

    def handle(self, event: Event) -> None:
        """Ignore the event."""
