"""Joins that never click, and joins that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.signal import ChannelLayout, Sound
from posthouse.sound.clip import Fade, FadeShape, SoundClip
from posthouse.sound.joins import PlacedSound, join_sounds
from posthouse.sound.stem import stem_blocks

if TYPE_CHECKING:
    from tests.sound.conftest import MemorySound

RATE = 48000
MICRO = 144


def smooth(samples: int) -> Fade:
    return Fade(samples=samples, shape=FadeShape.SMOOTH)


def placed(media: str, source_start: int, start: int, length: int, **rest: object) -> PlacedSound:
    facts: dict[str, object] = {"available": (0, 5 * RATE), "stem": "dialogue", **rest}
    return PlacedSound(
        owner="shot",
        media=media,
        source_start_samples=source_start,
        start_samples=start,
        length_samples=length,
        **facts,  # type: ignore[arg-type] # the tests give each field its type
    )


def rendered(sounds: list[PlacedSound], sources: dict[str, MemorySound], samples: int) -> Sound:
    clips = [
        SoundClip(
            source=list(sources).index(sound.media),
            source_start_samples=sound.source_start_samples,
            start_samples=sound.start_samples,
            length_samples=sound.length_samples,
            fade_in=sound.fade_in or Fade(),
            fade_out=sound.fade_out or Fade(),
        )
        for sound in join_sounds(sounds, RATE)
    ]
    blocks = stem_blocks(clips, list(sources.values()), programme_samples=samples, layout=ChannelLayout.MONO)
    return np.concatenate(list(blocks), axis=1)


def high_band_db(sound: Sound, center: int) -> float:
    """Return the energy above 8 kHz in 1024 samples around a place, dB against full scale."""
    heard = sound[0, center - 512 : center + 512].astype(np.float64) * np.hanning(1024)
    spectrum = np.abs(np.fft.rfft(heard)) ** 2
    return float(10 * np.log10(spectrum[round(8000 * 1024 / RATE) :].sum() / (RATE / 4) + 1e-20))


def test_through_edit_gets_no_fade() -> None:
    first, second = join_sounds([placed("a", 500, 0, 1000), placed("a", 1500, 1000, 1000)], RATE)
    assert first.fade_out == second.fade_in == Fade()
    assert first.fade_in == second.fade_out == smooth(MICRO)


@pytest.mark.parametrize("other", [{"gain_db": -1.0}, {"pan": 0.5}, {"media": "b"}, {"source_start": 1501}])
def test_anything_else_that_abuts_is_crossfaded_from_handles(other: dict[str, object]) -> None:
    facts: dict[str, object] = {"media": "a", "source_start": 1500, "start": 1000, "length": 1000, **other}
    first, second = join_sounds([placed("a", 500, 0, 1000), placed(**facts)], RATE)  # type: ignore[arg-type] # as above
    assert (first.end_samples, second.start_samples) == (1000 + MICRO, 1000 - MICRO)
    assert first.fade_out == second.fade_in == smooth(2 * MICRO)


def test_without_handles_each_side_fades_inside_itself() -> None:
    first, second = join_sounds([placed("a", 500, 0, 1000, available=(0, 1500)), placed("b", 0, 1000, 1000)], RATE)
    assert (first.end_samples, second.start_samples) == (1000, 1000)
    assert first.fade_out == second.fade_in == smooth(MICRO)


def test_a_fade_the_author_gave_is_kept() -> None:
    first, second = join_sounds(
        [placed("a", 0, 0, 1000, fade_out=Fade()), placed("b", 300, 1000, 1000, fade_in=Fade(samples=9))], RATE
    )
    assert (first.fade_out, second.fade_in) == (Fade(), Fade(samples=9))


def test_struck_sound_keeps_its_attack() -> None:
    (cue,) = join_sounds([placed("a", 0, 0, 1000, is_struck=True)], RATE)
    assert cue.fade_in == Fade()


def test_shortest_clip_still_opens_and_closes() -> None:
    (sound,) = join_sounds([placed("a", 7, 0, 5)], RATE)
    assert (sound.fade_in, sound.fade_out) == (smooth(2), smooth(2))


@pytest.mark.parametrize(("low_hz", "high_hz"), [(220, 330), (997, 60), (100, 101)])
def test_cut_between_two_tones_does_not_click(
    sine: object, memory_sound: type[MemorySound], low_hz: float, high_hz: float
) -> None:
    sources = {"a": memory_sound(sine(low_hz, 4)), "b": memory_sound(sine(high_hz, 4))}  # type: ignore[operator] # factory
    # from a crest of one into a trough of the other, where a hard cut steps the most
    cut, trough = 48_000 + round(RATE / low_hz / 4), 96_000 + round(RATE / high_hz * 3 / 4)
    sounds = [placed("a", 10_000, 10_000, cut - 10_000), placed("b", trough, cut, 30_000)]
    joined = rendered(sounds, sources, 80_000)
    hard = rendered([_hard(sounds[0]), _hard(sounds[1])], sources, 80_000)
    assert high_band_db(joined, cut) < high_band_db(hard, cut) - 30
    assert high_band_db(joined, cut) < -90


def _hard(sound: PlacedSound) -> PlacedSound:
    return placed(
        sound.media,
        sound.source_start_samples,
        sound.start_samples,
        sound.length_samples,
        fade_in=Fade(),
        fade_out=Fade(),
    )
