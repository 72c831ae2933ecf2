"""Clean ends for clips: what the author left open is faded just enough that nothing clicks.

Problem: a clip that starts or stops in the middle of a wave makes a step, heard as a click.
Approach, for every end whose fade the author did not give:
    a through-edit (the next clip goes on with the next source sample, at the same gain and pan) gets no fade, so that a
    cut inside one take changes no bit;
    a butt cut within one stem gets an equal-power crossfade centred on the cut, made from handles where the media has
    them, of 6 ms in all;
    any other end gets a 3 ms fade inside the clip.
Trap: a struck sound whose clip starts at the media's first sample would lose its attack; a cue there starts hard.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.sound.clip import Fade, FadeShape, Loop
from posthouse.sound.spec import Pitch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.sound.ramped import Ramp

MICRO_FADE_SECONDS = Fraction(3, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSound:
    """A sound with its place, before it is known which job's result it is cut from; positions as in ``SoundClip``.

    ``available`` is the half-open range of conformed source samples the media has. A fade of None is for the joins.
    """

    owner: str
    media: str
    speed: Fraction = Fraction(1)
    pitch: Pitch = Pitch.FOLLOWS
    ramp: Ramp | None = None
    available: tuple[int, int]
    source_start_samples: int
    start_samples: int
    length_samples: int
    gain_db: float = 0.0
    pan: float = 0.0
    stem: str
    fade_in: Fade | None = None
    fade_out: Fade | None = None
    loop: Loop | None = None
    is_struck: bool = False

    @property
    def end_samples(self) -> int:
        """Return the first programme sample after the sound."""
        return self.start_samples + self.length_samples

    @property
    def source_end_samples(self) -> int:
        """Return the first source sample after the sound."""
        return self.source_start_samples + self.length_samples

    def trimmed(self, head_samples: int, tail_samples: int) -> PlacedSound:
        """Return the sound without its first and last samples; negative numbers lengthen it."""
        return replace(
            self,
            source_start_samples=self.source_start_samples + head_samples,
            start_samples=self.start_samples + head_samples,
            length_samples=self.length_samples - head_samples - tail_samples,
        )


def join_sounds(sounds: Sequence[PlacedSound], sample_rate: int) -> tuple[PlacedSound, ...]:
    """Return the sounds, in their order, with every fade decided."""
    micro = Fade(samples=round(MICRO_FADE_SECONDS * sample_rate), shape=FadeShape.SMOOTH)
    joined = [_started(sound) for sound in sounds]
    ends: dict[tuple[str, int], list[int]] = {}
    for index, sound in enumerate(sounds):
        ends.setdefault((sound.stem, sound.end_samples), []).append(index)
    for index, sound in enumerate(sounds):
        for before in ends.get((sound.stem, sound.start_samples), ()):
            if joined[before].fade_out is None and joined[index].fade_in is None:
                joined[before], joined[index] = _joined(joined[before], joined[index], micro)
    return tuple(_closed(sound, micro) for sound in joined)


def _started(sound: PlacedSound) -> PlacedSound:
    is_at_first = sound.source_start_samples == sound.available[0]
    return replace(sound, fade_in=Fade()) if sound.is_struck and is_at_first and sound.fade_in is None else sound


def _joined(before: PlacedSound, after: PlacedSound, micro: Fade) -> tuple[PlacedSound, PlacedSound]:
    if _is_through(before, after):
        return replace(before, fade_out=Fade()), replace(after, fade_in=Fade())
    half = micro.samples
    has_tail = before.loop is not None or before.source_end_samples + half <= before.available[1]
    has_head = after.source_start_samples - half >= after.available[0] and after.start_samples >= half
    if not has_tail or not has_head:
        return before, after
    cross = Fade(samples=2 * half, shape=micro.shape)
    return replace(before.trimmed(0, -half), fade_out=cross), replace(after.trimmed(-half, 0), fade_in=cross)


def _is_through(before: PlacedSound, after: PlacedSound) -> bool:
    same = all(
        getattr(before, each) == getattr(after, each) for each in ("media", "speed", "pitch", "ramp", "gain_db", "pan")
    )
    return same and before.loop is after.loop is None and before.source_end_samples == after.source_start_samples


def _closed(sound: PlacedSound, micro: Fade) -> PlacedSound:
    """Return the sound with a micro-fade at each end that is still open, at most half of it long."""
    inside = Fade(samples=min(micro.samples, sound.length_samples // 2), shape=micro.shape)
    return replace(sound, fade_in=sound.fade_in or inside, fade_out=sound.fade_out or inside)
