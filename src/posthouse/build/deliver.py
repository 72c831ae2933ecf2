"""The ends of a build: what each target still wants, and handing it over once its job is settled."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

from posthouse.build.folder import LostResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from posthouse.build.evaluation import Evaluation
    from posthouse.build.executor import Result
    from posthouse.build.graph import Graph
    from posthouse.build.publish import Publisher
    from posthouse.build.store import Store
    from posthouse.build.target import Target


@final
@dataclasses.dataclass(slots=True, kw_only=True)
class Ends:
    """The targets of one build.

    Attributes:
        paths: where the results of targets handed over lie, by job number.
        published: destinations written by this build, in order.
    """

    graph: Graph
    targets: Sequence[Target]
    publisher: Publisher
    paths: dict[int, Path] = dataclasses.field(default_factory=dict)
    published: list[Path] = dataclasses.field(default_factory=list)
    _by_job: dict[int, list[Target]] = dataclasses.field(default_factory=dict)
    _handed_over: list[tuple[Target, str]] = dataclasses.field(default_factory=list)
    _open: list[Target] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self._open = list(self.targets)
        for target in self.targets:
            self._by_job.setdefault(self.graph.number(target.job), []).append(target)

    @property
    def is_done(self) -> bool:
        """Whether every target was handed over."""
        return not self._open

    def is_wanted(self, number: int, result: Result) -> bool:
        """Whether a target of that job needs the bytes of its result."""
        return any(not self.is_current(target, result) for target in self._by_job.get(number, ()))

    def is_current(self, target: Target, result: Result) -> bool:
        """Whether a target's destination holds that result already."""
        where, share = target.destination, target.share
        return where is not None and self.publisher.is_current(where, result.digest, share=share)

    def hand_over(self, evaluation: Evaluation, store: Store, scratch: Path) -> list[Path]:
        """Publish what can be; damaged bytes are asked for again. Return the destinations written."""
        written: list[Path] = []
        for target in list(self._open):
            result = self._settled(evaluation, target)
            if result is None:
                continue
            number = self.graph.number(target.job)
            try:
                path = self._hand_over(target, result, store, scratch, written)
            except LostResult:
                evaluation.lose(number)
                continue
            self.paths[number] = path
            self._open.remove(target)
            self._handed_over.append((target, result.digest))
        self.published += written
        return written

    def reopen(self, evaluation: Evaluation) -> bool:
        """Take back targets whose result has changed since: a job above them came out differently than before."""
        stale = []
        for target, digest in self._handed_over:
            result = evaluation.results[self.graph.number(target.job)]
            if result is None or result.digest != digest:
                stale.append((target, digest))
        self._handed_over = [pair for pair in self._handed_over if pair not in stale]
        self._open += [target for target, _ in stale]
        return bool(stale)

    def _hand_over(self, target: Target, result: Result, store: Store, scratch: Path, written: list[Path]) -> Path:
        if target.destination is None:
            return store.folder.read(result)
        if not self.is_current(target, result):
            stored = store.folder.read(result)
            if self.publisher.publish(stored, result.digest, target.destination, scratch, share=target.share):
                written.append(target.destination)
        return target.destination

    def _settled(self, evaluation: Evaluation, target: Target) -> Result | None:
        """Return a target's result if nothing it waits for is left to run."""
        numbers = [self.graph.number(job) for job in (target.job, *target.after)]
        is_settled = all(evaluation.results[of] and not evaluation.must_run(of) for of in numbers)
        return evaluation.results[numbers[0]] if is_settled else None
