"""Sync by waveform: from two recordings alone, the sample they share and how their clocks run against each other.

    reference, other = listen(camera), listen(recorder)
    match sync_by_waveform(reference, other):
        case Found() as found: ...
        case Refused(reason=reason): ...

Memory: 12 MB for an hour of each recording, whatever its rate and channels, and a few seconds of sound.
Trap: 0.1 s of a rehearsal that is played twice, or a loop of music, fits in many places equally well. A line is taken
only if no other is nearly as good.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.sync.consensus import Consensus, consensus
from posthouse.assistant.sync.onsets import FRAMES_A_SECOND, onsets_of
from posthouse.assistant.sync.pool import alike, drift_of
from posthouse.assistant.sync.verdict import DRIFT_STEP, Found, Refused, Verdict
from posthouse.assistant.sync.votes import STEEPEST, Line, candidate_lines
from posthouse.assistant.sync.windows import Clock, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.sync.pool import Alike
    from posthouse.assistant.sync.recording import Recording
    from posthouse.assistant.sync.spectra import Spectrum
    from posthouse.assistant.sync.windows import Lag

SHORTEST_SECONDS = 2.0
"""An overlap below this proves nothing."""
LEAST_AGREEING = 0.35
"""The share of windows that must lie on the line."""
MOST_RIVAL = 0.75
"""What the next best place may have of the best one's evidence."""
LEAST_CONFIDENCE = 0.2
_WINDOWS = 40
_CHANNELS = 16
_ROUGH_SECONDS = 1.5
_FINE_SECONDS = 4.0
_ROUGH_RADIUS_SECONDS = 0.04
_LEAST_HEIGHT = 6.5
"""Standard deviations a window's peak must stand out by to count."""
_ROUGH_TOLERANCE_SECONDS = 0.001
_FINE_TOLERANCE_SECONDS = 0.0005
_LEAST_WINDOWS = 9
_FAR_ERRORS = 3
TOLD_SAMPLES = 0.5
"""An offset less sure than this is told as uncertain."""
_HOPELESS_SECONDS = 0.001
"""An offset as unsure as this is worth nothing."""
_LEAST_AGREEING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """A recording, and how its loudness moves; made once, compared with many."""

    recording: Recording
    onsets: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """One place tried on the waveform."""

    pair: Pair
    line: Consensus
    tried: int
    """Windows in which both sounded."""
    score: float
    """The heights of the windows that agree, added."""


def listen(recording: Recording, check: Callable[[], None] = lambda: None) -> Listened:
    """Return a recording with its onsets; reads all of it. ``check`` is called now and then, and may raise."""
    return Listened(recording=recording, onsets=onsets_of(recording, check))


def sync_by_waveform(reference: Listened, other: Listened) -> Verdict:
    """Return where the other lies against the reference, or why that cannot be said."""
    for each, who in ((reference, "the reference"), (other, "the other recording")):
        seconds = each.recording.duration_samples / each.recording.sample_rate
        if seconds < SHORTEST_SECONDS:
            return Refused(reason=f"{who} lasts {seconds:.2f} s; at least {SHORTEST_SECONDS:g} s are needed")
        if not each.onsets.any():
            return Refused(reason=f"{who} is silent, or never changes")
    lines = candidate_lines(reference.onsets, other.onsets)
    if not lines:
        return Refused(reason="nothing in one is like anything in the other")
    found = [trial for line in lines if (trial := _tried(reference.recording, other.recording, line))]
    trials = _apart(sorted(found, key=lambda trial: -trial.score), reference.recording.sample_rate)
    if not trials:
        return Refused(reason="they sound alike for moments only, at places that do not fit together")
    rival = trials[1].score / trials[0].score if len(trials) > 1 else 0.0
    return _judged(trials[0], rival)


def _apart(trials: Sequence[_Trial], rate: int) -> list[_Trial]:
    """Return trials that are not the same place found twice, best first."""
    kept: list[_Trial] = []
    for trial in trials:
        at = trial.line.pivot
        if all(abs(trial.line.lag_at(at) - each.line.lag_at(at)) > _ROUGH_RADIUS_SECONDS * rate / 4 for each in kept):
            kept.append(trial)
    return kept


