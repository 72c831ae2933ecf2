"""Packets of one stream from any indexed place: the seek is proven by the packet it lands on, never believed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import av
import av.error
import numpy as np

from posthouse.errors import MediaError
from posthouse.media.border import media_errors, open_container
from posthouse.media.index import KNOWN, NO_TIME
from posthouse.media.pulse import beat

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from av.packet import Packet
    from av.stream import Stream

    from posthouse.media.facts import OpenAs
    from posthouse.media.index import PacketTable

MARK_BYTES = 256
_SEARCH_PACKETS = 2000
"""How far past a seek's landing the wanted packet is looked for before the seek is given up."""
_BYTE_SEEK_MARGIN = 1 << 18
"""Program and transport streams are entered this many bytes early, so that the parser has found its feet."""


def packet_mark(packet: Packet[Stream]) -> int:
    """Return the CRC-32 of a packet's first bytes."""
    return zlib.crc32(memoryview(packet)[:MARK_BYTES])


class StreamPackets:
    """One open file, one stream of it, its packets by ordinal."""

    def __init__(self, path: Path, table: PacketTable, stream_number: int, open_as: OpenAs | None = None) -> None:
        self.path, self.table, self._number, self._open_as = path, table, stream_number, open_as
        self.container = open_container(path, open_as)
        self.stream = self._stream()
        self._packets = self._demuxed()
        self._next_ordinal = 0

    @property
    def next_ordinal(self) -> int:
        """Return the ordinal of the packet ``next_packet`` gives."""
        return self._next_ordinal

    def next_packet(self) -> Packet[Stream] | None:
        """Return the next packet, None at the end.

        Raises:
            MediaError: the file is not the one that was indexed any more, or cannot be read.
        """
        beat()
        with media_errors(self.path, "read"):
            packet = next(self._packets, None)
        if packet is None:
            return None
        ordinal = self._next_ordinal
        if ordinal >= self.table.count or packet.size != self.table.byte_count[ordinal]:
            raise MediaError(f"{self.path} changed while it was being read", hint="build again once it is copied")
        self._next_ordinal += 1
        return packet

    def go_to(self, ordinal: int) -> None:
        """Make ``ordinal`` the next packet: by a seek that is proven, else by reading from the start."""
        if ordinal == self._next_ordinal:
            return
        known = self._known_before(ordinal)
        if known is None or not any(self._lands(known, attempt) for attempt in self._attempts(known)):
            self._restart()
        while self._next_ordinal < ordinal:
            if self.next_packet() is None:
                raise MediaError(f"{self.path} ends before packet {ordinal}", hint="copy it again from its source")

    def close(self) -> None:
        """Close the file."""
        self._packets.close()
        self.container.close()

    def _known_before(self, ordinal: int) -> int | None:
        """Return the last packet up to ``ordinal`` that cannot be taken for another, None to begin at the start."""
        first = max(1, ordinal - _SEARCH_PACKETS)
        known = np.flatnonzero(self.table.flags[first : ordinal + 1] & KNOWN)
        return first + int(known[-1]) if len(known) else None

    def _stream(self) -> Stream:
        return self.container.streams[self._number]

    def _demuxed(self) -> Generator[Packet[Stream]]:
        for packet in self.container.demux(self.stream):
            if packet.size:
                yield packet

    def _restart(self) -> None:
        self.close()
        self.container = open_container(self.path, self._open_as)
        self.stream = self._stream()
        self._packets = self._demuxed()
        self._next_ordinal = 0

    def _attempts(self, ordinal: int) -> Iterator[tuple[int, bool]]:
        """Yield (offset, is a byte offset) to try, the likeliest first."""
        name = self.container.format.name
        if name in {"mpeg", "mpegts", "mpegvideo"}:
            yield max(0, int(self.table.byte_position[ordinal]) - _BYTE_SEEK_MARGIN), True
            return
        dts, pts = int(self.table.dts[ordinal]), int(self.table.pts[ordinal])
        known = [ticks for ticks in (dts, pts) if ticks != NO_TIME]
        if known:
            yield min(known), False
            yield min(known) - int(1 / self.table.time_base), False

    def _lands(self, ordinal: int, attempt: tuple[int, bool]) -> bool:
        """Seek, then read on to the packet known by its identity; False if it does not come."""
        offset, is_bytes = attempt
        self._packets.close()
        try:
            if is_bytes:
                self.container.seek(offset, stream=self.stream, unsupported_byte_offset=True)
            else:
                self.container.seek(offset, stream=self.stream)
        except av.error.FFmpegError:
            return False
        self._packets = self._demuxed()
        return self._reads_up_to(ordinal)

    def _reads_up_to(self, ordinal: int) -> bool:
        wanted = self.table.identity(ordinal)
        with media_errors(self.path, "read"):
            for _ in range(_SEARCH_PACKETS):
                beat()
                packet = next(self._packets, None)
                if packet is None:
                    return False
                position = -1 if packet.pos is None else packet.pos
                if position > wanted[0] >= 0:
                    return False
                if (position, packet.size) == wanted[:2] and packet_mark(packet) == wanted[2]:
                    self._packets = _preceded(packet, self._packets)
                    self._next_ordinal = ordinal
                    return True
        return False


def _preceded(first: Packet[Stream], rest: Generator[Packet[Stream]]) -> Generator[Packet[Stream]]:
    yield first
    yield from rest
