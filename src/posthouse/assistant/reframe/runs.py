"""What is seen again and again is one: boxes of samples joined to runs, and what a run draws.

A run goes on in a sample with the nearest box that may be the same; one that is missed for a second is still there.
What was missed inside a run is filled in, and a run lasts a while longer at both ends, ever less.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Line = NDArray[np.float64]

Box = TypeVar("Box")

_AFTER_SECONDS = 1.0
_AT_EDGE = 0.3
"""What the edge of a box counts against its middle."""


@dataclass(slots=True)
class Run(Generic[Box]):
    """One person's or thing's boxes, by sample."""

    boxes: dict[int, Box] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """Return the sample it was seen in last."""
        return max(self.boxes)

    def line(self, numbers: Callable[[Box], tuple[float, ...]], count: int) -> Line:
        """Return (number, sample) some numbers of its boxes, filled in where it was not seen."""
        seen = sorted(self.boxes)
        found = np.array([numbers(self.boxes[at]) for at in seen]).T
        return np.stack([np.interp(np.arange(count), seen, each) for each in found])

    def present(self, count: int, step_seconds: float) -> Line:
        """Return (sample,) how much it is there: 1 from the first to the last time it was seen, less beyond."""
        every = np.arange(count)
        away = np.maximum(np.maximum(min(self.boxes) - every, every - self.last), 0) * step_seconds
        return np.asarray(np.clip(1 - away / _AFTER_SECONDS, 0, 1), np.float64)


def runs_of(
    samples: Sequence[tuple[int, Sequence[Box]]], likeness: Callable[[Box, Box], float], gap: int
) -> list[Run[Box]]:
    """Return the runs of boxes.

    Args:
        samples: each sample that was searched, in order, and what it has.
        likeness: how surely a box goes on with another, 0: not at all.
        gap: a run may miss so many samples, less one.
    """
    runs: list[Run[Box]] = []
    for sample, found in samples:
        open_runs = [run for run in runs if sample - run.last <= gap]
        for box in found:
            likes = [(likeness(run.boxes[run.last], box), run) for run in open_runs if run.last < sample]
            like, run = max(likes, key=lambda each: each[0], default=(0.0, None))
            if run is None or not like:
                run = Run()
                runs.append(run)
            run.boxes[sample] = box
    return runs


def spread(line: Line, parts: int) -> Line:
    """Return (sample, part) how much of what lies from one line to another is in each part; a sample sums to 1.

    Its middle counts most: of what is wider than the frame, the middle is kept. What lies outside sums to 0.
    """
    edges = np.arange(parts + 1) / parts
    first, end = (np.clip(each, 0, 1)[:, None] for each in line)
    inside = np.clip(np.minimum(end, edges[1:]) - np.maximum(first, edges[:-1]), 0, None)
    middles, halves = line.mean(axis=0)[:, None], (line[1] - line[0])[:, None] / 2
    far = np.abs((edges[1:] + edges[:-1]) / 2 - middles) / np.maximum(halves, 1e-9)
    inside *= 1 - (1 - _AT_EDGE) * np.minimum(far, 1)
    return np.asarray(inside / np.maximum(inside.sum(axis=1, keepdims=True), 1e-9), np.float64)


def middling(line: Line) -> Line:
    """Return (sample,) a mild liking for what stands in the middle."""
    return np.asarray(np.exp(-(((line.mean(axis=0) - 0.5) / 0.4) ** 2) / 2), np.float64)


def shares_of(total: Line) -> Line:
    """Return (sample, part) each sample's parts as shares of it; 0 where nothing is."""
    sums = total.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(total, sums, out=np.zeros_like(total), where=sums > 0), np.float64)
