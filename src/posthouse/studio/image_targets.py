"""Deliverables that are images: one picture of the programme, or every picture as a numbered file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.build import Target
from posthouse.delivery.images import image_format
from posthouse.delivery.jobs import FRAMES, FramesParams
from posthouse.editorial import Chunk
from posthouse.studio.images import IMAGES, ImageParams
from posthouse.studio.labels import Labels
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.delivery.spec import FramesSpec, StillSpec
    from posthouse.studio.jobs import JobPlanner


def still_targets(planner: JobPlanner, name: str, spec: StillSpec) -> tuple[Target, ...]:
    """Return what to ask the build for to have one picture of the programme."""
    frame = planner.frame_of(spec.at, planner.programme.cut.duration_frames)
    job = planner.still_job(frame, image_format(spec, planner.canvas), spec.format, label=name)
    return (Target(job=job, destination=planner.out / f"{name}.{spec.format}"),)


def frame_targets(planner: JobPlanner, name: str, spec: FramesSpec) -> tuple[Target, ...]:
    """Return what to ask the build for to have every picture of the programme, or of a part of it, as a file."""
    end = planner.programme.cut.duration_frames
    start = 0 if spec.start is None else planner.frame_of(spec.start, end)
    length = end - start if spec.length is None else spec.length.nearest_frames(planner.document.format.rate)
    wanted = FrameRange(start, min(end, start + length))
    canvas, jobs, labels = image_format(spec, planner.canvas), [], Labels()
    for chunk in planner.programme.chunks:
        if not chunk.range.overlaps(wanted):
            continue
        part = Chunk(range=chunk.range.intersection(wanted), base=chunk.base, layers=chunk.layers)
        stack, grades = planner.dresser(canvas).stack(part)
        params = ImageParams(
            stack=stack,
            frames=part.range.duration_frames,
            canvas=canvas,
            suffix=spec.format,
            dither=planner.dither(stack, canvas),
        )
        label = f"{name} {labels.of(part, planner.programme)}"
        jobs.append(IMAGES.job(params, inputs=grades, label=label, craft="delivery", order=part.range.start_frame))
    numbered = FramesParams(name=name, suffix=spec.format, first_number=spec.first)
    job = FRAMES.job(numbered, inputs=tuple(jobs), label=name, craft="delivery", order=end)
    return (Target(job=job, destination=planner.out / name),)
