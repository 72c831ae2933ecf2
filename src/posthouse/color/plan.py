"""The job of this craft: a grade to its baked file, once for all shots that share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import Job, JobContext, JobKind
from posthouse.color.bake import bake_grade, keeps_budget
from posthouse.color.baked import BakedGrade, ExactGrade, write_baked
from posthouse.color.space import REC709, ColorSpace

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.color.grade import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeParams:
    """A grade, its files named by content digest; what it works on, and how near a LUT must be to it."""

    grade: Grade
    source: ColorSpace = REC709
    budget_code10: float | None = None
    """None: the nearest LUT there is; a number: where no LUT keeps it, color is worked out at every pixel."""
    is_exact: bool = False


def run_grade(params: GradeParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:  # noqa: ARG001 - no inputs
    """Write the baked grade; or the grade itself, where the document asks for it or for a budget no LUT keeps."""
    write_baked(out, _baked(params, context))
    for digest in params.grade.files:
        context.media_path(digest)  # refuses a file that changed while it was read


def _baked(params: GradeParams, context: JobContext) -> BakedGrade | ExactGrade | None:
    if params.is_exact:
        return ExactGrade(grade=params.grade, is_asked=True)
    baked = bake_grade(
        params.grade,
        read_file=lambda digest: context.media_path(digest).read_bytes(),
        budget_code10=params.budget_code10,
        source=params.source,
    )
    if baked is None or keeps_budget(baked, params.budget_code10):
        return baked
    return ExactGrade(
        grade=params.grade,
        size=baked.size,
        is_shaped=baked.shaper is not None,
        error_code10=baked.error_code10,
        most_error_code10=baked.most_error_code10,
        mean_error_code10=baked.mean_error_code10,
    )


GRADE = JobKind(name="color.grade", version="4", function=run_grade, suffix=".grade")


def grade_job(params: GradeParams, *, label: str) -> Job | None:
    """Return the job that bakes a grade, or None where there is nothing to grade.

    ``read_baked`` of its result is None, too, when the grade turns out to move no code.
    """
    return None if params.grade.is_neutral else GRADE.job(params, label=label, craft="color")
