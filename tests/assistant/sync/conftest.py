"""Recordings made of one take, as two machines would have made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr
from scipy.signal import butter, fftconvolve, sosfilt

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posthouse.signal import Sound

    Samples = NDArray[np.float32]


class Recorded:
    """A recording in memory."""

    def __init__(self, sound: NDArray[np.floating], sample_rate: int) -> None:
        self.sound = np.atleast_2d(sound).astype(np.float32)
        self.sample_rate = sample_rate
        self.channels, self.duration_samples = self.sound.shape

    def read(self, start_sample: int, count_samples: int) -> Sound:
        out = np.zeros((self.channels, count_samples), np.float32)
        low, high = max(start_sample, 0), min(start_sample + count_samples, self.duration_samples)
        if high > low:
            out[:, low - start_sample : high - start_sample] = self.sound[:, low:high]
        return out


@dataclass(frozen=True, kw_only=True)
class Take:
    """How the second machine heard the take, and what each added."""

    seconds: int = 30
    ppm: float = 0.0
    offset_seconds: float = 0.0
    """Above 0 the other began earlier; below 0 its beginning is lost."""
    noise_db: float = 10.0
    """Signal to noise, in each."""
    rate: int = 48_000
    other_rate: int = 48_000
    seed: int = 1
    gain: float = 0.3
    has_room: bool = True
    has_eq: bool = True


def speech(seconds: float, rate: int, seed: int) -> Samples:
    """Return noise in the band and the rhythm of speech."""
    chance = np.random.default_rng(seed)
    count = round(seconds * rate)
    sound = sosfilt(butter(2, [200, 6000], "bandpass", fs=rate, output="sos"), chance.standard_normal(count))
    steps = np.repeat(chance.gamma(0.5, 1, count // (rate // 8) + 1), rate // 8)[:count]
    swell = sosfilt(butter(1, 20, fs=rate, output="sos"), steps)
    return np.asarray(sound * swell * 0.1, np.float32)


def _shelved(sound: Samples, rate: int) -> Samples:
    """Return a sound with its lows raised by 4 dB and its middle lowered by 3 dB, as a mixer would."""
    low = sosfilt(butter(1, 150, fs=rate, output="sos"), sound) * 0.58
    middle = sosfilt(butter(1, [700, 1400], "bandpass", fs=rate, output="sos"), sound) * -0.29
    return np.asarray(sound + low + middle, np.float32)


def _in_a_room(sound: Samples, rate: int, chance: np.random.Generator) -> Samples:
    length = round(0.4 * rate)
    response = chance.standard_normal(length) * np.exp(-np.arange(length) / (0.08 * rate)) * 0.03
    response[0] = 1
    return np.asarray(fftconvolve(sound, response)[: len(sound)], np.float32)


def recorded(take: Take) -> tuple[Recorded, Recorded, int]:
    """Return the reference, the other, and the other's sample that sounds with the reference's sample 0."""
    chance = np.random.default_rng(take.seed + 1000)
    first = speech(take.seconds, take.rate, take.seed)
    other = soxr.resample(first, 1.0, (1 + take.ppm * 1e-6) * take.other_rate / take.rate, quality="VHQ")
    other = _in_a_room(other, take.other_rate, chance) if take.has_room else other
    other = _shelved(other, take.other_rate) if take.has_eq else other
    offset = round(take.offset_seconds * take.other_rate)
    if offset > 0:
        other = np.concatenate([speech(offset / take.other_rate, take.other_rate, take.seed + 99), other])
    else:
        other = other[-offset:]
    noises = 10 ** (-take.noise_db / 20)
    first = first + chance.standard_normal(len(first)).astype(np.float32) * first.std() * noises
    other = other + chance.standard_normal(len(other)).astype(np.float32) * other.std() * noises
    return Recorded(first, take.rate), Recorded(other * take.gain, take.other_rate), offset


@pytest.fixture
def make_take() -> Callable[[Take], tuple[Recorded, Recorded, int]]:
    """Return the maker of two recordings of a take."""
    return recorded
