"""What every job was last made from, and so why it must be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from posthouse.build.reason import Cause, Reason, compare_recipes
from posthouse.build.recipe import Recipe, flatten_params

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from posthouse.build.evaluation import Evaluation
    from posthouse.build.store import Store


@final
class History:
    """The recipes of one build's jobs, against those of the builds before."""

    def __init__(self, evaluation: Evaluation, store: Store, environment: Mapping[str, str]) -> None:
        self._evaluation, self._store, self._environment = evaluation, store, environment

    def recipe(self, number: int, reason: str = "") -> Recipe:
        """Return what a job is made from now; all its inputs must be known."""
        graph = self._evaluation.graph
        job = graph.jobs[number]
        inputs = zip(graph.inputs[number], self._evaluation.input_results(number), strict=True)
        return Recipe(
            version=self._evaluation.registry.kind(job.kind).version,
            environment=self._environment,
            params=flatten_params(job.params),
            inputs=tuple((graph.jobs[of].label, result.digest) for of, result in inputs),
            reason=reason,
        )

    def reasons(self, numbers: Sequence[int]) -> dict[int, Reason]:
        """Return why each of those jobs must run."""
        slots = {number: self._evaluation.graph.jobs[number].slot for number in numbers}
        last = self._store.index.recipes(list(slots.values()))
        return {number: self._reason(number, last.get(slot)) for number, slot in slots.items()}

    def remember_hits(self, already: Iterable[int]) -> None:
        """Note the recipes of jobs whose results were found, not made: the next change is measured against them."""
        graph, keys = self._evaluation.graph, self._evaluation.keys
        noted = self._store.index.keys_of_slots([job.slot for job in graph.jobs])
        skipped = set(already)
        changed = [
            (job.slot, key, self.recipe(number))
            for number, job in enumerate(graph.jobs)
            if number not in skipped and (key := keys[number]) and noted.get(job.slot) != key
        ]
        self._store.index.keep_recipes(changed)

    def _reason(self, number: int, last: Recipe | None) -> Reason:
        key, known = self._evaluation.keys[number], self._evaluation.results[number]
        if key in self._store.folder.damaged:
            return Reason.plain(Cause.CORRUPT)
        if known is not None:
            return Reason.plain(Cause.MISSING)
        if last is None:
            return Reason.plain(Cause.NEVER_BUILT)
        kind = self._evaluation.registry.kind(self._evaluation.graph.jobs[number].kind)
        return compare_recipes(last, self.recipe(number), kind.words)
