"""The nocturne: the same for the same seed, in key, and clean."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.sound.score.harmony import compose
from posthouse.sound.score.nocturne import nocturne_samples, render_nocturne
from posthouse.sound.score.room import TAIL_SECONDS, hall_response
from posthouse.sound.score.voices import felt_piano, note_hz
from posthouse.sound.spec import ScoreSpec

if TYPE_CHECKING:
    from posthouse.signal import Sound

RATE = 48000


def score(seed: int = 1, bars: int = 4) -> ScoreSpec:
    return ScoreSpec(music="nocturne", tempo=72, key="D minor", bars=bars, seed=seed)


@cache
def heard(seed: int = 1) -> Sound:
    return render_nocturne(score(seed), RATE)


def test_peak_is_minus_6_dbfs_and_nothing_is_dc() -> None:
    assert np.isclose(20 * np.log10(np.abs(heard()).max()), -6, atol=0.01)
    assert np.abs(heard().mean(axis=1, dtype=np.float64)).max() < 1e-5


def test_length_is_the_bars_and_the_hall() -> None:
    assert heard().shape == (2, nocturne_samples(score(), RATE))
    assert nocturne_samples(score(), RATE) == round((16 * 60 / 72 + TAIL_SECONDS) * RATE)


def test_same_seed_same_bits_and_another_seed_another_piece() -> None:
    assert np.array_equal(heard(), render_nocturne(score(), RATE))
    assert not np.array_equal(heard(), heard(2))


def test_begins_and_ends_in_silence() -> None:
    assert np.abs(heard()[:, :48]).max() < 1e-3
    assert np.abs(heard()[:, -480:]).max() < 1e-4


def test_nothing_clicks() -> None:
    """A click reaches to the top of the spectrum; above 12 kHz the piece has nothing at any instant."""
    spectrum = np.fft.rfft(heard().astype(np.float64))
    frequency = np.fft.rfftfreq(heard().shape[1], 1 / RATE)
    high = np.fft.irfft(spectrum * (frequency > 12_000), heard().shape[1])
    assert 20 * np.log10(np.abs(high).max()) < -100


@given(seed=st.integers(0, 2**32 - 1), key=st.sampled_from(["A minor", "C# minor", "Eb minor", "G minor"]))
@settings(max_examples=25, deadline=None)
def test_every_piece_stays_in_its_range(seed: int, key: str) -> None:
    piece = compose(key, 8, seed)
    notes = (*piece.pad, *piece.bass, *piece.piano)
    assert all(28 <= note.pitch <= 92 for note in notes)
    assert all(0 < note.velocity < 0.9 and -1 <= note.pan <= 1 and note.start_beats < 33.5 for note in notes)
    assert piece.pad[-4].pitch % 12 == piece.bass[-1].pitch % 12, "it ends on its tonic"


def test_a_440_is_440() -> None:
    assert (note_hz(69), note_hz(57)) == (440.0, 220.0)


def test_piano_sounds_at_its_pitch() -> None:
    note = compose("A minor", 4, 1).piano[0]
    tone = felt_piano(note, 0.8, RATE, np.random.default_rng(1))[0, 4000 : 4000 + 2**16]
    spectrum = np.abs(np.fft.rfft(tone * np.hanning(2**16)))
    assert np.isclose(np.argmax(spectrum) * RATE / 2**16, note_hz(note.pitch), rtol=4e-3)


def test_hall_is_darker_as_it_fades_and_loses_60_db() -> None:
    response = hall_response(RATE)
    assert np.allclose(np.sum(response**2, axis=1), 1)
    early, late = (np.sum(response[:, at : at + 4800] ** 2) for at in (2400, int(3.4 * RATE)))
    assert 10 * np.log10(late / early) < -45


@pytest.mark.parametrize("key", ["H minor", "D major", "d minor"])
def test_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        ScoreSpec.model_validate({"music": "nocturne", "key": key})
