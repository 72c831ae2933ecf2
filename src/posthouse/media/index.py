"""The indexes of a file's streams: what each packet is, which picture it shows, and where decoding may begin.

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
import threading
import zlib
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]

NO_TIME = np.iinfo(np.int64).min
"""A packet without this time stamp (FFmpeg's AV_NOPTS_VALUE)."""

KEY, DISCARD, ENTRY, KNOWN, SPLICE = 1, 2, 4, 8, 16
"""Packet flags: a key packet; decoded but never shown (edit list); a proven place to begin decoding; told from every
other packet of its stream by its identity; a picture that may follow those of any other stream."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketTable:
    """One stream's packets, in file order."""

    time_base: Fraction
    pts: Int64s
    dts: Int64s
    byte_position: Int64s
    byte_count: Int32s
    mark: NDArray[np.uint32]
    """CRC-32 of the packet's head: with position and size, its identity after a seek."""
    flags: NDArray[np.uint8]

    @property
    def count(self) -> int:
        """Return the number of packets."""
        return len(self.pts)

    def identity(self, ordinal: int) -> tuple[int, int, int]:
        """Return what a packet is known by after a seek: byte position, size, mark."""
        return int(self.byte_position[ordinal]), int(self.byte_count[ordinal]), int(self.mark[ordinal])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureIndex:
    """The pictures of a stream as presented. ``shown[i]`` is the ordinal of the packet that shows picture i."""

    packets: PacketTable
    rank: Int32s
    shown: Int32s
    tick_base: Fraction
    """Seconds in a tick of ``shown_ticks``: the stream's time base, or one picture where it has no times."""
    shown_ticks: Int64s
    """Presentation time of each picture, then one more: the end of the last picture."""

    @property
    def picture_count(self) -> int:
        """Return the number of pictures shown."""
        return len(self.shown)

    def start_s(self) -> Fraction:
        """Return the time of the first picture, in the file's own time."""
        return int(self.shown_ticks[0]) * self.tick_base

    def duration_s(self) -> Fraction:
        """Return the time from the first picture's start to the last one's end."""
        return int(self.shown_ticks[-1] - self.shown_ticks[0]) * self.tick_base

    def entry_for(self, picture: int) -> int:
        """Return the ordinal of the last packet from which decoding gives this picture exactly; 0 is the start."""
        ordinal = int(self.shown[picture])
        entries = np.flatnonzero(self.packets.flags[: ordinal + 1] & ENTRY)
        usable = entries[self.rank[entries] <= self.rank[ordinal]]
        return int(usable[-1]) if len(usable) else 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundIndex:
    """Where each packet's sound lies: packet k's output begins at ``sample_at[k]``, from the first sample heard."""

    packets: PacketTable
    sample_at: Int64s
    duration_samples: int
    preroll_packets: int
    """Packets a decoder must have had before its output is that of a decode from the start."""

    def packet_at(self, sample: int) -> int:
        """Return the ordinal of the packet in whose output the sample lies."""
        return max(int(np.searchsorted(self.sample_at, sample, side="right")) - 1, 0)


def pack_index(index: PictureIndex | SoundIndex) -> bytes:
    """Return an index packed for the cache."""
    arrays = _arrays(index.packets, "packets.") | _arrays(index, "")
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    return zlib.compress(packed.getvalue(), 1)


def unpack_picture_index(packed: bytes) -> PictureIndex:
    """Return the index ``pack_index`` packed."""
    return PictureIndex(**_unpacked(packed))


def unpack_sound_index(packed: bytes) -> SoundIndex:
    """Return the index ``pack_index`` packed."""
    return SoundIndex(**_unpacked(packed))


def _arrays(index: PacketTable | PictureIndex | SoundIndex, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in fields(index):
        part = getattr(index, each.name)
        if isinstance(part, Fraction):
            part = np.array([part.numerator, part.denominator], np.int64)
        if not isinstance(part, PacketTable):
            found[prefix + each.name] = np.asarray(part)
    return found


# NumPy reads an array's header with ast.literal_eval, and CPython 3.11's parser keeps its depth in one place for all
# threads: two at once can end in "SystemError: AST constructor recursion depth mismatch".
_ONE_PARSER = threading.Lock()


def _unpacked(packed: bytes) -> dict[str, Any]:
    own: dict[str, Any] = {}
    table: dict[str, Any] = {}
    with _ONE_PARSER, np.load(io.BytesIO(zlib.decompress(packed)), allow_pickle=False) as arrays:
        for name in arrays.files:
            into = table if name.startswith("packets.") else own
            into[name.removeprefix("packets.")] = _restored(name, arrays[name])
    return {"packets": PacketTable(**table), **own}


def _restored(name: str, part: NDArray[Any]) -> Any:
    if name.endswith("_base"):
        return Fraction(int(part[0]), int(part[1]))
    return int(part) if part.ndim == 0 else part
