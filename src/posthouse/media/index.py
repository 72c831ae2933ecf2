"""
The packet index of a stream: what each packet is, which picture it shows, and where decoding may begin.

Problem: give presentation index i the very picture a sequential decode gives there, without decoding from the start.
Example: packets I0 P3 B1 B2 I6 B4 B5 (numbers are presentation order). Picture 4 comes after key I6 in the file but
needs P3 too: it must be entered at I0. Picture 7 may be entered at I6.
Approach: packets get an ``ordinal`` (place in the file) and a ``rank`` (place on screen, by presentation time, hidden
packets included). Picture i may be entered at key packet k when k comes before it in both orders, and k is a true entry
point: IDR, CRA or recovery point with nothing carried over (``entry.py`` reads that from the bitstream).
Traps: invisible frames (VP8), edit lists (packets decoded but never shown), leading pictures of the first GOP, two
fields as two packets, streams without presentation times: ``measure.py`` settles those by decoding, once.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]

NO_TIME = np.iinfo(np.int64).min
"""A packet without this time stamp (FFmpeg's AV_NOPTS_VALUE)."""

KEY, DISCARD, ENTRY = 1, 2, 4
"""Packet flags: a key packet; decoded but never shown (edit list); a proven place to begin decoding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketIndex:
    """One stream's packets, in file order. ``shown[i]`` is the ordinal of the packet that shows picture i."""

    time_base: Fraction
    pts: Int64s
    dts: Int64s
    byte_position: Int64s
    byte_count: Int32s
    mark: NDArray[np.uint32]
    """CRC-32 of the packet's head: with position and size, its identity after a seek."""
    flags: NDArray[np.uint8]
    rank: Int32s
    shown: Int32s
    shown_ticks: Int64s
    """Presentation time of each picture, in ``time_base``, then one more: the end of the last picture."""

    @property
    def packet_count(self) -> int:
        """Return the number of packets."""
        return len(self.pts)

    @property
    def picture_count(self) -> int:
        """Return the number of pictures shown."""
        return len(self.shown)

    def start_s(self) -> Fraction:
        """Return the time of the first picture, in the file's own time."""
        return int(self.shown_ticks[0]) * self.time_base

    def duration_s(self) -> Fraction:
        """Return the time from the first picture's start to the last one's end."""
        return int(self.shown_ticks[-1] - self.shown_ticks[0]) * self.time_base

    def picture_at(self, time_s: Fraction) -> int:
        """Return the picture on screen at a time from the first picture; before and after, the first and last."""
        ticks = self.shown_ticks[0] + time_s / self.time_base
        found = int(np.searchsorted(self.shown_ticks[:-1], int(ticks // 1), side="right")) - 1
        return min(max(found, 0), self.picture_count - 1)

    def entry_for(self, picture: int) -> int:
        """Return the ordinal of the last packet from which decoding gives this picture exactly (0 if only the start)."""
        ordinal = int(self.shown[picture])
        entries = np.flatnonzero(self.flags[: ordinal + 1] & ENTRY)
        usable = entries[self.rank[entries] <= self.rank[ordinal]]
        return int(usable[-1]) if len(usable) else 0

    def identity(self, ordinal: int) -> tuple[int, int, int]:
        """Return what a packet is known by after a seek: byte position, size, mark."""
        return int(self.byte_position[ordinal]), int(self.byte_count[ordinal]), int(self.mark[ordinal])

    def to_bytes(self) -> bytes:
        """Return the index packed for the cache."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        base = np.array([self.time_base.numerator, self.time_base.denominator], np.int64)
        packed = io.BytesIO()
        np.savez(packed, time_base=base, **arrays)
        return zlib.compress(packed.getvalue(), 1)

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """Return an index from ``to_bytes``."""
        with np.load(io.BytesIO(zlib.decompress(packed)), allow_pickle=False) as arrays:
            base = arrays["time_base"]
            return cls(time_base=Fraction(int(base[0]), int(base[1])), **{name: arrays[name] for name in _ARRAYS})


_ARRAYS = ("pts", "dts", "byte_position", "byte_count", "mark", "flags", "rank", "shown", "shown_ticks")
