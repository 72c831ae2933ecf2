"""A stretch of sound looked for in a recording: where in it, to a sample of the print, or nowhere.

Problem: the reference's sound is coded, resampled, filtered, at another level, and often lies under other sounds; and
two takes of one line by one actor, or two minutes of one room, must not be taken for each other.
Approach: both are made into prints, 8 kHz with every part of the spectrum and every moment about as loud as any other
(``sound_print``). So made, a copy is like its source wave by wave and like nothing else: the correlation of a second of
two unrelated sounds stays within a few deviations of nothing. Windows of the stretch are each looked for in all of the
recording, and it is found where several want the same place.
Traps: a loop of music is found in many places, all of them right, so all are told. What was pulled by 0.1 % or
pitched is another wave: it is not found. A stretch of less than half a second, silence, or a tone cannot be told.

Source: C. Knapp, G. Carter, "The generalized correlation method for estimation of time delay", IEEE Trans. ASSP 24(4),
1976 (why the spectrum is made even before sounds are correlated).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.ndimage import uniform_filter1d

if TYPE_CHECKING:
    from collections.abc import Iterator

SoundPrint = NDArray[np.float32]
"""(sample,) at ``PRINT_RATE``, even in spectrum and level; 0 in silence."""

PRINT_RATE = 8000
_FRAME = 512
_EVENED = 9
"""Frequencies of a frame, 16 Hz apart, over which its spectrum is made even."""
_SILENT = 1e-9
"""Mean square of full scale 1 below which a frame is silence."""
_WINDOW = 2 * PRINT_RATE
_LEAST = PRINT_RATE // 2
_WINDOWS = 7
_REACH = 30 * PRINT_RATE
"""Windows lie within this much of a stretch: clocks of two recorders differ by 50 ppm."""
_PEAKS = 4
_APART = PRINT_RATE // 100
_TOLERANCE = PRINT_RATE // 250
"""How far the places that two windows want may lie apart."""
_WEAKEST = 6.0
_TONE = PRINT_RATE // 500, PRINT_RATE // 20
"""Samples beside a peak where no other may be as high: a tone is like itself, and any other, at every turn."""
_FOUND = 12.0
"""Deviations with which the windows together must stand out: of unrelated sounds none reaches 9."""
_AS_GOOD = 0.8
"""The part of the best place's weight that another has that is as good."""
_BLOCK = 1 << 17
_PART = 600 * PRINT_RATE
"""A recording is looked through in parts of ten minutes, so that memory is flat in its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a recording has the stretch: the print's sample at which it begins, below 0 where its head is missing."""

    start_sample: int
    weight: float
    """How far the windows together stand out, in deviations."""

    @property
    def start_seconds(self) -> float:
        """Return the place in seconds of the recording."""
        return self.start_sample / PRINT_RATE


