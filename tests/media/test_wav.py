"""WAV as EBU Tech 3285 and 3306 have it, read back by another library."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from posthouse.media.pcm import PcmReader
from posthouse.media.quantise import pcm_bytes
from posthouse.media.wav import wav_header, write_wav

if TYPE_CHECKING:
    from tests.media.conftest import Studio


@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("bits", [16, 24])
@pytest.mark.parametrize("start_samples", [None, 172_800_001])
def test_integer_codes_come_back_the_same(studio: Studio, channels: int, bits: int, start_samples: int | None) -> None:
    codes = np.random.default_rng(1).integers(-(2 ** (bits - 1)), 2 ** (bits - 1), (channels, 70_001))
    sound = (codes / 2 ** (bits - 1)).astype(np.float32)
    report = write_wav(studio.pcm(sound), studio.folder / "a.wav", bits=bits, start_samples=start_samples)
    found, rate = soundfile.read(studio.folder / "a.wav", dtype="float32", always_2d=True)
    assert rate == 48_000
    assert report.clipped_samples == 0
    assert np.array_equal(found.T, sound)


def test_the_time_reference_is_at_its_place(studio: Studio) -> None:
    """EBU Tech 3285 v2, 2.3: TimeReference is at offset 338 of the chunk, low word first."""
    write_wav(
        studio.pcm(np.zeros((1, 4), np.float32)), studio.folder / "a.wav", start_samples=2**33 + 5, description="d"
    )
    octets = (studio.folder / "a.wav").read_bytes()
    body = octets.index(b"bext") + 8
    assert struct.unpack_from("<I", octets, body - 4) == (602,)
    assert struct.unpack_from("<QH", octets, body + 338) == (2**33 + 5, 2)
    assert struct.unpack_from("<h", octets, body + 412) == (0x7FFF,)


class LongReader(PcmReader):
    """Says it is longer than RIFF can say."""

    def __init__(self, samples: int) -> None:
        self.channels, self.sample_rate, self.samples = 2, 48_000, samples


@pytest.mark.parametrize(("samples", "kind"), [(715_827_000, b"RIFF"), (715_827_890, b"RF64")])
def test_beyond_4_gb_it_is_rf64(samples: int, kind: bytes) -> None:
    """EBU Tech 3306: ds64 comes first, with the sizes RIFF's 32 bits cannot hold, which say 0xFFFFFFFF."""
    header = wav_header(LongReader(samples), 24)
    assert header[:4] == kind
    assert len(header) == len(wav_header(LongReader(10), 24))
    if kind == b"RF64":
        assert header[12:16] == b"ds64"
        riff_bytes, data_bytes, frames = struct.unpack_from("<QQQ", header, 20)
        assert (data_bytes, frames) == (samples * 6, samples)
        assert riff_bytes == len(header) - 8 + data_bytes
        assert header[-8:] == b"data\xff\xff\xff\xff"


def test_16_bits_are_dithered_the_same_in_any_run_and_never_where_exact() -> None:
    sound = np.full((1, 4096), 0.3 / 32768, np.float32)
    one, two = (pcm_bytes(sound, 16, 1000)[0] for _ in range(2))
    assert one == two
    codes = np.frombuffer(one, "<i2")
    assert codes.mean() == pytest.approx(0.3, abs=0.05)
    exact = (np.arange(-50, 50)[np.newaxis] / 32768).astype(np.float32)
    assert np.array_equal(np.frombuffer(pcm_bytes(exact, 16, 0)[0], "<i2"), np.arange(-50, 50))
