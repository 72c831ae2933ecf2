"""Silences in dialogue: where nothing but the room is heard.

No room is silent, and no two are alike: so the threshold is not a level but a place between this room's tone and this
voice. The room is what is heard in the quietest tenth of the time, the voice what is heard in the loudest; the
threshold lies a third of the way up. Where the two are less than 12 dB apart nothing can be told, and nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import maximum_filter1d

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal import Sound

LEVELS_A_SECOND = 100
QUIETEST_DB = -100.0
LEAST_CLEAR_DB = 12.0
"""How far a voice must stand out of its room for silences to be told."""
_HEARD_LEVELS = 5
"""A sound of 50 ms is no silence: breath and lip noise are, the start of a word is not."""
_PLOSIVE_LEVELS = 3
_EMPHASIS = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How loud the room and the voice are, and where between them silence ends."""

    room_db: float
    voice_db: float

    @property
    def threshold_db(self) -> float:
        """Return the level below which only the room is heard."""
        return self.room_db + max(6.0, (self.voice_db - self.room_db) / 3)

    @property
    def is_clear(self) -> bool:
        """Return whether the voice stands far enough out of the room."""
        return self.voice_db - self.room_db >= LEAST_CLEAR_DB


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A stretch in which only the room is heard, in seconds."""

    start_seconds: float
    end_seconds: float


def levels_db(sound: Sound, sample_rate: int) -> NDArray[np.float64]:
    """Return (level,) 100 a second, of all channels, with high frequencies raised as speech needs; -100 at least."""
    length = sample_rate // LEVELS_A_SECOND
    count = sound.shape[1] // length
    raised = sound.astype(np.float64)
    raised[:, 1:] -= _EMPHASIS * sound[:, :-1]
    power = (raised[:, : count * length].reshape(sound.shape[0], count, length) ** 2).mean(axis=(0, 2))
    return np.asarray(np.maximum(10 * np.log10(power + 1e-12), QUIETEST_DB))


def room_of(levels: NDArray[np.float64]) -> Room:
    """Return the room and the voice of a sound's levels; digital silence is not taken for the room."""
    heard = levels[levels > QUIETEST_DB]
    if heard.size < LEVELS_A_SECOND:
        return Room(room_db=QUIETEST_DB, voice_db=QUIETEST_DB)
    low, high = np.percentile(heard, [10, 95])
    return Room(room_db=float(low), voice_db=float(high))


def silences(levels: NDArray[np.float64], room: Room, *, longest_seconds: float) -> tuple[Silence, ...]:
    """Return the silences longer than some seconds, in order; none where the voice is not clear of its room."""
    if not room.is_clear:
        return ()
    is_heard = levels >= room.threshold_db
    is_heard = _without_ticks(is_heard)
    is_heard = maximum_filter1d(is_heard.astype(np.uint8), 2 * _PLOSIVE_LEVELS + 1) > 0
    found = []
    for start, end in _runs(~is_heard):
        if end - start > longest_seconds * LEVELS_A_SECOND:
            found.append(Silence(start_seconds=start / LEVELS_A_SECOND, end_seconds=end / LEVELS_A_SECOND))
    return tuple(found)


def _without_ticks(is_heard: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what is heard without what is too short to be part of a word."""
    kept = is_heard.copy()
    for start, end in _runs(is_heard):
        if end - start < _HEARD_LEVELS:
            kept[start:end] = False
    return kept


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the half-open runs of a mask."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
