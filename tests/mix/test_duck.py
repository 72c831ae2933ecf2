"""Ducking: where a key speaks, and the curve that makes room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.mix import DuckCurve, duck_gains, hop_levels_dbfs, speaking_stretches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 48000
CURVE = DuckCurve(depth_db=-9, attack_samples=7200, release_samples=28800, look_ahead_samples=9600, hold_samples=19200)


def stretches_of(levels: Sequence[float], pause: int = 4800) -> tuple[tuple[int, int], ...]:
    return speaking_stretches(np.array(levels, np.float64), RATE, threshold_dbfs=-40, shortest_pause_samples=pause)


def curve_db(stretches: list[tuple[int, int]], samples: int) -> NDArray[np.float64]:
    gains = duck_gains(stretches, CURVE, 0, samples)
    assert gains is not None
    return 20 * np.log10(gains.astype(np.float64))


def test_full_scale_sine_is_at_minus_3_01_dbfs() -> None:
    sine = np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE).astype(np.float32)
    np.testing.assert_allclose(hop_levels_dbfs([sine[None]], RATE), -3.01, atol=0.01)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8))
def test_any_blocks_give_the_same_levels(sizes: list[int]) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, (2, sum(sizes))).astype(np.float32)
    blocks = np.split(noise, np.cumsum(sizes)[:-1], axis=1)
    np.testing.assert_array_equal(hop_levels_dbfs(blocks, RATE), hop_levels_dbfs([noise], RATE))


def test_silent_key_never_speaks() -> None:
    assert stretches_of([-np.inf] * 100) == ()
    assert stretches_of([]) == ()


def test_level_between_the_two_thresholds_keeps_speaking_but_does_not_begin() -> None:
    assert stretches_of([-43] * 100) == ()
    assert stretches_of([-80] * 20 + [-20] * 20 + [-43] * 20 + [-80] * 40) == ((19 * 480, 60 * 480),)


def test_short_pause_is_bridged_and_long_one_is_not() -> None:
    levels = [-20] * 20 + [-80] * 8 + [-20] * 20
    assert len(stretches_of(levels, pause=4800)) == 1
    assert len(stretches_of(levels, pause=2400)) == 2


def test_music_is_down_before_the_first_syllable_and_back_after_the_release() -> None:
    gain_db = curve_db([(96000, 144_000)], 240_000)
    assert (gain_db[: 96000 - 9600] == 0).all()
    np.testing.assert_allclose(gain_db[96000 - 2400 : 144_000 + 19200], -9, atol=1e-5)
    assert (gain_db[144_000 + 19200 + 28800 :] == 0).all()


def test_ramps_are_smooth() -> None:
    steps_db = np.diff(curve_db([(96000, 144_000)], 240_000))
    # The steepest point of a raised cosine is pi/2 times its mean slope.
    assert np.abs(steps_db).max() <= 9 / 7200 * np.pi / 2 * 1.01
    assert np.abs(np.diff(steps_db)).max() < 1e-4


def test_no_gains_where_nothing_ducks() -> None:
    assert duck_gains([(96000, 144_000)], CURVE, 0, 86400) is None
    assert duck_gains([(96000, 144_000)], CURVE, 192_000, 200_000) is None
    assert duck_gains([], CURVE, 0, 100) is None


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=8))
def test_any_blocks_give_the_same_curve(sizes: list[int]) -> None:
    stretches = [(12_000, 30_000), (100_000, 120_000)]
    ends = np.cumsum(sizes).tolist()
    whole = duck_gains(stretches, CURVE, 0, ends[-1])
    parts = [duck_gains(stretches, CURVE, end - size, end) for end, size in zip(ends, sizes, strict=True)]
    filled = [np.ones(size, np.float32) if part is None else part for part, size in zip(parts, sizes, strict=True)]
    wanted = np.ones(ends[-1], np.float32) if whole is None else whole
    np.testing.assert_array_equal(np.concatenate(filled), wanted)


def test_real_speech_makes_one_stretch_per_utterance(media: Path) -> None:
    speech, rate = soundfile.read(media / "sound" / "librispeech_198-209-0000.hq.ogg", dtype="float32")
    padded = np.pad(soxr.resample(speech, rate, RATE), (3 * RATE, 3 * RATE))[None]
    stretches = speaking_stretches(
        hop_levels_dbfs([padded], RATE), RATE, threshold_dbfs=-40, shortest_pause_samples=CURVE.shortest_pause_samples
    )
    assert len(stretches) == 1
    first, last = stretches[0]
    assert 3 * RATE <= first < 4 * RATE
    assert padded.shape[1] - 4 * RATE < last <= padded.shape[1] - 3 * RATE
