"""A camera and its recorder, made in a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
import soxr

from tests.assistant.sync.conftest import speech
from tests.studio import tiny

if TYPE_CHECKING:
    from pathlib import Path

PPM = 50
LATE = 12_345
"""Samples of the recorder before the camera's first picture."""


def camera(path: Path, sound: np.ndarray, monkeypatch: pytest.MonkeyPatch, *, frames: int) -> None:
    """Write a camera's movie with a sound."""
    coded = np.round(np.stack([sound, sound], 1).clip(-1, 1) * 32767).astype(np.int16)
    monkeypatch.setattr(tiny, "clip_sound", lambda _clip, samples: coded[:samples])
    tiny.make_clip(path, tiny.Clip(frames=frames))


@pytest.fixture
def set_of_a_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a production with a camera, its recorder that drifts, and a recorder of something else."""
    sound = speech(15, 48_000, 5) * 3
    camera(tmp_path / "cam.mov", sound, monkeypatch, frames=24 * 14)
    drifted = soxr.resample(sound, 1.0, 1 + PPM * 1e-6, quality="VHQ")
    before = speech(LATE / 48_000, 48_000, 9)
    soundfile.write(tmp_path / "take1.wav", np.concatenate([before, drifted]), 48_000, subtype="PCM_24")
    soundfile.write(tmp_path / "take2.wav", speech(15, 48_000, 77), 48_000, subtype="PCM_24")
    (tmp_path / "production.yaml").write_text(
        """posthouse: 1
title: Set
format: {size: [96, 54], rate: 24}
media:
  cam: cam.mov  # A camera
  take1: take1.wav
  take2: take2.wav
cut:
  - {shot: talk, from: cam}  # the interview
"""
    )
    return tmp_path
