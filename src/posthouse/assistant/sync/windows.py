"""The lag of one window of two recordings, measured on the waveform: to a sample first, then to a part of one.

The other recording is brought to the reference's rate and to the clock guessed so far, exactly: output sample k of the
resampler stands at input sample k * step of what it is given. Lags are in samples of the reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import soxr
from scipy import fft

from posthouse.assistant.sync.pool import low_cut_phase
from posthouse.assistant.sync.spectra import EMPTY, LOWEST_HZ, spectrum_of
from posthouse.assistant.sync.vertex import vertex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.assistant.sync.recording import Recording
    from posthouse.assistant.sync.spectra import Spectrum

    Samples = NDArray[np.float32]

_LEAD_SAMPLES = 1024
"""Given to the resampler before what is wanted, until its filter knows the sound."""
_SMEARS = (1, 5, 21, 63)
"""Widths, in samples, over which a peak is looked for: a clock not known yet smears it."""
_SILENT = 1e-10
_FINER = 8
_PEAK_SECONDS = 0.0015
"""How far a peak's own flanks reach, on each side; what is as high beyond them is another place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Sample n of the reference lies at sample ``start + slope * n`` of the other, both at the reference's rate."""

    start: float
    slope: float

    def lag_at(self, sample: float) -> float:
        """Return how many samples later the other has what the reference has at a sample."""
        return self.start + (self.slope - 1) * sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """What one window says: the lag at its middle, and how sure it is."""

    middle: float
    lag: float
    height: float
    """How far the peak stands out of the rest of the correlation: standard deviations of it."""
    rival: float
    """The next peak elsewhere in the window, as a part of the highest."""
    is_inverted: bool


class Pair:
    """Two recordings, a channel of each, read window by window."""

    def __init__(self, reference: Recording, other: Recording, channels: tuple[int, int]) -> None:
        self.reference, self.other, self.channels = reference, other, channels
        self.rate = reference.sample_rate
        self.step = other.sample_rate / reference.sample_rate

    def overlap(self, clock: Clock) -> tuple[float, float]:
        """Return the half-open range of the reference, in samples, in which both sound; empty where start >= end."""
        end = self.other.duration_samples / self.step
        ends = (-clock.start / clock.slope, (end - clock.start) / clock.slope)
        return max(0.0, ends[0]), min(float(self.reference.duration_samples), ends[1])

    def rough(self, at: int, length: int, clock: Clock, radius: int) -> Lag | None:
        """Return the lag of reference samples at..at+length, within a radius about the clock; None in silence."""
        near = self._reference(at, length)
        far = self._other(at, length, clock, radius)
        if not _sounds(near) or not _sounds(far):
            return None
        size = fft.next_fast_len(length + 2 * radius)
        # Tapered: the edges of a window are a click that both have at the same place.
        cross = np.conj(fft.rfft(near * np.hanning(length), size)) * fft.rfft(far * np.hanning(len(far)), size)
        found = fft.irfft(_whitened(cross, self.rate, size), size)[: 2 * radius + 1]
        flank = round(_PEAK_SECONDS * self.rate)
        best = max((_best(found, width, flank) for width in _SMEARS), key=lambda each: each[1])
        lag, height, rival, is_inverted = best
        middle = at + length / 2
        return Lag(
            middle=middle,
            lag=clock.lag_at(middle) + lag - radius,
            height=height,
            rival=rival,
            is_inverted=is_inverted,
        )

    def spectrum(self, at: int, length: int, clock: Clock) -> Spectrum | None:
        """Return the cross spectrum where the clock is known to a few ppm; None in silence."""
        near, far = self._reference(at, length), self._other(at, length, clock, 0)
        if not _sounds(near) or not _sounds(far):
            return None
        return spectrum_of(near, far, rate=self.rate, middle=at + length / 2)

    def fine(self, spectrum: Spectrum, clock: Clock, radius: int, low_cut_hz: float) -> Lag | None:
        """Return the lag to a part of a sample, a low cut's phase taken out; None where nothing is coherent.

        The clock is the one the spectrum was taken with, and the low cut is as ``pool.Alike`` has it.
        """
        weighted = spectrum.weighted(self.rate)
        if weighted is None:
            return None
        size = 2 * (len(weighted) - 1)
        hz = np.linspace(0, self.rate / 2, len(weighted))
        found = fft.irfft(weighted * np.exp(-1j * low_cut_phase(hz, low_cut_hz)), size * _FINER)
        reach = min(radius, size // 4) * _FINER
        found = np.concatenate([found[-reach:], found[: reach + 1]])
        top = int(np.abs(found).argmax())
        spread = float(np.median(np.abs(found))) * 1.4826 or 1.0
        lag = (top + vertex(np.abs(found), top) - reach) / _FINER
        return Lag(
            middle=spectrum.middle,
            lag=clock.lag_at(spectrum.middle) + lag,
            height=float(np.abs(found[top])) / spread,
            rival=_rival(np.abs(found), top, round(_PEAK_SECONDS * self.rate) * _FINER),
            is_inverted=bool(found[top] < 0),
        )

    def _reference(self, at: int, length: int) -> Samples:
        return np.asarray(self.reference.read(at, length)[self.channels[0]], np.float32)

    def _other(self, at: int, length: int, clock: Clock, radius: int) -> Samples:
        """Return the other where the clock has reference samples at-radius..at+length+radius, at the reference's rate.

        Sample ``radius`` of what is returned is exactly where the clock has ``at``.
        """
        step = self.step * clock.slope
        count = length + 2 * radius
        exact = (clock.start + clock.slope * at) * self.step - radius * step
        if step == 1 and exact == int(exact):
            return np.asarray(self.other.read(int(exact), count)[self.channels[1]], np.float32)
        # The resampler begins on a whole sample of the input; the rest of the way is a phase, which the spectrum turns.
        first = int(np.floor(exact - _LEAD_SAMPLES * step))
        given = self.other.read(first, int(np.ceil((count + 3 * _LEAD_SAMPLES) * step)))[self.channels[1]]
        made = soxr.resample(given.astype(np.float32), step, 1.0, quality="HQ") if step != 1 else given
        position = (exact - first) / step
        whole = int(np.floor(position))
        return _delayed(made, position - whole)[whole : whole + count].astype(np.float32)


def _delayed(sound: Samples, part: float) -> Samples:
    """Return a sound moved earlier by a part of a sample."""
    if part == 0:
        return sound
    size = fft.next_fast_len(len(sound) + 2 * _LEAD_SAMPLES)
    spectrum = fft.rfft(sound, size)
    turned = spectrum * np.exp(2j * np.pi * fft.rfftfreq(size) * part)
    return np.asarray(fft.irfft(turned, size)[: len(sound)], np.float32)


def _sounds(samples: Samples) -> bool:
    return bool(np.mean(samples.astype(np.float64) ** 2) > _SILENT)


def _whitened(cross: NDArray[np.complexfloating], rate: int, size: int) -> NDArray[np.complexfloating]:
    """Return a cross spectrum with all heights alike (the phase transform), without rumble."""
    heights = np.abs(cross)
    white = np.asarray(cross / (heights + EMPTY * float(heights.mean()) + 1e-30))
    white[: int(LOWEST_HZ * size / rate) + 1] = 0
    return white


def _best(found: NDArray[np.floating], width: int, flank: int) -> tuple[float, float, float, bool]:
    """Return (place, height, rival, is inverted) of the highest peak of a correlation, looked at by a width."""
    summed = np.convolve(found, np.ones(width), mode="same") if width > 1 else found
    heights = np.abs(summed)
    top = int(heights.argmax())
    spread = float(np.median(heights)) * 1.4826 or 1.0
    return (
        top + vertex(heights, top),
        float(heights[top]) / spread,
        _rival(heights, top, width + flank),
        bool(summed[top] < 0),
    )


def _rival(heights: NDArray[np.floating], top: int, reach: int) -> float:
    """Return the highest of what lies beyond a reach of the top, as a part of the top."""
    rest = np.concatenate([heights[: max(0, top - reach)], heights[top + reach + 1 :]])
    return float(rest.max() / heights[top]) if rest.size and heights[top] > 0 else 0.0
