"""Encoded sound is as long as what went in, the same in every run, and lossless where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.errors import JobFailed, ProductionError
from posthouse.media.packets import PacketFile
from posthouse.media.sound_decode import decoded_sound
from posthouse.media.sound_out import SoundEncoding, encode_sound
from posthouse.signal import ChannelLayout

if TYPE_CHECKING:
    from posthouse.signal import Sound
    from tests.media.conftest import Studio

CODECS = ["aac", "flac", "pcm_s24le", "pcm_s16le"]


def noise(channels: int, samples: int) -> Sound:
    return (np.random.default_rng(3).standard_normal((channels, samples)) * 0.05).astype(np.float32)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("samples", [1, 1023, 1024, 50_001])
@pytest.mark.parametrize("layout", list(ChannelLayout))
def test_sound_decodes_to_its_own_length(studio: Studio, codec: str, samples: int, layout: ChannelLayout) -> None:
    pcm = studio.pcm(noise(layout.channels, samples))
    report = encode_sound(pcm, SoundEncoding(codec=codec, layout=layout), studio.folder / "s.pkt")
    assert report.samples == samples
    blocks = list(decoded_sound(studio.folder / "s.pkt"))
    assert sum(block.shape[1] for block in blocks) == samples
    assert {block.shape[0] for block in blocks} == {layout.channels}


def test_24_bit_codes_come_back_the_same(studio: Studio) -> None:
    codes = np.random.default_rng(4).integers(-(2**23), 2**23, (2, 30_000))
    sound = (codes / 2**23).astype(np.float32)
    encode_sound(studio.pcm(sound), SoundEncoding(codec="pcm_s24le", layout=ChannelLayout.STEREO), studio.folder / "s")
    assert np.array_equal(np.concatenate(list(decoded_sound(studio.folder / "s")), axis=1), sound)


def test_aac_keeps_the_wave_of_a_chord_60_db_down(studio: Studio) -> None:
    seconds = np.arange(48_000) / 48_000
    chord = sum(np.sin(2 * np.pi * hertz * seconds) for hertz in (220.0, 277.2, 329.6, 1108.0)) * 0.15
    sound = np.stack([chord, chord * 0.8]).astype(np.float32)
    encoding = SoundEncoding(codec="aac", layout=ChannelLayout.STEREO, bit_rate=192_000)
    encode_sound(studio.pcm(sound), encoding, studio.folder / "s")
    found = np.concatenate(list(decoded_sound(studio.folder / "s")), axis=1)
    middle = slice(4000, 44_000)
    error = np.sqrt(np.mean((found[:, middle] - sound[:, middle]) ** 2))
    assert error < 1e-3 * np.sqrt(np.mean(sound[:, middle] ** 2))


@pytest.mark.parametrize("codec", CODECS)
def test_two_runs_give_the_same_bytes(studio: Studio, codec: str) -> None:
    pcm = studio.pcm(noise(2, 20_000))
    outs = [studio.folder / name for name in ("a", "b")]
    for out in outs:
        encode_sound(pcm, SoundEncoding(codec=codec, layout=ChannelLayout.STEREO), out)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_samples_beyond_full_scale_are_counted(studio: Studio) -> None:
    sound = np.array([[0.5, 1.0, 1.5, -1.0, -1.5]], np.float32)
    encoding = SoundEncoding(codec="pcm_s24le", layout=ChannelLayout.MONO)
    assert encode_sound(studio.pcm(sound), encoding, studio.folder / "s").clipped_samples == 3


def test_sound_packets_are_all_keys_in_order(studio: Studio) -> None:
    encode_sound(
        studio.pcm(noise(2, 9000)), SoundEncoding(codec="aac", layout=ChannelLayout.STEREO), studio.folder / "s"
    )
    table = PacketFile(studio.folder / "s").table
    assert table["flags"].all()
    assert table["pts"][0] == -1024
    assert (np.diff(table["pts"]) == 1024).all()


def test_other_channels_than_the_encodings_fail(studio: Studio) -> None:
    with pytest.raises(JobFailed, match=r"2 channels.*5\.1"):
        encode_sound(
            studio.pcm(noise(2, 10)), SoundEncoding(codec="aac", layout=ChannelLayout.SURROUND_51), studio.folder / "s"
        )


@pytest.mark.parametrize(
    ("codec", "options", "told"),
    [
        ("acc", (), "no encoder 'acc'"),
        ("libx264", (), "encoder of video"),
        ("aac", (("coder", "x"),), "no option 'coder'"),
    ],
)
def test_wrong_settings_are_the_authors_to_mend(
    studio: Studio, codec: str, options: tuple[tuple[str, str], ...], told: str
) -> None:
    encoding = SoundEncoding(codec=codec, layout=ChannelLayout.STEREO, options=options)
    with pytest.raises(ProductionError, match=told):
        encode_sound(studio.pcm(noise(2, 10)), encoding, studio.folder / "s")
