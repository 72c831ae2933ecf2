"""The loop of one build: submit what is ready, take in what ends, hand over what is finished."""

from __future__ import annotations

import collections
import dataclasses
from typing import TYPE_CHECKING, final

from posthouse.build.executor import Executor, Fraction, Message, Outcome, Started, Task
from posthouse.build.failure import describe_failure, raise_failures
from posthouse.build.interrupt import Interrupts
from posthouse.build.progress import JobFinished, JobProgressed, JobStarted, Progress, Published
from posthouse.errors import JobFailed, MediaError

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build.deliver import Ends
    from posthouse.build.estimate import Outlook
    from posthouse.build.evaluation import Evaluation
    from posthouse.build.history import History
    from posthouse.build.reason import Reason
    from posthouse.build.recipe import Recipe
    from posthouse.build.store import Store

_WAIT_SECONDS = 0.1
"""So late an interrupt is heeded where no message comes."""
_MAX_ATTEMPTS = 3


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RanJob:
    """A job that ran in a build: its number in the graph, why, and for how long."""

    number: int
    reason: Reason
    seconds: float


@final
@dataclasses.dataclass(slots=True, kw_only=True)
class Foreman:
    """Runs one build to its end, or to its first failure.

    Attributes:
        evaluation: a started evaluation.
        ends: its targets.
        scratch: this build's own folder for what is being written.
        ran: the jobs that ran, as they ended.
    """

    evaluation: Evaluation
    ends: Ends
    store: Store
    executor: Executor
    progress: Progress
    outlook: Outlook
    history: History
    scratch: Path
    ran: list[RanJob] = dataclasses.field(default_factory=list)
    _running: dict[int, tuple[Reason, Recipe]] = dataclasses.field(default_factory=dict)
    _attempts: collections.Counter[int] = dataclasses.field(default_factory=collections.Counter)
    _failures: list[JobFailed] = dataclasses.field(default_factory=list)
    _is_stopping: bool = False

    def run(self) -> None:
        """Build.

        Raises:
            JobFailed: jobs failed; those running at the time have finished.
            KeyboardInterrupt: passed on, after running jobs have given up at their next safe point.
        """
        with Interrupts() as interrupts:
            try:
                self._pursue(self._notice())
                self._drain(interrupts)
                if not self._failures and self.ends.reopen(self.evaluation):
                    self._hand_over()
            except KeyboardInterrupt:
                self._stop(self.executor.cancel())
                self._drain(interrupts)
                raise
        raise_failures(self._failures)
        assert self.ends.is_done

    def _drain(self, interrupts: Interrupts) -> None:
        while self._running:
            interrupts.check()
            message = self.executor.next_message(_WAIT_SECONDS)
            if message is not None:
                self._take(message)

    def _notice(self) -> list[int]:
        """Return the jobs that may have become ready, or need not run any more; count what is left."""
        touched = self.evaluation.take_touched()
        for number in touched:
            self._expect(number)
        return touched

    def _pursue(self, touched: list[int]) -> None:
        """Go on from what has changed, until nothing more can be done at once."""
        while touched and not self._is_stopping:
            self._submit([of for of in touched if of not in self._running and self.evaluation.is_ready(of)])
            self._hand_over()
            touched = self._notice()

    def _hand_over(self) -> None:
        for destination in self.ends.hand_over(self.evaluation, self.store, self.scratch):
            self.progress.handle(Published(destination=destination))

    def _expect(self, number: int) -> None:
        if self.evaluation.keys[number] is None or self.evaluation.must_run(number):
            self.outlook.add(number, self.evaluation.graph.jobs[number])
        else:
            self.outlook.remove(number)

    def _submit(self, numbers: list[int]) -> None:
        for number, reason in self.history.reasons(numbers).items():
            self._attempts[number] += 1
            if self._attempts[number] > _MAX_ATTEMPTS:
                self._fail(number, MediaError("its result is damaged again and again", hint="check the disk"))
                return
            recipe = self.history.recipe(number, str(reason))
            self.executor.submit(self._task(number))
            self._running[number] = (reason, recipe)

    def _task(self, number: int) -> Task:
        job, key = self.evaluation.graph.jobs[number], self.evaluation.keys[number]
        assert key is not None
        return Task(
            number=number,
            kind=job.kind,
            params=job.params,
            label=job.label,
            key=key,
            inputs=self.evaluation.input_results(number),
            cores=job.cores,
            affinity=job.affinity,
            order=job.order,
        )

    def _take(self, message: Message) -> None:
        job = self.evaluation.graph.jobs[message.number]
        match message:
            case Started():
                reason, _ = self._running[message.number]
                self.progress.handle(JobStarted(label=job.label, craft=job.craft, worker=message.worker, reason=reason))
            case Fraction():
                self.progress.handle(JobProgressed(label=job.label, fraction=message.fraction))
            case Outcome():
                self._finish(message)

    def _finish(self, outcome: Outcome) -> None:
        number = outcome.number
        job = self.evaluation.graph.jobs[number]
        reason, recipe = self._running.pop(number)
        if outcome.result is not None:
            self._keep(outcome, reason, recipe)
            self.evaluation.finish(number, outcome.result)
        elif outcome.failure is not None:
            self._fail(number, outcome.failure)
        for of in self.evaluation.graph.inputs[number]:
            result = self.evaluation.results[of]
            if result is not None and result.key in outcome.lost_inputs:
                self.evaluation.lose(of)
        touched = self._notice()
        self.progress.handle(
            JobFinished(
                label=job.label,
                seconds=outcome.seconds,
                is_done=outcome.result is not None,
                done_count=len(self.ran),
                left_count=self.outlook.left_count,
                left_seconds=self.outlook.left_seconds(),
            )
        )
        self._pursue(touched)

    def _keep(self, outcome: Outcome, reason: Reason, recipe: Recipe) -> None:
        """Note a result, how it was made and how long that took; one another process made is only noted."""
        assert outcome.result is not None
        job = self.evaluation.graph.jobs[outcome.number]
        if outcome.was_hit:
            self.store.index.keep([outcome.result])
            self.store.index.keep_recipes([(job.slot, outcome.result.key, recipe)])
            return
        cost = (job.size, outcome.seconds)
        self.store.index.keep_run(outcome.result, slot=job.slot, recipe=recipe, kind=job.kind, cost=cost)
        self.outlook.observe(job, outcome.seconds)
        self.ran.append(RanJob(number=outcome.number, reason=reason, seconds=outcome.seconds))

    def _fail(self, number: int, error: Exception) -> None:
        self._failures.append(describe_failure(self.evaluation.graph.jobs[number], error))
        self._stop(self.executor.stop())

    def _stop(self, dropped: tuple[int, ...]) -> None:
        self._is_stopping = True
        for number in dropped:
            self._running.pop(number, None)
