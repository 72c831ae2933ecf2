"""From the pictures of a shot to the frame's way over them."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.bodies import drawn_by_things
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
    from posthouse.assistant.reframe.things import Thing

SAMPLES_A_SECOND = 6
MOST_SAMPLES = 1200
"""Of one shot; a longer one is looked at less often."""
THING_STEPS = 2
"""People, animals and things are searched for in every so-manieth picture that is looked at."""
_FACE_BESIDE_THINGS = 0.7
"""Of what a face draws, what is left to it where things were found: the person's box holds the face already."""


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
    """How many faces it went by, at most at once."""
    things: int = 0
    """How many people, animals and things it went by, at most at once."""
    sure: float = 0.0
    """How much of the way went by faces, people, animals and things, 0..1; the rest: motion, sharpness and color."""

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
    things: Mapping[int, tuple[Thing, ...]] = field(default_factory=dict)
    """The same of people, animals and things; every ``THING_STEPS``th of these pictures is enough."""
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
    shares = [(end - first) / len(pictures) for first, end in itertools.pairwise(edges)]
    return Way(
        keys=tuple(keys),
        is_across=is_across,
        held=sum(scene.held * share for scene, share in zip(scenes, shares, strict=True)),
        middles=tuple(middle for scene in scenes for middle in scene.middles),
        looked=tuple(at for scene in scenes for at in scene.looked),
        people=max(scene.people for scene in scenes),
        things=max(scene.things for scene in scenes),
        sure=sum(scene.sure * share for scene, share in zip(scenes, shares, strict=True)),
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

    def things_at(self, step: int) -> list[tuple[int, tuple[Thing, ...]]]:
        """Return the samples that were searched for things, in order, and what was found."""
        by_sample: dict[int, tuple[Thing, ...]] = {}
        for at in sorted(each for each in self.shot.things if self.first <= each < self.end):
            by_sample.setdefault((at - self.first) // step, self.shot.things[at])
        return list(by_sample.items())


def _scene(scene: _Scene, part: float, rate: float, *, is_across: bool, limits: PanLimits) -> Way:
    """Return the way over one scene."""
    step = max(step_of(rate), -(-(scene.end - scene.first) // MOST_SAMPLES))
    looked = [*range(scene.first, scene.end, step)]
    interest = _along(interest_of([scene.shot.pictures[each] for each in looked]), is_across=is_across)
    seen = _seen(scene, looked, step, rate, _Side(parts=interest.shape[1], is_across=is_across))
    interest = interest * (1 - seen.where.sum(axis=1, keepdims=True)) + seen.where
    wanted = followed(*windows(interest, part))
    path = calm_path(wanted, part=part, step_seconds=step / rate, limits=limits, sure=seen.sure)
    return Way(
        keys=tuple(replace(key, sample=looked[key.sample]) for key in keyed(path, part=part)),
        is_across=is_across,
        held=held(interest, path, part),
        middles=tuple(float(each) for each in path),
        looked=tuple(looked),
        people=seen.people,
        things=seen.things,
        sure=float(seen.sure.mean()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The side that is cut, and how many parts of it are told apart."""

    parts: int
    is_across: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What faces and things draw together."""

    where: NDArray[np.float32]
    sure: NDArray[np.float64]
    people: int
    things: int


def _seen(scene: _Scene, looked: Sequence[int], step: int, rate: float, side: _Side) -> _Seen:
    """Return what the faces and things of a scene draw."""
    count, seconds = len(looked), step / rate
    found = scene.things_at(step)
    bodies = drawn_by_things(found, count=count, parts=side.parts, is_across=side.is_across, step_seconds=seconds)
    faces = drawn_by(scene.faces_at(looked, step), parts=side.parts, is_across=side.is_across, step_seconds=seconds)
    of_things = bodies.where.sum(axis=1, keepdims=True)
    of_faces = faces.where * (1 - (1 - _FACE_BESIDE_THINGS) * np.minimum(of_things, 1))
    where = bodies.where * (1 - of_faces.sum(axis=1, keepdims=True)) + of_faces
    sure = np.maximum(of_things[:, 0], faces.where.sum(axis=1)).astype(np.float64)
    return _Seen(where=where, sure=sure, people=faces.people, things=bodies.count)


def _along(interest: NDArray[np.float32], *, is_across: bool) -> NDArray[np.float32]:
    return np.asarray(interest.sum(axis=1 if is_across else 2), np.float32)


def _joined(scene: list[PathKey], first: int, *, is_first: bool) -> list[PathKey]:
    """Return a scene's keyframes as they follow another scene's: a jump at its first picture."""
    if is_first:
        return scene
    jump = PathKey(sample=first, middle=scene[0].middle, ease="hold")
    return [jump, *(key for key in scene if key.sample > first)]
