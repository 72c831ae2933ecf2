"""The lines on which two recordings' onsets agree, found over their whole lengths.

Problem: where in hours of sound does another recording lie, when its clock drifts so far that no single shift fits?
Approach: the shorter one is cut into segments of up to a minute, short enough that drift is less than a frame; each is
correlated with all of the longer one (FFT, overlap-save) and its highest peaks are votes. Two votes make a line; the
line with the heaviest votes wins, and the next ones that are elsewhere are kept as rivals.
Trap: music repeats, so a rival may be as good. That is decided on the waveform, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from posthouse.assistant.sync.onsets import Onsets

STEEPEST = 0.0022
"""The most a clock may be off: the pull of 0.1% of NTSC rates, twice, and 200 ppm beyond."""
_SEGMENT_FRAMES = 6000
_LEAST_FRAMES = 150
_MOST_SEGMENTS = 64
_BLOCK = 1 << 16
_PEAKS = 6
_APART_FRAMES = 10
_WEAKEST = 4.5
"""Standard deviations a vote must stand out by."""
_TOLERANCE_FRAMES = 2.5
_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Frame ``t`` of the reference lies at ``t + start_frames + slope * t`` of the other; ``weight`` are its votes."""

    start_frames: float
    slope: float
    weight: float

    def lag(self, frame: float) -> float:
        """Return how many frames later the other has what the reference has at a frame."""
        return self.start_frames + self.slope * frame


@dataclass(frozen=True, slots=True)
class _Votes:
    """(vote,) arrays: which segment voted, its middle in the reference, the lag, how far it stands out."""

    segment: NDArray[np.int64]
    frame: NDArray[np.float64]
    lag: NDArray[np.float64]
    weight: NDArray[np.float64]


def candidate_lines(reference: Onsets, other: Onsets) -> tuple[Line, ...]:
    """Return the lines most voted for, best first; none where nothing stands out."""
    is_swapped = reference.shape[1] > other.shape[1]
    short, long = (other, reference) if is_swapped else (reference, other)
    votes = _votes(short, long)
    if not len(votes.lag):
        return ()
    if is_swapped:  # a lag of the short against the long is one of the long against the short, the other way round
        votes = _Votes(votes.segment, votes.frame + votes.lag, -votes.lag, votes.weight)
    return tuple(_lines(votes))


def _votes(short: Onsets, long: Onsets) -> _Votes:
    rows: list[tuple[int, float, float, float]] = []
    finder = _Finder(long, min(_SEGMENT_FRAMES, short.shape[1]))
    for number, (start, part) in enumerate(_segments(short)):
        middle = start + part.shape[1] / 2
        rows += [(number, middle, at - start, weight) for at, weight in finder.peaks(part)]
    columns = np.array(rows, np.float64).reshape(-1, 4).T
    return _Votes(columns[0].astype(np.int64), columns[1], columns[2], columns[3])


def _segments(short: Onsets) -> Iterator[tuple[int, Onsets]]:
    """Yield (first frame, onsets) of segments, evenly spread where there would be too many."""
    frames = short.shape[1]
    length = min(_SEGMENT_FRAMES, max(_LEAST_FRAMES, frames // 4))
    count = max(1, min(_MOST_SEGMENTS, frames // length))
    for number in range(count):
        start = round(number * (frames - length) / max(1, count - 1)) if count > 1 else 0
        part = short[:, max(0, start) : start + length]
        if part.any():
            yield max(0, start), part


class _Finder:
    """Correlates short pieces with one long recording; the long one's spectra are made once."""

    def __init__(self, long: Onsets, longest: int) -> None:
        self._longest, self._frames = longest, long.shape[1]
        self._step = _BLOCK - longest
        padded = np.pad(long, ((0, 0), (longest, longest)))
        self._total = padded.shape[1]
        self._spectra = [
            fft.rfft(padded[:, at : at + _BLOCK], _BLOCK, axis=1) for at in range(0, self._total, self._step)
        ]
        power = np.concatenate([[0.0], np.cumsum((padded.astype(np.float64) ** 2).sum(axis=0))])
        self._power = power

    def peaks(self, part: Onsets) -> list[tuple[float, float]]:
        """Return (frame of the long one where the piece begins, how far it stands out) of the highest peaks."""
        found = self._correlation(part)
        spread = float(found.std())
        if spread == 0:
            return []
        peaks = []
        for _ in range(_PEAKS):
            at = int(found.argmax())
            weight = float(found[at]) / spread
            if weight < _WEAKEST:
                break
            peaks.append((at + _vertex(found, at) - self._longest, weight))
            found[max(0, at - _APART_FRAMES) : at + _APART_FRAMES + 1] = 0
        return peaks

    def _correlation(self, part: Onsets) -> NDArray[np.float32]:
        """Return the likeness at every place of the padded long one, over the loudness there."""
        length = part.shape[1]
        spectrum = np.conj(fft.rfft(part, _BLOCK, axis=1))
        whole = np.concatenate(
            [fft.irfft((each * spectrum).sum(axis=0), _BLOCK)[: self._step] for each in self._spectra]
        )[: self._total - length]
        power = self._power[length : length + len(whole)] - self._power[: len(whole)]
        least = 0.25 * length * part.shape[0]
        return np.asarray(whole / np.sqrt(np.maximum(power, least)), np.float32)


def _vertex(found: NDArray[np.float32], at: int) -> float:
    """Return how far the top of a parabola through a peak and its neighbours lies from it."""
    if not 0 < at < len(found) - 1:
        return 0.0
    before, top, after = (float(found[at + step]) for step in (-1, 0, 1))
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def _lines(votes: _Votes) -> Iterator[Line]:
    """Yield the heaviest line, then the heaviest that is elsewhere, and so on."""
    starts, slopes = _all_lines(votes)
    weights = np.array([_weight(votes, start, slope) for start, slope in zip(starts, slopes, strict=True)])
    middle = float(np.median(votes.frame))
    places = starts + slopes * middle
    for _ in range(_LINES):
        best = int(weights.argmax())
        if weights[best] <= 0:
            return
        yield Line(start_frames=float(starts[best]), slope=float(slopes[best]), weight=float(weights[best]))
        weights[np.abs(places - places[best]) < 2 * _APART_FRAMES] = 0


def _all_lines(votes: _Votes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (start, slope) of every level line through a vote, and of every line through two that is flat enough."""
    first, second = np.triu_indices(len(votes.lag), 1)
    apart = votes.frame[second] - votes.frame[first]
    rise = votes.lag[second] - votes.lag[first]
    flat = (votes.segment[first] != votes.segment[second]) & (np.abs(rise) <= STEEPEST * np.abs(apart) + 1)
    flat &= np.abs(apart) > 4 * _APART_FRAMES
    slope = np.clip(rise[flat] / apart[flat], -STEEPEST, STEEPEST)
    start = votes.lag[first[flat]] - slope * votes.frame[first[flat]]
    return np.concatenate([votes.lag, start]), np.concatenate([np.zeros(len(votes.lag)), slope])


def _weight(votes: _Votes, start: float, slope: float) -> float:
    """Return the votes for a line: of each segment, its heaviest within the tolerance."""
    near = np.abs(votes.lag - start - slope * votes.frame) <= _TOLERANCE_FRAMES
    heaviest = np.zeros(int(votes.segment.max()) + 1)
    np.maximum.at(heaviest, votes.segment[near], votes.weight[near])
    return float(heaviest.sum())
