"""Fragments of MP4: joined in any number, they are one stream, to the tick."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import pytest

from posthouse.errors import InternalError
from posthouse.media.encode import encode_chunk, stream_facts
from posthouse.media.encoding import PictureEncoding
from posthouse.media.fragments import Sample, fragment, frame_ticks, header, picture_samples, ticks_per_second
from posthouse.media.packets import PacketFile
from posthouse.signal import Picture, PictureFormat
from posthouse.timing import BROADCAST_RATES, Rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = PictureFormat(width=64, height=36)


def encoding_at(rate: Rate, **options: str) -> PictureEncoding:
    settings = {"preset": "ultrafast", "crf": "20"} | options
    return PictureEncoding(encoder="libx264", format=FORMAT, rate=rate, options=tuple(sorted(settings.items())))


def pictures(count: int) -> Iterator[Picture]:
    for place in range(count):
        picture = Picture.empty(FORMAT)
        for plane in picture.planes:
            plane[:] = 60 + 9 * place
        yield picture


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
def test_every_frame_of_a_rate_lasts_whole_ticks(rate: Rate) -> None:
    assert Fraction(frame_ticks(rate.fraction), ticks_per_second(rate.fraction)) == 1 / rate.fraction


def test_fragments_join_to_one_stream_without_a_gap(tmp_path: Path) -> None:
    encoding = encoding_at(Rate.parse("23.976"))
    encode_chunk(pictures(10), encoding, tmp_path / "a")
    chunk, lasts = PacketFile(tmp_path / "a"), frame_ticks(encoding.rate.fraction)
    parts = [fragment(picture_samples(chunk), number=n + 1, decoded_at_ticks=(n * 10 + 40) * lasts) for n in range(3)]
    with av.open(io.BytesIO(header(stream_facts(encoding)) + b"".join(parts)), "r") as container:
        shown = [picture.pts for picture in container.decode(video=0)]
        assert container.streams.video[0].time_base == Fraction(1, 24000)
    assert shown == [(40 + place) * 1001 for place in range(30)]


def test_pictures_out_of_order_are_refused(tmp_path: Path) -> None:
    encode_chunk(pictures(10), encoding_at(Rate.parse(24), bf="2"), tmp_path / "a")
    with pytest.raises(InternalError, match="out of order"):
        picture_samples(PacketFile(tmp_path / "a"))


def test_what_is_said_of_a_stream_before_it_exists_is_what_its_chunks_say(tmp_path: Path) -> None:
    encoding = encoding_at(Rate.parse(25))
    encode_chunk(pictures(2), encoding, tmp_path / "a")
    assert stream_facts(encoding) == PacketFile(tmp_path / "a").stream


def test_boxes_are_as_the_standard_lays_them_out() -> None:
    """ISO/IEC 14496-12, 8.8.5 (mfhd), 8.8.7 (tfhd), 8.8.8 (trun), 8.8.12 (tfdt)."""
    sample = Sample(payload=b"abc", duration_ticks=1001)
    made = fragment([sample], number=7, decoded_at_ticks=1 << 40)
    moof = int.from_bytes(made[:4], "big")
    assert made[4:8] == b"moof"
    assert made[8:24] == b"\0\0\0\x10mfhd\0\0\0\0\0\0\0\x07"
    assert b"tfdt\1\0\0\0" + (1 << 40).to_bytes(8, "big") in made
    assert made[moof:] == b"\0\0\0\x0bmdatabc"
    run = made.index(b"trun")
    assert int.from_bytes(made[run + 12 : run + 16], "big") == moof + 8  # the data, counted from the moof
