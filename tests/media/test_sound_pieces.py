"""AAC in pieces: joined they are as long and as good as one encode, and a piece knows nothing of what is far."""

from __future__ import annotations

import functools
import weakref
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.media import sound_pieces as pieces_module
from posthouse.media.packets import PacketFile
from posthouse.media.sound_decode import decoded_sound
from posthouse.media.sound_out import SoundEncoding, encode_sound
from posthouse.media.sound_pieces import FRAME_SAMPLES, encode_piece, join_pieces, sound_pieces
from posthouse.signal import ChannelLayout
from tests.media.conftest import Studio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.signal import Sound

SAMPLES = 400 * FRAME_SAMPLES + 77
AAC = {layout: SoundEncoding(codec="aac", layout=layout, bit_rate=96_000 * layout.channels) for layout in ChannelLayout}


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_module, "PIECE_PACKETS", 60)


def clicks_and_chords(channels: int, samples: int = SAMPLES, seed: int = 5) -> Sound:
    """Return tones that change, with a click every 0.11 s: an encoder changes its windows all the time."""
    random = np.random.default_rng(seed)
    seconds = np.arange(samples) / 48_000
    sound = np.stack([np.sin(2 * np.pi * (220 + 60 * n) * seconds * (1 + 0.01 * n)) * 0.2 for n in range(channels)])
    for start in range(0, samples - 300, 5280):
        sound[:, start : start + 300] += random.standard_normal((channels, 300)) * np.exp(-np.arange(300) / 60) * 0.5
    return sound.astype(np.float32)


def joined(studio: Studio, sound: Sound, encoding: SoundEncoding) -> Path:
    files = []
    for number, piece in enumerate(sound_pieces(sound.shape[1])):
        pcm = studio.pcm(sound[:, piece.start_samples : piece.stop_samples])
        files.append(studio.folder / f"piece{number}.pkt")
        encode_piece(pcm, encoding, piece, files[-1])
    join_pieces(files, studio.pcm(sound), encoding, studio.folder / "joined.pkt")
    return studio.folder / "joined.pkt"


def whole(studio: Studio, sound: Sound, encoding: SoundEncoding) -> Path:
    encode_sound(studio.pcm(sound), encoding, studio.folder / "whole.pkt")
    return studio.folder / "whole.pkt"


def error_of(packets: Path, sound: Sound) -> Sound:
    return np.concatenate(list(decoded_sound(packets)), axis=1) - sound


@pytest.mark.parametrize("samples", [1, 1024, 50_000, 95 * 1024, 400 * 1024, SAMPLES])
def test_pieces_follow_each_other_and_cover_the_programme(samples: int) -> None:
    pieces = sound_pieces(samples)
    assert pieces[0].start_packet == 0
    assert [piece.stop_packet for piece in pieces[:-1]] == [piece.start_packet for piece in pieces[1:]]
    assert pieces[-1].stop_packet == -(-samples // FRAME_SAMPLES) + 1
    assert pieces[-1].stop_samples == samples


@pytest.mark.parametrize("added", [1, 1024, 7 * FRAME_SAMPLES, 300 * FRAME_SAMPLES])
def test_a_longer_programme_begins_with_the_same_pieces(added: int) -> None:
    before, after = sound_pieces(SAMPLES), sound_pieces(SAMPLES + added)
    assert len(before) > 5
    assert after[: len(before) - 1] == before[:-1]


@pytest.fixture(scope="module")
def studio_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[ChannelLayout], Studio]:
    """Return a maker of a folder with the sound of a layout, joined of pieces and encoded at once; each made once."""

    @functools.cache
    def made(layout: ChannelLayout) -> Studio:
        studio = Studio(folder=tmp_path_factory.mktemp(layout.name))
        for make in (joined, whole):
            make(studio, clicks_and_chords(layout.channels), AAC[layout])
        return studio

    return made


@pytest.mark.parametrize("layout", list(ChannelLayout))
def test_joined_pieces_have_the_times_of_one_encode(
    studio_of: Callable[[ChannelLayout], Studio], layout: ChannelLayout
) -> None:
    one, other = (PacketFile(studio_of(layout).folder / name) for name in ("joined.pkt", "whole.pkt"))
    assert one.table["pts"].tolist() == other.table["pts"].tolist()
    assert one.table["duration"].tolist() == other.table["duration"].tolist()
    assert one.stream == other.stream


@pytest.mark.parametrize("layout", list(ChannelLayout))
def test_no_join_is_heard(studio_of: Callable[[ChannelLayout], Studio], layout: ChannelLayout) -> None:
    sound = clicks_and_chords(layout.channels)
    in_pieces, at_once = (error_of(studio_of(layout).folder / f"{name}.pkt", sound) for name in ("joined", "whole"))
    assert np.sqrt(np.mean(in_pieces**2)) < 1.15 * np.sqrt(np.mean(at_once**2))
    for piece in sound_pieces(SAMPLES)[1:]:
        near = slice((piece.start_packet - 12) * FRAME_SAMPLES, (piece.start_packet + 2) * FRAME_SAMPLES)
        assert np.abs(in_pieces[:, near]).max() < 2 * np.abs(at_once).max()


def test_joining_holds_few_pieces_open_however_many_there_are(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    most, held = 0, weakref.WeakSet[PacketFile]()

    def counted(path: Path) -> PacketFile:
        nonlocal most
        file = PacketFile(path)
        held.add(file)
        most = max(most, len(held))
        return file

    monkeypatch.setattr(pieces_module, "PacketFile", counted)
    joined(studio, clicks_and_chords(1), AAC[ChannelLayout.MONO])
    assert len(sound_pieces(SAMPLES)) > 5
    assert most <= 3


def test_a_change_of_the_sound_leaves_far_pieces_as_they_were(studio: Studio) -> None:
    before = clicks_and_chords(2)
    after = before.copy()
    after[:, 75 * FRAME_SAMPLES : 76 * FRAME_SAMPLES] = 0
    spans = [slice(piece.start_samples, piece.stop_samples) for piece in sound_pieces(SAMPLES)]
    touched = [number for number, span in enumerate(spans) if not np.array_equal(before[:, span], after[:, span])]
    assert touched == [1]


def test_pieces_that_do_not_fit_are_encoded_whole(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_module, "_fits", lambda *_: False)
    sound, encoding = clicks_and_chords(2), AAC[ChannelLayout.STEREO]
    found, expected = (PacketFile(make(studio, sound, encoding)) for make in (joined, whole))
    assert found.actual_digest() == expected.actual_digest()
