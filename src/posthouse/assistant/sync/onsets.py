"""How a recording's loudness moves, in bands, a hundred times a second: what two microphones have in common.

Each band's power is compressed against its own floor and freed of what is slower than half a second, so that gain, EQ,
room and hiss matter little. A frame is 10 ms by the recording's own count of samples, at any rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import uniform_filter1d

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posthouse.assistant.sync.recording import Recording

    Onsets = NDArray[np.float32]

FRAMES_A_SECOND = 100
BANDS_HZ = (150, 300, 500, 800, 1200, 1800, 2700, 4000, 6500)
_SLOWEST_FRAMES = 51
_WINDOW_SECONDS = 0.024
_BLOCK_FRAMES = 2000
_LOUDEST = 4.0
"""Standard deviations a single onset may count."""
SILENCE_POWER = 1e-12
"""Mean square of full scale 1 below which a band is taken as digital silence."""


def onsets_of(recording: Recording, check: Callable[[], None] = lambda: None) -> Onsets:
    """Return (band, frame) float32, each band with a mean square of 1 where it moves and 0 where it never does.

    Channels are taken apart and their movements added, so that neither a dead nor an inverted one harms.
    """
    frames = recording.duration_samples * FRAMES_A_SECOND // recording.sample_rate
    powers = np.zeros((recording.channels, len(BANDS_HZ) - 1, frames), np.float32)
    for first in range(0, frames, _BLOCK_FRAMES):
        check()
        last = min(first + _BLOCK_FRAMES, frames)
        powers[:, :, first:last] = _band_powers(recording, first, last)
    moved = np.zeros(powers.shape[1:], np.float32)
    for channel in powers:
        moved += _movements(channel)
    return _evened(moved)


def _band_powers(recording: Recording, first: int, last: int) -> NDArray[np.float32]:
    """Return (channel, band, frame) mean square."""
    rate = recording.sample_rate
    length = round(_WINDOW_SECONDS * rate)
    starts = np.arange(first, last) * rate // FRAMES_A_SECOND
    sound = recording.read(int(starts[0]), int(starts[-1] - starts[0]) + length)
    window = np.hanning(length).astype(np.float32)
    places = starts - starts[0]
    hz = np.fft.rfftfreq(length, 1 / rate)
    edges = np.searchsorted(hz, BANDS_HZ)
    powers = np.zeros((sound.shape[0], len(BANDS_HZ) - 1, len(starts)), np.float32)
    for channel, samples in enumerate(sound):
        if not samples.any():
            continue
        pieces = np.lib.stride_tricks.sliding_window_view(samples, length)[places] * window
        spectrum = np.abs(np.fft.rfft(pieces, axis=1)) ** 2 / (length * length / 4)
        sums = np.concatenate([np.zeros((len(starts), 1)), np.cumsum(spectrum, axis=1)], axis=1)
        edges_here = np.minimum(edges, len(hz))
        powers[channel] = (sums[:, edges_here[1:]] - sums[:, edges_here[:-1]]).T
    return powers


def _movements(powers: NDArray[np.float32]) -> Onsets:
    """Return how each band of one channel moves: compressed above its floor, without what is slow."""
    out = np.zeros_like(powers)
    for band, power in enumerate(powers):
        sounding = power[power > SILENCE_POWER]
        if not sounding.size:
            continue
        level = np.log1p(power / np.median(sounding))
        level -= uniform_filter1d(level, _SLOWEST_FRAMES, mode="nearest")
        spread = float(level.std())
        if spread > 0:
            out[band] = np.clip(level / spread, -_LOUDEST, _LOUDEST)
    return out


def _evened(moved: Onsets) -> Onsets:
    spread = moved.std(axis=1, keepdims=True)
    return np.asarray(moved / np.where(spread > 0, spread, 1), np.float32)
