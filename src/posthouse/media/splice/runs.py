"""Which pictures can be taken over as packets: runs that need nothing before them and leave nothing behind.

Problem: of the pictures a shot shows, find the longest stretch whose packets lie together and show exactly it.
Example, in file order (numbers are places on screen): I0 P3 B1 B2 I6 B4 B5 P9 B7 B8. Pictures 1 to 9: the run begins
at I6, if that is an IDR picture; B4 and B5 come after it in the file and before it on screen, so they are left out.
Of 0 to 7 it is I0 P3 B1 B2: behind B2 all that is shown so far is shown without a gap.
Approach: walk packets in file order from a key picture, without those shown before it; wherever the highest place
reached equals the number of packets taken, the run may end.
Traps: packets that are never shown end a run; H.264 begins at IDR pictures only, for others refer to frame numbers of
what came before; HEVC at any IRAP picture, whose skipped leading pictures no later one refers to (H.265, 8.3.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.media.index import SPLICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from posthouse.media.index import PictureIndex

PIECE_PICTURES = 48
"""Runs are kept in pieces, cut at the first key picture of each of these cells, so that a trim renews few."""
_HIDDEN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Pictures [first, end) of a stream, whose packets begin at an ordinal."""

    first: int
    end: int
    ordinal: int


def packets_of_run(index: PictureIndex, run: Run) -> Iterator[tuple[int, int]]:
    """Yield (ordinal, picture) of a run's packets in file order."""
    shows, left = _pictures_by_ordinal(index), run.end - run.first
    for ordinal in range(run.ordinal, len(shows)):
        if left and shows[ordinal] >= run.first:
            yield ordinal, int(shows[ordinal])
            left -= 1


def _pictures_by_ordinal(index: PictureIndex) -> NDArray[np.int64]:
    """Return by ordinal which picture a packet shows."""
    shows = np.full(index.packets.count, _HIDDEN, np.int64)
    shows[index.shown] = np.arange(index.picture_count)
    return shows


class RunFinder:
    """Finds the runs of one stream."""

    def __init__(self, index: PictureIndex) -> None:
        packets = index.packets
        self._picture_of = _pictures_by_ordinal(index)
        keys = np.flatnonzero((packets.flags & SPLICE) != 0)
        self._keys = keys[self._picture_of[keys] != _HIDDEN]
        self._key_pictures = self._picture_of[self._keys]
        self._cuts = self._cut_pictures()

    def runs(self, first: int, end: int, *, shortest: int = 1) -> list[Run]:
        """Return the runs within pictures [first, end), each at least ``shortest`` pictures long, in order."""
        found: list[Run] = []
        while first < end:
            place = int(np.searchsorted(self._key_pictures, first))
            if place >= len(self._keys):
                break
            ordinal, start = int(self._keys[place]), int(self._key_pictures[place])
            stop = self._end_of(ordinal, start, end)
            if stop - start >= shortest:
                found += self._pieces(Run(first=start, end=stop, ordinal=ordinal))
            first = max(stop, start + 1)
        return found

    def run(self, first: int, end: int) -> Run | None:
        """Return the run of exactly these pictures; None where there is none."""
        place = int(np.searchsorted(self._key_pictures, first))
        if place >= len(self._keys) or self._key_pictures[place] != first:
            return None
        ordinal = int(self._keys[place])
        return Run(first=first, end=end, ordinal=ordinal) if self._end_of(ordinal, first, end) == end else None

    def _end_of(self, ordinal: int, start: int, end: int) -> int:
        """Return the picture after the longest run from a key picture that ends before ``end``."""
        taken = self._picture_of[ordinal : ordinal + 2 * (end - start) + 64]
        hidden = np.flatnonzero(taken == _HIDDEN)
        taken = taken[: hidden[0]] if len(hidden) else taken
        taken = taken[taken >= start]
        highest = np.maximum.accumulate(taken)
        is_whole = (highest - start + 1 == np.arange(1, len(taken) + 1)) & (highest < end)
        whole = np.flatnonzero(is_whole)
        return int(highest[whole[-1]]) + 1 if len(whole) else start

    def _pieces(self, run: Run) -> Iterator[Run]:
        """Yield a run in pieces, cut where a key picture has nothing before it on screen behind it in the file."""
        inner = self._cuts[(self._cuts[:, 0] > run.first) & (self._cuts[:, 0] < run.end)]
        start, ordinal = run.first, run.ordinal
        for picture, at in inner.tolist():
            yield Run(first=start, end=picture, ordinal=ordinal)
            start, ordinal = picture, at
        yield Run(first=start, end=run.end, ordinal=ordinal)

    def _cut_pictures(self) -> NDArray[np.int64]:
        """Return (picture, ordinal) of the first key picture of each cell that runs can be cut at."""
        shown = np.where(self._picture_of == _HIDDEN, np.iinfo(np.int64).max, self._picture_of)
        lowest_after = np.minimum.accumulate(shown[::-1])[::-1]
        is_closed = lowest_after[self._keys] == self._key_pictures
        pictures, ordinals = self._key_pictures[is_closed], self._keys[is_closed]
        _, first = np.unique(pictures // PIECE_PICTURES, return_index=True)
        return np.stack([pictures[first], ordinals[first]], axis=1).astype(np.int64)
