"""A camera and its recorder, made in a second."""

from __future__ import annotations

import shutil
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


def camera(path: Path, sound: np.ndarray, *, frames: int) -> None:
    """Write a camera's movie with a sound."""
    coded = np.round(np.stack([sound, sound], 1).clip(-1, 1) * 32767).astype(np.int16)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiny, "clip_sound", lambda _clip, samples: coded[:samples])
        tiny.make_clip(path, tiny.Clip(frames=frames))


@pytest.fixture(scope="session")
def media_of_a_take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a camera, its recorder that drifts, and a recorder of something else."""
    folder = tmp_path_factory.mktemp("take")
    sound = speech(15, 48_000, 5) * 3
    camera(folder / "cam.mov", sound, frames=24 * 14)
    drifted = soxr.resample(sound, 1.0, 1 + PPM * 1e-6, quality="VHQ")
    before = speech(LATE / 48_000, 48_000, 9)
    soundfile.write(folder / "take1.wav", np.concatenate([before, drifted]), 48_000, subtype="PCM_24")
    soundfile.write(folder / "take2.wav", speech(15, 48_000, 77), 48_000, subtype="PCM_24")
    return folder


@pytest.fixture
def set_of_a_take(tmp_path: Path, media_of_a_take: Path) -> Path:
    """Return a production of them."""
    shutil.copytree(media_of_a_take, tmp_path, dirs_exist_ok=True)
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
