"""From collected packets to a proven picture index: order by presentation time, then prove it by decoding the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.errors import MediaError
from posthouse.media.index import DISCARD, ENTRY, KNOWN, NO_TIME, Int32s, Int64s, PacketTable, PictureIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.media.collect import Collected

HIDDEN_RANK = np.iinfo(np.int32).max


def ordered_by_time(packets: Collected) -> tuple[Int32s, list[int]] | None:
    """Return (rank by packet, ordinals shown in order), None where presentation times cannot order the pictures.

    They can when every packet has one and no two shown pictures share one.
    """
    pts = np.array(packets.pts, np.int64)
    if (pts == NO_TIME).any():
        return None
    order = np.lexsort((np.arange(len(pts)), pts))
    rank = np.empty(len(pts), np.int32)
    rank[order] = np.arange(len(pts), dtype=np.int32)
    hidden = np.array(packets.is_hidden, bool) | ((np.array(packets.flags, np.uint8) & DISCARD) != 0)
    shown = order[~hidden[order]]
    if (np.diff(pts[shown]) <= 0).any():
        return None
    return rank, [int(ordinal) for ordinal in shown]


def packet_table(packets: Collected, time_base: Fraction) -> PacketTable:
    """Return the packets as arrays; ``time_base`` is the stream's."""
    return PacketTable(
        time_base=time_base,
        pts=np.array(packets.pts, np.int64),
        dts=np.array(packets.dts, np.int64),
        byte_position=np.array(packets.byte_position, np.int64),
        byte_count=np.array(packets.byte_count, np.int32),
        mark=np.array(packets.mark, np.uint32),
        flags=_flags_with_known(packets),
    )


def picture_index(packets: Collected, time_base: Fraction, rank: Int32s, shown: Sequence[int]) -> PictureIndex:
    """Return the index of a picture stream whose shown packets have rising presentation times.

    Args:
        packets: in file order.
        time_base: of their time stamps.
        rank: place on screen of every packet, hidden ones included.
        shown: ordinals of the pictures in order.
    """
    table = packet_table(packets, time_base)
    ordinals = np.array(shown, np.int32)
    times = table.pts[ordinals]
    ticks = np.append(times, _end_ticks(times, packets, ordinals)).astype(np.int64)
    return PictureIndex(packets=table, rank=rank, shown=ordinals, tick_base=time_base, shown_ticks=ticks)


def timeless_picture_index(
    packets: Collected, time_base: Fraction, rank: Int32s, shown: Sequence[int], rate: Fraction
) -> PictureIndex:
    """Return the index of a stream without presentation times: its pictures come at its rate."""
    ticks = np.arange(len(shown) + 1, dtype=np.int64)
    table = packet_table(packets, time_base)
    return PictureIndex(
        packets=table, rank=rank, shown=np.array(shown, np.int32), tick_base=1 / rate, shown_ticks=ticks
    )


def without_leading(rank: Int32s, shown: Sequence[int], decoded: set[int]) -> list[int]:
    """Return the shown ordinals less those before the first key that did not decode (their GOP is cut off)."""
    first = int(rank[0])
    return [ordinal for ordinal in shown if ordinal in decoded or rank[ordinal] >= first]


def refuse_no_pictures(path: Path, shown: Sequence[int]) -> None:
    """Refuse a stream none of whose pictures is shown.

    Raises:
        MediaError: always, when ``shown`` is empty.
    """
    if not shown:
        raise MediaError(f"{path} holds no picture that can be shown", hint="copy it again from its source")


def _end_ticks(times: Int64s, packets: Collected, ordinals: Int32s) -> int:
    """Return the end of the last picture: its packet's duration, or the usual distance where it has none."""
    last = packets.duration[int(ordinals[-1])]
    if len(times) > 1:
        usual = int(np.median(np.diff(times)))
        last = usual if last <= 0 or last > 10 * usual else last
    return int(times[-1]) + max(last, 1)


def _flags_with_known(packets: Collected) -> NDArray[np.uint8]:
    """Return the flags; packets no other can be taken for after a seek are KNOWN, and only those stay entries."""
    flags = np.array(packets.flags, np.uint8)
    names = np.stack([packets.byte_position, packets.byte_count, packets.mark])
    order = np.lexsort(names)
    is_like_next = (np.diff(names[:, order], axis=1) == 0).all(axis=0)
    is_double = np.zeros(len(flags), bool)
    is_double[order[1:]] |= is_like_next
    is_double[order[:-1]] |= is_like_next
    return np.where(is_double, flags & ~np.uint8(ENTRY), flags | np.uint8(KNOWN))
