"""The job of this craft: a grade to its baked file, once for all shots that share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.build import Job, JobContext, JobKind
from posthouse.color.bake import bake_grade
from posthouse.color.baked import write_baked

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.color.grade import Grade


def run_grade(params: Grade, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:  # noqa: ARG001 - no inputs
    """Write the baked grade; its files are named by content digest, as ``grade_params`` leaves them."""
    write_baked(out, bake_grade(params, read_file=lambda digest: context.media_path(digest).read_bytes()))
    for digest in params.files:
        context.media_path(digest)  # refuses a file that changed while it was read


GRADE = JobKind(name="color.grade", version="1", function=run_grade, suffix=".grade")


def grade_job(params: Grade, *, label: str) -> Job | None:
    """Return the job that bakes a grade of ``grade_params``, or None where there is nothing to grade.

    ``read_baked`` of its result is None, too, when the grade turns out to move no code.
    """
    return None if params.is_neutral else GRADE.job(params, label=label, craft="color")
