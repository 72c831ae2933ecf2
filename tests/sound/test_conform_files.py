"""Conforming real files through the real reader."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from posthouse.build.context import JobContext, SharedResources
from posthouse.errors import InternalError, PosthouseError, ProductionError
from posthouse.media.library import MediaLibrary
from posthouse.media.pcm import PcmReader
from posthouse.signal import ChannelLayout
from posthouse.sound.conform import CONFORM, ConformParams
from posthouse.sound.heard import FileSound, available_range

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import Sound
    from posthouse.sound.placement import SoundFormat

FILES = [
    "countdown.mp3",
    "librispeech_198-209-0000.hq.ogg",
    "sfx_rockHit2.wav",
    "zoomF8_Scene_1_2AG-T001_Tr1.WAV",
    "sp_loop_tabla.flac",
]


@pytest.fixture
def context(tmp_path: Path, media: Path) -> Iterator[JobContext]:
    library = MediaLibrary(tmp_path)
    paths = {library.digest(path): path for path in (media / "sound" / name for name in (*FILES, "sd_A101_3.WAV"))}
    shared = SharedResources()
    shared.obtain(MediaLibrary, lambda: library)
    yield JobContext(media_path=paths.__getitem__, shared=shared)
    shared.close()


def conformed(context: JobContext, sound: FileSound, span: tuple[int, int], out: Path, speed: int = 1) -> Sound:
    params = ConformParams(
        digest=sound.digest,
        stream=0,
        speed=Fraction(speed),
        sample_rate=48000,
        layout=ChannelLayout.STEREO,
        start_samples=span[0],
        length_samples=span[1] - span[0],
    )
    CONFORM.function(params, (), out, context)
    with PcmReader(out) as reader:
        return reader.read(0, reader.samples)


def heard(context: JobContext, path: Path) -> FileSound:
    library = context.shared.obtain(MediaLibrary, lambda: pytest.fail("the library is there"))
    return FileSound.from_info(library.info(path))


@pytest.mark.parametrize("name", FILES)
def test_chunks_join_as_if_made_in_one_pass(
    context: JobContext, media: Path, form: SoundFormat, tmp_path: Path, name: str
) -> None:
    sound = heard(context, media / "sound" / name)
    low, high = available_range(sound, Fraction(1), form)
    middle = (low + high) // 2
    whole = conformed(context, sound, (low, high), tmp_path / "whole")
    parts = [conformed(context, sound, span, tmp_path / "part") for span in ((low, middle), (middle, high))]
    assert whole.shape == (2, high - low)
    assert np.abs(whole).max() > 0.01
    assert np.abs(np.concatenate(parts, axis=1) - whole).max() < 1e-6


@pytest.mark.parametrize("name", FILES)
def test_length_and_level_are_the_file_s(
    context: JobContext, media: Path, form: SoundFormat, tmp_path: Path, name: str
) -> None:
    path = media / "sound" / name
    samples, rate = soundfile.read(path, dtype="float64", always_2d=True)
    sound = heard(context, path)
    made = conformed(context, sound, available_range(sound, Fraction(1), form), tmp_path / "out")
    assert abs(made.shape[1] - len(samples) * 48000 / rate) < 48
    # A mono file's power is shared by the sides.
    power = np.mean(samples**2) * samples.shape[1]
    assert abs(10 * np.log10(np.sum(np.mean(made.astype(np.float64) ** 2, axis=1)) / power)) < 0.3


def test_recorder_file_that_fits_is_bit_exact(
    context: JobContext, media: Path, form: SoundFormat, tmp_path: Path
) -> None:
    path = media / "sound" / "sd_A101_3.WAV"
    wanted, _rate = soundfile.read(path, dtype="float32", always_2d=True)
    sound = heard(context, path)
    forwards = conformed(context, sound, available_range(sound, Fraction(1), form), tmp_path / "out")
    reverse = conformed(context, sound, available_range(sound, Fraction(-1), form), tmp_path / "out", speed=-1)
    assert np.array_equal(forwards, wanted.T)
    assert np.array_equal(reverse, wanted.T[:, ::-1])


def test_four_channels_without_a_layout_are_refused(context: JobContext, media: Path) -> None:
    with pytest.raises(PosthouseError, match="4 channels has no speaker layout"):
        heard(context, media / "sound" / "ir_kitchen-true-stereo.wav")


def test_missing_stream_is_refused(context: JobContext, media: Path) -> None:
    library = context.shared.obtain(MediaLibrary, lambda: pytest.fail("the library is there"))
    with pytest.raises(ProductionError, match="no sound stream 3"):
        FileSound.from_info(library.info(media / "sound" / "countdown.mp3"), stream=3)


def test_build_without_a_library_is_our_own_fault(tmp_path: Path) -> None:
    sound = FileSound(digest="0" * 64, duration_seconds=Fraction(1))
    with pytest.raises(InternalError):
        conformed(JobContext(), sound, (0, 10), tmp_path / "out")
