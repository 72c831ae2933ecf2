"""Questions about jobs: which one a person means, and why it is as it is."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.build import PlannedJob
    from posthouse.build.recipe import Recipe

_MOST_LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Where a job stands, and what it was last made from and why; ``last`` is None if it was never built."""

    planned: PlannedJob
    last: Recipe | None


def meant_jobs(jobs: Sequence[PlannedJob], label: str) -> tuple[PlannedJob, ...]:
    """Return the jobs of a label; or, if none has it, those whose label has it as a part.

    Raises:
        ProductionError: no job has it.
    """
    exact = tuple(planned for planned in jobs if planned.job.label == label)
    found = exact or tuple(planned for planned in jobs if label.casefold() in planned.job.label.casefold())
    if found and label:
        return found
    labels = [planned.job.label for planned in jobs]
    near = difflib.get_close_matches(label, labels, n=3, cutoff=0.4) or labels[:_MOST_LISTED]
    raise ProductionError(f"no job is called {label!r}", hint=f"there are {', '.join(near)}; posthouse jobs lists all")
