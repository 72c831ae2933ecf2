"""The limiter: never above the ceiling, never heard where it has nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.mastering.limiter import LimiterSettings, limited
from posthouse.mastering.true_peak import TruePeakMeter, fine_phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.signal import Sound

    Tones = Callable[..., Sound]

CEILING_DBTP = -1.0


def limit(sound: Sound, gain_db: float, sizes: list[int] | None = None) -> Sound:
    settings_ = LimiterSettings(
        gain=10 ** (gain_db / 20),
        ceiling_dbtp=CEILING_DBTP,
        look_ahead_samples=240,
        hold_samples=576,
        release_samples=5760,
    )
    blocks = np.split(sound, np.cumsum(sizes), axis=1) if sizes else [sound]
    return np.concatenate([sound[:, :0], *limited(blocks, 48000, settings_)], axis=1)


def true_peak_dbtp(sound: Sound) -> float:
    meter = TruePeakMeter(sound.shape[0], fine_phases(8))
    meter.push(sound)
    meter.finish()
    return 20 * float(np.log10(meter.true_peak))


def test_sound_below_the_ceiling_is_exactly_gain_times_itself() -> None:
    noise = np.random.default_rng(1).uniform(-0.2, 0.2, (2, 100_001)).astype(np.float32)
    np.testing.assert_array_equal(limit(noise, 2.5), noise * np.float32(10 ** (2.5 / 20)))


@pytest.mark.parametrize("samples", [0, 1, 15, 16, 65535, 65536, 65537, 200_000])
def test_length_is_kept(samples: int) -> None:
    noise = np.random.default_rng(2).normal(0, 0.5, (2, samples)).astype(np.float32)
    out = limit(noise, 6)
    assert out.shape == noise.shape
    assert out.dtype == np.float32


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 9999), gain_db=st.floats(-6, 20), loud=st.floats(0.05, 1))
def test_true_peak_stays_under_the_ceiling(seed: int, gain_db: float, loud: float) -> None:
    rng = np.random.default_rng(seed)
    noise = (rng.normal(0, loud, (2, 30_000)) * (rng.random((1, 30_000)) < 0.01)).astype(np.float32)
    # The gain moves between samples too: the decision's margin of 0.05 dB covers this.
    assert true_peak_dbtp(limit(noise, gain_db)) <= CEILING_DBTP + 0.05


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 60_000), min_size=1, max_size=6))
def test_any_blocks_give_the_same_sound(sizes: list[int]) -> None:
    noise = np.random.default_rng(3).normal(0, 0.3, (2, 150_000)).astype(np.float32)
    np.testing.assert_array_equal(limit(noise, 6, sizes), limit(noise, 6))


def test_both_channels_go_down_together() -> None:
    noise = np.random.default_rng(4).normal(0, 0.05, 96000).astype(np.float32)
    loud_left = np.stack([noise, noise])
    loud_left[0, 48000] = 3
    out = limit(loud_left, 0)
    ratio = out / np.where(loud_left == 0, 1, loud_left)
    np.testing.assert_allclose(ratio[0], ratio[1], atol=1e-5)


def test_gain_is_down_at_the_peak_and_back_after_the_release() -> None:
    constant = np.full((1, 96000), 0.1, np.float32)
    constant[0, 48000] = 2
    gain = limit(constant, 0)[0] / constant[0]
    assert (gain[: 48000 - 300] == 1).all()
    assert 20 * np.log10(gain[48000]) <= -7
    assert gain[48000 + 576 + 6 * 5760 + 600] == pytest.approx(1, abs=0.002)


def test_gain_moves_without_steps() -> None:
    constant = np.full((1, 96000), 0.1, np.float32)
    constant[0, 48000] = 2
    gain = np.delete(limit(constant, 0)[0] / constant[0], 48000)
    assert np.abs(np.diff(20 * np.log10(gain))).max() < 0.12


@pytest.mark.parametrize("hz", [50, 100, 1000, 5000])
def test_limited_sine_keeps_its_shape(hz: int, tones: Tones) -> None:
    out = limit(tones([(0, 4)], hz=hz), 4)[0, 48000:144_000].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out) + 1)[:-1])) ** 2
    own = slice(2 * hz - 3, 2 * hz + 4)
    rest = spectrum.sum() - spectrum[own].sum()
    assert 10 * np.log10(rest / spectrum[own].sum()) < -100


def test_loud_rock_music_stays_under_the_ceiling(media: Path) -> None:
    song, _ = soundfile.read(
        media / "sound" / "stems_Metal_madness_song.ogg", dtype="float32", start=30 * 44100, frames=20 * 44100
    )
    assert true_peak_dbtp(limit(np.ascontiguousarray(song.T), 6)) <= CEILING_DBTP + 0.01
