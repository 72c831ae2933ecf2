"""The job that makes sound from nothing: soundscapes and scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from posthouse.build.registry import JobKind
from posthouse.media.pcm import PcmWriter
from posthouse.signal import ChannelLayout, Sound
from posthouse.sound.layout import apply_matrix, layout_matrix
from posthouse.sound.score.nocturne import nocturne_samples, render_nocturne
from posthouse.sound.soundscape.rain import render_rain
from posthouse.sound.soundscape.thunder import render_thunder
from posthouse.sound.soundscape.wind import render_wind
from posthouse.sound.spec import ScoreSpec, Soundscape, SoundscapeSpec

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build.context import JobContext

_PIECE_SECONDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateParams:
    """Which stretch of which generated sound, in samples from its beginning."""

    spec: SoundscapeSpec | ScoreSpec
    sample_rate: int
    layout: ChannelLayout
    start_samples: int
    length_samples: int


def generate_sound(params: GenerateParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write the stretch as a sound file between jobs."""
    assert not inputs
    matrix = layout_matrix(ChannelLayout.STEREO, params.layout)
    with PcmWriter(out, channels=params.layout.channels, sample_rate=params.sample_rate) as writer:
        for start, count in _pieces(params):
            context.check_cancelled()
            writer.write(apply_matrix(matrix, rendered(params.spec, params.sample_rate, start, count)))


GENERATE = JobKind(name="sound.generate", version="1", function=generate_sound, suffix=".f32")


def _pieces(params: GenerateParams) -> list[tuple[int, int]]:
    """Return (start, count) of what is made in one go: a score whole, a soundscape a few seconds at a time."""
    end = params.start_samples + params.length_samples
    step = params.length_samples if isinstance(params.spec, ScoreSpec) else _PIECE_SECONDS * params.sample_rate
    return [(at, min(step, end - at)) for at in range(params.start_samples, end, step)]


def rendered(spec: SoundscapeSpec | ScoreSpec, sample_rate: int, start_samples: int, count: int) -> Sound:
    """Return (2, count) float32 of a generated sound; every sample depends on its own position only."""
    if isinstance(spec, ScoreSpec):
        return render_nocturne(spec, sample_rate)[:, start_samples : start_samples + count]
    match spec.soundscape:
        case Soundscape.RAIN:
            return render_rain(spec, sample_rate, start_samples, count)
        case Soundscape.WIND:
            return render_wind(spec, sample_rate, start_samples, count)
        case Soundscape.THUNDER:
            return render_thunder(spec, sample_rate, start_samples, count)
        case _ as never:
            assert_never(never)


def score_samples(spec: ScoreSpec, sample_rate: int) -> int:
    """Return the length of a score, reverberation included."""
    return nocturne_samples(spec, sample_rate)
