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

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.runs import middling, runs_of, shares_of, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.faces import Face
    from posthouse.assistant.reframe.runs import Run

_PART = 0.85
"""Of what draws the eye, the part faces have while one is there; the rest is as without."""
_FULL_HEIGHT = 0.08
"""A face as high as this part of the picture draws whole; a smaller one less."""
_LONGEST_GAP_SECONDS = 1.0
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
    gap = max(1, round(_LONGEST_GAP_SECONDS / step_seconds))
    count = len(faces)
    runs = [run for run in runs_of(list(enumerate(faces)), _likeness, gap) if _is_believed(run, count)]
    total, strengths, present = np.zeros((count, parts)), np.zeros(count), np.zeros(count, np.intp)
    for run in runs:
        there = run.present(count, step_seconds)
        line = run.line(lambda face: _head(face, is_across=is_across), count)
        (tall,) = run.line(lambda face: (face.height,), count)
        lasting = (len(run.boxes) / count) ** 0.5
        total += spread(line, parts) * (there * lasting * tall**2 * middling(line))[:, None]
        present += there == 1
        strengths = np.maximum(strengths, there * np.clip(tall / _FULL_HEIGHT, 0.2, 1))
    where = shares_of(total) * (_PART * strengths)[:, None]
    return Drawn(where=where.astype(np.float32), people=int(present.max(initial=0)))


def _likeness(before: Face, after: Face) -> float:
    return 1 / (1 + _distance(before, after)) if _is_same(before, after) else 0.0


def _is_same(before: Face, after: Face) -> bool:
    ratio = after.height / before.height
    return _distance(before, after) <= _FARTHEST and 1 / _LIKE <= ratio <= _LIKE


def _distance(before: Face, after: Face) -> float:
    """Return how far a face has moved, in its sides."""
    wide, high = max(before.width, after.width), max(before.height, after.height)
    return float(np.hypot((after.across - before.across) / wide, (after.down - before.down) / high))


def _is_believed(run: Run[Face], samples: int) -> bool:
    surest = max(face.sure for face in run.boxes.values())
    return len(run.boxes) >= min(_LEAST_SEEN, samples) or surest >= _SURE_ALONE


def _head(face: Face, *, is_across: bool) -> tuple[float, float]:
    if is_across:
        return face.across - _HEAD / 2 * face.width, face.across + _HEAD / 2 * face.width
    return face.top - _HAIR * face.height, face.top + (1 + _CHEST) * face.height
