"""Grades that are a CDL and nothing else go out as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.color import Grade, builtin_looks, grade_of_shot
from posthouse.color.cdl import Cdl as HouseCdl
from posthouse.color.cdl import CdlFile
from posthouse.interchange import Cdl

if TYPE_CHECKING:
    from posthouse.editorial import Shot
    from posthouse.studio.exchange.outgoing.desk import Desk


def cdl_of(shot: Shot, desk: Desk) -> Cdl | None:
    """Return a shot's grade as ASC CDL; a grade that is more, or other, is told and stays in the sidecar."""
    grade = grade_of(shot, desk)
    if grade.is_neutral:
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


def grade_of(shot: Shot, desk: Desk) -> Grade:
    """Return a shot's grade; a nest's is what it lays on those inside, which have their own."""
    document = desk.programme.production.document
    written = document.color.grades
    if not written or (shot.shot in desk.sheet.nests and shot.shot not in written):
        return Grade()
    *around, own = shot.ids
    names = [own if own in written else "*", *(each for each in reversed(around) if each in written)]
    looks = builtin_looks()
    grades = [grade_of_shot(document.color, name, looks=looks, working=document.format.color) for name in names]
    return Grade(operations=tuple(step for grade in grades for step in grade.operations))


def _only_cdl(grade: Grade, desk: Desk) -> HouseCdl | None:
    if len(grade.operations) != 1:
        return None
    only = grade.operations[0]
    if isinstance(only, CdlFile):
        return only.read(lambda file: (desk.programme.production.folder / file).read_bytes())
    return only if isinstance(only, HouseCdl) else None
