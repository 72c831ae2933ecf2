"""Prints: programme frames made so small that a shot is a few thousand numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posthouse.build import JobContext, JobKind, Target
from posthouse.pixels import Renderer, Stack
from posthouse.pixels.dither import Dither
from posthouse.pixels.scene_cuts import thumbnail
from posthouse.signal import Picture, PictureFormat
from posthouse.studio.picture import ChunkSupplies
from posthouse.studio.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build import Job
    from posthouse.build.progress import Progress
    from posthouse.conform.compare import Prints
    from posthouse.studio.film import Film
    from posthouse.studio.programme import Programme

WIDTH = 192
"""Of the small canvas; each of the parts across is the mean of 6 pixels."""
ACROSS = 32
"""How many parts a row of a print has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintParams:
    """What to print."""

    stack: Stack
    frames: int
    canvas: PictureFormat


def run_prints(params: PrintParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write (frame, part) float32, 0..1, as a numpy array."""
    picture = Picture.empty(params.canvas)
    rows = []
    supplies = ChunkSupplies(canvas=params.canvas, shelf=Shelf.of(context), grades=inputs, frames=params.frames)
    with supplies:
        renderer = Renderer(supplies.settled(params.stack), params.canvas, supplies, Dither.NONE)
        for frame in range(params.frames):
            context.check_cancelled()
            renderer.render(frame, picture)
            rows.append(thumbnail(picture).reshape(-1))
    supplies.check_unchanged()
    content = io.BytesIO()
    np.save(content, np.stack(rows))
    out.write_bytes(content.getvalue())


PRINTS = JobKind(name="studio.prints", version="1", function=run_prints, suffix=".npy")


def film_prints(film: Film, progress: Progress | None = None) -> Prints:
    """Return (frame, part) of every frame of a programme, undressed: no grade, title or effect is in them."""
    jobs = print_jobs(film)
    report = film.engine.build([Target(job=job) for job in jobs], progress=progress)
    return np.concatenate([np.load(report.path(job)) for job in jobs])


def print_jobs(film: Film) -> list[Job]:
    """Return the jobs that print a programme, a chunk each."""
    from posthouse.studio.dressing import Dresser  # late: it is of the same layer, and asks for the titles' engine

    bare = _undressed(film.programme)
    width, height = film.production.document.format.size
    down = max(18, round(WIDTH * height / width / 2) * 2)
    canvas = PictureFormat(width=WIDTH, height=down + down % 2)
    dresser = Dresser(bare, canvas)
    jobs = []
    for chunk in bare.chunks:
        stack, grades = dresser.stack(chunk)
        params = PrintParams(stack=stack, frames=chunk.range.duration_frames, canvas=canvas)
        label = f"prints of {chunk.range}"
        jobs.append(PRINTS.job(params, inputs=grades, label=label, craft="editorial", order=chunk.range.start_frame))
    return jobs


def _undressed(programme: Programme) -> Programme:
    return replace(programme, grades={}, exact_shots=frozenset(), titles=(), rains={})
