"""Frames between the pictures of a footage: mixed, or made anew with their parts moved along their way.

What comes in: decoded pictures in the order ``decode_order`` asks for, and the shares of each frame. What goes out: a
picture of the footage's own format where a frame is one picture, else the same in 16-bit code values, so that a mix of
8-bit pictures is not rounded to 8 bits before it is graded and dithered. Nothing is mixed across a cut in the source.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.between_kernels import add_share, codes_of_sum, warp_planes
from posthouse.pixels.scene_cuts import is_cut, thumbnail
from posthouse.pixels.stack import WHOLE_SHARE
from posthouse.signal import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from posthouse.pixels.flow import Ways
    from posthouse.pixels.stack import Between, Shares


def decode_order(shares: Sequence[Shares]) -> tuple[int, ...]:
    """Return the pictures that frames need, in the order they are to be decoded; what the last frame had is kept."""
    held: set[int] = set()
    order: list[int] = []
    for pairs in shares:
        order += [index for index, _ in pairs if index not in held]
        held = {index for index, _ in pairs}
    return tuple(order)


@dataclass(slots=True)
class BetweenMaker:
    """Makes the frames of one footage one after another, each once; ``decoded`` follows ``decode_order``."""

    between: Between
    decoded: Iterator[Picture]
    _held: dict[int, Picture] = field(default_factory=dict)
    _thumbnails: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    _ways: dict[tuple[int, int], Ways | None] = field(default_factory=dict)

    def picture(self, frame: int) -> Picture:
        """Return a frame: a picture of the footage as it is, or one of 16-bit codes."""
        pairs = self.between.shares[frame]
        self._take(pairs)
        pairs = self._without_cuts(pairs)
        if len(pairs) == 1:
            return self._held[pairs[0][0]]
        return self._flowed(pairs) if self.between.engine else mixed([(self._held[i], share) for i, share in pairs])

    def _take(self, pairs: Shares) -> None:
        """Hold the pictures of a frame, and no others."""
        wanted = [index for index, _ in pairs]
        self._held = {
            index: self._held[index] if index in self._held else _kept(next(self.decoded)) for index in wanted
        }
        self._thumbnails = {index: held for index, held in self._thumbnails.items() if index in self._held}
        self._ways = {pair: ways for pair, ways in self._ways.items() if self._held.keys() >= set(pair)}

    def _without_cuts(self, pairs: Shares) -> Shares:
        """Return the shares of the scene the largest lies in; where nothing is cut, the same."""
        scenes: list[list[tuple[int, int]]] = [[pairs[0]]]
        for before, pair in itertools.pairwise(pairs):
            if is_cut(self._thumbnail(before[0]), self._thumbnail(pair[0])):
                scenes.append([])
            scenes[-1].append(pair)
        if len(scenes) == 1:
            return pairs
        return tuple(max(scenes, key=lambda scene: sum(share for _, share in scene)))

    def _thumbnail(self, index: int) -> NDArray[np.float32]:
        if index not in self._thumbnails:
            self._thumbnails[index] = thumbnail(self._held[index])
        return self._thumbnails[index]

    def _flowed(self, pairs: Shares) -> Picture:
        """Return the picture between two, along the way of their parts; the nearer one where no way is found."""
        from posthouse.pixels.flow import find_ways  # loads OpenCV: only for shots by flow

        (first, _), (second, share) = pairs
        before, after = self._held[first], self._held[second]
        if (first, second) not in self._ways:
            self._ways[first, second] = find_ways(before, after)
        ways = self._ways[first, second]
        if ways is None:
            return before if 2 * share < WHOLE_SHARE else after
        moved = warp_planes(before, after, ways.at(share / WHOLE_SHARE))
        return Picture(format=replace(before.format, bit_depth=16), planes=moved)


def mixed(parts: Sequence[tuple[Picture, int]]) -> Picture:
    """Return the mix of some pictures of one format by their shares, in 16-bit codes; code values are what is mixed."""
    form = parts[0][0].format
    whole = sum(share for _, share in parts)
    planes = []
    for index, plane in enumerate(parts[0][0].planes):
        total = np.zeros(plane.shape, np.float32)
        for picture, share in parts:
            total = add_share(picture.planes[index], share / whole, total)
        planes.append(codes_of_sum(total, form, index))
    return Picture(format=replace(form, bit_depth=16), planes=tuple(planes))


def _kept(picture: Picture) -> Picture:
    """Return a copy of a picture: what a decoder gives is good only until the next."""
    return Picture(format=picture.format, planes=tuple(plane.copy() for plane in picture.planes))
