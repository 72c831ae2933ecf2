"""Parameter sets of H.264 and HEVC streams: taken from a container's record, joined with others, written as one record.

A record (``avcC``, ``hvcC``; ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1) holds any number of sets; slices name theirs by
number. So one file can hold streams of different encoders, as long as no number means two things.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.media.nal import boxed_extradata
from posthouse.media.splice.bits import BitReader, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LENGTH_MASK = 0xFF
_HVCC_HEAD_BYTES = 22
_HIGH_PROFILES = frozenset({100, 110, 122, 144, 244})
"""H.264 profiles whose record says chroma and depth (ISO/IEC 14496-15, 5.3.3.1.2)."""


class SetKind(enum.Enum):
    """Kinds of parameter set, by (H.264, HEVC) NAL unit type: H.264 table 7-1, H.265 table 7-1."""

    VIDEO = (-1, 32)
    SEQUENCE = (7, 33)
    PICTURE = (8, 34)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSets:
    """What a stream says of itself once. ``record`` is the container's, ``units`` the NAL units in it, in order."""

    codec: str
    record: bytes
    units: tuple[bytes, ...]

    @classmethod
    def of(cls, codec: str, extradata: bytes, size: tuple[int, int]) -> ParameterSets:
        """Return the sets in a stream's extradata, a record or a byte stream with start codes.

        Raises:
            ValueError: there are none, or they are cut short.
        """
        record = extradata
        if not extradata or extradata[0] != 1:
            if not extradata:
                raise ValueError("its container holds no parameter sets")
            record = boxed_extradata({"h264": "libx264", "hevc": "libx265"}[codec], extradata, *size)
        units = tuple(_avc_units(record) if codec == "h264" else _hevc_units(record))
        return cls(codec=codec, record=record, units=units)

    def of_kind(self, kind: SetKind) -> Iterator[bytes]:
        """Yield the units of one kind."""
        return (unit for unit in self.units if kind_of(self.codec, unit) is kind)

    def numbers(self, kind: SetKind) -> set[int]:
        """Return the numbers that sets of one kind bear."""
        return {number_of(self.codec, unit) for unit in self.of_kind(kind)}


def kind_of(codec: str, unit: bytes | memoryview) -> SetKind | None:
    """Return which kind of set a NAL unit is, None where it is none."""
    place = 0 if codec == "h264" else 1
    number = unit[0] & 0x1F if codec == "h264" else unit[0] >> 1 & 0x3F
    return next((kind for kind in SetKind if kind.value[place] == number), None)


def number_of(codec: str, unit: bytes) -> int:
    """Return the number a set bears."""
    reader, kind = reader_of(codec, unit), kind_of(codec, unit)
    if kind is SetKind.VIDEO:
        return reader.unsigned(4)
    if kind is SetKind.SEQUENCE:
        skip_to_sequence_number(codec, reader)
    return reader.golomb()


def reader_of(codec: str, unit: bytes) -> BitReader:
    """Return a reader of a NAL unit's payload, behind its header."""
    return BitReader(unescaped(bytes(unit))[1 if codec == "h264" else 2 :])


def skip_to_sequence_number(codec: str, reader: BitReader) -> None:
    """Move a reader to seq_parameter_set_id (H.264, 7.3.2.1.1; H.265, 7.3.2.2.1 and 7.3.3)."""
    if codec == "h264":
        reader.unsigned(24)
        return
    reader.unsigned(4)
    sub_layers = reader.unsigned(3)
    reader.unsigned(1 + 88 + 8)
    present = [(reader.unsigned(1), reader.unsigned(1)) for _ in range(sub_layers)]
    reader.unsigned(2 * (8 - sub_layers) if sub_layers else 0)
    for has_profile, has_level in present:
        reader.unsigned(88 * has_profile + 8 * has_level)


def joined_record(sets: Sequence[ParameterSets]) -> bytes:
    """Return one record that holds all sets; no number may be used twice for different ones.

    Profile and level are those a decoder of all of them needs.
    """
    first = sets[0]
    units = tuple(dict.fromkeys(unit for each in sets for unit in each.units))
    whole = ParameterSets(codec=first.codec, record=first.record, units=units)
    records = [each.record for each in sets]
    return _avc_record(whole, records) if first.codec == "h264" else _hevc_record(whole, records)


def _avc_record(whole: ParameterSets, records: Sequence[bytes]) -> bytes:
    profile, level = max(each[1] for each in records), max(each[3] for each in records)
    compatible = _all_of(each[2] for each in records)
    sequences, pictures = (list(whole.of_kind(kind)) for kind in (SetKind.SEQUENCE, SetKind.PICTURE))
    head = bytes((1, profile, compatible, level, _LENGTH_MASK, 0xE0 | len(sequences)))
    body = head + b"".join(map(_sized, sequences)) + bytes((len(pictures),)) + b"".join(map(_sized, pictures))
    if profile not in _HIGH_PROFILES:
        return body
    reader = reader_of("h264", next(unit for unit in sequences if unit[1] in _HIGH_PROFILES))
    reader.unsigned(24)
    reader.golomb()
    chroma = reader.golomb()
    if chroma == 3:
        reader.unsigned(1)
    return body + bytes((0xFC | chroma, 0xF8 | reader.golomb(), 0xF8 | reader.golomb(), 0))


def _hevc_record(whole: ParameterSets, records: Sequence[bytes]) -> bytes:
    head = bytearray(whole.record[:_HVCC_HEAD_BYTES])
    head[1] = max(each[1] & 0x1F for each in records) | max(each[1] & 0x20 for each in records)
    for place in range(2, 12):  # compatibility and constraints: what all of them keep
        head[place] = _all_of(each[place] for each in records)
    head[12] = max(each[12] for each in records)
    head[21] |= 3
    arrays = []
    for kind in SetKind:
        units = list(whole.of_kind(kind))
        arrays.append(bytes((0x80 | kind.value[1],)) + len(units).to_bytes(2, "big") + b"".join(map(_sized, units)))
    return bytes(head) + bytes((len(arrays),)) + b"".join(arrays)


def _sized(unit: bytes) -> bytes:
    return len(unit).to_bytes(2, "big") + unit


def _all_of(flags: Iterator[int]) -> int:
    found = 0xFF
    for each in flags:
        found &= each
    return found


def _avc_units(record: bytes) -> Iterator[bytes]:
    at = 5
    for mask in (0x1F, 0xFF):
        count, at = record[at] & mask, at + 1
        for _ in range(count):
            unit, at = _unit_at(record, at)
            yield unit


def _hevc_units(record: bytes) -> Iterator[bytes]:
    at = _HVCC_HEAD_BYTES + 1
    for _ in range(record[_HVCC_HEAD_BYTES]):
        count, at = int.from_bytes(record[at + 1 : at + 3], "big"), at + 3
        for _ in range(count):
            unit, at = _unit_at(record, at)
            if kind_of("hevc", unit) is not None:  # SEI may stand in a record too; the slices do not name it
                yield unit


def _unit_at(record: bytes, at: int) -> tuple[bytes, int]:
    size = int.from_bytes(record[at : at + 2], "big")
    unit = record[at + 2 : at + 2 + size]
    if not size or len(unit) < size:
        raise ValueError("its parameter sets are cut short")
    return unit, at + 2 + size
