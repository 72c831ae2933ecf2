"""From the pictures of a shot to the frame's way over them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.interest import interest_of
from posthouse.assistant.reframe.keys import PathKey, keyed
from posthouse.assistant.reframe.path import PanLimits, calm_path
from posthouse.assistant.reframe.subject import followed, held, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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

    @property
    def is_still(self) -> bool:
        """Return whether the frame stands still."""
        return len(self.keys) == 1


def way_of(
    pictures: Sequence[Small],
    *,
    part: float,
    is_across: bool,
    rate: float,
    cuts: Sequence[int] = (),
    limits: PanLimits | None = None,
) -> Way:
    """Return the way of a frame over the pictures of one shot.

    Args:
        pictures: every picture, in the order of the source; not empty.
        part: how long the frame is, as a part of the picture's side that is cut.
        is_across: whether that is its width.
        rate: pictures a second.
        cuts: where in them a new scene begins, as in a finished movie: the frame jumps there, and nowhere else.
        limits: how fast it may go.
    """
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(pictures)}), len(pictures)]
    scenes = [
        _scene(pictures, (first, end), (part, rate), is_across=is_across, limits=limits or PanLimits())
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
    )


def _scene(
    pictures: Sequence[Small],
    ends: tuple[int, int],
    part_and_rate: tuple[float, float],
    *,
    is_across: bool,
    limits: PanLimits,
) -> Way:
    """Return the way over one scene: the pictures from one end to the other, half-open."""
    (first, end), (part, rate) = ends, part_and_rate
    step = max(1, round(rate / SAMPLES_A_SECOND), -(-(end - first) // MOST_SAMPLES))
    looked = [*range(first, end, step)]
    interest = _along(interest_of([pictures[each] for each in looked]), is_across=is_across)
    wanted = followed(*windows(interest, part))
    path = calm_path(wanted, part=part, step_seconds=step / rate, limits=limits)
    return Way(
        keys=tuple(replace(key, sample=looked[key.sample]) for key in keyed(path, part=part)),
        is_across=is_across,
        held=held(interest, path, part),
        middles=tuple(float(each) for each in path),
        looked=tuple(looked),
    )


def _along(interest: NDArray[np.float32], *, is_across: bool) -> NDArray[np.float32]:
    return np.asarray(interest.sum(axis=1 if is_across else 2), np.float32)


def _joined(scene: list[PathKey], first: int, *, is_first: bool) -> list[PathKey]:
    """Return a scene's keyframes as they follow another scene's: a jump at its first picture."""
    if is_first:
        return scene
    jump = PathKey(sample=first, middle=scene[0].middle, ease="hold")
    return [jump, *(key for key in scene if key.sample > first)]
