"""Loops that are seamless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.sound.clip import Loop
from posthouse.sound.source import LoopedSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.signal import Sound
    from tests.sound.conftest import MemorySound

RATE = 48000


def test_loop_of_whole_periods_is_the_endless_tone(sine: Callable[..., Sound], memory_sound: type[MemorySound]) -> None:
    tone = sine(480, 3)  # 100 samples a period
    looped = LoopedSource(memory_sound(tone), Loop(start_samples=10_000, end_samples=60_000))
    assert np.allclose(looped.read(0, 140_000), sine(480, 140_000 / RATE), atol=1e-6)


def test_period_is_end_minus_start_with_handles_and_shorter_by_the_crossfade_without(
    memory_sound: type[MemorySound],
) -> None:
    silence = memory_sound(np.zeros((1, 10_000), np.float32))
    with_handles = LoopedSource(silence, Loop(start_samples=1000, end_samples=9000, crossfade_samples=480))
    without = LoopedSource(silence, Loop(start_samples=0, end_samples=9000, crossfade_samples=480))
    assert (with_handles.period_samples, without.period_samples) == (8000, 8520)


@pytest.mark.parametrize("start", [0, 5000])
def test_crossfaded_loop_keeps_the_power_of_noise(memory_sound: type[MemorySound], start: int) -> None:
    noise = np.random.default_rng(2).standard_normal((1, 48_000)).astype(np.float32)
    loop = Loop(start_samples=start, end_samples=40_000, crossfade_samples=9600)
    heard = LoopedSource(memory_sound(noise), loop).read(0, 400_000)[0].astype(np.float64)
    power = np.mean(heard[:400_000].reshape(-1, 4000) ** 2, axis=1)
    assert abs(10 * np.log10(power.mean())) < 0.2
    assert 10 * np.log10(power.max() / power.min()) < 1.2


def test_any_stretch_of_a_loop_equals_the_same_stretch_of_it_all(memory_sound: type[MemorySound]) -> None:
    noise = np.random.default_rng(2).standard_normal((2, 9_000)).astype(np.float32)
    looped = LoopedSource(memory_sound(noise), Loop(start_samples=700, end_samples=8000, crossfade_samples=600))
    whole = looped.read(0, 60_000)
    for start in (0, 7399, 7400, 8000, 22_001, 59_000):
        assert np.array_equal(looped.read(start, start + 900), whole[:, start : start + 900])


def test_join_of_a_looped_tone_does_not_click(sine: Callable[..., Sound], memory_sound: type[MemorySound]) -> None:
    loop = Loop(start_samples=20_011, end_samples=90_000, crossfade_samples=480)
    heard = LoopedSource(memory_sound(sine(997, 2)), loop).read(0, 300_000)[0]
    bend = np.abs(np.diff(heard, 2)).max()
    assert bend < 2 * np.abs(np.diff(sine(997, 1)[0], 2)).max()
