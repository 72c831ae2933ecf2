"""Endless random sound that can be read at any place: the ground every soundscape stands on.

Problem: a stretch of rain must be the same samples whether it is made alone, as part of a longer one, or in pieces.
Example: samples 960 000 to 1 920 000 of storm 7 are one job, and join the job before them without a seam.
Approach: time is cut into cells; a cell's randomness comes from (seed, layer, cell) alone, and what rings out of a cell
is added to the next. Noise is made in overlapping windows, one cell each, whose powers sum to 1. Slow changes, such as
gusts, are sums of octaves of smooth random curves through a lattice of hashed numbers.
Trap: the order in which cells are added decides the last bit, so it is always ascending.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from posthouse.signal import Sound

FloatArray = NDArray[np.float64]
CellMaker = Callable[[int], Sound]
"""Makes one cell: (channel, sample), which may be longer than the cell's step but less than two steps."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def cell_random(seed: int, layer: int, cell: int) -> np.random.Generator:
    """Return the random numbers of one cell of one layer."""
    words = np.array([seed, layer, cell & (2**64 - 1)], np.uint64)
    return np.random.Generator(np.random.Philox(key=words[:2], counter=np.append(np.zeros(3, np.uint64), words[2])))


def overlap_cells(make: CellMaker, *, step_samples: int, start_samples: int, count: int) -> Sound:
    """Return (2, count) of the sum of all cells that reach into start..start+count; cell n begins at n * step."""
    total = np.zeros((2, count), np.float32)
    for cell in range(start_samples // step_samples - 1, (start_samples + count - 1) // step_samples + 1):
        made = make(cell)
        origin = cell * step_samples - start_samples
        low, high = max(origin, 0), min(origin + made.shape[1], count)
        if low < high:
            total[:, low:high] += made[:, low - origin : high - origin]
    return total


def smooth_random(seed: int, layer: int, seconds: FloatArray, *, longest_s: float, octaves: int) -> FloatArray:
    """Return slowly wandering values at ``seconds``, same shape, zero mean, variance 1, spectrum near 1/f.

    Octave k is a smooth curve through random numbers every longest / 2**k seconds, at 2**(-k/2) of the amplitude.
    """
    octave = np.arange(octaves)[:, None]
    # An irrational offset per octave keeps their lattice points from ever falling together.
    at = seconds * (2.0**octave / longest_s) + octave * 0.6180339887
    cell = np.floor(at)
    x = at - cell
    weight = x * x * (3 - 2 * x)
    index = cell.astype(np.int64)
    before, after = _hashed(seed, layer * 64 + octave, np.stack((index, index + 1)))
    curves = (before * (1 - weight) + after * weight) * 2.0 ** (-octave / 2)
    power = 2 - 2.0 ** (1 - octaves)
    return np.asarray(curves.sum(axis=0) / np.sqrt(power * _LATTICE_VARIANCE))


# Variance of numbers uniform in -1..1, through a smoothstep between neighbours: (1/3) * mean(w^2 + (1-w)^2) = 26/105.
_LATTICE_VARIANCE = 26 / 105
_WORD = 1 << 64


def _hashed(seed: int, layer: NDArray[np.int64], index: NDArray[np.int64]) -> FloatArray:
    """Return numbers uniform in -1..1 by SplitMix64 (Steele, Lea, Flood, 2014) over seed, layer and index."""
    salt = np.uint64(seed * 0xD1B54A32D192ED03 % _WORD)
    mixed = index.astype(np.uint64) * _GOLDEN + (layer + 1).astype(np.uint64) * np.uint64(0x8CB92BA72F3D8DD7) + salt
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) * (2.0 / 2**53) - 1.0


def bin_frequencies(size: int, sample_rate: int) -> FloatArray:
    """Return (size // 2 + 1,) the frequency of each bin of a real transform, in Hz."""
    return np.arange(size // 2 + 1, dtype=np.float64) * (sample_rate / size)


@lru_cache(maxsize=8)
def noise_window(size: int) -> FloatArray:
    """Return a sine window: two, half their length apart, have powers that sum to 1."""
    return np.asarray(np.sin((np.arange(size) + 0.5) * (np.pi / size)))


def shaped_noise(random: np.random.Generator, spectrum: FloatArray, size: int) -> FloatArray:
    """Return (channel, size) of windowed Gaussian noise whose spectrum has the given magnitudes.

    Args:
        random: the cell's numbers.
        spectrum: (channel, size // 2 + 1) magnitudes; 1 everywhere is white noise of RMS 1.
        size: samples, even.
    """
    bins = random.standard_normal((spectrum.shape[0], size // 2 + 1, 2)).view(np.complex128)[..., 0]
    # white noise of RMS 1 has |X|^2 = size on average; a complex normal of two unit parts has 2
    return np.asarray(np.fft.irfft(bins * spectrum * np.sqrt(size / 2), size) * noise_window(size))
