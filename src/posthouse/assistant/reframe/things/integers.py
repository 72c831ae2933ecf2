"""The steps of a network of 8-bit whole numbers, to the same bit on every machine.

Planes are (y, x, channel) arrays that hold whole numbers, 0 standing for 0. They are kept as 32-bit floats: those hold
every whole number below 2 to the 24th, so sums of products that stay below it are exact in whatever order a machine
takes them. ``Weights`` makes sure of that bound from the numbers themselves. What follows a sum is done number by
number, each rounded as IEEE 754 says: every machine finds the same.
Source: B. Jacob et al., "Quantization and training of neural networks for efficient integer-arithmetic-only
inference", CVPR 2018; TensorFlow Lite, "8-bit quantization specification".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Planes = NDArray[np.float32]

_EXACT = 1 << 24
_FARTHEST = 255
"""A number of 8 bits is at most so far from the one that means 0."""
_BLOCK_BYTES = 1 << 18
"""What is worked on at a time when planes are looked over: it stays in the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a step's numbers are brought to: 8 bits."""

    scale: float
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The numbers of a step that mixes or looks over planes."""

    table: NDArray[np.float32]
    """(plane made, y, x, plane) where planes are mixed; (y, x, plane) where each is looked over by itself."""
    offset: NDArray[np.float32]
    factor: NDArray[np.float32]
    """From the sums' worth to the output's."""
    stride: int

    def __post_init__(self) -> None:
        """Make sure that no sum leaves the exact whole numbers."""
        axes = (1, 2, 3) if self.table.ndim == 4 else (0, 1)
        most = np.abs(self.table).sum(axis=axes) * _FARTHEST
        assert most.max() < _EXACT, "the file is the one it was written for: its sums stay exact"


def mixed(planes: Planes, weights: Weights, output: Output) -> Planes:
    """Return planes made of all planes, at each place alone or of a square around it."""
    made, high, wide, _ = weights.table.shape
    shape = tuple(-(-side // weights.stride) for side in planes.shape[:2])
    columns = planes if high == wide == 1 else np.concatenate(list(_shifted(planes, weights, (high, wide))), axis=2)
    sums = columns.reshape(-1, columns.shape[2]) @ weights.table.reshape(made, -1).T
    return _brought(sums, weights, output).reshape(*shape, made)


def looked_over(planes: Planes, weights: Weights, output: Output) -> Planes:
    """Return each plane with a square around each place weighed in."""
    high, wide, count = weights.table.shape
    shape = tuple(-(-side // weights.stride) for side in planes.shape[:2])
    seen = list(_shifted(planes, weights, (high, wide)))
    sums = np.zeros((*shape, count), np.float32)
    rows = max(1, _BLOCK_BYTES // (4 * shape[1] * count))
    product = np.empty((rows, shape[1], count), np.float32)
    for first in range(0, shape[0], rows):
        part = sums[first : first + rows]
        for each, weight in zip(seen, weights.table.reshape(-1, count), strict=True):
            np.multiply(each[first : first + rows], weight, out=product[: len(part)])
            part += product[: len(part)]
    return _brought(sums, weights, output)


def _shifted(planes: Planes, weights: Weights, square: tuple[int, int]) -> Sequence[Planes]:
    """Return the planes as seen from each place of a square, every ``stride`` steps; around them is 0."""
    padded = padded_for(planes, square, weights.stride, 0)
    shape = [-(-side // weights.stride) for side in planes.shape[:2]]
    ends = [(count - 1) * weights.stride + 1 for count in shape]
    return [
        padded[down : down + ends[0] : weights.stride, across : across + ends[1] : weights.stride]
        for down, across in np.ndindex(*square)
    ]


def padded_for(planes: Planes, square: tuple[int, int], stride: int, around: float) -> Planes:
    """Return planes with as much around them as a square needs to stand at every ``stride``th place ("SAME")."""
    pads = []
    for side, length in zip(planes.shape, square, strict=False):
        missing = max(0, (-(-side // stride) - 1) * stride + length - side)
        pads.append((missing // 2, missing - missing // 2))
    return np.pad(planes, (*pads, (0, 0)), constant_values=around)


def _brought(sums: Planes, weights: Weights, output: Output) -> Planes:
    sums += weights.offset
    sums *= weights.factor
    return _in_bits(sums, output)


def _in_bits(planes: Planes, output: Output) -> Planes:
    np.rint(planes, out=planes)
    return np.clip(planes, output.low, output.high, out=planes)


def added(first: Planes, second: Planes, worths: tuple[float, float], output: Output) -> Planes:
    """Return the sum of planes of different worths."""
    one, other = (np.float32(worth / output.scale) for worth in worths)
    return _in_bits(first * one + second * other, output)


def largest(planes: Planes, square: tuple[int, int], stride: int) -> Planes:
    """Return the largest number of each square."""
    padded = padded_for(planes, square, stride, -np.inf)
    ends = [(-(-side // stride) - 1) * stride + 1 for side in planes.shape[:2]]
    seen = [
        padded[down : down + ends[0] : stride, across : across + ends[1] : stride]
        for down, across in np.ndindex(*square)
    ]
    return np.asarray(np.maximum.reduce(seen), np.float32)


def repeated(planes: Planes, shape: tuple[int, int]) -> Planes:
    """Return planes of another size: each place as the one it came from."""
    rows, columns = (np.arange(count) * side // count for count, side in zip(shape, planes.shape, strict=False))
    return np.asarray(planes[rows[:, None], columns[None]], np.float32)
