"""Sixty and more broken files: each gives one clear error, or exactly what it promises; none hangs or crashes."""

from __future__ import annotations

import random
import struct
import time
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
from posthouse.media.sound_in import SoundReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.media.facts import MediaInfo

SOURCES = (
    "footage/bikes.mp4", "footage/help.mkv", "footage/carphone_distorted.mp4", "footage/sample_portrait.mp4",
    "footage/bt601.mov", "footage/picchu_seq0100_snippet_dnx.mov", "sound/sp_perc_swash.flac", "sound/sfx_fall1.wav",
    "sound/librispeech_198-209-0000.hq.ogg", "sound/guitar.mp3", "conformance/pse/stripes.png",
    "cgi/hdri/studio.exr", "colour/img/dpx_nuke_10bits_rgb.dpx", "cgi/models/2k_earth_daymap.jpg",
)  # fmt: skip


def cut(share: float) -> Callable[[bytes], bytes]:
    return lambda whole: whole[: int(len(whole) * share)]


def zeroed(start: float, end: float) -> Callable[[bytes], bytes]:
    def change(whole: bytes) -> bytes:
        a, b = int(len(whole) * start), int(len(whole) * end)
        return whole[:a] + bytes(b - a) + whole[b:]

    return change


def scrambled(seed: int, first: int, last: int, count: int) -> Callable[[bytes], bytes]:
    def change(whole: bytes) -> bytes:
        torn, dice = bytearray(whole), random.Random(seed)
        for _ in range(count):
            torn[dice.randrange(first, min(last, len(torn)))] = dice.randrange(256)
        return bytes(torn)

    return change


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "first 12 bytes": lambda whole: whole[:12],
    "cut at 5 %": cut(0.05),
    "cut at half": cut(0.5),
    "cut at 95 %": cut(0.95),
    "cut by one byte": lambda whole: whole[:-1],
    "head zeroed": zeroed(0.0, 0.02),
    "middle zeroed": zeroed(0.4, 0.6),
    "tail zeroed": zeroed(0.9, 1.0),
    "header bytes edited": scrambled(1, 0, 200, 12),
    "more header bytes edited": scrambled(2, 16, 2000, 40),
    "bytes edited all over": scrambled(3, 0, 1 << 30, 200),
    "tail bytes edited": lambda whole: whole[:-4000] + scrambled(4, 0, 4000, 60)(whole[-4000:]),
}
PATIENCE_S = 20.0


def use(path: Path, library: MediaLibrary) -> MediaInfo:
    """Take the whole of a file, pictures and sound, as a build would."""
    info = library.info(path)
    with DecoderPool(library=library) as pool:
        for stream, facts in enumerate(info.pictures):
            shown = sum(1 for _ in pool.pictures(path, info, range(facts.frame_count), stream))
            assert shown == facts.frame_count
    for stream, heard in enumerate(info.sounds):
        with SoundReader(path, info, stream, library=library) as reader:
            assert sum(block.shape[1] for block in reader.blocks()) == heard.duration_samples
    return info


def refusal_of(path: Path, library: MediaLibrary) -> MediaError | None:
    """Return the error a file is refused with, None when it keeps what it promises."""
    try:
        use(path, library)
    except MediaError as error:
        return error
    return None


def one_clear_sentence(error: MediaError, path: Path) -> bool:
    return path.name in error.cause and "\n" not in str(error) and "Traceback" not in str(error)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("source", SOURCES)
def test_broken_file_is_refused_in_a_sentence_or_keeps_its_promise(
    source: str, change: str, media: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    original = media / source
    path = tmp_path / f"broken{original.suffix}"
    path.write_bytes(CHANGES[change](original.read_bytes()))
    began = time.monotonic()
    with MediaLibrary(tmp_path / "house") as library:
        refusal = refusal_of(path, library)
    assert refusal is None or one_clear_sentence(refusal, path), str(refusal)
    assert time.monotonic() - began < PATIENCE_S
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".mov", ".wav", ".png", ".exr", ".mkv", ".mp3"])
def test_text_under_a_media_name_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"notes{suffix}"
    path.write_text("Scene 1. A harbour, night. Rain.\n" * 50)
    with MediaLibrary(tmp_path / "house") as library, pytest.raises(MediaError, match=rf"notes\{suffix}"):
        library.info(path)


