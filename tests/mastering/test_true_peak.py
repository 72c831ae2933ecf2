"""True peak: the minimum tests 15 to 23 of EBU Tech 3341 (2023), by the interpolator of BS.1770-5, Annex 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import firwin

from posthouse.mastering.true_peak import TruePeakMeter, bs1770_phases, fine_phases

if TYPE_CHECKING:
    from posthouse.signal import Sound


def true_peak_dbtp(sound: Sound, oversampling: int = 0) -> float:
    meter = TruePeakMeter(sound.shape[0], fine_phases(oversampling, 64) if oversampling else None)
    meter.push(sound)
    meter.finish()
    return 20 * float(np.log10(meter.true_peak))


def tone(cycles_per_sample: float, phase_degrees: float, amplitude: float) -> Sound:
    sine = amplitude * np.sin(2 * np.pi * cycles_per_sample * np.arange(48000) + np.radians(phase_degrees))
    fade = np.minimum(1, np.minimum(np.arange(48000), np.arange(48000)[::-1]) / 480)
    return np.tile((sine * fade).astype(np.float32), (2, 1))


def burst(offset: int) -> Sound:
    """Return fs/6 at 0.5 with one period of fs/4 at 1.0, made at 4 fs, low-passed, every fourth sample kept."""
    steps = np.concatenate([np.full(24 * 200, 1 / 24), np.full(16, 1 / 16), np.full(24 * 200, 1 / 24)])
    amplitude = np.concatenate([np.full(24 * 200, 0.5), np.ones(16), np.full(24 * 200, 0.5)])
    wave = amplitude * np.sin(2 * np.pi * (np.cumsum(steps) - steps))
    low = np.convolve(wave, firwin(513, 0.25), "same")
    return np.tile(low[offset::4].astype(np.float32), (2, 1))


CASES = {15: (1 / 4, 0, 0.5), 16: (1 / 4, 45, 0.5), 17: (1 / 6, 60, 0.5), 18: (1 / 8, 67.5, 0.5), 19: (1 / 4, 45, 1.41)}
EXPECTED_DBTP = {15: -6.0, 16: -6.0, 17: -6.0, 18: -6.0, 19: 3.0}


@pytest.mark.parametrize("case", CASES)
def test_tech_3341_minimum_tests_15_to_19(case: int) -> None:
    assert -0.4 <= true_peak_dbtp(tone(*CASES[case])) - EXPECTED_DBTP[case] <= 0.2


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_tech_3341_minimum_tests_20_to_23(offset: int) -> None:
    assert -0.4 <= true_peak_dbtp(burst(offset)) <= 0.2


def test_phases_sum_as_published() -> None:
    np.testing.assert_allclose(bs1770_phases().sum(axis=1), [1.00159, 0.97302, 0.97302, 1.00159], atol=1e-5)


@pytest.mark.parametrize("oversampling", [4, 8, 16])
def test_worst_under_read_is_that_of_the_recommendation(oversampling: int) -> None:
    cycles = 0.45
    phases = np.linspace(0, 360, 37)
    read = [
        true_peak_dbtp(
            np.sin(2 * np.pi * cycles * np.arange(4800) + np.radians(p)).astype(np.float32)[None], oversampling
        )
        for p in phases
    ]
    assert min(read) >= 20 * np.log10(np.cos(np.pi * cycles / oversampling)) - 0.05


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.integers(0, 99))
def test_any_blocks_read_the_same(sizes: list[int], seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 0.2, (2, sum(sizes))).astype(np.float32)
    meter = TruePeakMeter(2)
    for block in np.split(noise, np.cumsum(sizes)[:-1], axis=1):
        meter.push(block)
    meter.finish()
    assert 20 * np.log10(meter.true_peak) == pytest.approx(true_peak_dbtp(noise), abs=1e-4)


def test_skipping_quiet_blocks_misses_nothing() -> None:
    noise = np.random.default_rng(5).normal(0, 0.2, 20000).astype(np.float32)
    noise[7000:9000] *= 3
    every = max(np.abs(np.convolve(noise, phase)).max() for phase in bs1770_phases())
    wanted = max(every, np.abs(noise).max())
    assert true_peak_dbtp(noise[None]) == pytest.approx(20 * np.log10(wanted), abs=1e-4)


def test_silence_reads_zero() -> None:
    meter = TruePeakMeter(2)
    meter.push(np.zeros((2, 100), np.float32))
    meter.finish()
    assert meter.true_peak == 0
