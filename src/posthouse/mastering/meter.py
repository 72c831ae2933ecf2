"""Loudness of a programme, streaming: ITU-R BS.1770-5, EBU Tech 3341 and 3342 (2023)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.errors import MediaError
from posthouse.mastering.block_filter import BlockFilter
from posthouse.mastering.gating import HOPS_PER_SECOND, integrated_lufs, momentary_lufs, short_term_lufs
from posthouse.mastering.k_weighting import channel_weights, k_weighting_sections
from posthouse.mastering.loudness_range import loudness_range_lu
from posthouse.mastering.true_peak import TruePeakMeter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from posthouse.signal import ChannelLayout, Sound

LOWEST_SAMPLE_RATE, HIGHEST_SAMPLE_RATE = 8000, 384_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """What a meter reads off a programme; -inf where nothing passes the gates or all is silent."""

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float
    max_momentary_lufs: float
    max_short_term_lufs: float
    sample_peak_dbfs: float


class LoudnessMeter:
    """Reads consecutive blocks of any sizes; the readings do not depend on the sizes.

    Inside, sound is taken by whole seconds. One power is kept for every 10 ms, 2.9 MB for an hour of programme.
    """

    def __init__(
        self, sample_rate: int, layout: ChannelLayout, true_peak_phases: NDArray[np.float64] | None = None
    ) -> None:
        """Args:
        sample_rate: 8 to 384 kHz, else a MediaError is raised.
        layout: the channels and their weights.
        true_peak_phases: (phase, tap) of another interpolator than the Recommendation's.
        """
        if not LOWEST_SAMPLE_RATE <= sample_rate <= HIGHEST_SAMPLE_RATE:
            raise MediaError(f"loudness cannot be measured at {sample_rate} samples a second", hint="8 to 384 kHz")
        self._layout, self._piece_samples = layout, sample_rate
        self._weights = channel_weights(layout)
        self._filter = BlockFilter(
            k_weighting_sections(sample_rate), channels=layout.channels, piece_samples=sample_rate
        )
        self._peak = TruePeakMeter(layout.channels, true_peak_phases)
        self._hop_starts = np.arange(HOPS_PER_SECOND) * sample_rate // HOPS_PER_SECOND
        self._waiting: list[Sound] = []
        self._waiting_samples = 0
        self._powers: list[NDArray[np.float64]] = []

    def push(self, block: Sound) -> None:
        """Take in the next (channel, sample) block.

        Raises:
            MediaError: the block's channels are not the layout's.
        """
        if block.ndim != 2 or block.shape[0] != self._layout.channels:
            raise MediaError(f"sound of shape {block.shape} is not {self._layout} sound")
        self._waiting.append(block)
        self._waiting_samples += block.shape[1]
        if self._waiting_samples < self._piece_samples:
            return
        sound = np.concatenate(self._waiting, axis=1)
        whole = sound.shape[1] // self._piece_samples * self._piece_samples
        for start in range(0, whole, self._piece_samples):
            self._powers.append(self._measure(sound[:, start : start + self._piece_samples]))
        self._waiting, self._waiting_samples = [sound[:, whole:].copy()], sound.shape[1] - whole

    def hop_powers(self) -> NDArray[np.float64]:
        """Return (hop,) weighted mean squares of every 10 ms of the whole seconds so far."""
        return np.concatenate([np.zeros(0), *self._powers])

    def finish(self) -> Loudness:
        """Return the readings of all that was pushed; the meter takes nothing after that."""
        if self._waiting_samples:
            rest = np.concatenate(self._waiting, axis=1)
            padded = np.pad(rest, ((0, 0), (0, self._piece_samples - rest.shape[1])))
            hops = rest.shape[1] * HOPS_PER_SECOND // self._piece_samples
            self._powers.append(self._measure(padded)[:hops])
        self._peak.finish()
        powers = self.hop_powers()
        return Loudness(
            integrated_lufs=integrated_lufs(powers),
            range_lu=loudness_range_lu(powers),
            true_peak_dbtp=_decibels(self._peak.true_peak),
            max_momentary_lufs=_highest(momentary_lufs(powers)),
            max_short_term_lufs=_highest(short_term_lufs(powers)),
            sample_peak_dbfs=_decibels(self._peak.sample_peak),
        )

    def _measure(self, piece: Sound) -> NDArray[np.float64]:
        """Return (hop,) weighted mean squares of one second."""
        self._peak.push(piece)
        weighted = self._filter.filter(np.ascontiguousarray(piece))
        sums = np.add.reduceat(np.square(weighted, out=weighted), self._hop_starts, axis=1, dtype=np.float64)
        powers: NDArray[np.float64] = self._weights @ sums / np.diff(self._hop_starts, append=self._piece_samples)
        return powers


def measure_loudness(blocks: Iterable[Sound], sample_rate: int, layout: ChannelLayout) -> Loudness:
    """Return the loudness of a programme given as consecutive (channel, sample) blocks of any sizes."""
    meter = LoudnessMeter(sample_rate, layout)
    for block in blocks:
        meter.push(block)
    return meter.finish()


def _highest(loudness_lufs: NDArray[np.float64]) -> float:
    return float(loudness_lufs.max(initial=-np.inf))


def _decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf
