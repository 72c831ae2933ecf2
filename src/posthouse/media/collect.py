"""One pass over a file's packets: what the indexes are built from, with the digest taken on the way."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.media.border import media_errors
from posthouse.media.demux import packet_mark
from posthouse.media.entry import EntryReader
from posthouse.media.index import DISCARD, ENTRY, KEY, NO_TIME, SPLICE
from posthouse.media.limits import PacketTally
from posthouse.media.pulse import beat

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream

_VP8_SHOW_FRAME = 0x10
"""Bit 4 of a VP8 frame tag, RFC 6386 9.1."""


@dataclass(slots=True, kw_only=True)
class Collected:
    """The packets of one stream, in file order; in arrays, for two hours of film and sound are half a million."""

    codec: str
    pts: array[int] = field(default_factory=lambda: array("q"))
    dts: array[int] = field(default_factory=lambda: array("q"))
    duration: array[int] = field(default_factory=lambda: array("q"))
    byte_position: array[int] = field(default_factory=lambda: array("q"))
    byte_count: array[int] = field(default_factory=lambda: array("q"))
    mark: array[int] = field(default_factory=lambda: array("q"))
    flags: array[int] = field(default_factory=lambda: array("B"))
    is_hidden: array[int] = field(default_factory=lambda: array("B"))
    skipped_samples: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By ordinal: samples to drop at the start and the end of a sound packet."""


def collect_packets(
    path: Path, container: InputContainer, passed: Callable[[int], None] = lambda _position: None
) -> dict[int, Collected]:
    """Return the packets of every picture and sound stream, by stream number.

    Args:
        path: named in errors.
        container: open, at its start.
        passed: told each packet's byte position, so that a digest may follow through the disk's cache.
    """
    wanted = [s for s in container.streams if s.type in {"video", "audio"} and s.codec_context is not None]
    found = {s.index: Collected(codec=s.codec_context.codec.canonical_name) for s in wanted}
    readers = {s.index: EntryReader(found[s.index].codec, s.codec_context.extradata) for s in wanted}
    if not wanted:
        return {}
    tally = PacketTally(path)
    with media_errors(path, "read"):
        for packet in container.demux(wanted):
            beat()
            if packet.size:
                tally.count(packet.size)
                _add(found[packet.stream_index], packet, readers[packet.stream_index])
                if packet.pos is not None:
                    passed(packet.pos)
    return found


def _add(into: Collected, packet: Packet[Stream], reader: EntryReader) -> None:
    flags = 0
    if packet.is_keyframe:
        head = memoryview(packet)
        flags = KEY | (ENTRY if reader.is_entry(head) else 0) | (SPLICE if reader.is_splice(head) else 0)
    if packet.is_discard:
        flags |= DISCARD
    if packet.has_sidedata("skip_samples"):
        trim = bytes(packet.get_sidedata("skip_samples"))
        into.skipped_samples[len(into.pts)] = (
            int.from_bytes(trim[0:4], "little"),
            int.from_bytes(trim[4:8], "little"),
        )
    into.pts.append(NO_TIME if packet.pts is None else packet.pts)
    into.dts.append(NO_TIME if packet.dts is None else packet.dts)
    into.duration.append(packet.duration or 0)
    into.byte_position.append(-1 if packet.pos is None else packet.pos)
    into.byte_count.append(packet.size)
    into.mark.append(packet_mark(packet))
    into.flags.append(flags)
    into.is_hidden.append(into.codec == "vp8" and not memoryview(packet)[0] & _VP8_SHOW_FRAME)
