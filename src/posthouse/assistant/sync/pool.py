"""All windows of two recordings taken together: their drift, the delay between them, and what a filter did.

Problem: a low cut turns the phase of the lowest octaves. Where only those are clear of noise, as in speech in a noisy
room, a window's highest peak lies a millisecond off and may be upside down.
Approach: a filter does the same all along. So the drift is what makes the windows' cross spectra add up best, whatever
the phases are; and their sum is clear of noise far higher up than any window. In the sum, third-octave bands look for
the one delay and polarity on which they agree, beside the phase of one low cut in either recording.
Trap: a high cut delays all below it alike (1.5 samples of 48 kHz for 7 kHz), which no phase tells from a delay.
How much that may be is known from what it took of the highs, and told as the error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft

from posthouse.assistant.sync.spectra import LOWEST_HZ
from posthouse.assistant.sync.vertex import vertex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.sync.spectra import Phases, Spectrum

_FARTHEST_SECONDS = 0.002
"""How far the delay may lie from what the windows said so far, and their ends from each other by drift."""
_DRIFT_BAND_HZ = (300.0, 8000.0)
_DRIFT_STEP_SECONDS = 0.2 / _DRIFT_BAND_HZ[1]
_FINER = 4
_CUTS_HZ = (30, 45, 60, 80, 100, 120, 150, 200, 250, 300, 400)
_CUT_COSTS = 0.05
"""What a low cut must bring, in bands that agree, to be believed."""
_SURE, _HEARD = 8.0, 3.0
"""Times its chance a band's sum has to be, to count fully and at all."""
_SAME_NOISE = 0.9
"""Blocks overlap by half, and neighboring frequencies by the window: this many in one are independent."""
_UNSEEN = 2.0
"""What a high cut does beyond the highest band delays about as much again."""
_SURE_OF_POLARITY = 0.1
"""By which part of the evidence the other polarity must be worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What all bands agree on."""

    delay_samples: float
    low_cut_hz: float
    """The corner of a low cut in the other, below 0: in the reference; 0: none."""
    is_inverted: bool
    is_polarity_sure: bool
    error_samples: float
    """By how much the delay may be off: what halves of the windows differ by, and what a high cut would delay."""


@dataclass(frozen=True, slots=True)
class _Fit:
    score: float
    delay_samples: float
    low_cut_hz: float


@dataclass(frozen=True, slots=True)
class _Bands:
    """Third-octave bands: their middles in Hz, and the (first, last) frequency of each in the spectrum, half-open."""

    middles: NDArray[np.float64]
    edges: NDArray[np.int64]

    @classmethod
    def of(cls, hz: NDArray[np.float64]) -> _Bands:
        count = int(3 * np.log2(0.95 * hz[-1] / LOWEST_HZ))
        borders = LOWEST_HZ * 2 ** (np.arange(count + 1) / 3)
        edges = np.searchsorted(hz, borders)
        kept = np.diff(edges) > 0
        places = np.stack([edges[:-1], edges[1:]], axis=1)[kept]
        return cls(np.sqrt(borders[1:] * borders[:-1])[kept], places)


def low_cut_phase(hz: NDArray[np.float64], corner_hz: float) -> NDArray[np.float64]:
    """Return the phase a low cut of 12 dB an octave gives, in radians; negative for a corner below 0 (the reference's).

    Source: second-order Butterworth high-pass, S. Butterworth, Experimental Wireless 7, 1930; far above its corner any
    low cut turns the phase as this one of some corner does.
    """
    part = abs(corner_hz) / np.maximum(hz, 1e-3)
    return np.asarray(np.sign(corner_hz) * np.arctan2(np.sqrt(2) * part, 1 - part**2))


def drift_of(spectra: Sequence[Spectrum], rate: int) -> float:
    """Return the drift, in samples a sample, with which the windows' cross spectra add up best."""
    hz = _frequencies(spectra, rate)
    used = (hz > _DRIFT_BAND_HZ[0]) & (hz < _DRIFT_BAND_HZ[1])
    middles = np.array([each.middle for each in spectra]) / rate
    span = float(np.ptp(middles))
    if span == 0 or not used.any():
        return 0.0
    turn = np.outer((middles - middles.mean()) / span, hz[used]) * 2j * np.pi
    steps = round(_FARTHEST_SECONDS / _DRIFT_STEP_SECONDS)
    turned = np.stack([each.coherence()[used] for each in spectra]) * np.exp(turn * -steps * _DRIFT_STEP_SECONDS)
    one_step = np.exp(turn * _DRIFT_STEP_SECONDS)
    sums = np.zeros(2 * steps + 1)
    for step in range(len(sums)):
        sums[step] = (np.abs(turned.sum(axis=0)) ** 2).sum()
        turned *= one_step
    top = int(sums.argmax())
    return (top + vertex(sums, top) - steps) * _DRIFT_STEP_SECONDS / span


