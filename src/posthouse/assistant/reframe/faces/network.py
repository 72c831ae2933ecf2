"""YuNet: a small convolutional network that says, for every 8th, 16th and 32nd pixel each way, whether a face is there.

Problem: a runtime for networks is 30 MB and more, for one of 76 thousand numbers.
Approach: the network is one brick laid 16 times: mix the channels of each pixel, then let each channel look at its
eight neighbours. Mixing is a product of matrices; looking is nine additions of the plane, shifted.
Traps: pictures are blue, green, red, 0..255, and their sides are multiples of 32.
Source: W. Wu, H. Peng and S. Yu, "YuNet: a tiny millisecond-level face detector", Machine Intelligence Research 20
(2023), 656; the names and the order of the bricks are those in the OpenCV Zoo's file, face_detection_yunet_2023mar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.faces.weights import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Map = NDArray[np.float32]

STRIDES = (8, 16, 32)
_STEM = "420"
_FIRST_LOOK = 423
"""The file names what follows the backbone's mixing by numbers: 423 and 424, 426 and 427, to 462 and 463."""
_LAYERS, _UNPOOLED = 5, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the network says of one grid; every map is (y, x) of that grid."""

    stride: int
    is_face: Map
    """0..1: what is there is a face."""
    is_thing: Map
    """0..1: there is something at all."""
    box: Map
    """(4, y, x) the face's middle against the grid's point, and the logarithms of its sides; in strides."""


def answers_of(picture: NDArray[np.float32]) -> tuple[Answer, ...]:
    """Return what the network says of a picture, (channel, y, x) as blue, green, red, 0..255, sides multiples of 32."""
    looks = iter(range(_FIRST_LOOK, 10_000, 3))
    planes = _brick(_positive(_stem(picture)), "backbone.model0.conv2", next(looks))
    levels = []
    for layer in range(1, _LAYERS + 1):
        planes = planes if layer == _UNPOOLED else _pooled(planes)
        for half in (1, 2):
            planes = _brick(planes, f"backbone.model{layer}.conv{half}", next(looks))
        levels.append(planes)
    coarse = _brick(levels[4], "neck.lateral_convs.2", next(looks))
    middle = _brick(levels[3] + _doubled(coarse), "neck.lateral_convs.1", next(looks))
    fine = _brick(levels[2] + _doubled(middle), "neck.lateral_convs.0", next(looks))
    return tuple(_answer(level, number) for number, level in enumerate((fine, middle, coarse)))


def _answer(level: Map, number: int) -> Answer:
    face, thing, box = (_head(level, f"bbox_head.multi_level_{kind}.{number}") for kind in ("cls", "obj", "bbox"))
    return Answer(stride=STRIDES[number], is_face=_chance(face[0]), is_thing=_chance(thing[0]), box=box)


def _brick(planes: Map, mix: str, look: int) -> Map:
    """Return planes mixed by one table, looked over by another; what is below 0 becomes 0."""
    return _positive(_looked(_mixed(planes, f"{mix}.conv1"), str(look), str(look + 1)))


def _head(planes: Map, name: str) -> Map:
    return _looked(_mixed(planes, f"{name}.conv1"), f"{name}.conv2.weight", f"{name}.conv2.bias")


def _mixed(planes: Map, name: str) -> Map:
    """Return each pixel's channels made into others."""
    table, offset = weights()[f"{name}.weight"], weights()[f"{name}.bias"]
    made = table[:, :, 0, 0] @ planes.reshape(len(planes), -1)
    made += offset[:, None]
    return np.asarray(made.reshape(-1, *planes.shape[1:]), np.float32)


def _looked(planes: Map, table_name: str, offset_name: str) -> Map:
    """Return each plane with its eight neighbours weighed in."""
    table, offset = weights()[table_name], weights()[offset_name]
    _, height, width = planes.shape
    padded = np.pad(planes, ((0, 0), (1, 1), (1, 1)))
    made = np.empty_like(planes)
    made[:] = offset[:, None, None]
    for down, across in np.ndindex(3, 3):
        shifted = padded[:, down : down + height, across : across + width]
        made += shifted * table[:, 0, down, across, None, None]
    return made


def _stem(picture: Map) -> Map:
    """Return the first planes: every second pixel each way, and its neighbours, mixed."""
    table, offset = weights()[_STEM], weights()[str(int(_STEM) + 1)]
    _, height, width = picture.shape
    padded = np.pad(picture, ((0, 0), (1, 1), (1, 1)))
    seen = [padded[:, down : down + height : 2, across : across + width : 2] for down, across in np.ndindex(3, 3)]
    columns = np.stack(seen, axis=1).reshape(-1, height // 2 * (width // 2))
    made = table.reshape(len(table), -1) @ columns + offset[:, None]
    return np.asarray(made.reshape(-1, height // 2, width // 2), np.float32)


def _pooled(planes: Map) -> Map:
    """Return planes of half the sides: the largest of every four."""
    rows = np.maximum(planes[:, ::2], planes[:, 1::2])
    return np.maximum(rows[:, :, ::2], rows[:, :, 1::2])


def _doubled(planes: Map) -> Map:
    return planes.repeat(2, axis=1).repeat(2, axis=2)


def _positive(planes: Map) -> Map:
    return np.maximum(planes, 0, out=planes)


def _chance(plane: Map) -> Map:
    return np.asarray(1 / (1 + np.exp(-np.clip(plane, -60, 60))), np.float32)
