"""Resampling: alignment, purity, and chunks that join."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.sound.resample import ReadSource, resampled_blocks

if TYPE_CHECKING:
    from posthouse.signal import Sound

RATES = [(44100, 48000), (96000, 48000), (48000, 44100), (22050, 48000), (16000, 48000), (48000, 96000)]


def source_of(sound: Sound) -> ReadSource:
    def read(start: int, stop: int) -> Sound:
        padded = np.zeros((sound.shape[0], stop - start), np.float32)
        low, high = max(start, 0), min(stop, sound.shape[1])
        if low < high:
            padded[:, low - start : high - start] = sound[:, low:high]
        return padded

    return read


def resampled(sound: Sound, step: Fraction, start: int, length: int) -> Sound:
    blocks = resampled_blocks(
        source_of(sound), step=step, start_samples=start, length_samples=length, channels=sound.shape[0]
    )
    return np.concatenate([np.zeros((sound.shape[0], 0), np.float32), *blocks], axis=1)


def sine(frequency_hz: float, sample_rate: int, seconds: float, amplitude: float = 0.5) -> Sound:
    at = np.arange(round(sample_rate * seconds)) / sample_rate
    return (amplitude * np.sin(2 * np.pi * frequency_hz * at)).astype(np.float32)[None]


@pytest.mark.parametrize(("source_rate", "rate"), RATES)
def test_click_stays_on_its_sample(source_rate: int, rate: int) -> None:
    step = Fraction(source_rate, rate)
    click = step.numerator * 60
    sound = np.zeros((1, click * 2), np.float32)
    sound[0, click] = 1
    heard = resampled(sound, step, 0, 2 * step.denominator * 60)[0]
    peak = int(np.argmax(np.abs(heard)))
    assert peak == step.denominator * 60
    assert abs(heard[peak - 5 : peak] - heard[peak + 1 : peak + 6][::-1]).max() < 1e-6, "linear phase: symmetric"


@pytest.mark.parametrize(("source_rate", "rate"), RATES)
def test_997_hz_stays_pure_below_minus_120_db(source_rate: int, rate: int) -> None:
    heard = resampled(sine(997, source_rate, 3), Fraction(source_rate, rate), rate // 2, rate)[0].astype(np.float64)
    at = (np.arange(rate) + rate // 2) / rate
    wanted = 0.5 * np.sin(2 * np.pi * 997 * at)
    residue_db = 20 * np.log10(np.std(heard - wanted) / np.std(wanted))
    assert residue_db < -120


@given(start=st.integers(-5000, 300_000), step=st.sampled_from([Fraction(147, 160), Fraction(2), Fraction(147, 320)]))
@settings(max_examples=20, deadline=None)
def test_any_stretch_equals_the_same_stretch_of_one_pass(start: int, step: Fraction) -> None:
    sound = np.random.default_rng(1).standard_normal((1, 60_000)).astype(np.float32) * np.float32(0.2)
    whole = resampled(sound, step, -6000, 320_000)
    part = resampled(sound, step, start, 2000)
    assert abs(part - whole[:, start + 6000 : start + 8000]).max() < 1e-6


def test_odd_speed_joins_within_minus_100_db() -> None:
    step = Fraction(44100 * 24000, 48000 * 1001 * 25) * Fraction(997, 1000)
    sound = sine(3000, 44100, 12)
    whole, part = resampled(sound, step, 0, 400_000), resampled(sound, step, 390_000, 5000)
    assert abs(part - whole[:, 390_000:395_000]).max() < 1e-5


def test_equal_rate_copies_every_bit() -> None:
    sound = np.random.default_rng(2).standard_normal((2, 5000)).astype(np.float32)
    assert np.array_equal(resampled(sound, Fraction(1), -10, 5020)[:, 10:-10], sound)


def test_no_length_yields_nothing() -> None:
    assert resampled(sine(100, 48000, 0.1), Fraction(147, 160), 50, 0).shape == (1, 0)
