"""Decide how a mix becomes its master: one linear gain, and a limiter only where the gain alone breaks the ceiling.

The gain is a multiple of 0.1 dB. A master is then within 0.05 LU of its target, a quarter of the closest tolerance in
use (EBU R 128: 0.2 LU), and a recut that moves the mix by less than a step leaves the decision, and with it every
untouched second of the master, as it was. Everything in a decision is rounded for the same reason.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from posthouse.mastering.limiter import LimiterSettings, limited, limiter_phases
from posthouse.mastering.meter import Loudness, LoudnessMeter
from posthouse.signal import ChannelLayout, Sound

GAIN_STEP_DB = 0.1
_LIMITER_MARGIN_DB = 0.05
"""What the finest meters read above the limiter's own eight-times reading (0.03 dB on loud rock music)."""
_MOST_PASSES = 8
_GOOD_ENOUGH_LU = 0.05

MixBlocks = Callable[[], Iterable[Sound]]
"""Gives the whole mix from its start, (channel, sample) blocks of any sizes, each time it is called."""


class Outcome(enum.StrEnum):
    """How a master came out."""

    LINEAR = "linear"  # on target by gain alone
    LIMITED = "limited"  # on target, with peaks turned down
    MISSED = "missed"  # the limiting allowed does not suffice; as loud as it allows
    SILENT = "silent"  # nothing passes the gate of BS.1770, so there is nothing to bring to a target


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterTarget:
    """What a master has to be, and how far the limiter may go; lengths in samples."""

    loudness_lufs: float
    true_peak_dbtp: float
    tolerance_lu: float = 0.2
    max_reduction_db: float = 6.0
    look_ahead_samples: int
    hold_samples: int
    release_samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterDecision:
    """How to master one mix; ``limiter`` is None where gain alone does. Levels are rounded to 0.1."""

    outcome: Outcome
    gain_db: float
    limiter: LimiterSettings | None
    target_lufs: float
    reached_lufs: float | None
    reduction_db: float

    def explain(self) -> str:
        """Return one sentence for people."""
        match self.outcome:
            case Outcome.LINEAR:
                return f"{self.gain_db:+.1f} dB bring the mix to {self.reached_lufs:.1f} LUFS; nothing was limited"
            case Outcome.LIMITED:
                return (
                    f"{self.gain_db:+.1f} dB bring the mix to {self.reached_lufs:.1f} LUFS; "
                    f"the limiter takes up to {self.reduction_db:.1f} dB off its peaks"
                )
            case Outcome.MISSED:
                return (
                    f"the master reaches {self.reached_lufs:.1f} instead of {self.target_lufs:.1f} LUFS, "
                    f"with the limiter taking up to {self.reduction_db:.1f} dB off its peaks"
                )
            case Outcome.SILENT:
                return "the mix has no loudness: nothing in it lasts 400 ms above -70 LUFS"


def decide_master(mix: MixBlocks, sample_rate: int, layout: ChannelLayout, target: MasterTarget) -> MasterDecision:
    """Return the gain, and the limiter if one is needed, that bring a mix to its target.

    The mix is read once where gain alone does, otherwise once more for every gain tried (mostly two or three).
    """
    measured = _measure(mix(), sample_rate, layout)
    peak_dbtp = measured.true_peak_dbtp
    if measured.integrated_lufs == -math.inf:
        return _decision_for_silence(peak_dbtp, target)
    gain_db = _nearest_step(target.loudness_lufs - measured.integrated_lufs)
    if peak_dbtp + gain_db <= target.true_peak_dbtp:
        return MasterDecision(
            outcome=Outcome.LINEAR,
            gain_db=gain_db,
            limiter=None,
            target_lufs=target.loudness_lufs,
            reached_lufs=_nearest_step(measured.integrated_lufs + gain_db),
            reduction_db=0.0,
        )
    most_db = _floor_step(target.true_peak_dbtp + target.max_reduction_db - peak_dbtp)
    search = _Search(mix=mix, sample_rate=sample_rate, layout=layout, target=target)
    take = search.best_take(min(gain_db, most_db), most_db)
    is_reached = abs(take.measured.integrated_lufs - target.loudness_lufs) <= target.tolerance_lu
    return MasterDecision(
        outcome=Outcome.LIMITED if is_reached else Outcome.MISSED,
        gain_db=take.gain_db,
        limiter=take.limiter,
        target_lufs=target.loudness_lufs,
        reached_lufs=_nearest_step(take.measured.integrated_lufs),
        reduction_db=_nearest_step(max(0.0, peak_dbtp + take.gain_db - target.true_peak_dbtp)),
    )


