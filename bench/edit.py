"""The edit everybody builds, once, as data: shots of one footage, dissolves, titles, a LUT and a music bed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from typing import TYPE_CHECKING

from bench.coding import RATE, WEB

if TYPE_CHECKING:
    from pathlib import Path

    from bench.coding import Coding

SOUND_RATE = 48_000
DISSOLVE_FRAMES = 12
FADE_FRAMES = 8
MUSIC_GAIN = 0.5
"""Of the bed; -6.02 dB."""
PLAIN_GAIN = 1.1
"""What MoviePy does in place of the LUT, of which it has none."""
_SHOT_FRAMES = (40, 56, 72, 48, 66)
_STRIDE_FRAMES = 389
"""From one shot's place in the footage to the next one's: no two neighbours are neighbours there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A run of the footage's frames; ``dissolves_in`` means the cut before it is a centred dissolve."""

    in_frame: int
    duration_frames: int
    dissolves_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Words over the picture, faded in and out."""

    words: str
    start_frame: int
    duration_frames: int
    image: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The files an edit is made from: made or found before anything is timed."""

    footage: Path
    footage_frames: int
    music: Path
    lut: Path
    work: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Shots end to end; a dissolve takes its frames from the footage beyond the cut, so it changes no length."""

    shots: tuple[Shot, ...]
    titles: tuple[Title, ...]
    material: Material
    coding: Coding

    @property
    def duration_frames(self) -> int:
        """Return the frames of the whole programme."""
        return sum(shot.duration_frames for shot in self.shots)

    @property
    def starts(self) -> list[int]:
        """Return the programme frame each shot starts at."""
        return [0, *accumulate(shot.duration_frames for shot in self.shots)][:-1]

    def handles(self, index: int) -> tuple[int, int]:
        """Return how many frames a shot shows before and after its own, under the dissolves beside it."""
        half = DISSOLVE_FRAMES // 2
        follows = index + 1 < len(self.shots) and self.shots[index + 1].dissolves_in
        return half * self.shots[index].dissolves_in, half * follows


def seconds(frames: int) -> float:
    """Return how long frames last."""
    return frames / RATE


def make_edit(material: Material, *, shot_count: int = 20, coding: Coding = WEB) -> Edit:
    """Return the edit: 20 shots are 47 seconds with 5 dissolves and 2 titles."""
    lengths = list(islice(cycle(_SHOT_FRAMES), shot_count))
    room = material.footage_frames - max(_SHOT_FRAMES) - 2 * DISSOLVE_FRAMES
    shots = tuple(
        Shot(
            in_frame=DISSOLVE_FRAMES + index * _STRIDE_FRAMES % room,
            duration_frames=length,
            dissolves_in=index % 4 == 2,
        )
        for index, length in enumerate(lengths)
    )
    total = sum(lengths)
    titles = (
        Title(words="Harbour", start_frame=12, duration_frames=72, image=material.work / "title-0.png"),
        Title(words="The End", start_frame=total - 84, duration_frames=72, image=material.work / "title-1.png"),
    )
    return Edit(shots=shots, titles=titles, material=material, coding=coding)
