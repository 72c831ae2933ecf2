"""Other numbers for parameter sets and for the slices that name them, so that streams of two encoders share a file.

Problem: a slice names its picture parameter set near its start, in a code of 1, 3, 5, ... bits; a longer code would
shift all bits behind it, and the compressed data must begin at a byte.
Example: set 0 is the code ``1``, set 15 the code ``000010000``: 9 bits, 8 more. Everything behind moves by one byte.
Approach: a set's new number is one whose code is exactly 8 bits longer. Only the slice's head is rewritten.
Traps: the bytes that keep start codes out are made anew where the head ends; the head is cut behind a byte that is
not zero, so those of the rest stay right.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.errors import DeliveryError
from posthouse.media.splice.bits import (
    BitReader,
    bytes_of,
    closed_payload,
    escaped,
    golomb_text,
    unescaped,
    without_trailing,
)
from posthouse.media.splice.parameter_sets import ParameterSets, SetKind, kind_of, reader_of, skip_to_sequence_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_SEQUENCES = {"h264": 32, "hevc": 16}
"""seq_parameter_set_id is below (H.264, 7.4.2.1.1; H.265, 7.4.3.2.1)."""
MOST_PICTURES = {"h264": 256, "hevc": 64}
"""pic_parameter_set_id is below (H.264, 7.4.2.2; H.265, 7.4.3.3.1)."""
_MOST_VIDEOS = 16
_HEAD_BYTES = 20
_H264_SLICES = frozenset({1, 5})
_H264_OTHER_SLICES = frozenset({2, 3, 4, 19, 20, 21})
_HEVC_SLICES = range(22)
_HEVC_ENTRIES = range(16, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """New numbers of the sets of one stream, by their own; empty: all are kept."""

    codec: str
    videos: Mapping[int, int] = field(default_factory=dict)
    sequences: Mapping[int, int] = field(default_factory=dict)
    pictures: Mapping[int, int] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Return whether anything gets another number."""
        return bool(self.pictures)

    def undone(self) -> Numbering:
        """Return the numbering back."""
        back = [{new: old for old, new in each.items()} for each in (self.videos, self.sequences, self.pictures)]
        return Numbering(codec=self.codec, videos=back[0], sequences=back[1], pictures=back[2])


def numberings(sets: Sequence[ParameterSets]) -> list[Numbering]:
    """Return a numbering for each stream, so that no number means two things; the first keeps its own.

    Raises:
        DeliveryError: there are not enough numbers.
    """
    taken: dict[SetKind, set[int]] = {kind: set() for kind in SetKind}
    found = []
    for each in sets:
        numbers = {kind: each.numbers(kind) for kind in SetKind}
        is_free = not any(numbers[kind] & taken[kind] for kind in SetKind)
        chosen = Numbering(codec=each.codec) if is_free else _chosen(each.codec, numbers, taken)
        for kind, new in zip(SetKind, (chosen.videos, chosen.sequences, chosen.pictures), strict=True):
            taken[kind] |= {new.get(number, number) for number in numbers[kind]}
        found.append(chosen)
    return found


def _chosen(codec: str, numbers: Mapping[SetKind, set[int]], taken: Mapping[SetKind, set[int]]) -> Numbering:
    try:
        return Numbering(
            codec=codec,
            videos=_free(numbers[SetKind.VIDEO], taken[SetKind.VIDEO], _MOST_VIDEOS),
            sequences=_free(numbers[SetKind.SEQUENCE], taken[SetKind.SEQUENCE], MOST_SEQUENCES[codec]),
            pictures=_longer(numbers[SetKind.PICTURE], taken[SetKind.PICTURE], MOST_PICTURES[codec]),
        )
    except ValueError:
        hint = "deliver it without copy, or in two parts"
        raise DeliveryError(
            "too many encodings meet in one file: their headers have no numbers left", hint=hint
        ) from None


def _free(numbers: set[int], taken: set[int], end: int) -> dict[int, int]:
    used, found = set(taken), {}
    for number in sorted(numbers):
        found[number] = min(set(range(end)) - used)
        used.add(found[number])
    return found


