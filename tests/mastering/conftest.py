"""The test signals of EBU Tech 3341 and 3342 (2023), made as their tables say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from posthouse.signal import Sound

Tones = Callable[..., Sound]


def make_tones(
    levels_and_seconds: Sequence[tuple[float, float]], *, channels: int = 2, sample_rate: int = 48000, hz: float = 1000
) -> Sound:
    """Return (channel, sample): one phase-continuous sine whose peak level, in dBFS, changes as listed."""
    amplitudes = [np.full(round(s * sample_rate), 10 ** (level / 20)) for level, s in levels_and_seconds]
    amplitude = np.concatenate(amplitudes)
    sine = amplitude * np.sin(2 * np.pi * hz * np.arange(len(amplitude)) / sample_rate)
    return np.tile(sine.astype(np.float32), (channels, 1))


@pytest.fixture(scope="session")
def tones() -> Tones:
    return make_tones
