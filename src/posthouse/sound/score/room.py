"""The hall the nocturne is played in: decaying noise, darker as it fades, different on each side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

TAIL_SECONDS = 4.0
_PRE_DELAY_SECONDS = 0.022
# Octave-wide bands and how long each takes to fall by 60 dB: highs go first, as in any hall.
_BANDS_HZ_T60_S = ((180, 3.4), (400, 3.6), (900, 3.2), (2000, 2.4), (4500, 1.5), (9000, 0.8))


def hall_response(sample_rate: int) -> FloatArray:
    """Return (2, sample), each side of energy 1."""
    random = np.random.Generator(np.random.Philox(key=[1, 4242]))
    count = round(TAIL_SECONDS * sample_rate)
    time = np.arange(count) / sample_rate
    frequency = np.fft.rfftfreq(count, 1 / sample_rate)
    white = np.fft.rfft(random.standard_normal((2, count)))
    tail = np.zeros((2, count))
    for center, t60 in _BANDS_HZ_T60_S:
        band = np.exp(-0.5 * (np.log2(np.maximum(frequency, 1) / center) / 0.45) ** 2)
        tail += np.fft.irfft(white * band, count) * 10 ** (-3 * time / t60) * (center / 900) ** -0.35
    tail *= (1 - np.exp(-time / 0.03)) * (0.5 + 0.5 * np.cos(np.pi * time / TAIL_SECONDS))
    delayed = np.zeros_like(tail)
    gap = round(_PRE_DELAY_SECONDS * sample_rate)
    delayed[:, gap:] = tail[:, : count - gap]
    return np.asarray(delayed / np.sqrt(np.sum(delayed**2, axis=1, keepdims=True)))


def reverberated(dry: FloatArray, sample_rate: int) -> FloatArray:
    """Return (2, sample) of what the hall adds to (2, sample) of sound, as long as the sound."""
    response = hall_response(sample_rate)
    size = 1 << (dry.shape[1] + response.shape[1] - 1).bit_length()
    # A little of each side reaches the other, as walls have it.
    crossed = 0.8 * dry + 0.2 * dry[::-1]
    wet = np.fft.irfft(np.fft.rfft(crossed, size) * np.fft.rfft(response, size), size)
    return np.asarray(wet[:, : dry.shape[1]])
