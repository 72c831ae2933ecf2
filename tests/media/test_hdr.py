"""HDR metadata: published bytes, an independent reader of boxes, and FFmpeg's own decoder (standards sheet 5.5)."""

from __future__ import annotations

import struct
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import pytest

from posthouse.errors import DeliveryError, InternalError
from posthouse.media.display import content_light_of, mastering_of
from posthouse.media.encode import encode_chunk
from posthouse.media.facts import ContentLight, MasteringDisplay
from posthouse.media.hdr import HdrMetadata, hdr_boxes, hdr_sei
from posthouse.media.mux import join_chunks
from posthouse.media.mux_hdr import add_stream_saying
from posthouse.media.nal import with_unit, without_unit
from posthouse.media.packets import KEY, PacketFile, PacketLabel
from posthouse.signal import ChromaSiting, Matrix, PictureLight

if TYPE_CHECKING:
    from posthouse.media.encoding import PictureEncoding
    from tests.media.conftest import Studio


def point(x: str, y: str) -> tuple[Fraction, Fraction]:
    return Fraction(x), Fraction(y)


P3 = MasteringDisplay(
    red=point("0.68", "0.32"),
    green=point("0.265", "0.69"),
    blue=point("0.15", "0.06"),
    white=point("0.3127", "0.329"),
    minimum_nits=Fraction("0.005"),
    maximum_nits=Fraction(1000),
)
HDR = HdrMetadata(mastering=P3, content_light=ContentLight(maximum_nits=980, maximum_frame_average_nits=120))
FILES = [("libx265", "mp4"), ("libx265", "mov"), ("libx265", "mkv"), ("prores_ks", "mov"), ("dnxhd", "mov"),
         ("ffv1", "mkv"), ("prores_ks", "mkv")]  # fmt: skip


ADDED = (b"mdcv", b"clli", b"btrt")  # the last is the bit rate, in which the SEI units count


def pq(encoding: PictureEncoding) -> PictureEncoding:
    wide = replace(encoding.format, matrix=Matrix.BT2020, primaries="bt2020", transfer="smpte2084")
    return replace(encoding, format=replace(wide, siting=ChromaSiting.TOP_LEFT))


def boxes_of(film: bytes) -> dict[bytes, bytes]:
    """Return the payload of each box of the first sample entry: a reader of its own (ISO/IEC 14496-12, 4.2, 12.1.3)."""
    part = film
    for name, head_bytes in ((b"moov", 0), (b"trak", 0), (b"mdia", 0), (b"minf", 0), (b"stbl", 0), (b"stsd", 8)):
        part = _children(part)[name][head_bytes:]
    return _children(part[86 : struct.unpack(">I", part[:4])[0]])


