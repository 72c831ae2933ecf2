"""True entry points, read from the bitstream."""

from __future__ import annotations

import pytest

from posthouse.media.entry import EntryReader, _recovery_frame_count

START = b"\x00\x00\x01"
IDR, SLICE = b"\x65\x88", b"\x41\x9a"
RECOVERY_NOW = b"\x06\x06\x01\xc4\x80"
"""SEI 6 (recovery point), one byte: recovery_frame_cnt 0, exact match 1."""
RECOVERY_LATER = b"\x06\x06\x01\x2c\x80"
"""recovery_frame_cnt 4: ue(v) 00101."""


@pytest.mark.parametrize(
    ("packet", "is_entry"),
    [
        (START + IDR, True),
        (START + SLICE, False),
        (START + RECOVERY_NOW + START + SLICE, True),
        (START + RECOVERY_LATER + START + SLICE, False),
        (b"", False),
    ],
)
def test_h264_entries_are_idr_and_immediate_recovery(packet: bytes, is_entry: bool) -> None:  # noqa: FBT001
    assert EntryReader("h264", None).is_entry(memoryview(packet)) is is_entry


def test_length_prefixed_units_are_read_by_the_extradata() -> None:
    reader = EntryReader("h264", b"\x01\x64\x00\x1f\xff")
    assert reader.is_entry(memoryview(len(IDR).to_bytes(4, "big") + IDR))
    assert not reader.is_entry(memoryview(len(SLICE).to_bytes(4, "big") + SLICE))


@pytest.mark.parametrize(("kind", "is_entry"), [(19, True), (21, True), (1, False)])
def test_hevc_entries_are_irap_pictures(kind: int, is_entry: bool) -> None:  # noqa: FBT001
    assert EntryReader("hevc", None).is_entry(memoryview(START + bytes([kind << 1, 1]))) is is_entry


def test_recovery_count_is_read_past_other_messages() -> None:
    other = b"\x05\x03abc"
    assert _recovery_frame_count(other + RECOVERY_LATER[1:]) == 4
    assert _recovery_frame_count(other + b"\x80") is None


def test_other_codecs_are_believed() -> None:
    assert EntryReader("prores", None).is_entry(memoryview(b"x"))