def alike(spectra: Sequence[Spectrum], rate: int, drift: float) -> Alike:
    """Return the delay, in the middle of the windows, and the polarity on which the bands of all windows agree."""
    hz = _frequencies(spectra, rate)
    bands = _Bands.of(hz)
    turned = _turned(spectra, hz, rate, drift)
    blocks = sum(each.blocks for each in spectra)
    upright, inverted = _fits(turned.mean(axis=0), bands, rate, blocks)
    best, other = (upright, inverted) if upright.score >= inverted.score else (inverted, upright)
    is_sure = best.score - other.score > _SURE_OF_POLARITY * abs(best.score)
    noise = _of_halves(turned, bands, rate, blocks, is_inverted=best is inverted)
    error = float(np.hypot(noise, _of_highs(spectra, turned, bands, rate)))
    if not is_sure:
        error += abs(best.delay_samples - other.delay_samples)
    return Alike(
        delay_samples=best.delay_samples,
        low_cut_hz=best.low_cut_hz,
        is_inverted=best is inverted,
        is_polarity_sure=is_sure,
        error_samples=error,
    )


def _frequencies(spectra: Sequence[Spectrum], rate: int) -> NDArray[np.float64]:
    return np.linspace(0, rate / 2, len(spectra[0].cross))


def _turned(spectra: Sequence[Spectrum], hz: NDArray[np.float64], rate: int, drift: float) -> Phases:
    """Return (window, frequency) complex coherence as it would be without drift."""
    middles = np.array([each.middle for each in spectra]) / rate
    back = np.exp(2j * np.pi * drift * np.outer(middles - middles.mean(), hz))
    return np.asarray(np.stack([each.coherence() for each in spectra]) * back)


def _fits(summed: Phases, bands: _Bands, rate: int, blocks: int) -> tuple[_Fit, _Fit]:
    """Return the best delay and low cut with upright and with inverted polarity."""
    reach = round(_FARTHEST_SECONDS * rate) * _FINER
    sums, weights = _sums(summed, bands, reach, blocks)
    best = [_Fit(-np.inf, 0.0, 0.0), _Fit(-np.inf, 0.0, 0.0)]
    for corner in (0, *_CUTS_HZ, *(-each for each in _CUTS_HZ)):
        back = np.exp(-1j * low_cut_phase(bands.middles, corner))
        agreed = ((sums * back[:, None]).real * weights).sum(axis=0)
        for index, sign in enumerate((1, -1)):
            top = int((sign * agreed).argmax())
            score = float(sign * agreed[top]) - _CUT_COSTS * (corner != 0)
            if score > best[index].score:
                place = top + vertex(sign * agreed, top) - reach
                best[index] = _Fit(score, place / _FINER, corner)
    return best[0], best[1]


def _sums(
    summed: Phases, bands: _Bands, reach: int, blocks: int
) -> tuple[NDArray[np.complexfloating], NDArray[np.floating]]:
    """Return each band's (band, delay) sum of what it has in phase at a delay, and what that weighs."""
    size = 2 * (len(summed) - 1)
    sums = np.zeros((len(bands.middles), 2 * reach + 1), np.complex128)
    weights = np.zeros(sums.shape)
    for band, (first, last) in enumerate(bands.edges):
        alone = np.zeros(size * _FINER, np.complex128)
        alone[first:last] = summed[first:last]
        turned = fft.ifft(alone, norm="forward")
        sums[band] = np.concatenate([turned[-reach:], turned[: reach + 1]])
        chance = np.sqrt((last - first) / (_SAME_NOISE * blocks))
        times = np.abs(sums[band]) / chance
        whole = float(np.abs(summed[first:last]).sum()) + 1e-20
        weights[band] = np.where(times > _HEARD, np.minimum(1, times / _SURE), 0) / whole
    return sums, weights


def _of_halves(turned: Phases, bands: _Bands, rate: int, blocks: int, *, is_inverted: bool) -> float:
    """Return half of what every second window and the others differ by."""
    if len(turned) < 2:
        return 0.0
    one, two = (_fits(turned[half::2].mean(axis=0), bands, rate, blocks // 2)[is_inverted] for half in (0, 1))
    return abs(one.delay_samples - two.delay_samples) / 2


def _of_highs(spectra: Sequence[Spectrum], turned: Phases, bands: _Bands, rate: int) -> float:
    """Return by how much a filter that took what is missing in one would delay, were it of minimum phase."""
    near, far = (np.mean([getattr(each, who) for each in spectra], axis=0) for who in ("near", "far"))
    summed = np.abs(turned.mean(axis=0))
    height = np.array([np.log((far[a:b].sum() + 1e-20) / (near[a:b].sum() + 1e-20)) / 2 for a, b in bands.edges])
    hz = np.linspace(0, rate / 2, len(near))
    smooth = np.interp(np.log(np.maximum(hz, 1)), np.log(bands.middles), height)
    made = summed * np.exp(1j * _minimum_phase(smooth))
    upright, _ = _fits(made, bands, rate, 1 << 20)
    return _UNSEEN * abs(upright.delay_samples)


def _minimum_phase(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the phase of the filter of minimum phase that has these heights (natural logarithms), by its cepstrum.

    Source: A. Oppenheim, R. Schafer, Discrete-Time Signal Processing, chapter 12 (Hilbert transform relations).
    """
    cepstrum = fft.irfft(heights)
    half = len(cepstrum) // 2
    cepstrum[1:half] *= 2
    cepstrum[half + 1 :] = 0
    return np.asarray(fft.rfft(cepstrum).imag)
