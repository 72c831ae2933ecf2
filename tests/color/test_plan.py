"""The job of this craft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.build import JobContext
from posthouse.color.baked import read_baked
from posthouse.color.exposure import Exposure
from posthouse.color.grade import Grade
from posthouse.color.lut_file import LutFile
from posthouse.color.plan import GRADE, GradeParams, grade_job

if TYPE_CHECKING:
    from pathlib import Path


def test_the_job_writes_a_baked_grade_with_files_found_by_digest(tmp_path: Path) -> None:
    (tmp_path / "any name").write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * 7 + "1 1 1\n")
    params = GradeParams(grade=Grade(operations=(LutFile(file="d16e57", suffix=".cube"),)))
    GRADE.function(params, (), tmp_path / "out", JobContext(media_path={"d16e57": tmp_path / "any name"}.__getitem__))
    found = read_baked(tmp_path / "out")
    assert found is not None
    assert found.error_code10 < 0.01


def test_a_neutral_grade_needs_no_job() -> None:
    assert grade_job(GradeParams(grade=Grade()), label="grade opening") is None


def test_shots_with_one_grade_share_one_job() -> None:
    params = GradeParams(grade=Grade(operations=(Exposure(stops=1),)))
    assert grade_job(params, label="grade a") == grade_job(params, label="grade b")
