"""The active speaker, from close microphones.

Problem: every microphone hears everybody, a laugh is no speech, and a cut for every "yes" makes the audience seasick.
Approach: each microphone is measured against its own voice, so gains do not matter. At each moment an angle costs what
its microphone lacks to the one nearest to its voice, the wide angle costs more while one voice is clear; every switch
costs a fixed sum. The cheapest way through the whole conversation (Viterbi) is the cut: it is the switching cost that
makes hysteresis, and no threshold is crossed by accident. Then turns shorter than a shot may be go to their neighbours.
Where a camera does not run, its angle costs more than all switches together; where none runs, nobody is shown.
Trap: a microphone nobody ever talks into has no voice to be measured against; leave its angle out.
Source: A. Viterbi, IEEE Trans. Information Theory 13(2), 1967.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import uniform_filter1d

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_MOST_DB = 12.0
"""What one microphone may be ahead of another and still be clearer for it."""
_ROOM_PERCENTILE = 10
_VOICE_PERCENTILE = 99
_QUIETER_ROOM_DB = 20.0
_ANY_WHEN_QUIET = 0.25
_WIDE_WHEN_QUIET = 0.1
_ONE_OF_SEVERAL = 0.4
_WIDE_WHEN_CLEAR = 0.35
"""What it costs to show an angle when nobody talks, the wide one then, one of several who talk, the wide one else."""
_NEVER = 1e6
_UNHEARD_DB = -110.0
"""Digital silence: the microphone does not run."""
NOBODY = ""
"""The angle of a turn in which no camera runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchStyle:
    """How calm the cut is."""

    shortest_frames: int
    """No turn is shorter."""
    smooth_frames: int
    """Levels are looked at over this long."""
    wide: str | None = None
    """The angle for when several talk, or nobody does; None: there is none."""
    speaking_db: float = 9.0
    """How far above its room a microphone is when somebody speaks into it."""
    together_db: float = 6.0
    """Microphones nearer to each other than this are several people talking."""
    switch_cost: float = 0.5
    """In seconds of the clearest mistake a switch may spare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Frames of one angle."""

    angle: str
    start_frame: int
    end_frame: int


def turns(
    levels_db: Mapping[str, NDArray[np.float64]],
    style: SwitchStyle,
    *,
    frames_a_second: float,
    runs: Mapping[str, tuple[int, int]] | None = None,
) -> tuple[Turn, ...]:
    """Return which angle is shown when, end to end from frame 0.

    Args:
        levels_db: by angle, (frame,) level of its microphone, all as long; the wide angle's is not looked at.
        style: how calm the cut is; a turn is shorter only where cameras start and stop.
        frames_a_second: how fast frames go by.
        runs: by angle, the half-open frames its camera runs; one that is not named runs always.
    """
    close = [angle for angle in levels_db if angle != style.wide]
    assert len(close) > 1, "there is nothing to choose from"
    heard = [_heard(levels_db[angle], style) for angle in close]
    costs = _costs(np.stack([each for each, _ in heard]), np.stack([speaks for _, speaks in heard]), style)
    names = [*close, *([style.wide] if style.wide else []), NOBODY]
    costs = _where_they_run(costs, names, runs or {})
    path = _cheapest(costs, style.switch_cost * frames_a_second)
    return _without_short(_runs(path, names), costs, names, style.shortest_frames)


