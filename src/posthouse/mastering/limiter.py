"""A true-peak limiter with look-ahead, streaming.

Problem: keep every point of the sound, also between samples, under a ceiling, and let nobody hear how. Approach:
sound is read in hops of a third of a millisecond. Each hop's true peak asks for a reduction in dB; the lowest reduction
asked for in a window (the look-ahead before, the hold after) is kept, rises with the release, and is smoothed by a Hann
window no wider than the look-ahead, so that it is never above what any hop asks for. Gains between hops are straight
lines. Example: one peak 4 dB too high, look-ahead 5 ms: the gain bends from 0 to -4 dB over the 5 ms before it, stays
for the hold, and fades back. Traps: peaks are read by two interpolators, an eight-times one and the Recommendation's
own, since a meter with either will read the result; a hold shorter than half a cycle of the bass would follow its wave
and distort.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.mastering.true_peak import BlockPeaks, bs1770_phases, fine_phases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from posthouse.signal import Sound

_F64 = NDArray[np.float64]
_HOPS_PER_SECOND = 3000
_PIECE_HOPS = 4096
_TAPS = 32
_INAUDIBLE_DB = 0.001
_GRID_DB = 1 / 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class LimiterSettings:
    """Where and how to limit; lengths in samples.

    Attributes:
        gain: linear gain before the ceiling.
        ceiling_dbtp: no point of the result may be higher.
        release_samples: a reduction falls to 37 % of its dB in so long; at least 10 ms.
    """

    gain: float
    ceiling_dbtp: float
    look_ahead_samples: int
    hold_samples: int
    release_samples: int


def limiter_phases() -> _F64:
    """Return (phase, tap) of both interpolators, aligned: all points from 16 to 15 samples back."""
    own = bs1770_phases()
    behind = (_TAPS - own.shape[1]) // 2
    return np.concatenate([fine_phases(8, _TAPS), np.pad(own, ((0, 0), (behind, behind)))])


def limited(blocks: Iterable[Sound], sample_rate: int, settings: LimiterSettings) -> Iterator[Sound]:
    """Yield the sound with its gain, under the ceiling; as long as what came in, not shifted.

    Where nothing has to be turned down, samples are exactly gain times what came in. The result does not depend on
    the sizes of the blocks.
    """
    hop = max(1, round(sample_rate / _HOPS_PER_SECOND))
    limiter: _Limiter | None = None
    for piece in _pieces(blocks, hop * _PIECE_HOPS):
        limiter = limiter or _Limiter(piece.shape[0], hop, sample_rate, settings)
        yield from limiter.push(piece)
    if limiter:
        yield from limiter.finish()


def _pieces(blocks: Iterable[Sound], size: int) -> Iterator[Sound]:
    """Yield the same sound in pieces of one size; the last may be shorter, and none is empty."""
    waiting: list[Sound] = []
    samples = 0
    for block in blocks:
        waiting.append(block)
        samples += block.shape[1]
        if samples >= size:
            sound = np.concatenate(waiting, axis=1)
            for start in range(0, samples - size + 1, size):
                yield sound[:, start : start + size]
            samples %= size
            waiting = [sound[:, sound.shape[1] - samples :]]
    if samples:
        yield np.concatenate(waiting, axis=1)


class _Limiter:
    """Three pieces long: the newest lends the next one its head, the middle one is read, the oldest goes out."""

    def __init__(self, channels: int, hop: int, sample_rate: int, settings: LimiterSettings) -> None:
        self._hop, self._settings, self._piece = hop, settings, hop * _PIECE_HOPS
        self._peaks = BlockPeaks(limiter_phases(), hop)
        self._half = min(_PIECE_HOPS // 2 - 1, max(1, round(settings.look_ahead_samples / hop / 2)))
        self._hold = min(_PIECE_HOPS - 1, round(settings.hold_samples / hop))
        self._decay = float(np.exp(-hop / max(settings.release_samples, sample_rate // 100)))
        hann = np.hanning(2 * self._half + 3)[1:-1]
        self._hann = hann / hann.sum()
        silence = np.zeros((channels, self._piece), np.float32)
        self._sounds: deque[Sound] = deque([silence] * 3, maxlen=3)
        self._asked: deque[_F64] = deque([np.zeros(_PIECE_HOPS)] * 3, maxlen=3)
        self._released = np.zeros(2 * self._half + 1)
        self._pieces_in = self._samples_in = 0

    def push(self, piece: Sound) -> Iterator[Sound]:
        """Take in the next piece, yield the one two before it; only the last piece may be short."""
        self._samples_in += piece.shape[1]
        short = self._piece - piece.shape[1]
        self._sounds.append(np.pad(piece, ((0, 0), (0, short))) * np.float32(self._settings.gain))
        self._asked.append(self._reductions())
        self._pieces_in += 1
        sound = self._turned_down()
        if self._pieces_in > 2:
            yield sound

    def finish(self) -> Iterator[Sound]:
        """Yield what is still inside, to the last sample that came in."""
        empty = np.zeros((self._sounds[0].shape[0], self._piece), np.float32)
        samples = self._samples_in
        for _ in range(2):
            for sound in self.push(empty):
                yield sound[:, : samples - (self._pieces_in - 3) * self._piece]

    def _reductions(self) -> _F64:
        """Return (hop,) reductions in dB, 0 or below, that the middle piece's peaks ask for."""
        before, middle, after = self._sounds
        # Interpolated points lie 15 to 16 samples behind the newest sample they are made of.
        ahead = _TAPS // 2
        start = self._piece + ahead - self._peaks.context_samples
        sound = np.concatenate([before[:, start:], middle, after[:, :ahead]], axis=1)
        ceiling = 10 ** (self._settings.ceiling_dbtp / 20)
        peaks = self._peaks.measure(sound, ceiling).max(axis=0)
        asked = 20 * np.log10(ceiling / np.maximum(peaks, ceiling, dtype=np.float64))
        # On a grid, so that the last bit of a matrix product (it varies with the processor) does not reach the sound.
        return np.asarray(np.floor(asked / _GRID_DB) * _GRID_DB)

    def _turned_down(self) -> Sound:
        """Return the oldest piece under its gain curve."""
        oldest = self._sounds[0]
        asked = np.concatenate(list(self._asked))[_PIECE_HOPS - self._hold : 2 * _PIECE_HOPS + 2 * self._half + 1]
        if not asked.any() and not self._released.any():
            return oldest
        reductions = np.concatenate([self._released, self._release(asked)])
        self._released = reductions[_PIECE_HOPS:]
        gains = 10 ** (np.convolve(reductions, self._hann, "valid") / 20)
        ramps = gains[:-1, None] + np.diff(gains)[:, None] * (np.arange(self._hop) / self._hop)
        return oldest * ramps.reshape(-1).astype(np.float32)

    def _release(self, asked: _F64) -> _F64:
        """Return (hop,) the lowest reductions near each hop, let go of slowly, for hops half a window ahead."""
        both_sides = np.minimum(asked[:-1], asked[1:])
        window = self._hold + 2 * self._half + 1
        lowest = np.lib.stride_tricks.sliding_window_view(both_sides, window).min(axis=1)
        # e[k] = min(lowest[k], decay * e[k - 1]) is a running minimum once each is scaled up by decay ** -k.
        fading = self._decay ** np.arange(1, len(lowest) + 1)
        released = np.minimum(np.minimum.accumulate(lowest / fading), self._released[-1]) * fading
        return np.asarray(np.where(released > -_INAUDIBLE_DB, lowest, released))
