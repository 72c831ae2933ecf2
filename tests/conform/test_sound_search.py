"""A stretch of sound looked for in recordings: its own is found at its place, no other is ever taken for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.conform.sound_search import PRINT_RATE, SoundPrint, can_be_asked, find_sound, sound_print
from tests.conform.recordings import WAYS, Samples, changed, recordings

if TYPE_CHECKING:
    from pathlib import Path

TONES = {"sp_elec_chime.flac", "sp_perc_bell.flac"}
"""Struck metal: like itself a moment later, so that its place cannot be told."""
Both = tuple[dict[str, Samples], dict[str, SoundPrint]]


@pytest.fixture(scope="module")
def sounds(media: Path) -> Both:
    """Return (recordings, their prints) by name."""
    found = recordings(media / "sound")
    return found, {name: sound_print(sound) for name, sound in found.items()}


def stretch(chance: np.random.Generator, sound: Samples) -> tuple[int, int]:
    """Return where a stretch of a recording begins and ends."""
    length = min(len(sound), int(PRINT_RATE * chance.uniform(1, 8)))
    start = int(chance.integers(0, len(sound) - length + 1))
    return start, start + length


def looked_for(sounds: Both, way: str, seed: int) -> float | None:
    """Return by how many seconds the place found for a changed stretch is wrong; None where none was found."""
    chance = np.random.default_rng([seed, WAYS.index(way)])
    names = sorted(sounds[0].keys() - TONES)
    name = names[int(chance.integers(len(names)))]
    start, end = stretch(chance, sounds[0][name])
    others = {other: sound for other, sound in sounds[0].items() if other != name}
    places = find_sound(sound_print(changed(sounds[0][name][start:end], way, others, chance)), sounds[1][name])
    return min((abs(each.start_seconds - start / PRINT_RATE) for each in places), default=None)


@pytest.mark.parametrize("way", WAYS)
def test_a_stretch_is_found_at_its_place_whatever_became_of_it(sounds: Both, way: str) -> None:
    errors = [looked_for(sounds, way, seed) for seed in range(8)]
    found = [error for error in errors if error is not None]
    assert len(found) >= (7 if way not in {"noise", "mixed"} else 5)
    assert max(found) < 0.1  # what codecs put before a sound


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_hundred_stretches_are_found(sounds: Both, way: str) -> None:
    errors = [looked_for(sounds, way, 100 + seed) for seed in range(100)]
    found = [error for error in errors if error is not None]
    print(f"{way}: {len(found)} of {len(errors)} found, {sum(error < 0.1 for error in found)} at their place")  # noqa: T201
    assert len(found) >= (95 if way not in {"noise", "mixed"} else 75)
    assert all(error < 0.1 for error in found)


def unrelated(sounds: Both, seed: int) -> bool:
    """Return whether a stretch of one recording is taken for another recording."""
    chance = np.random.default_rng(seed)
    names = sorted(sounds[1])
    one, other = (names[number] for number in chance.choice(len(names), 2, replace=False))
    if {one, other} == {"stems_Metal_madness_guitar.ogg", "stems_Metal_madness_song.ogg"}:
        return False  # the guitar is in the song
    start, end = stretch(chance, sounds[1][one])
    return bool(find_sound(sounds[1][one][start:end], sounds[1][other]))


def test_no_recording_is_taken_for_another(sounds: Both) -> None:
    assert not any(unrelated(sounds, seed) for seed in range(60))


@pytest.mark.slow
def test_no_recording_is_taken_for_another_in_two_thousand_pairs(sounds: Both) -> None:
    assert not any(unrelated(sounds, 1000 + seed) for seed in range(2000))


SPOKEN = (
    "ami_dev00.wav", "ami_trn01.wav", "librispeech_198-209-0000.hq.ogg", "librispeech_3436-172162-0000.hq.ogg",
    "sense_and_sensibility_01_austen_64kb-0870.wav", "voices-around-a-fire.mp3", "zoomF8_Scene_1_2AG-T001_Tr1.WAV",
)  # fmt: skip


@pytest.mark.parametrize("name", SPOKEN)
def test_the_same_voice_a_moment_later_is_another_take(sounds: Both, name: str) -> None:
    whole = sounds[1][name]
    half = len(whole) // 2
    length = min(half, 4 * PRINT_RATE)
    assert not any(find_sound(whole[at : at + length], whole[half:]) for at in range(0, half - length + 1, length))


def test_a_part_that_is_missing_at_the_head_is_told_by_a_place_before_the_recording(sounds: Both) -> None:
    whole = sounds[1]["ami_dev00.wav"]
    (place,) = find_sound(whole[: 6 * PRINT_RATE], whole[2 * PRINT_RATE :])
    assert place.start_sample == -2 * PRINT_RATE


def test_a_loop_is_found_wherever_it_is_played() -> None:
    bar = sound_print(np.random.default_rng(1).standard_normal(PRINT_RATE * 3).astype(np.float32))
    assert [place.start_sample for place in find_sound(bar, np.tile(bar, 3))] == [0, len(bar), 2 * len(bar)]


def test_a_long_recording_is_looked_through_to_its_end() -> None:
    noise = np.random.default_rng(1).standard_normal(PRINT_RATE * 630).astype(np.float32)
    at = 599 * PRINT_RATE
    assert [place.start_sample for place in find_sound(noise[at : at + 3 * PRINT_RATE], noise)] == [at]


def test_a_tone_is_like_any_other_so_it_is_not_found() -> None:
    at = np.arange(10 * PRINT_RATE) / PRINT_RATE
    tone = np.sin(2 * np.pi * 1000 * at).astype(np.float32)
    assert find_sound(sound_print(tone[:16000]), sound_print(0.3 * tone)) == ()


def test_silence_and_what_is_too_short_cannot_be_asked_about() -> None:
    silent = sound_print(np.zeros(4 * PRINT_RATE, np.float32))
    assert not silent.any()
    assert not can_be_asked(silent)
    assert not can_be_asked(np.ones(PRINT_RATE // 4, np.float32))
    assert find_sound(silent, silent) == ()
    assert len(sound_print(np.zeros(0, np.float32))) == 0