@pytest.mark.parametrize(
    ("source", "suffix"), [("footage/help.mkv", ".mp4"), ("footage/bikes.mp4", ".avi"), ("sound/guitar.mp3", ".wav")]
)
def test_wrong_extension_is_read_by_content(source: str, suffix: str, media: Path, tmp_path: Path) -> None:
    path = tmp_path / f"renamed{suffix}"
    path.write_bytes((media / source).read_bytes())
    with MediaLibrary(tmp_path / "house") as library:
        assert library.info(path).digest == library.info(media / source).digest


def test_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.mov"
    path.touch()
    with (
        MediaLibrary(tmp_path / "house") as library,
        pytest.raises(MediaError, match=r"empty\.mov is empty \(0 bytes\)"),
    ):
        library.info(path)


def test_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "A003_C012.mov").write_bytes(b"x")
    with MediaLibrary(tmp_path / "house") as library, pytest.raises(MediaError) as caught:
        library.info(tmp_path / "A003_C021.mov")
    assert "does not exist" in caught.value.cause
    assert "A003_C012.mov" in caught.value.hint


def test_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rushes.mov").mkdir()
    with MediaLibrary(tmp_path / "house") as library, pytest.raises(MediaError, match="is a folder"):
        library.info(tmp_path / "rushes.mov")


def test_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.mov"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr("os.access", lambda *_: False)
    with MediaLibrary(tmp_path / "house") as library, pytest.raises(MediaError, match="may not be read by this user"):
        library.info(path)


def test_png_of_huge_declared_size_is_refused_before_memory_is_taken(media: Path, tmp_path: Path) -> None:
    torn = bytearray((media / "conformance/pse/stripes.png").read_bytes())
    torn[16:24] = struct.pack(">II", 60000, 60000)
    path = tmp_path / "huge.png"
    path.write_bytes(torn)
    with MediaLibrary(tmp_path / "house") as library, pytest.raises(MediaError, match=r"huge\.png"):
        library.info(path)


def test_movie_of_huge_declared_size_is_refused_or_decodes_all_the_same(media: Path, tmp_path: Path) -> None:
    torn = (media / "footage/bikes.mp4").read_bytes()
    path = tmp_path / "huge.mp4"
    at = torn.index(b"avc1", torn.index(b"stsd"))
    path.write_bytes(torn[: at + 28] + struct.pack(">HH", 65535, 65535) + torn[at + 32 :])
    with MediaLibrary(tmp_path / "house") as library:
        refusal = refusal_of(path, library)
    assert refusal is None or one_clear_sentence(refusal, path)


def test_sound_file_has_no_pictures(media: Path, library: MediaLibrary, pool: DecoderPool) -> None:
    path = media / "sound/sp_perc_swash.flac"
    with pytest.raises(MediaError, match="has no pictures"):
        next(pool.pictures(path, library.info(path), [0]))


def test_silent_clip_has_no_sound(media: Path, library: MediaLibrary) -> None:
    path = media / "footage/bikes.mp4"
    with pytest.raises(MediaError, match="has no sound"):
        SoundReader(path, library.info(path), library=library)


def test_stream_that_is_not_there_says_how_many_there_are(
    media: Path, library: MediaLibrary, pool: DecoderPool
) -> None:
    path = media / "footage/nasa_13013.mp4"
    with pytest.raises(MediaError, match=r"no picture stream 2 \(it has 2, counted from 0\)"):
        next(pool.pictures(path, library.info(path), [0], 2))


def test_raw_video_without_its_size_says_so(media: Path, library: MediaLibrary) -> None:
    with pytest.raises(MediaError, match="does not say its size"):
        library.info(media / "footage/CiscoVT2people_320x192_12fps.yuv")


def test_playlist_is_not_media(tmp_path: Path) -> None:
    path = tmp_path / "list.mov"
    path.write_text("ffconcat version 1.0\nfile '/etc/passwd'\n")
    with MediaLibrary(tmp_path / "house") as library, pytest.raises(MediaError, match=r"list\.mov"):
        library.info(path)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("https://example.com/a.mp4", "addresses are not fetched"),
        ("~/footage/a.mov", "write the path in full"),
        ("footage\\a.mov", "write / between folders"),
    ],
)
def test_a_path_of_another_kind_is_told_from_a_missing_file(tmp_path: Path, written: str, hint: str) -> None:
    with MediaLibrary(tmp_path / "house") as library, pytest.raises(MediaError) as caught:
        library.info(tmp_path / written)
    assert hint in caught.value.hint
