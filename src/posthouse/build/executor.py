"""The seam between the build and whatever runs its jobs: threads here, processes or a cluster elsewhere.

A ``Task`` pickles small and carries no handles; what comes back are messages: ``Started``, ``Fraction``, ``Outcome``.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol, final

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.build.context import JobContext


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A result in the store.

    Attributes:
        key: the key it is kept under.
        digest: BLAKE3 of its content (of a folder: of its sorted names and their digests).
        size_bytes: of its content.
        stamp: the file's mtime in ns (of a folder: of all its files together); 0 if its bytes are not in the store.
        suffix: its file name ending.
    """

    key: str
    digest: str
    size_bytes: int
    stamp: int
    suffix: str = ""


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One job ready to run: its inputs' results are in the store."""

    number: int
    kind: str
    params: object
    label: str
    key: str
    inputs: tuple[Result, ...]
    cores: int
    affinity: str
    order: int


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A worker took the task."""

    number: int
    worker: int


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fraction:
    """A running task has come this far, 0..1."""

    number: int
    fraction: float


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A task has ended. Exactly one of result, failure, lost_inputs and was_cancelled is set.

    Attributes:
        number: the task's number.
        seconds: how long it ran.
        result: what it made, or found made by another process while it waited (then was_hit).
        failure: what the function raised.
        lost_inputs: keys of inputs that were missing or corrupt when it wanted to read them.
    """

    number: int
    seconds: float
    result: Result | None = None
    was_hit: bool = False
    failure: Exception | None = None
    lost_inputs: tuple[str, ...] = ()
    was_cancelled: bool = False


Message = Started | Fraction | Outcome


class Executor(Protocol):
    """Runs tasks. Called from one thread only."""

    @property
    def core_count(self) -> int:
        """How many cores its tasks may keep busy at once."""

    def open(self, perform: Callable[[Task, JobContext], Outcome], context: JobContext) -> None:
        """Get ready to run tasks with ``perform``, in contexts made from ``context``."""

    def submit(self, task: Task) -> None:
        """Take a task that is ready to run."""

    def next_message(self, timeout_seconds: float) -> Message | None:
        """Return the next message, or None if none came in time."""

    def stop(self) -> tuple[int, ...]:
        """Start nothing more; return the numbers of tasks dropped before they started."""

    def cancel(self) -> tuple[int, ...]:
        """Stop, and ask running tasks to give up at their next safe point; each still sends its Outcome."""

    def close(self, *, is_patient: bool = True) -> None:
        """Let go of the workers; a patient close waits for what they are doing."""
