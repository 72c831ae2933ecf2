"""Stems: 24-bit WAVs of dialogue, music, effects and the mix, each opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soundfile

from posthouse.delivery.report import Check, DeliveryReport
from posthouse.errors import DeliveryError
from posthouse.media.pcm import PcmReader
from posthouse.media.wav import write_wav

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STEM_BITS = 24
SHORT_NAMES = {"dialogue": "DX", "music": "MX", "effects": "FX", "mix": "MIX"}
"""The trade's short names: stem to the word in the file's name."""
_BLOCK_SAMPLES = 1 << 16
_HALF_STEP = 0.5 / (1 << (STEM_BITS - 1))


def write_stems(stems: Mapping[str, Path], folder: Path, name: str, *, start_samples: int | None = None) -> list[Path]:
    """Write stems as ``NAME_DX.wav`` and kin, Broadcast WAV where a start is given; return the files.

    Args:
        stems: stem name to its ``.f32`` file; ``mix`` is the programme's.
        folder: where.
        name: how the files' names begin.
        start_samples: where the programme starts, in samples since midnight.
    """
    written = []
    for stem, pcm in stems.items():
        short = SHORT_NAMES.get(stem, stem)
        out = folder / f"{name}_{short}.wav"
        write_wav(pcm, out, bits=STEM_BITS, start_samples=start_samples, description=f"{name} {short}")
        written.append(out)
    return written


def verify_stem(path: Path, pcm: Path) -> DeliveryReport:
    """Read a WAV again and return the checks: length, rate, channels, bits, and every sample within half a step.

    Raises:
        DeliveryError: it cannot be read.
    """
    try:
        with soundfile.SoundFile(path) as found, PcmReader(pcm) as asked:
            checks = (
                _same("samples", found.frames, asked.samples),
                _same("sample rate", found.samplerate, asked.sample_rate),
                _same("channels", found.channels, asked.channels),
                _same("coding", found.subtype, f"PCM_{STEM_BITS}"),
                _same("samples that differ", _different_samples(found, asked), 0),
            )
    except soundfile.LibsndfileError as error:
        raise DeliveryError(f"{path.name} cannot be read again: {error}") from error
    return DeliveryReport(file=path.name, checks=checks, is_full=True)


def _different_samples(found: soundfile.SoundFile, asked: PcmReader) -> int:
    """Return how many samples are further than half a step from what was asked for; beyond full scale is cut off."""
    different, highest = 0, 1 - 2 * _HALF_STEP
    for wanted in asked.blocks(_BLOCK_SAMPLES):
        written = found.read(wanted.shape[1], dtype="float64", always_2d=True).T
        if written.shape != wanted.shape:
            return different + wanted.size
        error = np.abs(written - np.clip(wanted.astype(np.float64), -1.0, highest))
        different += int(np.count_nonzero(error > _HALF_STEP))
    return different


def _same(what: str, measured: str | int, required: str | int) -> Check:
    return Check(what=what, measured=measured, required=required, is_met=measured == required)
