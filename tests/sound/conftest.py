"""What the tests of sound share: signals, and a source held in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.signal import ChannelLayout, Sound
from posthouse.sound.placement import SoundFormat
from posthouse.timing import Rate

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class MemorySound:
    """A reader and a source over an array: silent outside it."""

    sound: Sound
    sample_rate: int = 48000
    picture_offset_samples: int = 0

    @property
    def channels(self) -> int:
        return int(self.sound.shape[0])

    def read(self, start: int, stop: int) -> Sound:
        padded = np.zeros((self.channels, stop - start), np.float32)
        low, high = max(start, 0), min(stop, self.sound.shape[1])
        if low < high:
            padded[:, low - start : high - start] = self.sound[:, low:high]
        return padded


def make_sine(frequency_hz: float, seconds: float, *, sample_rate: int = 48000, channels: int = 1) -> Sound:
    """Return (channel, sample) of a sine at half of full scale."""
    at = np.arange(round(sample_rate * seconds)) / sample_rate
    wave = 0.5 * np.sin(2 * np.pi * frequency_hz * at)
    return np.tile(wave.astype(np.float32), (channels, 1))


@pytest.fixture(scope="session")
def memory_sound() -> type[MemorySound]:
    return MemorySound


@pytest.fixture(scope="session")
def sine() -> Callable[..., Sound]:
    return make_sine


@pytest.fixture
def form() -> SoundFormat:
    return SoundFormat(rate=Rate.parse(24), sample_rate=48000, layout=ChannelLayout.STEREO, duration_frames=2400)
