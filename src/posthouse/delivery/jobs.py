"""Delivery's kinds of job: sound encoded, chunks joined, the finished file measured, stems, picture sequences."""

from __future__ import annotations

import dataclasses
import json
import math
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import JobContext, JobKind
from posthouse.delivery.hdr import hdr_of
from posthouse.delivery.images import sequence_path
from posthouse.delivery.measure import SoundMeasured, measure_packets
from posthouse.delivery.report import write_report
from posthouse.delivery.sound import JOB_KINDS as SOUND_KINDS
from posthouse.delivery.stems import verify_stem, write_stems
from posthouse.delivery.verify import Expected, LoudnessLimits, verify_movie
from posthouse.mastering.meter import Loudness
from posthouse.media.mux import join_chunks

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.delivery.presets import Movie
    from posthouse.signal import ChannelLayout
    from posthouse.timing import Timecode


@dataclass(frozen=True, slots=True, kw_only=True)
class MovieParams:
    """A movie to join and to prove; inputs are named by the jobs that take them."""

    movie: Movie
    start: Timecode | None = None
    loudness: LoudnessLimits | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StemsParams:
    """How stems are named; ``names`` go with the inputs."""

    name: str
    names: tuple[str, ...]
    start_samples: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesParams:
    """How the pictures of a sequence are numbered; inputs are folders of a chunk's pictures, in order."""

    name: str
    suffix: str
    first_number: int


def _run_measure(layout: ChannelLayout, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    measured = measure_packets(inputs[0], layout)
    facts = {name: _text(fact) for name, fact in dataclasses.asdict(measured.loudness).items()}
    whole = {"samples": measured.samples, "digest": measured.digest, "loudness": facts}
    out.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")


def read_measured(path: Path) -> SoundMeasured:
    """Return what a ``delivery.measure`` job found."""
    whole = json.loads(path.read_text("utf-8"))
    loudness = Loudness(**{name: float(fact) for name, fact in whole["loudness"].items()})
    return SoundMeasured(samples=whole["samples"], digest=whole["digest"], loudness=loudness)


def _text(fact: float) -> float | str:
    return round(fact, 4) if math.isfinite(fact) else str(fact)  # beyond that, it is the processor's own rounding


def _run_movie(params: MovieParams, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    """Join: inputs are the sound's packets, then the chunks."""
    sound, *chunks = inputs
    hdr = hdr_of(params.movie, chunks)
    join_chunks(chunks, sound, out, container=params.movie.container, start=params.start, hdr=hdr)


def _run_verify(params: MovieParams, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    """Measure: inputs are the finished movie, the sound's measure, the sound's packets, then the chunks."""
    finished, measured, sound, *chunks = inputs
    expected = Expected.of(params.movie, chunks, sound, start=params.start, loudness=params.loudness)
    report = verify_movie(finished, expected, sound=read_measured(measured))
    report = dataclasses.replace(report, file=params.movie.file_name)
    report.raise_failures()
    out.mkdir(exist_ok=True)
    write_report(report, out / params.movie.file_name)


def _run_stems(params: StemsParams, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    """Write WAVs and their reports into a folder."""
    out.mkdir(exist_ok=True)
    stems = dict(zip(params.names, inputs, strict=True))
    written = write_stems(stems, out, params.name, start_samples=params.start_samples)
    for path, pcm in zip(written, inputs, strict=True):
        report = verify_stem(path, pcm)
        report.raise_failures()
        write_report(report, path)


def _run_frames(params: FramesParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Gather the pictures of all chunks under their numbers."""
    out.mkdir(exist_ok=True)
    number = params.first_number
    for folder in inputs:
        context.check_cancelled()
        for picture in sorted(folder.iterdir()):
            shutil.copyfile(picture, sequence_path(out, params.name, number, params.suffix))
            number += 1


MEASURE = JobKind(name="delivery.measure", version="2", function=_run_measure, suffix=".json")
MOVIE = JobKind(name="delivery.movie", version="2", function=_run_movie)
VERIFY = JobKind(name="delivery.verify", version="2", function=_run_verify)
STEMS = JobKind(name="delivery.stems", version="1", function=_run_stems)
FRAMES = JobKind(name="delivery.frames", version="1", function=_run_frames)
JOB_KINDS = (*SOUND_KINDS, MEASURE, MOVIE, VERIFY, STEMS, FRAMES)
