"""How long jobs should take, from how long their like took here before."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from posthouse.build.graph import Graph
    from posthouse.build.job import Job


@final
class Estimator:
    """Durations by kind: the median of recent seconds per unit of ``Job.size``.

    Args:
        runs: per kind, recent (size, seconds).
    """

    def __init__(self, runs: Mapping[str, Sequence[tuple[float, float]]]) -> None:
        self._seconds_per_size = {
            kind: statistics.median(seconds / size if size else seconds for size, seconds in of_kind)
            for kind, of_kind in runs.items()
            if of_kind
        }

    def seconds(self, job: Job) -> float | None:
        """Return how long a job should run; None if its kind never ran here."""
        rate = self._seconds_per_size.get(job.kind)
        return None if rate is None else rate * (job.size or 1.0)

    def wall_seconds(self, graph: Graph, numbers: Iterable[int], core_count: int) -> float | None:
        """Return the wall time of those jobs on so many cores: their work shared out, no less than the longest chain.

        Jobs of unknown kinds count as nothing; None if every one is unknown.
        """
        running = sorted(numbers)
        expected = {number: self.seconds(graph.jobs[number]) for number in running}
        if running and all(seconds is None for seconds in expected.values()):
            return None
        chain: dict[int, float] = {}
        work = 0.0
        for number in running:
            seconds = expected[number] or 0.0
            chain[number] = seconds + max((chain.get(of, 0.0) for of in graph.inputs[number]), default=0.0)
            work += seconds * max(1, min(graph.jobs[number].cores, core_count))
        return max(work / core_count, max(chain.values(), default=0.0))


@final
class Outlook:
    """What is left of a running build: expected work, corrected by how the finished part went."""

    def __init__(self, estimator: Estimator, core_count: int) -> None:
        self._estimator, self._core_count = estimator, core_count
        self._left: dict[int, float | None] = {}
        self._work_seconds = 0.0
        self._expected_seconds = self._observed_seconds = 0.0

    @property
    def left_count(self) -> int:
        """How many jobs will or may still run."""
        return len(self._left)

    def add(self, number: int, job: Job) -> None:
        """Expect a job."""
        if number not in self._left:
            seconds = self._estimator.seconds(job)
            self._left[number] = None if seconds is None else seconds * max(1, min(job.cores, self._core_count))
            self._work_seconds += self._left[number] or 0.0

    def remove(self, number: int) -> None:
        """Expect a job no longer: it ended, or turned out not to be needed."""
        self._work_seconds -= self._left.pop(number, 0.0) or 0.0

    def observe(self, job: Job, seconds: float) -> None:
        """Learn from how long a job took."""
        expected = self._estimator.seconds(job)
        if expected is not None:
            self._expected_seconds += expected
            self._observed_seconds += seconds

    def left_seconds(self) -> float | None:
        """Return the wall time left, or None if nothing left has a history."""
        if self._left and all(work is None for work in self._left.values()):
            return None
        pace = self._observed_seconds / self._expected_seconds if self._expected_seconds else 1.0
        return max(0.0, self._work_seconds) * pace / self._core_count
