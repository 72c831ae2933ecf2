"""The sound file between jobs gives back exactly what went in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.errors import InternalError, MediaError
from posthouse.media.pcm import PcmReader, PcmWriter

if TYPE_CHECKING:
    from pathlib import Path


def noise(channels: int, samples: int) -> np.ndarray:
    return np.random.default_rng(7).uniform(-2, 2, (channels, samples)).astype(np.float32)


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_what_is_written_in_blocks_is_read_back_in_any_part(tmp_path: Path, channels: int) -> None:
    sound = noise(channels, 5000)
    with PcmWriter(tmp_path / "a.f32", channels=channels, sample_rate=48000) as writer:
        for start in range(0, 5000, 777):
            writer.write(sound[:, start : start + 777])
    with PcmReader(tmp_path / "a.f32") as reader:
        assert (reader.channels, reader.sample_rate, reader.samples) == (channels, 48000, 5000)
        assert np.array_equal(reader.read(1234, 4321), sound[:, 1234:4321])
        assert np.array_equal(np.concatenate(list(reader.blocks(999)), axis=1), sound)


def test_a_file_without_samples_reads_as_nothing(tmp_path: Path) -> None:
    with PcmWriter(tmp_path / "a.f32", channels=2, sample_rate=44100):
        pass
    with PcmReader(tmp_path / "a.f32") as reader:
        assert reader.read(0, 0).shape == (2, 0)
        assert list(reader.blocks()) == []


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.f32"
    with PcmWriter(path, channels=2, sample_rate=48000) as writer:
        writer.write(noise(2, 100))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(MediaError, match="header promises"):
        PcmReader(path)


def test_a_sample_that_is_not_a_number_is_our_own_fault(tmp_path: Path) -> None:
    sound = noise(1, 10)
    sound[0, 3] = np.nan
    with (
        PcmWriter(tmp_path / "a.f32", channels=1, sample_rate=48000) as writer,
        pytest.raises(InternalError, match="finite"),
    ):
        writer.write(sound)


def test_reading_past_the_end_is_refused(tmp_path: Path) -> None:
    with PcmWriter(tmp_path / "a.f32", channels=1, sample_rate=48000) as writer:
        writer.write(noise(1, 10))
    with PcmReader(tmp_path / "a.f32") as reader, pytest.raises(ValueError, match="not within"):
        reader.read(5, 11)