def _longer(numbers: set[int], taken: set[int], end: int) -> dict[int, int]:
    """Return for each number a free one whose code is 8 bits longer."""
    used, found = set(taken), {}
    for number in sorted(numbers):
        lowest = (1 << (len(golomb_text(number)) // 2 + 4)) - 1
        found[number] = min(set(range(lowest, min(2 * lowest + 1, end))) - used)
        used.add(found[number])
    return found


def renumbered_sets(sets: ParameterSets, numbering: Numbering) -> ParameterSets:
    """Return the sets under their new numbers."""
    units = tuple(_renumbered_set(unit, numbering) for unit in sets.units)
    return ParameterSets(codec=sets.codec, record=sets.record, units=units)


def _renumbered_set(unit: bytes, numbering: Numbering) -> bytes:
    codec, kind = numbering.codec, kind_of(numbering.codec, unit)
    reader, header = reader_of(codec, unit), unit[: 1 if codec == "h264" else 2]
    text, new = without_trailing(reader.text), ""
    if kind is SetKind.VIDEO or (kind is SetKind.SEQUENCE and codec == "hevc"):
        number = reader.unsigned(4)
        new = f"{numbering.videos.get(number, number):04b}"
    if kind is SetKind.SEQUENCE:
        reader.at = 0
        skip_to_sequence_number(codec, reader)
        new += text[len(new) : reader.at]
        new += _mapped(reader, numbering.sequences)
    elif kind is SetKind.PICTURE:
        new = _mapped(reader, numbering.pictures) + _mapped(reader, numbering.sequences)
    return escaped(header + closed_payload(new + text[reader.at :]))


def _mapped(reader: BitReader, numbers: Mapping[int, int]) -> str:
    number = reader.golomb()
    return golomb_text(numbers.get(number, number))


def renumbered(payload: bytes | memoryview, numbering: Numbering) -> bytes:
    """Return an access unit of length-prefixed NAL units whose slices name their sets by the new numbers.

    Raises:
        ValueError: it holds slices of a kind that posthouse does not rewrite.
    """
    parts = []
    for unit in units_of(payload):
        whole = _renumbered_slice(unit, numbering)
        parts += [len(whole).to_bytes(4, "big"), whole]
    return b"".join(parts)


def units_of(payload: bytes | memoryview, length_bytes: int = 4) -> Iterator[memoryview]:
    """Yield the NAL units of an access unit."""
    view, at = memoryview(payload), 0
    while at + length_bytes < len(view):
        size = int.from_bytes(view[at : at + length_bytes], "big")
        yield view[at + length_bytes : at + length_bytes + size]
        at += length_bytes + size


def _renumbered_slice(unit: memoryview, numbering: Numbering) -> bytes | memoryview:
    kind = unit[0] & 0x1F if numbering.codec == "h264" else unit[0] >> 1 & 0x3F
    if numbering.codec == "h264" and kind in _H264_OTHER_SLICES:
        raise ValueError(f"NAL units of type {kind} cannot be given other parameter sets")
    if kind not in (_H264_SLICES if numbering.codec == "h264" else _HEVC_SLICES):
        return unit
    end = _head_end(unit)
    header_bytes = 1 if numbering.codec == "h264" else 2
    head = unescaped(bytes(unit[:end]))
    reader = BitReader(head[header_bytes:])
    _skip_to_picture_set(reader, numbering.codec, kind)
    before = reader.at
    number = reader.golomb()
    text = reader.text[:before] + golomb_text(numbering.pictures.get(number, number)) + reader.text[reader.at :]
    new = escaped(head[:header_bytes] + bytes_of(text))
    return b"".join((new, unit[end:]))


def _skip_to_picture_set(reader: BitReader, codec: str, kind: int) -> None:
    """Move a reader to the slice's pic_parameter_set_id (H.264, 7.3.3; H.265, 7.3.6.1)."""
    if codec == "h264":
        reader.golomb()
        reader.golomb()
        return
    reader.unsigned(2 if kind in _HEVC_ENTRIES else 1)


def _head_end(unit: memoryview) -> int:
    """Return where a head ends that holds the numbers: behind a byte that is not zero."""
    if len(unit) <= _HEAD_BYTES:
        return len(unit)
    return next((at + 1 for at in itertools.count(_HEAD_BYTES) if at >= len(unit) - 1 or unit[at] > 3), len(unit))