def _tried(reference: Recording, other: Recording, line: Line) -> _Trial | None:
    """Return what the waveform says of a line the onsets like; None where nothing agrees."""
    scale = reference.sample_rate / FRAMES_A_SECOND
    clock = Clock(start=line.start_frames * scale, slope=1 + line.slope)
    pair = _best_channels(reference, other, clock)
    if pair is None:
        return None
    rough = _measured(pair, clock)
    tolerance = _ROUGH_TOLERANCE_SECONDS * pair.rate
    return _trial(pair, rough, tolerance)


def _trial(pair: Pair, lags: Sequence[Lag], tolerance: float) -> _Trial | None:
    sure = [lag for lag in lags if lag.height >= _LEAST_HEIGHT]
    line = consensus(sure, tolerance=tolerance, steepest=STEEPEST)
    if line is None or len(line.agreeing) < _LEAST_AGREEING:
        return None
    return _Trial(pair=pair, line=line, tried=len(lags), score=sum(lag.height for lag in line.agreeing))


def _best_channels(reference: Recording, other: Recording, clock: Clock) -> Pair | None:
    """Return the pair of channels whose windows have the highest peaks about a clock; None where both never sound."""
    best, height = None, 0.0
    pairs = itertools.product(range(min(reference.channels, _CHANNELS)), range(min(other.channels, _CHANNELS)))
    candidates = list(pairs)
    for channels in candidates:
        pair = Pair(reference, other, channels)
        if len(candidates) == 1:
            return pair
        heights = sorted(lag.height for lag in _measured(pair, clock, windows=5))
        if heights and heights[len(heights) // 2] > height:
            best, height = pair, heights[len(heights) // 2]
    return best


def _measured(pair: Pair, clock: Clock, *, windows: int = _WINDOWS) -> list[Lag]:
    """Return the lags of windows about a clock that is only guessed."""
    radius = round(_ROUGH_RADIUS_SECONDS * pair.rate)
    found = (pair.rough(at, length, clock, radius) for at, length in _windows(pair, clock, _ROUGH_SECONDS, windows))
    return [lag for lag in found if lag is not None]


def _windows(pair: Pair, clock: Clock, seconds: float, most: int) -> list[tuple[int, int]]:
    """Return (start, length) of windows evenly spread over the overlap."""
    low, high = pair.overlap(clock)
    length = round(min(seconds * pair.rate, (high - low) / 5))
    if high - low < SHORTEST_SECONDS * pair.rate:
        return []
    count = min(most, max(_LEAST_WINDOWS, int((high - low) / length)))
    return [(int(at), length) for at in np.linspace(low, high - length, count)]


def _refined(trial: _Trial) -> tuple[_Trial, Alike | None]:
    """Return a trial measured again with its own clock, to a part of a sample, until the clock stands."""
    pair, agreed = trial.pair, None
    for _ in range(4):
        line = trial.line
        clock = Clock(start=line.lag_at(0), slope=1 + line.slope)
        places = _windows(pair, clock, _FINE_SECONDS, _WINDOWS)
        spectra = [made for at, length in places if (made := pair.spectrum(at, length, clock)) is not None]
        if len(spectra) < _LEAST_AGREEING:
            return replace(trial, tried=max(trial.tried, len(spectra))), agreed
        drift = drift_of(spectra, pair.rate)
        agreed = alike(spectra, pair.rate, drift)
        lags = _fine_lags(pair, spectra, clock, agreed)
        again = _trial(pair, lags, _FINE_TOLERANCE_SECONDS * pair.rate)
        if again is None:
            return replace(trial, tried=max(trial.tried, len(lags))), agreed
        middle = float(np.mean([each.middle for each in spectra]))
        settled = replace(
            again.line,
            pivot=middle,
            pivot_lag=clock.lag_at(middle) + agreed.delay_samples,
            slope=_surer(again.line, line.slope + drift, spectra[-1].middle - spectra[0].middle),
        )
        trial = replace(again, line=settled)
        if abs(settled.slope - line.slope) < 1e-7:
            break
    return trial, agreed


def _surer(line: Consensus, pooled_slope: float, length: float) -> float:
    """Return the windows' own slope, or that of all together where the windows are too few or too noisy to have it."""
    is_loose = line.slope_error * length > TOLD_SAMPLES
    is_far = abs(pooled_slope - line.slope) > _FAR_ERRORS * line.slope_error
    return pooled_slope if is_loose and is_far else line.slope


def _fine_lags(pair: Pair, spectra: Sequence[Spectrum], clock: Clock, agreed: Alike) -> list[Lag]:
    radius = round(_ROUGH_RADIUS_SECONDS * pair.rate)
    found = (pair.fine(each, clock, radius, agreed.low_cut_hz) for each in spectra)
    return [lag for lag in found if lag is not None]


def _judged(rough: _Trial, rival: float) -> Verdict:
    trial, agreed = _refined(rough)
    line, pair = trial.line, trial.pair
    share = len(line.agreeing) / max(1, trial.tried)
    inner = float(np.median([lag.rival for lag in line.agreeing]))
    rival = max(rival, inner)
    low, high = pair.overlap(Clock(start=line.lag_at(0), slope=1 + line.slope))
    error = _offset_error(line, agreed, high - low)
    confidence = round(share * (1 - rival) * max(0.0, 1 - error / (_HOPELESS_SECONDS * pair.rate)), 3)
    seconds = (high - low) / pair.rate
    if seconds < SHORTEST_SECONDS:
        return Refused(reason=f"they overlap by {seconds:.2f} s only; at least {SHORTEST_SECONDS:g} s are needed")
    if share < LEAST_AGREEING:
        reason = f"only {len(line.agreeing)} of {trial.tried} windows agree on one place and one clock"
        return Refused(reason=reason, confidence=confidence)
    if rival > MOST_RIVAL:
        reason = f"another place fits {rival:.0%} as well: the sound repeats itself"
        return Refused(reason=reason, confidence=confidence)
    if confidence < LEAST_CONFIDENCE:
        reason = f"{len(line.agreeing)} of {trial.tried} windows agree, and another place fits {rival:.0%} as well"
        return Refused(reason=reason + _uncertain(error, "; the "), confidence=confidence)
    found = _found(trial, confidence, (low, high))
    inverted = agreed is not None and agreed.is_inverted and agreed.is_polarity_sure
    return replace(
        found, is_inverted=inverted, offset_error_samples=round(min(error, pair.rate), 2), note=_uncertain(error, "")
    )


def _offset_error(line: Consensus, agreed: Alike | None, length: float) -> float:
    """Return by how many samples the offset may be off at either end of the overlap."""
    settled = agreed.error_samples if agreed else line.residual_samples
    return float(np.hypot(settled, line.slope_error * length))


def _uncertain(error: float, lead: str) -> str:
    if error <= TOLD_SAMPLES:
        return ""
    return f"{lead}offset uncertain by {error:.0f} samples" if error >= 1.5 else f"{lead}offset uncertain by 1 sample"


def _found(trial: _Trial, confidence: float, overlap: tuple[float, float]) -> Found:
    line, rate = trial.line, trial.pair.rate
    slope = Fraction(0) if abs(line.slope) < max(3 * line.slope_error, 5e-9) else _rounded(line.slope)
    # The rounded clock goes through the middle of the evidence, where the lag is known best.
    pivot = Fraction(line.pivot)
    start = (pivot + Fraction(line.pivot_lag)) / rate - (1 + slope) * pivot / rate
    return Found(
        start_seconds=start,
        clock=1 + slope,
        overlap_seconds=(Fraction(overlap[0]) / rate, Fraction(overlap[1]) / rate),
        confidence=confidence,
        windows=trial.tried,
        agreeing=len(line.agreeing),
        drift_error_ppm=round(line.slope_error * 1e6, 4),
        residual_samples=round(line.residual_samples, 3),
        channels=trial.pair.channels,
    )


def _rounded(slope: float) -> Fraction:
    return round(Fraction(slope) / DRIFT_STEP) * DRIFT_STEP
