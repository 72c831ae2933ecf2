"""How strongly faces draw the frame, along the side that is cut.

Problem: a face is missed for a moment, found where none is, or one of several; a frame must not jump for it.
Approach: faces of one scene are joined to runs, each a person: a face near the last one and about as large is the same.
What was missed inside a run is filled in, and a run lasts a second longer, ever less: who turns away is still there.
Runs seen too little are dropped. Of several, one counts by how large it is, how long it is there, and how near the
middle. What they draw is spread over their heads; the window and its way then do the rest: it holds two people where
both fit, stays with the greater where not, and at a scene's end all is forgotten.
Example: a face as high as a quarter of the picture outdraws one of a tenth by six to one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.faces import Face

    Line = NDArray[np.float64]

_PART = 0.85
"""Of what draws the eye, the part faces have while one is there; the rest is as without."""
_FULL_HEIGHT = 0.08
"""A face as high as this part of the picture draws whole; a smaller one less."""
_LONGEST_GAP_SECONDS = 1.0
_AFTER_SECONDS = 1.0
_FARTHEST = 1.0
"""A face moves at most so many of its widths from a sample to the next."""
_LIKE = 1.8
"""A face grows or shrinks at most so many times within a run from one to the next."""
_LEAST_SEEN, _SURE_ALONE = 2, 0.85
"""A run is of so many samples at least, or of one very sure one."""
_HEAD = 1.5
"""A head with its hair is so many times as wide as its face."""
_HAIR, _CHEST = 0.5, 1.0
"""Above and below a face, in its heights, is what belongs into the frame with it."""


@dataclass(slots=True)
class _Run:
    """One person's faces, by sample."""

    faces: dict[int, Face] = field(default_factory=dict)

    @property
    def last(self) -> int:
        return max(self.faces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What faces draw in one scene."""

    where: NDArray[np.float32]
    """(sample, part of the side) what they draw; a sample sums to the part faces have of all, 0 where none is."""
    people: int
    """How many are there at once, at most."""


def drawn_by(faces: Sequence[tuple[Face, ...]], *, parts: int, is_across: bool, step_seconds: float) -> Drawn:
    """Return what the faces of one scene draw.

    Args:
        faces: of each sample, in order.
        parts: how many the side that is cut is divided into.
        is_across: whether that side is the width.
        step_seconds: the time from a sample to the next.
    """
    runs = [run for run in _runs(faces, step_seconds) if _is_believed(run, len(faces))]
    total, strengths, present = np.zeros((len(faces), parts)), np.zeros(len(faces)), np.zeros(len(faces), np.intp)
    for run in runs:
        line, strength, tall = _filled(run, len(faces), step_seconds, is_across=is_across)
        lasting = (len(run.faces) / len(faces)) ** 0.5
        total += _spread(line, parts) * (strength * lasting * tall**2 * _middling(line))[:, None]
        present += strength == 1
        strengths = np.maximum(strengths, strength * np.clip(tall / _FULL_HEIGHT, 0.2, 1))
    sums = total.sum(axis=1, keepdims=True)
    shares = np.divide(total, sums, out=np.zeros_like(total), where=sums > 0)
    return Drawn(
        where=np.asarray(shares * (_PART * strengths)[:, None], np.float32), people=int(present.max(initial=0))
    )


def _runs(faces: Sequence[tuple[Face, ...]], step_seconds: float) -> list[_Run]:
    runs: list[_Run] = []
    gap = max(1, round(_LONGEST_GAP_SECONDS / step_seconds))
    for sample, found in enumerate(faces):
        open_runs = [run for run in runs if sample - run.last <= gap]
        for face in found:
            run = _nearest([run for run in open_runs if run.last < sample], face)
            if run is None:
                run = _Run()
                runs.append(run)
            run.faces[sample] = face
    return runs


def _nearest(runs: Sequence[_Run], face: Face) -> _Run | None:
    """Return the run that a face goes on, or None."""
    same = [run for run in runs if _is_same(run.faces[run.last], face)]
    return min(same, key=lambda run: _distance(run.faces[run.last], face), default=None)


def _is_same(before: Face, after: Face) -> bool:
    ratio = after.height / before.height
    return _distance(before, after) <= _FARTHEST and 1 / _LIKE <= ratio <= _LIKE


def _distance(before: Face, after: Face) -> float:
    """Return how far a face has moved, in its sides."""
    wide, high = max(before.width, after.width), max(before.height, after.height)
    return float(np.hypot((after.across - before.across) / wide, (after.down - before.down) / high))


def _is_believed(run: _Run, samples: int) -> bool:
    surest = max(face.sure for face in run.faces.values())
    return len(run.faces) >= min(_LEAST_SEEN, samples) or surest >= _SURE_ALONE


def _filled(run: _Run, count: int, step_seconds: float, *, is_across: bool) -> tuple[Line, Line, Line]:
    """Return (end, sample) where a head begins and ends, (sample,) how much it is there, and how high its face is."""
    seen = np.array(sorted(run.faces))
    every = np.arange(count)
    ends = np.array([_head(run.faces[int(at)], is_across=is_across) for at in seen]).T
    heights = np.array([run.faces[int(at)].height for at in seen])
    line = np.stack([np.interp(every, seen, each) for each in ends])
    away = np.maximum(np.maximum(seen[0] - every, every - seen[-1]), 0) * step_seconds
    return line, np.clip(1 - away / _AFTER_SECONDS, 0, 1), np.interp(every, seen, heights)


def _head(face: Face, *, is_across: bool) -> tuple[float, float]:
    if is_across:
        return face.across - _HEAD / 2 * face.width, face.across + _HEAD / 2 * face.width
    return face.top - _HAIR * face.height, face.top + (1 + _CHEST) * face.height


def _middling(line: Line) -> Line:
    """Return (sample,) a mild liking for who stands in the middle."""
    return np.asarray(np.exp(-(((line.mean(axis=0) - 0.5) / 0.4) ** 2) / 2), np.float64)


def _spread(line: Line, parts: int) -> Line:
    """Return (sample, part) how much of a head lies in each part; a sample sums to 1 where any of it is inside."""
    edges = np.arange(parts + 1) / parts
    first, end = (np.clip(each, 0, 1)[:, None] for each in line)
    inside = np.clip(np.minimum(end, edges[1:]) - np.maximum(first, edges[:-1]), 0, None)
    return np.asarray(inside / np.maximum(inside.sum(axis=1, keepdims=True), 1e-9), np.float64)