def _children(part: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    while len(part) >= 8:
        size, name = struct.unpack(">I4s", part[:8])
        if size < 8:
            break
        found.setdefault(name, part[8:size])
        part = part[size:]
    return found


def test_a_mastering_box_has_the_published_numbers() -> None:
    """P3-D65: G 13250,34500 B 7500,3000 R 34000,16000 W 15635,16450; 1000 nits are 10000000, 0.005 are 50."""
    numbers = (13250, 34500, 7500, 3000, 34000, 16000, 15635, 16450, 10_000_000, 50)
    wanted = struct.pack(">I4s8H2I", 32, b"mdcv", *numbers) + struct.pack(">I4s2H", 12, b"clli", 980, 120)
    assert hdr_boxes(HDR) == wanted


def test_an_sei_unit_holds_messages_137_and_144_with_start_codes_escaped() -> None:
    sei = hdr_sei(HDR)
    assert sei[:4] == bytes((0x4E, 0x01, 137, 24))
    assert b"\x00\x00\x03\x00\x32" in sei  # 50, after two zero bytes
    assert sei.endswith(bytes((144, 4, 0x03, 0xD4, 0, 120, 0x80)))
    assert hdr_sei(HdrMetadata()) == b""


def test_half_a_mastering_display_is_not_written() -> None:
    with pytest.raises(InternalError, match="written whole"):
        hdr_boxes(HdrMetadata(mastering=replace(P3, white=None)))


def test_a_unit_goes_before_the_picture_and_comes_out_again() -> None:
    delimiter, slice_unit = bytes((35 << 1, 1, 0x50)), bytes((19 << 1, 1, 0xAF))
    access_unit = b"".join(len(unit).to_bytes(4, "big") + unit for unit in (delimiter, slice_unit))
    inside = with_unit(access_unit, b"\x4e\x01sei")
    assert inside[7:16] == b"\0\0\0\x05\x4e\x01sei"
    assert without_unit(inside, b"\x4e\x01sei") == access_unit
    assert without_unit(access_unit, b"\x4e\x01sei") is None


@pytest.mark.parametrize(("codec", "container"), FILES)
def test_ffmpeg_reads_back_what_was_written_at_every_picture(studio: Studio, codec: str, container: str) -> None:
    chunks = studio.chunks(pq(studio.encoding(codec)), [1, 1, 5])
    target = studio.folder / f"film.{container}"
    join_chunks(chunks, None, target, container=container, hdr=HDR)
    with av.open(str(target)) as film:
        frames = list(film.decode(film.streams.video[0]))
    assert len(frames) == 7
    assert {mastering_of(frame) for frame in frames} == {P3}
    assert {content_light_of(frame) for frame in frames} == {HDR.content_light}


@pytest.mark.parametrize(("codec", "container"), [file for file in FILES if file[1] != "mkv"])
def test_boxes_are_in_the_sample_entry_beside_the_colors(studio: Studio, codec: str, container: str) -> None:
    target = studio.folder / f"film.{container}"
    join_chunks([studio.chunk(pq(studio.encoding(codec)), 0, 2)], None, target, container=container, hdr=HDR)
    boxes = boxes_of(target.read_bytes())
    assert boxes[b"mdcv"] == hdr_boxes(HDR)[8:32]
    assert boxes[b"clli"] == hdr_boxes(HDR)[40:]
    assert boxes[b"colr"][4:10] == struct.pack(">3H", 9, 16, 9)


@pytest.mark.parametrize(("codec", "container"), [("libx265", "mp4"), ("prores_ks", "mov"), ("dnxhd", "mov")])
def test_metadata_changes_nothing_else_in_a_file(studio: Studio, codec: str, container: str) -> None:
    chunks = studio.chunks(pq(studio.encoding(codec)), [1, 4])
    found = []
    for name, hdr in (("with", HDR), ("without", None)):
        target = studio.folder / f"{name}.{container}"
        join_chunks(chunks, None, target, container=container, hdr=hdr)
        boxes = boxes_of(target.read_bytes())
        found.append({kind: payload for kind, payload in boxes.items() if kind not in ADDED})
    assert found[0] == found[1]


def test_every_key_picture_of_hevc_has_the_sei_and_no_other(studio: Studio) -> None:
    encoding = pq(studio.encoding("libx265"))
    encoding = replace(encoding, options=(*encoding.options, ("g", "4")))
    chunk = PacketFile(studio.chunk(encoding, 0, 12))
    join_chunks([chunk.path], None, studio.folder / "film.mp4", container="mp4", hdr=HDR)
    with av.open(str(studio.folder / "film.mp4")) as film:
        written = [bytes(packet) for packet in film.demux(video=0) if packet.size]
    rows = zip(chunk.table["flags"], chunk.payloads(), written, strict=True)
    assert sum(bool(flags & KEY) for flags in chunk.table["flags"]) == 3
    for flags, payload, packet in rows:
        assert (without_unit(packet, hdr_sei(HDR)) if flags & KEY else packet) == bytes(payload)


def test_a_codec_that_cannot_say_it_is_refused(studio: Studio) -> None:
    with (
        av.open(str(studio.folder / "f.mov"), "w") as film,
        pytest.raises(DeliveryError, match="mpeg4 cannot carry HDR metadata"),
    ):
        add_stream_saying(film, "mpeg4", "", HDR)


def test_a_chunk_keeps_the_light_of_its_pictures(studio: Studio) -> None:
    lights = iter([(5, 2), (9, 1), (4, 3)])

    def meter(_picture: object) -> PictureLight:
        brightest, mean = next(lights)
        return PictureLight(brightest_pixel_units=brightest, mean_units=mean)

    encoding, out = studio.encoding("ffv1"), studio.folder / "a.pkt"
    encode_chunk(studio.pictures(encoding, 0, 3), encoding, out, meter=meter)
    assert PacketLabel.read(out).payload.light == PictureLight(brightest_pixel_units=9, mean_units=3)
