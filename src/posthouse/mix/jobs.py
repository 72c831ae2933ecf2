"""The mix's kinds of job: where a key speaks (JSON), a stem, the mix (sound files)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from posthouse.build import JobContext, JobKind
from posthouse.errors import InternalError
from posthouse.media.pcm import BLOCK_SAMPLES, PcmReader, PcmWriter
from posthouse.mix.duck import DuckCurve, Stretch, duck_gains, hop_levels_dbfs, speaking_stretches
from posthouse.mix.stems import faded, summed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import Sound


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyParams:
    """When a track counts as speaking; the threshold is that of the track before its fader."""

    threshold_dbfs: float
    shortest_pause_samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StemParams:
    """A fader: gain of each channel, and for each key input after the track the curve it asks for."""

    gains: tuple[float, ...]
    curves: tuple[DuckCurve, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixParams:
    """What the mix is, also where nothing is heard."""

    channels: int
    sample_rate: int
    duration_samples: int


def _run_key(params: KeyParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    with PcmReader(inputs[0]) as track:
        levels_dbfs = hop_levels_dbfs(_watched(track, context), track.sample_rate)
        stretches = speaking_stretches(
            levels_dbfs,
            track.sample_rate,
            threshold_dbfs=params.threshold_dbfs,
            shortest_pause_samples=params.shortest_pause_samples,
        )
    out.write_text(json.dumps(stretches) + "\n", encoding="utf-8")


def _read_stretches(path: Path) -> tuple[Stretch, ...]:
    return tuple((start, stop) for start, stop in json.loads(path.read_text("utf-8")))


def _run_stem(params: StemParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    track_path, *keys = inputs
    curves = [partial(duck_gains, _read_stretches(key), curve) for key, curve in zip(keys, params.curves, strict=True)]
    gains = np.array(params.gains, np.float32)
    with PcmReader(track_path) as track, _writer(out, track) as stem:
        for block in faded(_watched(track, context), gains, curves):
            stem.write(block)


def _run_mix(params: MixParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    with PcmWriter(out, channels=params.channels, sample_rate=params.sample_rate) as mix:
        stems = [PcmReader(path) for path in inputs]
        for block in summed([_watched(stem, context) for stem in stems]) if stems else _silence(params):
            mix.write(block)
        if mix.samples != params.duration_samples:
            raise InternalError(f"the stems have {mix.samples} samples, the programme {params.duration_samples}")


def _silence(params: MixParams) -> Iterator[Sound]:
    for start in range(0, params.duration_samples, BLOCK_SAMPLES):
        yield np.zeros((params.channels, min(BLOCK_SAMPLES, params.duration_samples - start)), np.float32)


def _watched(sound: PcmReader, context: JobContext) -> Iterator[Sound]:
    """Yield a sound file in blocks, ready to stop between any two."""
    for block in sound.blocks():
        context.check_cancelled()
        yield block


def _writer(out: Path, like: PcmReader) -> PcmWriter:
    return PcmWriter(out, channels=like.channels, sample_rate=like.sample_rate)


KEY = JobKind(name="mix.key", version="1", function=_run_key, suffix=".json")
STEM = JobKind(name="mix.stem", version="1", function=_run_stem, suffix=".f32")
MIX = JobKind(name="mix.mix", version="1", function=_run_mix, suffix=".f32")
JOB_KINDS = (KEY, STEM, MIX)