def sound_print(sound: NDArray[np.float32]) -> SoundPrint:
    """Return the print of (sample,) sound at ``PRINT_RATE``: frames of even spectrum and level, added up again."""
    hop = _FRAME // 2
    count = -(-len(sound) // hop) + 1
    padded = np.pad(sound.astype(np.float32), (hop, count * hop + hop - len(sound)))
    window = np.sqrt(np.hanning(_FRAME + 1)[:-1]).astype(np.float32)
    out = np.zeros(len(padded), np.float32)
    for first in range(0, count, 4096):
        last = min(first + 4096, count)
        frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[first * hop : last * hop : hop] * window
        for number, frame in enumerate(_evened(frames) * window, first):
            out[number * hop : number * hop + _FRAME] += frame
    return out[hop : hop + len(sound)]


def _evened(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    spectra = fft.rfft(frames, axis=1)
    spectra[:, : 80 * _FRAME // PRINT_RATE + 1] = 0  # rumble
    power = uniform_filter1d(np.abs(spectra) ** 2, _EVENED, axis=1, mode="nearest")
    mean = power.mean(axis=1, keepdims=True)
    even = spectra / np.sqrt(power + 1e-4 * mean + 1e-20)
    even[(frames**2).mean(axis=1) < _SILENT] = 0
    return np.asarray(fft.irfft(even, _FRAME, axis=1), np.float32)


def find_sound(stretch: SoundPrint, recording: NDArray[np.floating]) -> tuple[Place, ...]:
    """Return every place where a recording has a stretch, best first; none where it is not in it."""
    windows = _windows(stretch)
    if not windows or len(recording) < _LEAST:
        return ()
    votes = [
        (first + at, z, number)
        for first in range(0, len(recording), _PART)
        for finder in (_Finder(recording[first : first + _PART + _WINDOW]),)
        for number, start in enumerate(windows)
        for at, z in finder.peaks(stretch, start)
    ]
    return tuple(_agreed(votes, len(windows)))


def can_be_asked(stretch: SoundPrint) -> bool:
    """Return whether there is enough sound in a stretch to look for."""
    return bool(_windows(stretch))


def _windows(stretch: SoundPrint) -> list[int]:
    """Return where windows of a stretch begin: spread over its middle, where there is sound."""
    length = min(_WINDOW, len(stretch))
    if length < _LEAST:
        return []
    spare = len(stretch) - length
    reach = min(spare, _REACH)
    first = (spare - reach) // 2
    count = min(_WINDOWS, 1 + 2 * reach // _WINDOW)
    starts = np.unique(np.linspace(first, first + reach, count).round().astype(int))
    return [int(at) for at in starts if np.count_nonzero(stretch[at : at + length]) >= _LEAST]


class _Finder:
    """Looks for windows in one recording, whose spectra are made once."""

    def __init__(self, recording: NDArray[np.floating]) -> None:
        self._step = _BLOCK - _WINDOW
        self._padded = np.pad(recording.astype(np.float32), _WINDOW)
        self._spectra = [
            fft.rfft(self._padded[at : at + _BLOCK], _BLOCK) for at in range(0, len(self._padded), self._step)
        ]
        self._power = np.concatenate([[0.0], np.cumsum(self._padded.astype(np.float64) ** 2)])

    def peaks(self, stretch: SoundPrint, start: int) -> Iterator[tuple[int, float]]:
        """Yield (place of the whole stretch in the recording, deviations) of the highest peaks for one window."""
        window = stretch[start : start + _WINDOW]
        found = self._likeness(window)
        spread = 1.4826 * float(np.median(np.abs(found[found != 0]))) if found.any() else 0.0
        if spread <= 0:
            return
        heights = np.abs(found) / max(spread, 1 / np.sqrt(len(window)))
        for _ in range(_PEAKS):
            top = int(heights.argmax())
            if heights[top] < _WEAKEST:
                return
            if not _is_tone(heights, top):
                yield top - _WINDOW - start, float(heights[top])
            heights[max(0, top - _APART) : top + _APART + 1] = 0

    def _likeness(self, window: SoundPrint) -> NDArray[np.float64]:
        """Return (place,) the correlation coefficient at every place of the padded recording."""
        spectrum = np.conj(fft.rfft(window, _BLOCK))
        parts = [fft.irfft(each * spectrum, _BLOCK)[: self._step] for each in self._spectra]
        places = len(self._padded) - len(window) + 1
        whole = np.concatenate(parts)[:places]
        power = self._power[len(window) :] - self._power[: -len(window)]
        own = float((window.astype(np.float64) ** 2).sum())
        return np.asarray(whole / np.sqrt(own * np.maximum(power, own / 4)))


def _is_tone(heights: NDArray[np.float64], top: int) -> bool:
    """Return whether a peak has others as high beside it."""
    near, far = _TONE
    beside = (*heights[max(0, top - far) : max(0, top - near)], *heights[top + near : top + far])
    return bool(max(beside, default=0.0) > _AS_GOOD * heights[top])


def _agreed(votes: list[tuple[int, float, int]], windows: int) -> Iterator[Place]:
    """Yield the places that enough windows want, those as good as the best."""
    found: list[Place] = []
    left = sorted(votes, key=lambda vote: -vote[1])
    while left:
        at = left[0][0]
        near = {number: z for place, z, number in reversed(left) if abs(place - at) <= _TOLERANCE}
        weight = float(np.sqrt(sum(z * z for z in near.values())))
        if weight >= _FOUND and 2 * len(near) >= min(windows, 3):
            found.append(Place(start_sample=at, weight=weight))
        left = [vote for vote in left if abs(vote[0] - at) > _APART]
    found.sort(key=lambda place: -place.weight)
    yield from (place for place in found if place.weight >= _AS_GOOD * found[0].weight)
