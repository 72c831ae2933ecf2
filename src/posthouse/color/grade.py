"""A grade: operations in order, and the exact path through them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

import numpy as np

from posthouse.color.cdl import CdlFile
from posthouse.color.lut_file import LutFile
from posthouse.color.operation import Operation, ReadFile, Rgb, no_files
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Operations in the order they are applied; no operations is the identity. Hashable; part of job parameters."""

    operations: tuple[Operation, ...] = ()

    @property
    def is_neutral(self) -> bool:
        """Whether the grade has nothing to do, so that the picture must be copied."""
        return not self.operations

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of the LUT and CDL files it reads."""
        return tuple(step.file for step in self.operations if isinstance(step, LutFile | CdlFile))


def apply_exact(grade: Grade, rgb: ArrayLike, *, read_file: ReadFile = no_files) -> Rgb:
    """Return (…, 3) R'G'B' through every operation in float64: the exact path, which the baked LUT is measured by."""
    codes: Rgb = np.array(rgb, np.float64)
    for step in grade.operations:
        codes = step.apply(codes, read_file)
    return codes


def apply_finite(grade: Grade, rgb: ArrayLike, *, read_file: ReadFile = no_files) -> Rgb:
    """Return ``apply_exact``; raises ProductionError where it gives no numbers."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        codes = apply_exact(grade, rgb, read_file=read_file)
    if not np.isfinite(codes).all():
        raise ProductionError("the grade gives no number for some colors", hint="look at its LUT and at its powers")
    return codes


def grade_params(grade: Grade, digest_of: Callable[[str], str]) -> Grade:
    """Return the grade with each file's name replaced by its content digest: what belongs into a job's parameters."""

    def named(step: Operation) -> Operation:
        if isinstance(step, LutFile | CdlFile):
            return dataclasses.replace(step, file=digest_of(step.file))
        return step

    return Grade(operations=tuple(named(step) for step in grade.operations))


def check_grade(grade: Grade, *, read_file: ReadFile) -> None:
    """Raise ProductionError, naming the file as the document does, for a LUT or CDL file that cannot be read.

    ``read_file`` raises its own error for a file that is missing.
    """
    for step in grade.operations:
        if isinstance(step, LutFile | CdlFile):
            step.apply(np.zeros((1, 3)), read_file)
