"""Slates of broadcast WAVs: a real recorder's, and what is written read again by ours and by soundfile."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
import soundfile

from posthouse.errors import MediaError
from posthouse.interchange.bwf import SoundSlate, SoundTrack, read_slate, write_slate
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path


def _wave(path: Path, kind: bytes = b"RIFF", samples: int = 480) -> Path:
    sound = bytes(range(256)) * (samples * 4 // 256 + 1)
    sound = sound[: samples * 4]
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 2, 48000, 192000, 4, 16)
    size = 0xFFFFFFFF if kind != b"RIFF" else len(sound)
    large = b"ds64" + struct.pack("<IQQQI", 28, 100 + len(sound), len(sound), samples, 0) if kind != b"RIFF" else b""
    body = b"WAVE" + large + form + b"LIST" + struct.pack("<I", 4) + b"abcd" + b"data" + struct.pack("<I", size) + sound
    path.write_bytes(kind + struct.pack("<I", 0xFFFFFFFF if large else len(body)) + body)
    return path


SLATE = SoundSlate(
    sample_rate=48000,
    samples=480,
    channels=2,
    start_samples=48000 * 86399 + 12345,
    stamp_rate=Fraction(48048),
    timecode_rate=Rate.parse("29.97"),
    is_drop_frame=True,
    project="Harbour <&>",
    scene="12A",
    take="3",
    tape="24Y01M02",
    note="plane, at the end",
    is_circled=True,
    family="F1",
    tracks=(SoundTrack(channel=1, name="Boom"), SoundTrack(channel=2, name="Lav Ää")),
    originator="posthouse",
    date="2024-01-02",
)


def test_a_real_recorders_slate_is_read(media: Path) -> None:
    slate = read_slate(media / "sound" / "sd_A101_3.WAV")
    assert (slate.scene, slate.take, slate.tape, slate.project) == ("A101", "3", "18Y12M31", "BMH")
    assert [track.name for track in slate.tracks] == ["MKH516 A", "Boom"]
    assert (slate.start_samples, slate.timecode_rate) == (2191661476, Rate.parse("23.976"))
    # 45614 s of timecode last 45614 * 48048 = 2191661472 samples: the first sample is the fifth of 12:40:14:00
    assert str(slate.start_timecode()) == "12:40:14:00"


@pytest.mark.parametrize("kind", [b"RIFF", b"RF64", b"BW64"])
def test_what_is_written_is_read(tmp_path: Path, kind: bytes) -> None:
    source, out = _wave(tmp_path / "in.wav", kind), tmp_path / "out.wav"
    before = source.read_bytes()
    write_slate(source, out, SLATE)
    assert read_slate(out) == SLATE
    assert source.read_bytes() == before


def test_samples_and_other_chunks_are_copied(tmp_path: Path) -> None:
    source, out = _wave(tmp_path / "in.wav"), tmp_path / "out.wav"
    write_slate(source, out, SLATE)
    theirs, rate = soundfile.read(out, dtype="int16")
    ours, _ = soundfile.read(source, dtype="int16")
    assert (rate, theirs.tolist()) == (48000, ours.tolist())
    assert b"LIST\x04\x00\x00\x00abcd" in out.read_bytes()


def test_a_wave_without_a_slate_says_so(tmp_path: Path) -> None:
    slate = read_slate(_wave(tmp_path / "in.wav"))
    assert (slate.start_samples, slate.start_seconds, slate.start_timecode(), slate.scene) == (None, None, None, "")


def test_an_unknown_start_stays_unknown(tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    slate = SoundSlate(sample_rate=48000, samples=480, channels=2, scene="1")
    write_slate(_wave(tmp_path / "in.wav"), out, slate)
    assert read_slate(out) == slate


def test_media_is_never_written_over(tmp_path: Path) -> None:
    source = _wave(tmp_path / "in.wav")
    with pytest.raises(MediaError, match="stays as it is"):
        write_slate(source, source, SLATE)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"not a wave file at all", b"RIFF\x10\x00\x00\x00WAVEfmt \x04\x00\x00\x00abcd"]
)
def test_what_is_no_wave_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.wav"
    path.write_bytes(content)
    with pytest.raises(MediaError):
        read_slate(path)


@pytest.mark.parametrize(
    "ixml",
    [b"<BWFXML><SCENE>1", b'<!DOCTYPE a [<!ENTITY b "c">]><BWFXML><SCENE>&b;</SCENE></BWFXML>', b"\xff\xfe\x00", b""],
)
def test_broken_ixml_says_nothing(tmp_path: Path, ixml: bytes) -> None:
    path = _wave(tmp_path / "in.wav")
    chunk = b"iXML" + struct.pack("<I", len(ixml)) + ixml + b"\0" * (len(ixml) % 2)
    whole = path.read_bytes()
    path.write_bytes(whole[:12] + chunk + whole[12:])
    assert read_slate(path).scene == ""
