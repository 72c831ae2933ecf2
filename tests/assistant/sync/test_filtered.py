"""A recording against itself through a filter: a low cut on a microphone moves nothing, a high cut is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from posthouse.assistant.sync import Found, listen, sync_by_waveform
from tests.assistant.sync.conftest import Recorded
from tests.assistant.sync.test_waveform import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.assistant.sync import Verdict

SPEECH = ("ami_dev00.wav", "librispeech_198-209-0000.hq.ogg")


def filtered(first: Recorded, hz: float, kind: Literal["highpass", "lowpass"]) -> np.ndarray:
    return np.asarray(sosfilt(butter(2, hz, kind, fs=first.sample_rate, output="sos"), first.sound[0]))


def synced(first: Recorded, other: np.ndarray, noise_db: float | None = None) -> Verdict:
    chance = np.random.default_rng(1)
    rate, sound = first.sample_rate, first.sound[:1]
    if noise_db is not None:
        part = 10 ** (-noise_db / 20)
        sound = sound + chance.standard_normal(sound.shape) * sound.std() * part
        other = other + chance.standard_normal(other.shape) * other.std() * part
    return sync_by_waveform(listen(Recorded(sound, rate)), listen(Recorded(other, rate)))


@pytest.mark.parametrize("noise_db", [None, 10.0])
@pytest.mark.parametrize("hz", [80, 200])
@pytest.mark.parametrize("name", SPEECH)
def test_a_low_cut_moves_nothing_and_inverts_nothing(media: Path, name: str, hz: int, noise_db: float | None) -> None:
    first = loaded(media / "sound" / name)
    found = synced(first, filtered(first, hz, "highpass"), noise_db)
    assert isinstance(found, Found)
    assert abs(float(found.start_seconds)) * first.sample_rate <= 0.5
    assert not found.is_inverted


def test_polarity_is_told_beside_a_low_cut_and_noise(media: Path) -> None:
    first = loaded(media / "sound" / SPEECH[0])
    found = synced(first, -filtered(first, 200, "highpass"), 10.0)
    assert isinstance(found, Found)
    assert found.is_inverted


def test_what_a_high_cut_delays_is_told_as_uncertain(media: Path) -> None:
    first = loaded(media / "sound" / "countdown.mp3")
    found = synced(first, filtered(first, 3400, "lowpass"))
    assert isinstance(found, Found)
    assert abs(float(found.start_seconds)) * first.sample_rate <= max(2 * found.offset_error_samples, 0.5)
    assert "offset uncertain by" in found.note
