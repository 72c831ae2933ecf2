"""Two recordings laid over each other by their waveforms."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
import soxr

from posthouse.assistant.sync import Found, Refused, listen, sync_by_waveform
from tests.assistant.sync.conftest import Recorded, Take, recorded, speech

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.assistant.sync import Verdict

REAL = ("ami_dev00.wav", "countdown.mp3", "librispeech_198-209-0000.hq.ogg", "voices-around-a-fire.mp3", "guitar.mp3")
LONG = ("Karissa_Hobbs_-_Lets_Go_Fishin.ogg", "stems_Metal_madness_song.ogg", "glacier-bay-humpback.ogg")


def synced(first: Recorded, other: Recorded) -> Verdict:
    return sync_by_waveform(listen(first), listen(other))


def error_samples(found: Found, take: Take, offset: int) -> float:
    """Return how far a line is off at the start of the overlap, in samples of the reference."""
    low = found.overlap_seconds[0]
    truth = Fraction(offset, take.other_rate) + (1 + Fraction(round(take.ppm * 1000), 10**9)) * low
    return float(found.start_seconds + found.clock * low - truth) * take.rate


def assert_exact(take: Take) -> Found:
    first, other, offset = recorded(take)
    found = synced(first, other)
    assert isinstance(found, Found)
    assert abs(error_samples(found, take, offset)) <= 0.5
    assert abs(found.drift_ppm - take.ppm) <= 1
    return found


@pytest.mark.parametrize(
    "take",
    [
        Take(ppm=200, offset_seconds=-10),
        Take(ppm=-200, offset_seconds=15, other_rate=44_100),
        Take(ppm=37.3, offset_seconds=-7.5, noise_db=3),
        Take(ppm=0, offset_seconds=12, rate=44_100, other_rate=96_000, seconds=20),
        Take(ppm=1000, offset_seconds=-3),
    ],
    ids=str,
)
def test_a_take_in_noise_a_room_and_eq_is_found_to_the_sample_and_the_ppm(take: Take) -> None:
    assert_exact(take)


@pytest.mark.slow
@pytest.mark.parametrize("offset", [-300.0, 240.0])
@pytest.mark.parametrize("ppm", [-200.0, -12.345, 0.0, 55.5, 200.0])
@pytest.mark.parametrize("noise", [10.0, 0.0])
def test_half_an_hour_is_found_to_the_sample_and_the_ppm(ppm: float, offset: float, noise: float) -> None:
    assert_exact(Take(seconds=1800, ppm=ppm, offset_seconds=offset, noise_db=noise, seed=int(ppm * 10) % 97))


def test_a_copy_is_found_without_drift() -> None:
    sound = speech(20, 48_000, 3)
    found = synced(Recorded(sound, 48_000), Recorded(sound[12_345:], 48_000))
    assert isinstance(found, Found)
    assert found.clock == 1
    assert found.other_sample_at_zero(48_000) == -12_345


def test_inverted_polarity_is_told() -> None:
    sound = speech(20, 48_000, 3)
    found = synced(Recorded(sound, 48_000), Recorded(-sound, 48_000))
    assert isinstance(found, Found)
    assert found.is_inverted


def test_the_channel_that_has_the_sound_is_found() -> None:
    sound = speech(20, 48_000, 3)
    noise = np.random.default_rng(1).standard_normal((2, len(sound))) * 0.1
    found = synced(Recorded(sound, 48_000), Recorded(np.stack([noise[0], noise[1], sound]), 48_000))
    assert isinstance(found, Found)
    assert found.channels == (0, 2)


def test_a_clip_inside_a_long_recording_is_found() -> None:
    sound = speech(60, 48_000, 5)
    found = synced(Recorded(sound[40 * 48_000 : 48 * 48_000], 48_000), Recorded(sound, 48_000))
    assert isinstance(found, Found)
    assert found.other_sample_at_zero(48_000) == 40 * 48_000


@pytest.mark.parametrize(
    ("first", "other", "reason"),
    [
        (speech(15, 48_000, 1), speech(15, 48_000, 2), "alike|like anything|agree"),
        (speech(5, 48_000, 1), np.zeros(5 * 48_000), "silent"),
        (speech(1, 48_000, 1), speech(5, 48_000, 1), "at least 2 s"),
        (np.tile(speech(2, 48_000, 1), 15), np.tile(speech(2, 48_000, 1), 12), "repeats|as well"),
        (
            np.sin(np.arange(960_000) * 0.05),
            np.sin(np.arange(720_000) * 0.05),
            "never changes|alike|like|repeats|agree",
        ),
    ],
    ids=["unrelated", "silence", "too short", "a loop", "a tone"],
)
def test_what_cannot_be_told_is_refused_with_the_reason(first: np.ndarray, other: np.ndarray, reason: str) -> None:
    verdict = synced(Recorded(first, 48_000), Recorded(other, 48_000))
    assert isinstance(verdict, Refused)
    assert any(word in verdict.reason for word in reason.split("|"))


def loaded(path: Path) -> Recorded:
    sound, rate = soundfile.read(path, always_2d=True)
    return Recorded(sound.T, rate)


@pytest.mark.parametrize("name", [*REAL, *(pytest.param(name, marks=pytest.mark.slow) for name in LONG)])
def test_a_real_recording_again_drifted_trimmed_and_noisy_is_found(media: Path, name: str) -> None:
    first = loaded(media / "sound" / name)
    chance = np.random.default_rng(1)
    cut = round(first.duration_samples * 0.15)
    other = soxr.resample(first.sound[0, cut:].astype(np.float64), 1.0, 1 + 150e-6, quality="VHQ")
    other = other + chance.standard_normal(len(other)) * other.std() * 0.1
    found = synced(first, Recorded(other, first.sample_rate))
    assert isinstance(found, Found)
    low = found.overlap_seconds[0]
    truth = (low - Fraction(cut, first.sample_rate)) * (1 + Fraction(150, 10**6))
    assert abs(float(found.start_seconds + found.clock * low - truth)) * first.sample_rate <= 0.5
    assert abs(found.drift_ppm - 150) <= 1


def test_different_recordings_are_refused(media: Path) -> None:
    heard = [listen(loaded(media / "sound" / name)) for name in REAL[:3]]
    assert all(isinstance(sync_by_waveform(one, two), Refused) for one, two in combinations(heard, 2))


@pytest.mark.slow
def test_no_two_of_all_recordings_are_taken_for_one(media: Path) -> None:
    names = sorted(
        path for path in (media / "sound").iterdir() if path.suffix.lower() in {".wav", ".ogg", ".mp3", ".flac"}
    )
    heard = {path.name: listen(loaded(path)) for path in names}
    wrong = [(a, b) for a, b in combinations(heard, 2) if isinstance(sync_by_waveform(heard[a], heard[b]), Found)]
    assert wrong == []