def mastered(mix: Iterable[Sound], sample_rate: int, decision: MasterDecision) -> Iterator[Sound]:
    """Yield the master of a mix; without a limiter its samples are exactly gain times the mix's, in float32."""
    if decision.limiter is not None:
        yield from limited(mix, sample_rate, decision.limiter)
        return
    gain = np.float32(linear_gain(decision.gain_db))
    for block in mix:
        yield block * gain


def linear_gain(gain_db: float) -> float:
    """Return the factor of a gain in dB; exactly 1 for 0 dB."""
    return float(10 ** (gain_db / 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Take:
    """One way through the limiter, and what came out."""

    gain_db: float
    limiter: LimiterSettings
    measured: Loudness


class _Search:
    """Tries gains through the limiter until the result is on target, and lowers the ceiling if a peak slips through."""

    def __init__(self, *, mix: MixBlocks, sample_rate: int, layout: ChannelLayout, target: MasterTarget) -> None:
        self._mix, self._sample_rate, self._layout, self._target = mix, sample_rate, layout, target
        self._margin_db = _LIMITER_MARGIN_DB

    def best_take(self, gain_db: float, most_db: float) -> _Take:
        """Return the take that comes closest to the target, with a gain no higher than ``most_db``."""
        takes: list[_Take] = []
        while gain_db not in {take.gain_db for take in takes} and len(takes) < _MOST_PASSES:
            takes.append(self._take_under_ceiling(gain_db))
            if abs(self._miss_lu(takes[-1])) <= _GOOD_ENOUGH_LU:
                break
            gain_db = min(most_db, _nearest_step(gain_db + self._miss_lu(takes[-1]) / _slope(takes)))
        return min(takes, key=lambda take: abs(self._miss_lu(take)))

    def _miss_lu(self, take: _Take) -> float:
        return self._target.loudness_lufs - take.measured.integrated_lufs

    def _take_under_ceiling(self, gain_db: float) -> _Take:
        """Return the limited mix's readings, after lowering the limiter's ceiling until no peak is too high."""
        while True:
            limiter = self._limiter(gain_db)
            sound = limited(self._mix(), self._sample_rate, limiter)
            measured = _measure(sound, self._sample_rate, self._layout)
            excess_db = measured.true_peak_dbtp - self._target.true_peak_dbtp
            if excess_db <= 0:
                return _Take(gain_db=gain_db, limiter=limiter, measured=measured)
            self._margin_db += math.ceil(excess_db * 100) / 100

    def _limiter(self, gain_db: float) -> LimiterSettings:
        return LimiterSettings(
            gain=linear_gain(gain_db),
            ceiling_dbtp=round(self._target.true_peak_dbtp - self._margin_db, 2),
            look_ahead_samples=self._target.look_ahead_samples,
            hold_samples=self._target.hold_samples,
            release_samples=self._target.release_samples,
        )


def _slope(takes: list[_Take]) -> float:
    """Return how many LU the last dB of gain brought; 1 before two gains were tried, and never less than a fifth."""
    if len(takes) < 2:
        return 1.0
    before, last = takes[-2:]
    gained_lu = last.measured.integrated_lufs - before.measured.integrated_lufs
    return min(1.0, max(0.2, gained_lu / (last.gain_db - before.gain_db)))


def _decision_for_silence(peak_dbtp: float, target: MasterTarget) -> MasterDecision:
    """Return a decision to leave the sound as it is, or to turn it down where even so a peak is too high."""
    return MasterDecision(
        outcome=Outcome.SILENT,
        gain_db=min(0.0, _floor_step(target.true_peak_dbtp - peak_dbtp)) if peak_dbtp > -math.inf else 0.0,
        limiter=None,
        target_lufs=target.loudness_lufs,
        reached_lufs=None,
        reduction_db=0.0,
    )


def _measure(sound: Iterable[Sound], sample_rate: int, layout: ChannelLayout) -> Loudness:
    """Return loudness and true peak, the latter by the Recommendation's interpolator and an eight-times one."""
    meter = LoudnessMeter(sample_rate, layout, true_peak_phases=limiter_phases())
    for block in sound:
        meter.push(block)
    return meter.finish()


def _nearest_step(level_db: float) -> float:
    return round(round(level_db / GAIN_STEP_DB) * GAIN_STEP_DB, 1)


def _floor_step(level_db: float) -> float:
    return round(math.floor(level_db / GAIN_STEP_DB) * GAIN_STEP_DB, 1)
