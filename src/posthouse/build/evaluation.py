"""What is known of every job, and so what must run.

Problem: a key needs the digests of the input *results*, so it is known only once they are; and a result that is known
by digest alone (its bytes were cleaned away) is good enough until somebody wants to read it.

Approach: two waves. Knowledge goes down from the sources: a job whose inputs' digests are all known has a key; the
store may know its result. Want goes up from the targets: a job that must run wants the bytes of its inputs; a job
whose bytes are wanted and not there must run. Both waves are started again wherever something changes (a job ends,
bytes turn out damaged), until nothing moves. A plan is the state after the first waves; a build goes on from there.

Traps: a job that re-runs to the same digest changes no key behind it (early cut-off). One that re-runs to another
digest than was known (it was not deterministic, or an unnamed library changed) makes the keys behind it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, final

from posthouse.build.executor import Result
from posthouse.build.key import fingerprint_environment, job_key

if TYPE_CHECKING:
    from posthouse.build.graph import Graph
    from posthouse.build.registry import Registry
    from posthouse.build.store import Store

IsWanted = Callable[[int, Result], bool]


@final
class Evaluation:
    """The state of every job of a graph.

    Attributes:
        keys: per job, its key once all its inputs are known.
        results: per job, its result once known; stamp 0 while its bytes are not in the store.
    """

    def __init__(
        self, graph: Graph, *, store: Store, registry: Registry, environment: Mapping[str, str], is_wanted: IsWanted
    ) -> None:
        count = len(graph.jobs)
        self.graph, self.store, self.registry = graph, store, registry
        self.keys: list[str | None] = [None] * count
        self.results: list[Result | None] = [None] * count
        self._wanted = [False] * count
        self._is_wanted = is_wanted
        self._environment = fingerprint_environment(environment)
        self._touched: set[int] = set()

    def start(self) -> None:
        """Find out what is known, from the sources down."""
        self._learn(number for number, inputs in enumerate(self.graph.inputs) if not inputs)

    def must_run(self, number: int) -> bool:
        """Whether a job must run: nothing is known of its result, or its bytes are wanted and not there."""
        if self.keys[number] is None:
            return False
        result = self.results[number]
        return result is None or (self._wanted[number] and not result.stamp)

    def is_ready(self, number: int) -> bool:
        """Whether a job must run and the bytes of all its inputs are there."""
        return self.must_run(number) and all(self._has_bytes(of) for of in self.graph.inputs[number])

    def input_results(self, number: int) -> tuple[Result, ...]:
        """Return the results of a job's inputs; all must be known."""
        found = tuple(self.results[of] for of in self.graph.inputs[number])
        known = tuple(result for result in found if result is not None)
        assert len(known) == len(found)
        return known

    def take_touched(self) -> list[int]:
        """Return the jobs that may have become ready since last asked, in order."""
        touched, self._touched = sorted(self._touched), set()
        return touched

    def finish(self, number: int, result: Result) -> None:
        """Take in a job's new result, and whatever follows from it; one made from inputs since replaced is left."""
        if result.key != self.keys[number]:
            self._touched.add(number)
            return
        before = self.results[number]
        self.results[number] = result
        self._touched.add(number)
        dependents = self.graph.dependents[number]
        if before is not None and before.digest != result.digest:
            self._unlearn(dependents)
        self._touched.update(dependents)
        self._learn(dependents)

    def lose(self, number: int) -> None:
        """Take in that a job's bytes, thought to be there, are not."""
        result = self.results[number]
        if result is not None and result.stamp:
            self.results[number] = Result(
                key=result.key, digest=result.digest, size_bytes=result.size_bytes, stamp=0, suffix=result.suffix
            )
            self.store.index.forget_bytes([result.key])
        self.want(number)

    def want(self, number: int) -> None:
        """Ask for a job's bytes, and for its inputs' if it must run for them."""
        upward = [number]
        seen = {number}
        while upward:
            of = upward.pop()
            self._wanted[of] = True
            self._touched.add(of)
            if self.must_run(of):
                further = [up for up in self.graph.inputs[of] if up not in seen]
                seen.update(further)
                upward.extend(further)

    def _has_bytes(self, number: int) -> bool:
        result = self.results[number]
        return result is not None and result.stamp != 0

    def _learn(self, numbers: Iterable[int]) -> None:
        """Make the keys that can be made, look up their results, and go on with what depends on those found."""
        wave = list(numbers)
        while wave:
            fresh = [number for number in wave if self.keys[number] is None and self._inputs_known(number)]
            for number in fresh:
                self.keys[number] = self._key(number)
            found = self.store.lookup([key for number in fresh if (key := self.keys[number])])
            for number in fresh:
                self._take(number, found.get(self.keys[number] or ""))
            resolved = [number for number in fresh if self.results[number] is not None]
            wave = sorted({of for number in resolved for of in self.graph.dependents[number]})

    def _take(self, number: int, result: Result | None) -> None:
        self.results[number] = result
        self._touched.add(number)
        if result is None or self._wanted[number] or self._is_wanted(number, result):
            self.want(number)

    def _unlearn(self, numbers: Iterable[int]) -> None:
        """Forget keys made from a digest that turned out different, and all that was made from those."""
        downward = set(numbers)
        while downward:
            number = downward.pop()
            if self.keys[number] is not None:
                self.keys[number] = self.results[number] = None
                downward.update(self.graph.dependents[number])

    def _inputs_known(self, number: int) -> bool:
        return all(self.results[of] is not None for of in self.graph.inputs[number])

    def _key(self, number: int) -> str:
        job = self.graph.jobs[number]
        return job_key(
            job.kind,
            self.registry.kind(job.kind).version,
            environment=self._environment,
            params_digest=job.params_digest,
            input_digests=[result.digest for result in self.input_results(number)],
        )
