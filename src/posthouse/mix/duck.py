"""Ducking with look-ahead: when a key track speaks, and the gain curve that makes room for it.

Problem: music must be down before the first syllable, stay down between words, and come and go unnoticed. Approach: the
key is read in 10 ms hops; where the level of 30 ms reaches the threshold it speaks, until it falls 6 dB below it.
Pauses too short to come up and go down again are bridged, so that nothing pumps. Each stretch of speech then has one
curve: a raised-cosine ramp in dB that starts the look-ahead before it, the duck itself, and a ramp back after the hold;
where curves meet, the lower one wins. Example: speech from 2 s to 3 s, look-ahead 200 ms, attack 150 ms, hold 400 ms,
release 600 ms: down from 1.80 s to 1.95 s, up from 3.4 s to 4 s. The curve is a function of the sample's number, so
blocks of any size give the same sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from posthouse.signal import Sound

_HOPS_PER_SECOND = 100
_HYSTERESIS_DB = 6.0

Stretch = tuple[int, int]
"""Samples from .. to in which a key speaks, half-open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuckCurve:
    """How one track makes room; lengths in samples, ``depth_db`` 0 or below."""

    depth_db: float
    attack_samples: int
    release_samples: int
    look_ahead_samples: int
    hold_samples: int

    @property
    def shortest_pause_samples(self) -> int:
        """Return the shortest pause in which the track comes all the way up."""
        return self.hold_samples + self.release_samples + self.look_ahead_samples


def hop_levels_dbfs(blocks: Iterable[Sound], sample_rate: int) -> NDArray[np.float64]:
    """Return (hop,) rms level of the loudest channel of each 10 ms; -inf for silence; the last hop may be shorter."""
    hop = sample_rate // _HOPS_PER_SECOND
    powers: list[NDArray[np.float64]] = []
    rest: Sound | None = None
    for block in blocks:
        sound = block if rest is None else np.concatenate([rest, block], axis=1)
        whole = sound.shape[1] // hop * hop
        powers.append(_hop_powers(sound[:, :whole], hop))
        rest = sound[:, whole:]
    if rest is not None and rest.shape[1]:
        powers.append(_hop_powers(rest, rest.shape[1]))
    with np.errstate(divide="ignore"):
        return np.asarray(10 * np.log10(np.concatenate([np.zeros(0), *powers])))


def _hop_powers(sound: Sound, hop: int) -> NDArray[np.float64]:
    squares = np.square(sound.reshape(sound.shape[0], -1, hop), dtype=np.float64)
    return np.asarray(squares.mean(axis=2).max(axis=0))


def speaking_stretches(
    levels_dbfs: NDArray[np.float64], sample_rate: int, *, threshold_dbfs: float, shortest_pause_samples: int
) -> tuple[Stretch, ...]:
    """Return where a key speaks, from its (hop,) levels; shorter pauses than the one given count as speech."""
    hop = sample_rate // _HOPS_PER_SECOND
    power = 10 ** (np.pad(levels_dbfs, 1, constant_values=-np.inf) / 10)
    near = (power[:-2] + power[1:-1] + power[2:]) / 3
    stretches: list[Stretch] = []
    for first, last in _runs_with_hysteresis(near, threshold_dbfs):
        start, stop = first * hop, last * hop
        if stretches and start - stretches[-1][1] < shortest_pause_samples:
            start = stretches.pop()[0]
        stretches.append((start, stop))
    return tuple(stretches)


def _runs_with_hysteresis(power: NDArray[np.float64], threshold_dbfs: float) -> Iterable[Stretch]:
    """Yield the runs above the lower threshold that somewhere reach the upper one."""
    upper, lower = 10 ** (threshold_dbfs / 10), 10 ** ((threshold_dbfs - _HYSTERESIS_DB) / 10)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], power >= lower, [False])).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        loud = np.flatnonzero(power[first:last] >= upper)
        if len(loud):
            yield first + int(loud[0]), last


def duck_gains(
    stretches: Sequence[Stretch], curve: DuckCurve, start_samples: int, stop_samples: int
) -> NDArray[np.float32] | None:
    """Return (sample,) gains for these samples of the programme, or None where all are exactly 1."""
    amount: NDArray[np.float64] | None = None
    for first, last in stretches:
        down, up = first - curve.look_ahead_samples, last + curve.hold_samples
        begin, end = max(down, start_samples), min(max(up, down) + curve.release_samples, stop_samples)
        if begin >= end:
            continue
        if amount is None:
            amount = np.zeros(stop_samples - start_samples)
        here = amount[begin - start_samples : end - start_samples]
        np.maximum(here, _amount(np.arange(begin, end), down, up, curve), out=here)
    return None if amount is None else (10 ** (curve.depth_db * amount / 20)).astype(np.float32)


def _amount(sample: NDArray[np.int64], down: int, up: int, curve: DuckCurve) -> NDArray[np.float64]:
    """Return how much of the depth applies, 0..1: a raised-cosine ramp up at ``down``, one back at ``up``."""
    falling = np.clip((sample - down) / max(1, curve.attack_samples), 0, 1)
    rising = np.clip((sample - up) / max(1, curve.release_samples), 0, 1)
    return np.asarray((1 - np.cos(np.pi * falling)) / 2 * (1 + np.cos(np.pi * rising)) / 2)
