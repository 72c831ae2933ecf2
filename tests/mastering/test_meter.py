"""The loudness meter: the minimum tests 1 to 6 and 9 to 14 of EBU Tech 3341 (2023); 7 and 8 need EBU's programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import MediaError
from posthouse.mastering import LoudnessMeter, measure_loudness
from posthouse.mastering.gating import momentary_lufs, short_term_lufs
from posthouse.signal import ChannelLayout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.signal import Sound

    Tones = Callable[..., Sound]

STEREO = ChannelLayout.STEREO
SILENCE_DBFS = -400.0

# Case: (level in dBFS, seconds), expected integrated loudness, what libebur128 measures.
INTEGRATED = {
    1: ([(-23, 20)], -23.0, -22.95356),
    2: ([(-33, 20)], -33.0, -32.95986),
    3: ([(-36, 10), (-23, 60), (-36, 10)], -23.0, -22.99590),
    4: ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0, -23.03592),
    5: ([(-26, 20), (-20, 20.1), (-26, 20)], -23.0, -22.94999),
}


def traces(sound: Sound) -> LoudnessMeter:
    meter = LoudnessMeter(48000, STEREO)
    meter.push(sound)
    meter.finish()
    return meter


@pytest.mark.parametrize("case", INTEGRATED)
def test_tech_3341_minimum_tests_1_to_5(case: int, tones: Tones) -> None:
    levels, expected_lufs, exact_lufs = INTEGRATED[case]
    measured = measure_loudness([tones(levels)], 48000, STEREO).integrated_lufs
    assert measured == pytest.approx(expected_lufs, abs=0.1)
    assert measured == pytest.approx(exact_lufs, abs=0.06)


@pytest.mark.parametrize("case", [1, 2])
def test_steady_tone_reads_the_same_on_all_three_scales(case: int, tones: Tones) -> None:
    levels, expected_lufs, _ = INTEGRATED[case]
    measured = measure_loudness([tones(levels)], 48000, STEREO)
    assert measured.max_momentary_lufs == pytest.approx(expected_lufs, abs=0.1)
    assert measured.max_short_term_lufs == pytest.approx(expected_lufs, abs=0.1)


def test_tech_3341_minimum_test_6_surround(tones: Tones) -> None:
    levels = (-28, -28, -24, SILENCE_DBFS, -30, -30)
    sound = np.concatenate([tones([(level, 20)], channels=1) for level in levels])
    measured = measure_loudness([sound], 48000, ChannelLayout.SURROUND_51)
    assert measured.integrated_lufs == pytest.approx(-23.0, abs=0.1)


def test_tech_3341_minimum_test_9_short_term_is_constant(tones: Tones) -> None:
    powers = traces(tones([(-20, 1.34), (-30, 1.66)] * 5)).hop_powers()
    np.testing.assert_allclose(short_term_lufs(powers), -23.0, atol=0.1)


def test_tech_3341_minimum_test_12_momentary_is_constant(tones: Tones) -> None:
    powers = traces(tones([(-20, 0.18), (-30, 0.22)] * 25)).hop_powers()
    np.testing.assert_allclose(momentary_lufs(powers)[60:], -23.0, atol=0.1)


@pytest.mark.parametrize("index", range(20))
def test_tech_3341_minimum_test_10_short_term_of_files(index: int, tones: Tones) -> None:
    sound = tones([(SILENCE_DBFS, index * 0.15), (-23, 3), (SILENCE_DBFS, 1)])
    assert measure_loudness([sound], 48000, STEREO).max_short_term_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("index", range(20))
def test_tech_3341_minimum_test_13_momentary_of_files(index: int, tones: Tones) -> None:
    sound = tones([(SILENCE_DBFS, index * 0.02), (-23, 0.4), (SILENCE_DBFS, 1)])
    assert measure_loudness([sound], 48000, STEREO).max_momentary_lufs == pytest.approx(-23.0, abs=0.1)


def test_tech_3341_minimum_test_11_short_term_live(tones: Tones) -> None:
    steps = [[(SILENCE_DBFS, i * 0.15), (i - 38, 3), (SILENCE_DBFS, 3 - i * 0.15)] for i in range(20)]
    read = short_term_lufs(traces(tones([part for step in steps for part in step])).hop_powers())
    successive = [read[: 600 * (i + 1) - 299].max() for i in range(20)]
    np.testing.assert_allclose(successive, np.arange(-38, -18), atol=0.1)


def test_tech_3341_minimum_test_14_momentary_live(tones: Tones) -> None:
    steps = [[(SILENCE_DBFS, i * 0.02), (i - 38, 0.4), (SILENCE_DBFS, 0.4 - i * 0.02)] for i in range(20)]
    read = momentary_lufs(traces(tones([part for step in steps for part in step])).hop_powers())
    successive = [read[: 80 * (i + 1) - 39].max() for i in range(20)]
    np.testing.assert_allclose(successive, np.arange(-38, -18), atol=0.1)


@pytest.mark.parametrize("sample_rate", [44100, 48000, 88200, 96000])
def test_full_scale_997_hz_in_one_channel_reads_minus_3_01(sample_rate: int, tones: Tones) -> None:
    sound = tones([(0, 5)], channels=1, sample_rate=sample_rate, hz=997)
    measured = measure_loudness([sound], sample_rate, ChannelLayout.MONO)
    # The bilinear transform of the prototypes bends the shelf by 0.017 dB at double rates, as in libebur128.
    assert measured.integrated_lufs == pytest.approx(-3.01, abs=0.01 if sample_rate <= 48000 else 0.02)
    assert measured.sample_peak_dbfs == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("channel", range(6))
def test_each_surround_channel_counts_with_its_weight(channel: int, tones: Tones) -> None:
    sound = np.zeros((6, 48000), np.float32)
    sound[channel] = tones([(-20, 1)], channels=1, hz=997)[0]
    measured = measure_loudness([sound], 48000, ChannelLayout.SURROUND_51)
    expected = {3: -np.inf, 4: -21.52, 5: -21.52}.get(channel, -23.01)
    assert measured.integrated_lufs == pytest.approx(expected, abs=0.02)


def test_second_equal_channel_adds_3_01_lu(tones: Tones) -> None:
    one = measure_loudness([tones([(-20, 2)], channels=1)], 48000, ChannelLayout.MONO)
    two = measure_loudness([tones([(-20, 2)])], 48000, STEREO)
    assert two.integrated_lufs - one.integrated_lufs == pytest.approx(3.0103, abs=1e-4)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 70_000), min_size=1, max_size=6))
def test_any_blocks_read_the_same(sizes: list[int]) -> None:
    noise = np.random.default_rng(7).normal(0, 0.1, (2, sum(sizes))).astype(np.float32)
    blocks = np.split(noise, np.cumsum(sizes)[:-1], axis=1)
    assert measure_loudness(blocks, 48000, STEREO) == measure_loudness([noise], 48000, STEREO)


@pytest.mark.parametrize("samples", [0, 1, 19199])
def test_less_than_400_ms_has_no_loudness(samples: int) -> None:
    measured = measure_loudness([np.full((2, samples), 0.1, np.float32)], 48000, STEREO)
    assert measured.integrated_lufs == -np.inf
    assert measured.range_lu == 0


def test_wrong_channels_are_refused() -> None:
    with pytest.raises(MediaError, match="is not stereo sound"):
        measure_loudness([np.zeros((1, 10), np.float32)], 48000, STEREO)


def test_impossible_rate_is_refused() -> None:
    with pytest.raises(MediaError, match="7999 samples a second"):
        measure_loudness([], 7999, STEREO)


# File, layout, integrated and range as printed by FFmpeg 8's ebur128 filter.
BY_FFMPEG = [
    ("stems_Metal_madness_song.ogg", ChannelLayout.STEREO, -11.0, 3.4),
    ("Kevin_MacLeod_-_Vibe_Ace.ogg", ChannelLayout.MONO, -21.3, 3.9),
    ("Karissa_Hobbs_-_Lets_Go_Fishin.ogg", ChannelLayout.MONO, -17.7, 3.9),
]


@pytest.mark.parametrize(("name", "layout", "integrated_lufs", "range_lu"), BY_FFMPEG)
def test_real_music_reads_as_with_ffmpeg(
    name: str, layout: ChannelLayout, integrated_lufs: float, range_lu: float, media: Path
) -> None:
    sound, sample_rate = soundfile.read(media / "sound" / name, dtype="float32", always_2d=True)
    read = measure_loudness([np.ascontiguousarray(sound.T)], sample_rate, layout)
    assert read.integrated_lufs == pytest.approx(integrated_lufs, abs=0.06)
    assert read.range_lu == pytest.approx(range_lu, abs=0.1)
