"""Masters: on target, under the ceiling, linear where that is enough, honest where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.mastering import MasterDecision, MasterTarget, Outcome, decide_master, mastered, measure_loudness
from posthouse.mastering.true_peak import TruePeakMeter, fine_phases
from posthouse.signal import ChannelLayout

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.signal import Sound

STEREO = ChannelLayout.STEREO


def target(loudness_lufs: float, max_reduction_db: float = 6.0) -> MasterTarget:
    return MasterTarget(
        loudness_lufs=loudness_lufs,
        true_peak_dbtp=-1.0,
        max_reduction_db=max_reduction_db,
        look_ahead_samples=240,
        hold_samples=576,
        release_samples=5760,
    )


def master(mix: Sound, wanted: MasterTarget, sample_rate: int = 48000) -> tuple[MasterDecision, Sound]:
    decision = decide_master(lambda: [mix], sample_rate, STEREO, wanted)
    return decision, np.concatenate(list(mastered([mix], sample_rate, decision)), axis=1)


def programme(seed: int = 1, seconds: int = 6, crest_db: float = 0) -> Sound:
    """Return noise at about -23 LUFS; ``crest_db`` puts a click above its peaks every half second."""
    noise = np.random.default_rng(seed).normal(0, 0.05, (2, 48000 * seconds)).clip(-0.2, 0.2).astype(np.float32)
    noise[:, 24000::24000] *= np.float32(10 ** (crest_db / 20))
    return noise


@settings(max_examples=10, deadline=None)
@given(loudness_lufs=st.floats(-40, -19), seed=st.integers(0, 99))
def test_target_within_reach_is_met_by_gain_alone(loudness_lufs: float, seed: int) -> None:
    mix = programme(seed)
    decision, sound = master(mix, target(loudness_lufs))
    assert decision.outcome is Outcome.LINEAR
    np.testing.assert_array_equal(sound, mix * np.float32(10 ** (decision.gain_db / 20)))
    measured = measure_loudness([sound], 48000, STEREO)
    assert measured.integrated_lufs == pytest.approx(loudness_lufs, abs=0.051)


def test_peaks_in_the_way_are_limited_and_the_target_is_met() -> None:
    decision, sound = master(programme(crest_db=20), target(-16, max_reduction_db=20))
    measured = measure_loudness([sound], 48000, STEREO)
    assert decision.outcome is Outcome.LIMITED
    assert measured.integrated_lufs == pytest.approx(-16, abs=0.1)
    assert measured.true_peak_dbtp <= -1


def test_missed_target_is_said() -> None:
    decision, sound = master(programme(crest_db=20), target(-8))
    measured = measure_loudness([sound], 48000, STEREO)
    assert decision.outcome is Outcome.MISSED
    assert decision.reached_lufs == pytest.approx(measured.integrated_lufs, abs=0.06)
    assert measured.true_peak_dbtp <= -1
    assert decision.explain().startswith(f"the master reaches {decision.reached_lufs:.1f} instead of -8.0 LUFS")


def test_gain_is_a_multiple_of_a_tenth_and_survives_a_tiny_change() -> None:
    mix = programme()
    changed = mix.copy()
    changed[:, :480] = 0
    first = decide_master(lambda: [mix], 48000, STEREO, target(-20))
    second = decide_master(lambda: [changed], 48000, STEREO, target(-20))
    assert first == second
    assert first.gain_db * 10 == pytest.approx(round(first.gain_db * 10))


@pytest.mark.parametrize("samples", [0, 100, 96000])
def test_silence_stays_silence(samples: int) -> None:
    decision, sound = master(np.zeros((2, samples), np.float32), target(-23))
    assert (decision.outcome, decision.gain_db, decision.reached_lufs) == (Outcome.SILENT, 0.0, None)
    assert sound.shape == (2, samples)
    assert not sound.any()


def test_click_too_short_for_loudness_still_obeys_the_ceiling() -> None:
    click = np.zeros((2, 4800), np.float32)
    click[:, 2000] = 2
    decision, sound = master(click, target(-23))
    assert decision.outcome is Outcome.SILENT
    assert measure_loudness([sound], 48000, STEREO).true_peak_dbtp <= -1


@pytest.mark.parametrize("loudness_lufs", [-23.0, -14.0, -11.0])
def test_loud_rock_music_reaches_its_target(loudness_lufs: float, media: Path) -> None:
    path = media / "sound" / "stems_Metal_madness_song.ogg"
    song, sample_rate = soundfile.read(path, dtype="float32", start=20 * 44100, frames=30 * 44100)
    _, sound = master(np.ascontiguousarray(song.T), target(loudness_lufs), sample_rate)
    assert measure_loudness([sound], sample_rate, STEREO).integrated_lufs == pytest.approx(loudness_lufs, abs=0.1)
    fine = TruePeakMeter(2, fine_phases(8))
    fine.push(sound)
    assert 20 * np.log10(fine.true_peak) <= -1
