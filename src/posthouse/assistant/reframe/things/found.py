"""The people, animals and things of one picture."""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.boxes import Box, apart
from posthouse.assistant.reframe.things.network import answers_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 320
"""The network's pictures are so wide and so high."""
_AROUND = 127
_LEAST_SURE = 0.3
"""Below it, pillars are people too."""
_SAME = 0.5
"""Two boxes that share more of what they cover together are one thing."""
_MOST = 20
_LEVELS, _SIZES, _BASE = range(3, 8), 3, 3.0
_SHAPES = (1.0, 2.0, 0.5)
"""Width over height of the boxes that every place of a grid starts from; each comes in three sizes of an octave."""


class Kind(enum.Enum):
    """What a thing is; the network tells 80 kinds apart."""

    PERSON = "person"
    ANIMAL = "animal"
    VEHICLE = "vehicle"
    OTHER = "thing"


_TEDDY_BEAR = 87
_VEHICLES, _ANIMALS = range(1, 9), {*range(15, 25), _TEDDY_BEAR}
"""Numbers of COCO's kinds, from 0; cartoon animals are often taken for teddy bears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Box):
    """Where something is, and what."""

    kind: Kind


def things_of(view: NDArray[np.float32]) -> tuple[Thing, ...]:
    """Return what is in a picture, the surest first.

    Args:
        view: (y, x, channel) blue, green, red, 0..255, at most 320 wide and high.
    """
    height, width, _ = view.shape
    whole = np.full((SIDE, SIDE, 3), _AROUND, np.uint8)
    whole[:height, :width] = np.rint(view[:, :, ::-1])
    sure, boxes = answers_of(whole)
    kinds = sure.argmax(axis=1)
    surest = sure[np.arange(len(sure)), kinds]
    chosen = np.flatnonzero(surest >= _LEAST_SURE)
    corners = _corners(boxes[chosen], _anchors()[chosen]) / (width, height, width, height)
    found = (
        Thing(
            left=left,
            top=top,
            width=right - left,
            height=bottom - top,
            sure=float(surest[at]),
            kind=_kind(int(kinds[at])),
        )
        for at, (left, top, right, bottom) in zip(chosen, corners.clip(0, 1).tolist(), strict=True)
        if right > left and bottom > top
    )
    return tuple(apart(found, _SAME)[:_MOST])


def _kind(number: int) -> Kind:
    if number == 0:
        return Kind.PERSON
    return Kind.ANIMAL if number in _ANIMALS else Kind.VEHICLE if number in _VEHICLES else Kind.OTHER


def _corners(boxes: NDArray[np.float32], anchors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (box, 4) left, top, right and bottom in pixels of boxes written as how they differ from their starts."""
    down, across, high, wide = anchors.T
    middle_down, middle_across = boxes[:, 0] * high + down, boxes[:, 1] * wide + across
    half_high, half_wide = np.exp(boxes[:, 2]) * high / 2, np.exp(boxes[:, 3]) * wide / 2
    edges = middle_across - half_wide, middle_down - half_high, middle_across + half_wide, middle_down + half_high
    return np.stack(edges, axis=1)


@functools.cache
def _anchors() -> NDArray[np.float64]:
    """Return (place, 4) the middle, height and width of the box that each answer starts from, in pixels."""
    found = []
    for level in _LEVELS:
        stride = 2**level
        spots = (np.arange(-(-SIDE // stride)) + 0.5) * stride
        sides = [
            (size / shape**0.5, size * shape**0.5)
            for size in (_BASE * stride * 2 ** (part / _SIZES) for part in range(_SIZES))
            for shape in _SHAPES
        ]
        down, across = np.meshgrid(spots, spots, indexing="ij")
        middles = np.stack((down, across), axis=2).reshape(-1, 1, 2)
        both = np.broadcast_arrays(middles, np.array(sides)[None])
        found.append(np.concatenate(both, axis=2).reshape(-1, 4))
    return np.concatenate(found)