def _heard(levels: NDArray[np.float64], style: SwitchStyle) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return (frame,) how far below its own voice a microphone is, in dB up to 0, and whether anybody is heard."""
    power = uniform_filter1d(10 ** (levels / 10), max(1, style.smooth_frames), mode="nearest")
    smoothed = 10 * np.log10(np.maximum(power, 1e-12))
    known = smoothed[levels > _UNHEARD_DB]
    if not known.size:
        return np.full(levels.shape, _UNHEARD_DB), np.zeros(levels.shape, bool)
    room, voice = np.percentile(known, [_ROOM_PERCENTILE, _VOICE_PERCENTILE])
    room = min(room, voice - _QUIETER_ROOM_DB)  # where somebody talks all the time, the quietest is no room
    return np.minimum(smoothed - voice, 0.0), smoothed >= room + style.speaking_db


def _costs(below: NDArray[np.float64], is_heard: NDArray[np.bool_], style: SwitchStyle) -> NDArray[np.float64]:
    """Return (angle, frame) what showing an angle costs, 0 to 1: close ones in order, then the wide one."""
    nearest = below.max(axis=0)
    lack = np.clip((nearest - below) / _MOST_DB, 0, 1)
    is_quiet = ~is_heard.any(axis=0)
    lack[:, is_quiet] = _ANY_WHEN_QUIET
    if not style.wide:
        return np.asarray(lack)
    second = np.sort(below, axis=0)[-2]
    is_together = ~is_quiet & (nearest - second < style.together_db) & (is_heard.sum(axis=0) > 1)
    lack[:, is_together] = np.maximum(lack[:, is_together], _ONE_OF_SEVERAL)
    wide = np.where(is_together, 0.0, np.where(is_quiet, _WIDE_WHEN_QUIET, _WIDE_WHEN_CLEAR))
    return np.concatenate([lack, wide[None]])


def _where_they_run(
    costs: NDArray[np.float64], names: Sequence[str], runs: Mapping[str, tuple[int, int]]
) -> NDArray[np.float64]:
    """Return costs with one more angle, nobody's, for where no camera runs; what does not run is never shown."""
    frames = np.arange(costs.shape[1])
    always = 0, costs.shape[1]
    stops = np.stack(
        [(frames < runs.get(name, always)[0]) | (frames >= runs.get(name, always)[1]) for name in names[:-1]]
    )
    nobody = np.where(stops.all(axis=0), 0.0, _NEVER)
    return np.concatenate([np.where(stops, _NEVER, costs), nobody[None]])


def _cheapest(costs: NDArray[np.float64], switch: float) -> list[int]:
    """Return the angle of each frame on the way that costs least; a change of angle costs ``switch``."""
    angles, frames = costs.shape
    spent = costs[:, 0].copy()
    came = np.zeros((frames, angles), np.int32)
    for frame in range(1, frames):
        best = int(spent.argmin())
        stays = spent <= spent[best] + switch
        came[frame] = np.where(stays, np.arange(angles), best)
        spent = np.where(stays, spent, spent[best] + switch) + costs[:, frame]
    path = [int(spent.argmin())] if frames else []
    for frame in range(frames - 1, 0, -1):
        path.append(int(came[frame, path[-1]]))
    return path[::-1]


def _runs(path: Sequence[int], names: Sequence[str]) -> list[Turn]:
    found: list[Turn] = []
    for frame, angle in enumerate(path):
        if found and found[-1].angle == names[angle]:
            found[-1] = Turn(angle=names[angle], start_frame=found[-1].start_frame, end_frame=frame + 1)
        else:
            found.append(Turn(angle=names[angle], start_frame=frame, end_frame=frame + 1))
    return found


def _without_short(
    found: list[Turn], costs: NDArray[np.float64], names: Sequence[str], shortest: int
) -> tuple[Turn, ...]:
    """Return turns none of which is too short: the shortest goes to the neighbor it costs less to show there.

    Where no neighbor's camera runs, it stays.
    """
    while True:
        short = [(turn.end_frame - turn.start_frame, at) for at, turn in enumerate(found)]
        takers = ((at, _taker(found, at, costs, names)) for length, at in sorted(short) if length < shortest)
        at, taker = next((each for each in takers if each[1] is not None), (0, None))
        if taker is None:
            return tuple(found)
        turn = found[at]
        found[at] = Turn(angle=taker, start_frame=turn.start_frame, end_frame=turn.end_frame)
        found = _merged(found)


def _taker(found: Sequence[Turn], at: int, costs: NDArray[np.float64], names: Sequence[str]) -> str | None:
    """Return the angle beside a turn that is best shown instead of it; None where none can be."""
    turn = found[at]
    beside = [found[each].angle for each in (at - 1, at + 1) if 0 <= each < len(found)]
    sums = {angle: float(costs[names.index(angle), turn.start_frame : turn.end_frame].sum()) for angle in beside}
    best = min(sums, key=lambda angle: sums[angle], default=None)
    return best if best is not None and sums[best] < _NEVER else None


def _merged(found: Sequence[Turn]) -> list[Turn]:
    merged: list[Turn] = []
    for turn in found:
        if merged and merged[-1].angle == turn.angle:
            merged[-1] = Turn(angle=turn.angle, start_frame=merged[-1].start_frame, end_frame=turn.end_frame)
        else:
            merged.append(turn)
    return merged
