"""Every editing master and the archive master: made, joined, opened again."""

from __future__ import annotations

import av
import numpy as np
import pytest
from pydantic import ValidationError

from posthouse.delivery.spec import MezzanineSpec
from posthouse.delivery.verify import verify_movie
from posthouse.media.encode import encode_chunk
from posthouse.media.packets import PacketFile
from posthouse.media.witness import decoded_frames
from tests.delivery.conftest import House, pictures

PRORES_TAGS = {
    "prores-422-proxy": "apco",
    "prores-422-lt": "apcs",
    "prores-422": "apcn",
    "prores-422-hq": "apch",
    "prores-4444": "ap4h",
    "prores-4444-xq": "ap4x",
}
"""Apple, "ProRes White Paper" (standards sheet 5.3)."""
DNXHR = ["dnxhr-lb", "dnxhr-sq", "dnxhr-hq", "dnxhr-hqx", "dnxhr-444"]


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("kind", PRORES_TAGS)
def test_each_prores_has_its_own_tag_and_meets_every_check(house: House, kind: str, fast: bool) -> None:  # noqa: FBT001 - a parameter
    path, expected = house.made(house.movie({"as": kind, "fast": fast}))
    assert verify_movie(path, expected).failures == ()
    with av.open(str(path)) as film:
        assert film.streams.video[0].codec_context.codec_tag == PRORES_TAGS[kind]


@pytest.mark.parametrize("kind", [*DNXHR, "ffv1", "hevc", "hlg"])
def test_the_others_meet_every_check(house: House, kind: str) -> None:
    movie = house.movie({"as": kind} | ({"preset": "ultrafast"} if kind[0] == "h" else {}))
    path, expected = house.made(movie)
    assert verify_movie(path, expected).failures == ()


@pytest.mark.parametrize("fast", [False, True])
def test_alpha_of_prores_4444_comes_back_to_the_bit(house: House, fast: bool) -> None:  # noqa: FBT001 - a parameter
    movie = house.movie({"as": "prores-4444", "alpha": True, "fast": fast})
    wanted = [picture.planes[3].copy() for picture in pictures(movie, 0, 3)]
    encode_chunk(pictures(movie, 0, 3), movie.picture, house.folder / "a.pkt")
    for frame, plane in zip(decoded_frames(PacketFile(house.folder / "a.pkt")), wanted, strict=True):
        found = frame.planes[3]
        lines = np.frombuffer(bytes(found), np.uint16).reshape(found.height, -1)
        assert np.array_equal(lines[:, : found.width], plane)


def test_dnxhr_444_and_hqx_join_as_their_profiles(house: House) -> None:
    for kind, profile in (("dnxhr-444", "DNXHR 444"), ("dnxhr-hqx", "DNXHR HQX"), ("dnxhr-lb", "DNXHR LB")):
        path, _ = house.made(house.movie({"as": kind}))
        with av.open(str(path)) as film:
            assert film.streams.video[0].profile == profile


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"as": "prores-422-hq", "alpha": True}, "prores-422-hq has no alpha; write as: prores-4444"),
        ({"as": "dnxhr-hqx", "fast": True}, "dnxhr-hqx has one encoder"),
    ],
)
def test_what_a_codec_has_not_is_refused(entry: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        MezzanineSpec.model_validate(entry)


def test_two_hevc_chunks_have_one_set_of_headers_and_are_as_good_as_one_of_both(house: House) -> None:
    movie = house.movie({"as": "hdr10", "preset": "ultrafast", "mastering": "p3-d65-1000nits"})
    psnr_db = []
    for number, (start, frames) in enumerate(((0, 4), (4, 4), (0, 8))):
        out = house.folder / f"{number}.pkt"
        psnr_db.append(encode_chunk(pictures(movie, start, frames), movie.picture, out).psnr_db)
    assert min(psnr_db[:2]) > psnr_db[2] - 3.0
    assert PacketFile(house.folder / "0.pkt").stream == PacketFile(house.folder / "2.pkt").stream
