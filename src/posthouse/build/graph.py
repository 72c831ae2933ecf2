"""The jobs of a build as a graph: each job once, inputs before what reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.build.job import Job


@final
class Graph:
    """All jobs reachable from the wanted ones, numbered in a fixed order.

    Attributes:
        jobs: every job once, inputs first. Of equal jobs the first seen is kept.
        inputs: per job, the numbers of its inputs, in the job's own order.
        dependents: per job, the numbers of the jobs that read it, ascending.
    """

    def __init__(self, wanted: Iterable[Job]) -> None:
        self._numbers: dict[bytes, int] = {}
        self.jobs: list[Job] = []
        for job in wanted:
            self._add(job)
        self.inputs = [tuple(self._numbers[of.identity] for of in job.inputs) for job in self.jobs]
        self.dependents: list[list[int]] = [[] for _ in self.jobs]
        for number, inputs in enumerate(self.inputs):
            for of in dict.fromkeys(inputs):
                self.dependents[of].append(number)

    def number(self, job: Job) -> int:
        """Return a job's number."""
        return self._numbers[job.identity]

    def _add(self, wanted: Job) -> None:
        """Add a job after its inputs, depth first, without recursion: a chain may be thousands long."""
        path = [(wanted, iter(wanted.inputs))]
        while path:
            job, rest = path[-1]
            following = next((of for of in rest if of.identity not in self._numbers), None)
            if following is not None:
                path.append((following, iter(following.inputs)))
                continue
            path.pop()
            if job.identity not in self._numbers:
                self._numbers[job.identity] = len(self.jobs)
                self.jobs.append(job)
