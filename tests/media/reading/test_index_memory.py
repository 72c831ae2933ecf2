"""The index of a long film: memory by the packet, not by the object."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction

from posthouse.media.collect import Collected
from posthouse.media.index import ENTRY, KEY, KNOWN, pack_index, unpack_picture_index
from posthouse.media.indexing import ordered_by_time, picture_index

PACKETS = 200_000
"""Two hours and a quarter at 25 pictures a second."""


def collected(count: int) -> Collected:
    found = Collected(codec="h264")
    for number in range(count):
        found.pts.append(number * 512)
        found.dts.append(number * 512)
        found.duration.append(512)
        found.byte_position.append(number * 9000 + 48)
        found.byte_count.append(8000 + number % 900)
        found.mark.append(number * 2654435761 % (1 << 32))
        found.flags.append(KEY | ENTRY if number % 250 == 0 else 0)
        found.is_hidden.append(0)
    return found


def test_index_of_two_hours_is_made_in_little_memory() -> None:
    tracemalloc.start()
    packets = collected(PACKETS)
    ordered = ordered_by_time(packets)
    assert ordered is not None
    index = picture_index(packets, Fraction(1, 12800), *ordered)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.picture_count == PACKETS
    assert peak < PACKETS * 300
    assert kept < PACKETS * 150
    assert len(pack_index(index)) < PACKETS * 20


def test_only_packets_told_from_all_others_are_known() -> None:
    packets = collected(1000)
    for part in (packets.byte_position, packets.byte_count, packets.mark):
        part[500] = part[250]
    ordered = ordered_by_time(packets)
    assert ordered is not None
    flags = unpack_picture_index(pack_index(picture_index(packets, Fraction(1, 12800), *ordered))).packets.flags
    assert [number for number in range(1000) if not flags[number] & KNOWN] == [250, 500]
    assert [number for number in range(1000) if flags[number] & ENTRY] == [0, 750]
