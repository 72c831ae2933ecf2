"""From the pictures of a shot to the frame's way over them."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.interest import interest_of
from posthouse.assistant.reframe.keys import PathKey, keyed
from posthouse.assistant.reframe.path import PanLimits, calm_path
from posthouse.assistant.reframe.people import drawn_by
from posthouse.assistant.reframe.subject import followed, held, windows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.faces import Face
    from posthouse.assistant.reframe.small import Small

SAMPLES_A_SECOND = 6
MOST_SAMPLES = 1200
"""Of one shot; a longer one is looked at less often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where the middle of the new frame is, along the side that is cut: ``keys`` count in pictures given."""

    keys: tuple[PathKey, ...]
    is_across: bool
    """Whether left and right are cut off; else top and bottom."""
    held: float
    """The share of what draws the eye that is inside, 0..1."""
    middles: tuple[float, ...]
    """At each picture that was looked at."""
    looked: tuple[int, ...]
    """Which pictures those were."""
    people: int = 0
    """How many faces it went by, at most at once; 0: it went by motion, sharpness, contrast and color alone."""

    @property
    def is_still(self) -> bool:
        """Return whether the frame stands still."""
        return len(self.keys) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen of one shot."""

    pictures: Sequence[Small]
    """Every picture, in the order of the source; not empty."""
    faces: Mapping[int, tuple[Face, ...]] = field(default_factory=dict)
    """By the picture's number, of those that were searched; every ``step_of`` pictures is enough."""
    cuts: Sequence[int] = ()
    """Where a new scene begins, as in a finished movie: the frame jumps there, and nowhere else."""


def way_of(looked: Looked, *, part: float, is_across: bool, rate: float, limits: PanLimits | None = None) -> Way:
    """Return the way of a frame over the pictures of one shot.

    Args:
        looked: the shot.
        part: how long the frame is, as a part of the picture's side that is cut.
        is_across: whether that is its width.
        rate: pictures a second.
        limits: how fast it may go.
    """
    pictures = looked.pictures
    edges = [0, *sorted({cut for cut in looked.cuts if 0 < cut < len(pictures)}), len(pictures)]
    scenes = [
        _scene(_Scene(looked, first, end), part, rate, is_across=is_across, limits=limits or PanLimits())
        for first, end in itertools.pairwise(edges)
    ]
    keys: list[PathKey] = []
    for first, scene in zip(edges, scenes, strict=False):
        keys += _joined(list(scene.keys), first, is_first=not keys)
    if len({key.middle for key in keys}) == 1:
        keys = keys[:1]
    lengths = (end - first for first, end in itertools.pairwise(edges))
    return Way(
        keys=tuple(keys),
        is_across=is_across,
        held=sum(scene.held * length for scene, length in zip(scenes, lengths, strict=True)) / len(pictures),
        middles=tuple(middle for scene in scenes for middle in scene.middles),
        looked=tuple(at for scene in scenes for at in scene.looked),
        people=max(scene.people for scene in scenes),
    )


def step_of(rate: float) -> int:
    """Return how many pictures lie between two that are looked at."""
    return max(1, round(rate / SAMPLES_A_SECOND))


@dataclass(frozen=True, slots=True)
class _Scene:
    """The pictures of a shot from ``first`` to ``end``, half-open."""

    shot: Looked
    first: int
    end: int

    def faces_at(self, looked: Sequence[int], step: int) -> list[tuple[Face, ...]]:
        """Return the faces of each picture: of the nearest one of the scene that was searched for them."""
        searched = sorted(each for each in self.shot.faces if self.first <= each < self.end)
        found = []
        for at in looked:
            place = bisect.bisect(searched, at)
            around = searched[max(0, place - 1) : place + 1]
            near = min((abs(each - at), each) for each in around) if around else (step + 1, 0)
            found.append(self.shot.faces[near[1]] if near[0] <= step else ())
        return found


def _scene(scene: _Scene, part: float, rate: float, *, is_across: bool, limits: PanLimits) -> Way:
    """Return the way over one scene."""
    step = max(step_of(rate), -(-(scene.end - scene.first) // MOST_SAMPLES))
    looked = [*range(scene.first, scene.end, step)]
    interest = _along(interest_of([scene.shot.pictures[each] for each in looked]), is_across=is_across)
    drawn = drawn_by(
        scene.faces_at(looked, step), parts=interest.shape[1], is_across=is_across, step_seconds=step / rate
    )
    interest = interest * (1 - drawn.where.sum(axis=1, keepdims=True)) + drawn.where
    wanted = followed(*windows(interest, part))
    sure = drawn.where.sum(axis=1, dtype=np.float64)
    path = calm_path(wanted, part=part, step_seconds=step / rate, limits=limits, sure=sure)
    return Way(
        keys=tuple(replace(key, sample=looked[key.sample]) for key in keyed(path, part=part)),
        is_across=is_across,
        held=held(interest, path, part),
        middles=tuple(float(each) for each in path),
        looked=tuple(looked),
        people=drawn.people,
    )


def _along(interest: NDArray[np.float32], *, is_across: bool) -> NDArray[np.float32]:
    return np.asarray(interest.sum(axis=1 if is_across else 2), np.float32)


def _joined(scene: list[PathKey], first: int, *, is_first: bool) -> list[PathKey]:
    """Return a scene's keyframes as they follow another scene's: a jump at its first picture."""
    if is_first:
        return scene
    jump = PathKey(sample=first, middle=scene[0].middle, ease="hold")
    return [jump, *(key for key in scene if key.sample > first)]
