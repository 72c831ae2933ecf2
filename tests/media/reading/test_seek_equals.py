"""Seek equals sequential: any picture, asked for in any order, is bit for bit what a plain PyAV loop gives there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import av
import pytest

from tests.media.reading.conftest import painted, picture_hash, plain_hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.media.library import MediaLibrary
    from posthouse.media.pool import DecoderPool

SIZE = (96, 64)


@dataclass(frozen=True, kw_only=True)
class Made:
    """How a clip that is hard to enter is made."""

    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=dict)
    container: dict[str, str] = field(default_factory=dict)
    pictures: int = 60
    gop: int = 12
    times: Callable[[int], int] = lambda number: number
    dropped_packets: int = 0
    """So many packets from the first on never reach the file: it begins in the middle of a group."""


def x265(settings: str) -> dict[str, str]:
    return {"x265-params": f"log-level=none:{settings}"}


CLIPS = {
    "vfr.mkv": Made(times=lambda number: number * number // 7 + number),
    "vfr.mp4": Made(times=lambda number: 2 * number + (number % 5 == 0) + 3 * (number // 9)),
    "open-gop.mkv": Made(options={"x264-params": "open-gop=1:keyint=12:bframes=5:b-adapt=0"}),
    "open-gop.mp4": Made(options={"x264-params": "open-gop=1:keyint=12:bframes=3"}),
    "open-gop.ts": Made(options={"x264-params": "open-gop=1:keyint=12:bframes=3"}),
    "open-gop-hevc.mp4": Made(codec="libx265", options=x265("open-gop=1:keyint=12:bframes=4:b-adapt=0")),
    "open-gop-hevc.mkv": Made(codec="libx265", options=x265("open-gop=1:keyint=12:bframes=4")),
    "intra-refresh.mp4": Made(options={"x264-params": "intra-refresh=1:keyint=20"}),
    "pyramid.mp4": Made(options={"x264-params": "bframes=8:b-adapt=0:b-pyramid=normal:keyint=40"}, gop=40),
    "pyramid-strict.mkv": Made(options={"x264-params": "bframes=7:b-adapt=0:b-pyramid=strict:keyint=30"}),
    "long.mp4": Made(pictures=300, gop=250, options={"preset": "veryfast"}),
    "mpeg2.mpg": Made(codec="mpeg2video", options={"bf": "2"}),
    "mpeg2.ts": Made(codec="mpeg2video", options={"bf": "2"}),
    "mpeg2-interlaced.ts": Made(codec="mpeg2video", options={"bf": "2", "flags": "+ildct+ilme"}),
    "mbaff.mp4": Made(options={"x264-params": "tff=1:bframes=3"}),
    "mbaff.ts": Made(options={"x264-params": "bff=1:bframes=2:open-gop=1"}),
    "headless.ts": Made(dropped_packets=5),
    "headless-mpeg2.ts": Made(codec="mpeg2video", options={"bf": "2"}, dropped_packets=4),
    "negative-dts.mp4": Made(options={"bf": "4"}, container={"movflags": "+negative_cts_offsets"}),
    "late.mp4": Made(options={"bf": "2"}, times=lambda number: number + 40),
    "fragments.mp4": Made(container={"movflags": "frag_keyframe+empty_moov"}),
    "no-cues.mkv": Made(options={"bf": "2"}, container={"live": "1"}),
    "vp9.webm": Made(codec="libvpx-vp9", options={"cpu-used": "8", "deadline": "realtime", "lag-in-frames": "12"}),
    "vp8.webm": Made(codec="libvpx", options={"cpu-used": "8", "auto-alt-ref": "1", "lag-in-frames": "12"}),
    "mpeg4.avi": Made(codec="mpeg4", options={"bf": "2"}),
}  # fmt: skip


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("hard")

    def make(name: str) -> Path:
        path = folder / name
        if not path.exists():
            write(path, CLIPS[name])
        return path

    return make


def write(path: Path, clip: Made) -> None:
    with av.open(str(path), "w", options=clip.container) as container:
        stream = cast("Any", container.add_stream(clip.codec, rate=25, options=clip.options))
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = *SIZE, "yuv420p", clip.gop
        stream.codec_context.time_base = Fraction(1, 25)
        left_out = clip.dropped_packets
        for number in range(clip.pictures + 1):
            frame = None
            if number < clip.pictures:
                frame = av.VideoFrame.from_ndarray(painted(number, SIZE), "rgb24").reformat(format="yuv420p")
                frame.pts, frame.time_base = clip.times(number), Fraction(1, 25)
            for packet in stream.encode(frame):
                left_out -= 1
                if left_out < 0:
                    container.mux(packet)


def assert_seek_equals(path: Path, library: MediaLibrary, pool: DecoderPool, picks: int, seed: int) -> None:
    info = library.info(path)
    count = info.pictures[0].frame_count
    dice = random.Random(seed)
    wanted = [dice.randrange(count) for _ in range(picks)]
    expected = plain_hashes(path, info, max(wanted) + 1)
    for index in wanted:
        (picture,) = pool.pictures(path, info, [index])
        assert picture_hash(picture) == expected[index], f"picture {index} of {path.name}"


@pytest.mark.parametrize("name", CLIPS)
def test_picture_of_a_clip_hard_to_enter(
    name: str, made: Callable[[str], Path], library: MediaLibrary, pool: DecoderPool
) -> None:
    assert_seek_equals(made(name), library, pool, picks=8, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", CLIPS)
def test_five_hundred_pictures_of_clips_hard_to_enter(
    name: str, made: Callable[[str], Path], library: MediaLibrary, pool: DecoderPool
) -> None:
    assert_seek_equals(made(name), library, pool, picks=20, seed=2)


@pytest.mark.slow
def test_five_hundred_pictures_of_real_footage(media: Path, library: MediaLibrary, pool: DecoderPool) -> None:
    clips = sorted(p for p in (media / "footage").iterdir() if p.suffix in {".mp4", ".mov", ".mkv", ".webm", ".mpg"})
    for number, path in enumerate(clips):
        assert_seek_equals(path, library, pool, picks=-(-500 // len(clips)), seed=number)
