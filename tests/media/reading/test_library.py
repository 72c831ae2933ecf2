"""The media library: by content, once."""

from __future__ import annotations

import os
import shutil
import threading
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from blake3 import blake3

from posthouse.media import library as library_module
from posthouse.media.digest import FollowingDigest
from posthouse.media.facts import OpenAs
from posthouse.media.index import pack_index, unpack_picture_index
from posthouse.media.library import MediaLibrary

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.probe import Probed


@pytest.fixture
def clip(media: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "help.mkv"
    shutil.copy(media / "footage/help.mkv", copy)
    return copy


def test_digest_is_blake3_of_the_bytes(clip: Path, tmp_path: Path) -> None:
    with MediaLibrary(tmp_path / "house") as own:
        assert own.digest(clip) == own.info(clip).digest == blake3(clip.read_bytes()).hexdigest()


def test_digest_that_follows_a_reader_is_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(os.urandom(40_000_000))
    with FollowingDigest(path) as following:
        for position in range(0, 40_000_000, 3_000_000):
            following.passed(position)
        assert following.finish() == blake3(path.read_bytes()).hexdigest()


def test_unchanged_file_is_not_opened_again(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with MediaLibrary(tmp_path / "house") as own:
        first = own.info(clip)
    monkeypatch.setattr(library_module, "_probe", lambda *_: pytest.fail("the file was probed again"))
    monkeypatch.setattr(library_module, "digest_file", lambda *_: pytest.fail("the file was read again"))
    monkeypatch.setattr(library_module, "learned", lambda *_: pytest.fail("the file was indexed again"))
    with MediaLibrary(tmp_path / "house") as own:
        assert own.info(clip) == first
        assert own.digest(clip) == first.digest
        assert own.picture_index(clip, first).picture_count == 58


def test_replaced_file_is_read_anew(clip: Path, media: Path, tmp_path: Path) -> None:
    with MediaLibrary(tmp_path / "house") as own:
        before = own.info(clip)
        shutil.copy(media / "footage/thanks.mkv", clip)
        after = own.info(clip)
    assert before.digest != after.digest
    assert after.pictures[0].frame_count == 51


def test_moved_file_keeps_its_digest(clip: Path, tmp_path: Path) -> None:
    with MediaLibrary(tmp_path / "house") as own:
        before = own.info(clip)
        moved = clip.rename(tmp_path / "elsewhere.mkv")
        assert own.info(moved).digest == before.digest


def test_damaged_cache_is_thrown_away(clip: Path, tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "media.sqlite").write_bytes(b"no database" * 100)
    with MediaLibrary(house) as own:
        assert own.info(clip).pictures[0].frame_count == 58


def test_what_a_production_says_of_a_raw_file_is_part_of_its_name(media: Path, tmp_path: Path) -> None:
    path = media / "footage/CiscoVT2people_320x192_12fps.yuv"
    with MediaLibrary(tmp_path / "house") as own:
        right = own.info(path, OpenAs(rate=Fraction(12), raw_size=(320, 192)))
        half = own.info(path, OpenAs(rate=Fraction(12), raw_size=(320, 96)))
    assert (right.pictures[0].frame_count, half.pictures[0].frame_count) == (9, 18)
    assert right.pictures[0].rate == 12


def test_index_survives_packing(clip: Path, tmp_path: Path) -> None:
    with MediaLibrary(tmp_path / "house") as own:
        index = own.picture_index(clip, own.info(clip))
    again = unpack_picture_index(pack_index(index))
    assert pack_index(again) == pack_index(index)
    assert (again.tick_base, again.start_s(), again.duration_s()) == (
        index.tick_base,
        index.start_s(),
        index.duration_s(),
    )


def test_many_threads_probe_once(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probes: list[int] = []
    really = library_module._probe

    def counted(path: Path, opening: OpenAs) -> Probed:
        probes.append(1)
        return really(path, opening)

    monkeypatch.setattr(library_module, "_probe", counted)
    found: list[str] = []
    with MediaLibrary(tmp_path / "house") as own:
        threads = [threading.Thread(target=lambda: found.append(own.info(clip).digest)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(probes), len(found), len(set(found))) == (1, 8, 1)


def test_indexes_are_unpacked_by_many_threads_at_once(clip: Path, library: MediaLibrary) -> None:
    info = library.info(clip)
    packed = pack_index(library.picture_index(clip, info))
    counts: list[int] = []

    def unpack() -> None:
        counts.extend(unpack_picture_index(packed).picture_count for _ in range(100))

    threads = [threading.Thread(target=unpack) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [info.pictures[0].frame_count] * 400
