"""The cross spectrum of one window of two recordings: what their phases, frequency by frequency, say of the lag."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    Phases = NDArray[np.complexfloating]

LOWEST_HZ = 80.0
EMPTY = 1e-5
"""Power of a frequency, against the mean of all, below which nothing was recorded there."""
_BLOCK_SECONDS = 0.34


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectrum:
    """(frequency,) means over the blocks of a window, of blocks brought to one loudness."""

    middle: float
    """The window's middle, in samples of the reference."""
    cross: NDArray[np.complexfloating]
    near: NDArray[np.floating]
    """The reference's power."""
    far: NDArray[np.floating]
    """The other's power."""
    blocks: int

    def coherence(self) -> Phases:
        """Return (frequency,) complex coherence: its angle is the other's phase against the reference."""
        return np.asarray(self.cross / np.sqrt(self.near * self.far + 1e-20))

    def weighted(self, rate: int) -> Phases | None:
        """Return the phases, each weighted by how coherent its frequency is; None where none is."""
        powers = self.near * self.far
        coherence = np.abs(self.cross) ** 2 / (powers + 1e-20)
        weight = np.maximum(coherence - 2.0 / self.blocks, 0) * (powers > EMPTY**2 * powers.mean())
        weight[: int(LOWEST_HZ * 2 * (len(weight) - 1) / rate) + 1] = 0
        if not weight.any():
            return None
        return np.asarray(weight * self.cross / (np.abs(self.cross) + 1e-20))


def block_size(length: int, rate: int) -> int:
    """Return how many samples the blocks of a window have, a power of 2."""
    return int(2 ** round(math.log2(min(_BLOCK_SECONDS * rate, length / 4))))


def spectrum_of(near: Samples, far: Samples, *, rate: int, middle: float) -> Spectrum:
    """Return the cross spectrum of a window of both recordings, sample against sample."""
    size = block_size(len(near), rate)
    starts = range(0, len(near) - size + 1, size // 2)
    first, second = _blocks(near, starts, size), _blocks(far, starts, size)
    return Spectrum(
        middle=middle,
        cross=(np.conj(first) * second).mean(axis=0),
        near=(np.abs(first) ** 2).mean(axis=0),
        far=(np.abs(second) ** 2).mean(axis=0),
        blocks=len(starts),
    )


def _blocks(samples: Samples, starts: range, size: int) -> Phases:
    window = np.hanning(size).astype(np.float32)
    blocks = fft.rfft(np.stack([samples[at : at + size] * window for at in starts]), axis=1)
    # Every block counts alike, however loud: a door slam is no better evidence than a sentence.
    return np.asarray(blocks / np.sqrt((np.abs(blocks) ** 2).mean(axis=1, keepdims=True) + 1e-20))
