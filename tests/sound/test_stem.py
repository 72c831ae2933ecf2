"""Summing clips into a stem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.build.context import JobContext
from posthouse.media.pcm import PcmReader, PcmWriter
from posthouse.signal import ChannelLayout, Sound
from posthouse.sound.clip import Fade, Loop, SoundClip
from posthouse.sound.source import SourceRun
from posthouse.sound.stem import STEM, StemParams, stem_blocks

if TYPE_CHECKING:
    from pathlib import Path

NOISE = np.random.default_rng(5).standard_normal((2, 20_000)).astype(np.float32) * np.float32(0.1)


def clip(start: int, length: int, source_start: int = 0, **rest: object) -> SoundClip:
    return SoundClip(source=0, source_start_samples=source_start, start_samples=start, length_samples=length, **rest)  # type: ignore[arg-type] # the tests give each field its type


class Noise:
    """A source of noise, silent before 0 and after its end."""

    def read(self, start: int, stop: int) -> Sound:
        padded = np.zeros((2, stop - start), np.float32)
        heard = NOISE[:, max(start, 0) : max(stop, 0)]
        at = max(-start, 0)
        padded[:, at : at + heard.shape[1]] = heard
        return padded


def stem(clips: list[SoundClip], programme_samples: int, block_samples: int = 4096) -> Sound:
    blocks = stem_blocks(
        clips,
        [Noise()],
        programme_samples=programme_samples,
        layout=ChannelLayout.STEREO,
        block_samples=block_samples,
    )
    return np.concatenate(list(blocks), axis=1)


def test_clip_lies_on_its_sample_bit_by_bit() -> None:
    heard = stem([clip(1234, 500, 77)], 5000)
    assert np.array_equal(heard[:, 1234:1734], NOISE[:, 77:577])
    assert not heard[:, :1234].any()
    assert not heard[:, 1734:].any()


def test_take_cut_in_two_changes_no_bit() -> None:
    assert np.array_equal(stem([clip(0, 3000), clip(3000, 4000, 3000)], 7000), stem([clip(0, 7000)], 7000))


MANY = [
    clip(0, 9000, 100, gain_db=-3.0, fade_in=Fade(samples=700)),
    clip(5000, 9000, 3000, pan=0.3, fade_out=Fade(samples=2000)),
    clip(2000, 16_000, 50, loop=Loop(start_samples=500, end_samples=3000, crossfade_samples=200)),
]


@given(block_samples=st.integers(1, 25_000))
@settings(max_examples=15, deadline=None)
def test_block_size_changes_no_bit(block_samples: int) -> None:
    assert np.array_equal(stem(MANY, 20_000, max(block_samples, 50)), stem(MANY, 20_000))


@pytest.mark.parametrize("gain_db", [-6.0, -60.0, 12.0])
def test_gain_is_in_decibels(gain_db: float) -> None:
    heard = stem([clip(0, 1000, gain_db=gain_db)], 1000)
    assert np.allclose(heard, NOISE[:, :1000] * 10 ** (gain_db / 20), rtol=1e-5)


def test_minus_infinity_is_silence() -> None:
    assert not stem([clip(0, 1000, gain_db=-np.inf)], 1000).any()


def test_no_programme_gives_no_block() -> None:
    assert list(stem_blocks([], [], programme_samples=0, layout=ChannelLayout.MONO)) == []


def test_job_reads_a_clip_across_chunks(tmp_path: Path) -> None:
    chunks = [NOISE[:, at : at + 8000] for at in range(0, 20_000, 8000)]
    paths = tuple(tmp_path / f"{index}.f32" for index in range(3))
    for path, chunk in zip(paths, chunks, strict=True):
        with PcmWriter(path, channels=2, sample_rate=48000) as writer:
            writer.write(chunk)
    params = StemParams(
        stem="effects",
        clips=(clip(10, 15_000, 3000),),
        sources=(SourceRun(inputs=(0, 1, 2), start_samples=0, chunk_samples=8000),),
        programme_samples=15_010,
        sample_rate=48000,
        layout=ChannelLayout.STEREO,
    )
    STEM.function(params, paths, tmp_path / "out", JobContext())
    with PcmReader(tmp_path / "out") as reader:
        assert np.array_equal(reader.read(10, 15_010), NOISE[:, 3000:18_000])
