"""Grades that are a CDL and nothing else go out as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.color.cdl import Cdl as HouseCdl
from posthouse.color.cdl import CdlFile
from posthouse.interchange import Cdl

if TYPE_CHECKING:
    from posthouse.color import Grade
    from posthouse.editorial import Shot
    from posthouse.studio.exchange.outgoing.desk import Desk


def cdl_of(shot: Shot, desk: Desk) -> Cdl | None:
    """Return a shot's grade as ASC CDL; a grade that is more, or other, is told and stays in the sidecar."""
    grade = desk.programme.grades.get(shot.shot)
    if grade is None:
        return None
    numbers = _only_cdl(grade, desk)
    if numbers is None:
        desk.ledger.drop(shot.shot, "effect", "its grade is more than a CDL")
        return None
    if numbers.clamp:
        desk.ledger.approximate(shot.shot, "cdl", "it clamps here; elsewhere that is as the system does it")
    else:
        desk.ledger.keep(shot.shot, "cdl")
    return Cdl(
        slope=numbers.slope,
        offset=numbers.offset,
        power=numbers.power,
        saturation=numbers.saturation,
        id=shot.shot,
    )


def _only_cdl(grade: Grade, desk: Desk) -> HouseCdl | None:
    if len(grade.operations) != 1:
        return None
    only = grade.operations[0]
    if isinstance(only, CdlFile):
        return only.read(lambda digest: desk.programme.grade_files[digest].read_bytes())
    return only if isinstance(only, HouseCdl) else None
