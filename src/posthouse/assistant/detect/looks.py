"""The small look of every picture: a pattern of 48 by 27 parts, and how light and color are spread.

3 kB a picture, so two hours of 24 fps take half a gigabyte of virtual memory only where all is kept: patterns are kept
in bytes, 1.4 kB in all, 0.25 GB for two hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from posthouse.signal import Picture

ACROSS, DOWN = 48, 27
_BINS = (32, 16, 16)
_SAMPLES = 240
"""Lines, and pixels of a line, that a spread is counted over, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Every picture of a movie, made small."""

    patterns: NDArray[np.uint8]
    """(picture, y, x) mean light of each part, 0..255 of full scale."""
    spreads: NDArray[np.float16]
    """(picture, bin) the share of pixels of each light, then of each color; each plane's sum to 1."""

    @property
    def count(self) -> int:
        """Return the number of pictures."""
        return len(self.patterns)

    def light(self) -> NDArray[np.float64]:
        """Return (picture,) mean light, 0..1."""
        return np.asarray(self.patterns.reshape(self.count, -1).mean(axis=1, dtype=np.float64) / 255)

    def pattern(self, index: int) -> NDArray[np.float32]:
        """Return (y, x) the pattern of a picture, 0..1."""
        return np.asarray(self.patterns[index] / np.float32(255), np.float32)


def looks_of(pictures: Iterable[Picture]) -> Looks:
    """Return the looks of pictures in order; one picture is held at a time."""
    patterns, spreads = [], []
    for picture in pictures:
        patterns.append(_pattern(picture))
        spreads.append(_spread(picture))
    if not patterns:
        return Looks(patterns=np.zeros((0, DOWN, ACROSS), np.uint8), spreads=np.zeros((0, sum(_BINS)), np.float16))
    return Looks(patterns=np.stack(patterns), spreads=np.stack(spreads))


def _pattern(picture: Picture) -> NDArray[np.uint8]:
    light = picture.planes[1] if picture.format.family == "rgb" else picture.planes[0]
    rows = np.linspace(0, light.shape[0], DOWN + 1).astype(int)
    columns = np.linspace(0, light.shape[1], ACROSS + 1).astype(int)
    steps = max(1, light.shape[0] // _SAMPLES)
    lines = np.arange(0, light.shape[0], steps)
    sums = np.add.reduceat(light[lines], columns[:-1], axis=1, dtype=np.float32)
    firsts = np.searchsorted(lines, rows[:-1])
    whole = np.add.reduceat(sums, np.minimum(firsts, len(lines) - 1), axis=0)
    counts = np.maximum(np.diff(np.append(firsts, len(lines))), 1)[:, None] * np.maximum(np.diff(columns), 1)
    top = (1 << picture.format.bit_depth) - 1
    return np.asarray(np.clip(whole / counts * (255 / top), 0, 255), np.uint8)


def _spread(picture: Picture) -> NDArray[np.float16]:
    found = []
    for number, bins in enumerate(_BINS):
        if number >= len(picture.planes) or (picture.format.family == "grey" and number):
            found.append(np.zeros(bins))
            continue
        plane = picture.planes[number]
        few = plane[:: max(1, plane.shape[0] // _SAMPLES), :: max(1, plane.shape[1] // _SAMPLES)]
        shift = picture.format.bit_depth - int(np.log2(bins))
        counted = np.bincount((few >> shift).ravel(), minlength=bins)[:bins]
        found.append(counted / max(1, few.size))
    return np.concatenate(found).astype(np.float16)
