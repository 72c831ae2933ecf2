"""Decoders shared by threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.media.decode import PictureDecoder
from posthouse.media.demux import StreamPackets
from posthouse.media.pool import DecoderPool
from posthouse.media.reader import BACKWARD_BYTES, runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.media.library import MediaLibrary
    from tests.media.reading.conftest import Clip


def test_consecutive_chunks_go_on_without_a_seek(
    media: Path, library: MediaLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTHOUSE_MEDIA_ISOLATION", "off")  # the decoder is looked into
    path = media / "footage/edts.mp4"
    info = library.info(path)
    moves: list[int] = []
    really = StreamPackets.go_to

    def watched(self: StreamPackets, ordinal: int) -> None:
        moves.append(ordinal)
        really(self, ordinal)

    monkeypatch.setattr(StreamPackets, "go_to", watched)
    with DecoderPool(library=library) as pool:
        for start in range(0, 144, 48):
            assert sum(1 for _ in pool.pictures(path, info, range(start, start + 48))) == 48
    assert moves == []


def test_two_shots_of_one_file_keep_a_decoder_each(media: Path, library: MediaLibrary) -> None:
    path = media / "footage/edts.mp4"
    info = library.info(path)
    with DecoderPool(library=library) as pool:
        for at in (0, 150, 10, 160, 20, 170):
            list(pool.pictures(path, info, range(at, at + 10)))
        assert len(pool._idle) == 2


def test_backward_run_decodes_each_group_once(
    media: Path, library: MediaLibrary, hashes: Callable[..., list[str]]
) -> None:
    path = media / "footage/edts.mp4"
    info = library.info(path)
    assert hashes(path, info, range(224, -1, -1), 0) == hashes(path, info, range(225), 0)[::-1]


@pytest.mark.parametrize("chunk", [48, 30])
def test_reversed_shot_taken_by_the_chunk_decodes_a_long_group_once(
    chunk: int,
    make_clip: Callable[[Clip], Path],
    clip_type: type[Clip],
    library: MediaLibrary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = (("x264-params", "keyint=250:min-keyint=250:scenecut=0"),)
    path = make_clip(clip_type(name="one-group.mp4", codec="libx264", options=options, size=(96, 64), pictures=240))
    info, fed = library.info(path), [0]
    assert library.picture_index(path, info).entry_for(239) == 0
    monkeypatch.setenv("POSTHOUSE_MEDIA_ISOLATION", "off")  # packets are counted
    really = PictureDecoder._feed

    def counted(self: PictureDecoder) -> None:
        fed[0] += 1
        really(self)

    monkeypatch.setattr(PictureDecoder, "_feed", counted)
    with DecoderPool(library=library) as pool:
        for last in range(239, -1, -chunk):
            assert sum(1 for _ in pool.pictures(path, info, range(last, max(-1, last - chunk), -1))) == chunk
    assert fed[0] <= 241


def test_backward_run_in_narrow_memory_gives_the_same(
    media: Path, library: MediaLibrary, hashes: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = media / "footage/sar_2x1.mp4"
    info = library.info(path)
    monkeypatch.setenv("POSTHOUSE_MEDIA_ISOLATION", "off")  # its memory is made narrow
    wide = hashes(path, info, range(40, 0, -1), 0)
    monkeypatch.setattr("posthouse.media.reader.BACKWARD_BYTES", BACKWARD_BYTES // 64)
    assert hashes(path, info, range(40, 0, -1), 0) == wide


def test_freeze_decodes_once(media: Path, library: MediaLibrary, hashes: Callable[..., list[str]]) -> None:
    path = media / "footage/bikes.mp4"
    assert len(set(hashes(path, library.info(path), [77] * 30, 0))) == 1


def test_runs_split_where_the_direction_turns() -> None:
    assert list(runs([0, 1, 1, 2, 1, 0, 0, 5, 7])) == [[0, 1, 1, 2], [1, 0, 0], [5, 7]]
    assert list(runs([])) == []


def test_no_more_decoders_are_kept_than_allowed(media: Path, library: MediaLibrary) -> None:
    names = ["bikes.mp4", "help.mkv", "thanks.mkv", "friday.mp4", "sar_2x1.mp4"]
    with DecoderPool(library=library, max_open=2) as pool:
        for name in names:
            path = media / "footage" / name
            next(pool.pictures(path, library.info(path), [3]))
            assert len(pool._idle) <= 2


def test_two_shots_read_at_once_need_no_second_place(media: Path, library: MediaLibrary) -> None:
    a, b = media / "footage/bikes.mp4", media / "footage/friday.mp4"
    with DecoderPool(library=library, max_open=1) as pool:
        both = zip(
            pool.pictures(a, library.info(a), range(5)), pool.pictures(b, library.info(b), range(5)), strict=True
        )
        assert sum(1 for _ in both) == 5
        assert len(pool._idle) <= 1


def test_threads_share_a_pool_and_get_their_own_pictures(
    media: Path, library: MediaLibrary, hashes: Callable[..., list[str]], pool: DecoderPool
) -> None:
    path = media / "footage/bikes.mp4"
    info = library.info(path)
    expected = [int(p.planes[0].astype(np.int64).sum()) for p in pool.pictures(path, info, range(120))]
    wrong: list[int] = []

    def work(start: int) -> None:
        for at, picture in enumerate(pool.pictures(path, info, range(start, start + 30)), start):
            if int(picture.planes[0].astype(np.int64).sum()) != expected[at]:
                wrong.append(at)

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 30, 60, 90, 45, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_planes_are_views_of_the_decoders_memory(media: Path, library: MediaLibrary, pool: DecoderPool) -> None:
    path = media / "footage/bikes.mp4"
    picture = next(pool.pictures(path, library.info(path), [0]))
    assert all(not plane.flags.owndata for plane in picture.planes)
    assert [plane.shape for plane in picture.planes] == [(272, 640), (136, 320), (136, 320)]
