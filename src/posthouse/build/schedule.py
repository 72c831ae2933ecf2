"""Which ready task a free worker takes next.

Problem: chunks of one media share an open decoder, and decode cheaply only in order; yet no core may idle while
another has a queue. Approach: tasks of one affinity form a *run*, in their order. A worker stays on its run, but for
single tasks that come before its next. When its run is empty it takes the earliest run or single task nobody is on;
when there is none it takes the tail half of the longest run (one seek, then in order again). Example: workers 1 and 2,
one media of chunks 0..7: worker 1 takes 0, worker 2 takes 4 with 5 6 7 to follow, worker 1 goes on with 1 2 3.

A task that needs more cores than are free is waited for: nothing smaller overtakes it, so it cannot starve.
"""

from __future__ import annotations

import bisect
import heapq
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from posthouse.build.executor import Task


def _place(task: Task) -> tuple[int, int]:
    return task.order, task.number


@final
class _Run:
    """Waiting tasks of one affinity, in order, and the worker that is on them."""

    __slots__ = ("owner", "tasks")

    def __init__(self, tasks: list[Task], owner: int | None) -> None:
        self.tasks, self.owner = tasks, owner


@final
class Schedule:
    """Ready tasks. Not thread-safe: its owner locks."""

    def __init__(self) -> None:
        self._single: list[tuple[tuple[int, int], Task]] = []
        self._runs: dict[str, list[_Run]] = {}
        self._affinities: dict[int, str] = {}
        self._reserved: Task | None = None

    def add(self, task: Task) -> None:
        """Take in a ready task."""
        if not task.affinity:
            heapq.heappush(self._single, (_place(task), task))
            return
        runs = self._runs.setdefault(task.affinity, [])
        if not runs:
            runs.append(_Run([], None))
        begun = [run for run in runs if not run.tasks or _place(run.tasks[0]) <= _place(task)]
        bisect.insort((begun or runs)[-1 if begun else 0].tasks, task, key=_place)

    def take(self, worker: int, free_cores: int) -> Task | None:
        """Return the next task for a worker and forget it, or None if it must wait."""
        task = self._reserved or self._choose(worker)
        if task is not None and task.cores > free_cores:
            self._reserved = task
            return None
        self._reserved = None
        return task

    def drop_all(self) -> tuple[int, ...]:
        """Forget every waiting task; return their numbers."""
        waiting = [task for _, task in self._single]
        waiting += [task for runs in self._runs.values() for run in runs for task in run.tasks]
        waiting += [self._reserved] if self._reserved else []
        self._single, self._runs, self._reserved = [], {}, None
        return tuple(sorted(task.number for task in waiting))

    def _choose(self, worker: int) -> Task | None:
        run = self._own_run(worker) or self._earliest_run(worker)
        if self._single and (run is None or self._single[0][0] < _place(run.tasks[0])):
            return heapq.heappop(self._single)[1]  # a run may be as long as the programme: what is earlier goes between
        run = run or self._stolen_run(worker)
        return self._pop(run, worker) if run else None

    def _own_run(self, worker: int) -> _Run | None:
        """Return the waiting run of the worker's own affinity that it is on, or that nobody is."""
        runs = self._runs.get(self._affinities.get(worker, ""), [])
        return next((run for run in runs if run.tasks and run.owner == worker), None) or next(
            (run for run in runs if run.tasks and run.owner is None), None
        )

    def _earliest_run(self, worker: int) -> _Run | None:
        """Return the earliest run nobody is on, unless a single task comes before it."""
        self._leave_run(worker)
        free = [run for runs in self._runs.values() for run in runs if run.owner is None and run.tasks]
        first = min(free, key=lambda run: _place(run.tasks[0]), default=None)
        if first is None or (self._single and self._single[0][0] < _place(first.tasks[0])):
            return None
        return first

    def _stolen_run(self, worker: int) -> _Run | None:
        """Return the tail half of the longest run, as a run of its own."""
        waiting = [run for runs in self._runs.values() for run in runs if run.tasks]
        if not waiting:
            return None
        longest = max(waiting, key=lambda run: (len(run.tasks), [-part for part in _place(run.tasks[0])]))
        kept = len(longest.tasks) // 2
        stolen = _Run(longest.tasks[kept:], worker)
        del longest.tasks[kept:]
        runs = self._runs[stolen.tasks[0].affinity]
        runs.insert(runs.index(longest) + 1, stolen)
        return stolen

    def _pop(self, run: _Run, worker: int) -> Task:
        run.owner = worker
        task = run.tasks.pop(0)
        self._affinities[worker] = task.affinity
        return task

    def _leave_run(self, worker: int) -> None:
        """Take the worker off its run, and forget runs that are over."""
        affinity = self._affinities.pop(worker, "")
        runs = self._runs.get(affinity, [])
        for run in runs:
            if run.owner == worker:
                run.owner = None
        runs[:] = [run for run in runs if run.tasks or run.owner is not None]
        if affinity and not runs:
            self._runs.pop(affinity, None)
