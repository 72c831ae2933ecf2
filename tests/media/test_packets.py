"""Packet files give back their packets and facts, and are refused when anything is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import MediaError
from posthouse.media.packets import KEY, PacketFile, PacketLabel, PacketWriter, StreamFacts

if TYPE_CHECKING:
    from pathlib import Path

FACTS = StreamFacts(
    kind="picture",
    encoder="libx264",
    ticks_per_second=Fraction(24000, 1001),
    extradata=b"\x01\x00\xff",
    width=64,
    height=48,
    pixel_format="yuv420p",
    sample_aspect=Fraction(4, 3),
    options=(("crf", "20"), ("preset", "fast")),
)


def written(path: Path, payloads: list[bytes]) -> Path:
    with PacketWriter(path) as writer:
        for place, payload in enumerate(payloads):
            writer.write(payload, pts=-place, duration=place, is_key=place % 2 == 0)
        writer.finish(FACTS, reorder_frames=2)
    return path


@settings(max_examples=30, deadline=None)
@given(payloads=st.lists(st.binary(min_size=1, max_size=200), max_size=12))
def test_packets_and_facts_come_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, payloads: list[bytes]
) -> None:
    file = PacketFile(written(tmp_path_factory.mktemp("p") / "a.pkt", payloads))
    assert [bytes(payload) for payload in file.payloads()] == payloads
    assert file.stream == FACTS
    assert file.table["pts"].tolist() == [-place for place in range(len(payloads))]
    assert [bool(flags & KEY) for flags in file.table["flags"]] == [place % 2 == 0 for place in range(len(payloads))]
    assert file.payload.payload_digest == blake3(b"".join(payloads)).hexdigest() == file.actual_digest()


def test_two_writings_are_the_same_bytes(tmp_path: Path) -> None:
    one, two = (written(tmp_path / name, [b"abc", b"d"]) for name in ("a.pkt", "b.pkt"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("kept", [0, 10, 64, 70, 130, -1])
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path / "a.pkt", [b"abc" * 20, b"d"])
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(MediaError, match="not a whole packet file"):
        PacketLabel.read(path)


def test_a_file_whose_writer_died_is_refused(tmp_path: Path) -> None:
    with PacketWriter(tmp_path / "a.pkt") as writer:
        writer.write(b"abc", pts=0, duration=1, is_key=True)
    with pytest.raises(MediaError, match="never finished"):
        PacketFile(tmp_path / "a.pkt")


def test_a_changed_payload_is_seen_in_its_digest(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pkt", [b"abc"])
    octets = bytearray(path.read_bytes())
    octets[64] ^= 1
    path.write_bytes(octets)
    assert PacketFile(path).actual_digest() != PacketFile(path).payload.payload_digest
