"""The executor for one machine: threads. Decoding, pixel kernels and encoding all let go of the interpreter's lock."""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Callable
from typing import final

from posthouse.build.context import JobContext
from posthouse.build.executor import Fraction, Message, Outcome, Started, Task
from posthouse.build.schedule import Schedule
from posthouse.settings import count_cores

Perform = Callable[[Task, JobContext], Outcome]


@final
class LocalExecutor:
    """As many threads as cores; a task that keeps several cores busy holds the others' threads back."""

    def __init__(self, core_count: int | None = None) -> None:
        self._core_count = core_count or count_cores()
        self._threads: list[threading.Thread] = []
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._schedule = Schedule()
        self._free_cores = self._core_count
        self._is_closing = False
        self._cancelled = threading.Event()
        self._start: Callable[[], None] = lambda: None

    @property
    def core_count(self) -> int:
        """How many cores its tasks may keep busy at once."""
        return self._core_count

    def open(self, perform: Perform, context: JobContext) -> None:
        """Get ready; the threads start with the first task, for most builds have none."""
        assert not self._threads
        self._is_closing = False
        self._cancelled.clear()
        self._messages = queue.SimpleQueue()
        self._start = lambda: self._start_threads(perform, context)

    def _start_threads(self, perform: Perform, context: JobContext) -> None:
        for worker in range(self._core_count):
            thread = threading.Thread(
                target=self._work, args=(worker, perform, context), name=f"posthouse-{worker}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def submit(self, task: Task) -> None:
        """Take a task that is ready to run."""
        if not self._threads:
            self._start()
        with self._changed:
            self._schedule.add(dataclasses.replace(task, cores=max(1, min(task.cores, self._core_count))))
            self._changed.notify_all()

    def next_message(self, timeout_seconds: float) -> Message | None:
        """Return the next message, or None if none came in time."""
        try:
            return self._messages.get(timeout=timeout_seconds)
        except queue.Empty:
            return None

    def stop(self) -> tuple[int, ...]:
        """Start nothing more; return the numbers of tasks dropped before they started."""
        with self._changed:
            return self._schedule.drop_all()

    def cancel(self) -> tuple[int, ...]:
        """Stop, and ask running tasks to give up at their next safe point; each still sends its Outcome."""
        self._cancelled.set()
        return self.stop()

    def close(self, *, is_patient: bool = True) -> None:
        """Let go of the workers; a patient close waits for what they are doing."""
        with self._changed:
            self._is_closing = True
            self._schedule.drop_all()
            self._changed.notify_all()
        for thread in self._threads:
            if is_patient:
                thread.join()
        self._threads = []

    def _work(self, worker: int, perform: Perform, context: JobContext) -> None:
        while (task := self._next_task(worker)) is not None:
            self._messages.put(Started(number=task.number, worker=worker))
            outcome = perform(task, self._context(task, worker, context))
            with self._changed:
                self._free_cores += task.cores
                self._changed.notify_all()
            self._messages.put(outcome)

    def _next_task(self, worker: int) -> Task | None:
        """Wait for a task; None when there will be no more."""
        with self._changed:
            while True:
                task = None if self._is_closing else self._schedule.take(worker, self._free_cores)
                if task is not None:
                    self._free_cores -= task.cores
                    return task
                if self._is_closing:
                    return None
                self._changed.wait()

    def _context(self, task: Task, worker: int, context: JobContext) -> JobContext:
        def report(fraction: float) -> None:
            self._messages.put(Fraction(number=task.number, fraction=min(1.0, max(0.0, fraction))))

        return dataclasses.replace(context, cancelled=self._cancelled.is_set, report=report, worker=worker)
