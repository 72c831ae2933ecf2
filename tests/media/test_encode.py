"""Chunks hold what went in, for every codec and length, and the same bytes in every run."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.errors import InternalError, JobFailed, ProductionError
from posthouse.media.encode import encode_chunk
from posthouse.media.encoders import check_encoding, open_encoder
from posthouse.media.frames import FramePool
from posthouse.media.packets import KEY, PacketFile
from posthouse.media.witness import decoded_frames
from posthouse.signal import Picture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.media.conftest import Studio

CODECS = ["libx264", "libx265", "prores_ks", "dnxhd", "ffv1", "libx264 lossless"]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("frames", [1, 2, 13])
def test_a_chunk_starts_with_a_key_and_decodes_to_its_length(studio: Studio, codec: str, frames: int) -> None:
    chunk = PacketFile(studio.chunk(studio.encoding(codec), 0, frames))
    assert chunk.table["flags"][0] & KEY
    assert sorted(chunk.table["pts"].tolist()) == list(range(frames))
    assert [frame.pts for frame in decoded_frames(chunk)] == list(range(frames))


@pytest.mark.parametrize("codec", ["ffv1", "libx264 lossless"])
def test_lossless_chunks_give_back_the_same_code_values(studio: Studio, codec: str) -> None:
    encoding = studio.encoding(codec)
    wanted = [[plane.copy() for plane in picture.planes] for picture in studio.pictures(encoding, 0, 7)]
    frames = list(decoded_frames(PacketFile(studio.chunk(encoding, 0, 7))))
    for frame, planes in zip(frames, wanted, strict=True):
        for plane, found in zip(planes, frame.planes, strict=True):
            lines = np.frombuffer(bytes(found), np.uint8).reshape(found.height, -1)
            assert np.array_equal(lines[:, : found.width], plane)


def test_the_chunk_report_tells_psnr_and_infinity_for_the_same(studio: Studio) -> None:
    for codec, is_same in (("libx264", False), ("ffv1", True)):
        encoding = studio.encoding(codec)
        report = encode_chunk(studio.pictures(encoding, 0, 5), encoding, studio.folder / "a.pkt")
        assert math.isinf(report.psnr_db) == is_same
        assert report.psnr_db > 35


@pytest.mark.parametrize("codec", CODECS)
def test_many_runs_in_four_threads_give_the_same_bytes(studio: Studio, codec: str) -> None:
    encoding, found = studio.encoding(codec), set()

    def encode_often(thread: int) -> None:
        for _ in range(6):
            out = studio.folder / f"{thread}.pkt"
            encode_chunk(studio.pictures(encoding, 3, 12), encoding, out)
            found.add(out.read_bytes())

    threads = [threading.Thread(target=encode_often, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_pictures_of_ones_own_and_of_a_pool_give_the_same_bytes(studio: Studio) -> None:
    encoding = studio.encoding("libx264")
    pool = FramePool(encoding.format)
    own = [Picture(format=p.format, planes=tuple(x.copy() for x in p.planes)) for p in studio.pictures(encoding, 0, 4)]

    def pooled() -> object:
        for source in own:
            picture = pool.picture()
            for plane, values in zip(picture.planes, source.planes, strict=True):
                plane[:] = values
            yield picture

    encode_chunk(own, encoding, studio.folder / "a.pkt")
    encode_chunk(pooled(), encoding, studio.folder / "b.pkt", pool=pool)  # type: ignore[arg-type] # a generator of pictures
    assert (studio.folder / "a.pkt").read_bytes() == (studio.folder / "b.pkt").read_bytes()


def test_key_pictures_come_at_least_as_often_as_asked(studio: Studio) -> None:
    encoding = studio.encoding("libx264")
    encoding = replace(encoding, options=(*encoding.options, ("g", "5")))
    table = PacketFile(studio.chunk(encoding, 0, 13)).table
    keys = table["pts"][(table["flags"] & KEY) > 0].tolist()
    assert keys[0] == 0
    assert max(np.diff([*keys, 13])) <= 5


def test_a_chunk_without_pictures_fails(studio: Studio) -> None:
    with pytest.raises(JobFailed, match="at least one picture"):
        encode_chunk([], studio.encoding("libx264"), studio.folder / "a.pkt")


def test_a_picture_of_another_format_is_our_own_fault(studio: Studio) -> None:
    encoding = studio.encoding("libx264")
    other = Picture.empty(replace(encoding.format, width=32))
    with pytest.raises(InternalError, match="came for an encoder"):
        encode_chunk([other], encoding, studio.folder / "a.pkt")


def test_pictures_too_far_from_what_went_in_fail_the_job(studio: Studio) -> None:
    encoding = replace(studio.encoding("libx264"), psnr_floor_db=90.0)
    with pytest.raises(JobFailed, match=r"decodes at \d+\.\d dB"):
        studio.chunk(encoding, 0, 3)


def test_settings_that_promise_lossless_and_are_not_fail_the_job(studio: Studio) -> None:
    with pytest.raises(JobFailed, match="other code values"):
        studio.chunk(replace(studio.encoding("libx264"), is_lossless=True), 0, 3)


@pytest.mark.parametrize(
    ("encoder", "options", "told"),
    [
        ("libx246", (), "no encoder 'libx246'"),
        ("aac", (), "encoder of audio"),
        ("libx264", (("crff", "20"),), "no option 'crff'"),
        ("libx264", (("profile", "nonsense"),), "refuses yuv420p"),
        ("prores_ks", (), "it takes yuv422p10le"),
    ],
)
def test_wrong_settings_are_the_authors_to_mend(
    studio: Studio, encoder: str, options: tuple[tuple[str, str], ...], told: str
) -> None:
    with pytest.raises(ProductionError, match=told):
        open_encoder(replace(studio.encoding("libx264"), encoder=encoder, options=options))


def test_a_wrong_setting_inside_x264_params_is_told_by_the_check(studio: Studio) -> None:
    encoding = replace(studio.encoding("libx264"), options=(("x264-params", "no-such-thing=1"),))
    with pytest.raises(ProductionError, match="no-such-thing"):
        check_encoding(encoding)


def test_color_tags_are_in_the_stream(studio: Studio, tmp_path: Path) -> None:
    encoding = studio.encoding("libx264")
    wide = replace(
        encoding.format, primaries="bt2020", transfer="smpte2084", matrix=type(encoding.format.matrix).BT2020
    )
    frame = next(decoded_frames(PacketFile(studio.chunk(replace(encoding, format=wide), 0, 1))))
    assert (frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range) == (9, 16, 9, 1)
