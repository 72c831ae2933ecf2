"""Each shot's grade: its own, then those of the shots that play the sequences it is in, innermost first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.color import Grade, builtin_looks, check_grade, grade_of_shot, grade_params
from posthouse.color.resolve import is_exact_shot
from posthouse.errors import MediaError, PosthouseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.color.operation import Operation
    from posthouse.editorial import Cut, Shot
    from posthouse.media.library import MediaLibrary
    from posthouse.production.production import Production


@dataclass(slots=True)
class Grading:
    """The grades of a production's shots; what is wrong with one is kept, and the others go on."""

    production: Production
    library: MediaLibrary
    keep: Callable[[PosthouseError], None]
    files: dict[str, Path] = field(default_factory=dict)
    """Where the LUT and CDL files of the grades lie, by content digest."""
    _checked: dict[str, Grade | None] = field(default_factory=dict)

    def grades(self, cut: Cut) -> dict[str, Grade]:
        """Return each shot's grade, files by digest; shots without one are missing."""
        if not self.production.document.color.grades:
            return {}
        found: dict[str, Grade] = {}
        for shot in cut.shots():
            if shot.shot in found:
                continue
            operations = [step for written in self._names(shot) for step in self._operations(written)]
            found[shot.shot] = Grade(operations=tuple(operations))
        return {shot: grade for shot, grade in found.items() if not grade.is_neutral}

    def exact_shots(self, cut: Cut) -> frozenset[str]:
        """Return the shots one of whose grades says it is to be worked out exactly."""
        color, looks = self.production.document.color, builtin_looks()
        return frozenset(
            shot.shot
            for shot in cut.shots()
            if any(is_exact_shot(color, name, looks=looks) for name in self._names(shot))
        )

    def _names(self, shot: Shot) -> list[str]:
        """Return the grades of a shot as the document names them, in the order they are laid on."""
        grades = self.production.document.color.grades
        *around, own = shot.ids
        return [own if own in grades else "*", *(each for each in reversed(around) if each in grades)]

    def _operations(self, written: str) -> tuple[Operation, ...]:
        if written not in self._checked:
            self._checked[written] = self._grade(written)
        grade = self._checked[written]
        return () if grade is None else grade.operations

    def _grade(self, written: str) -> Grade | None:
        """Return a grade as the document writes it, files by digest; None, having said why, if it cannot be made."""
        document = self.production.document
        try:
            grade = grade_of_shot(document.color, written, looks=builtin_looks(), working=document.format.color)
            check_grade(grade, read_file=self._read)
            return grade_params(grade, self._digest)
        except PosthouseError as error:
            if error.place is None:
                error.place = self.production.place_of(("color", "grades", written))
            self.keep(error)
            return None

    def _read(self, file: str) -> bytes:
        path = self.production.folder / file
        try:
            return path.read_bytes()
        except OSError as error:
            raise MediaError(f"{file} cannot be read: {error.strerror}", hint=f"looked at {path}") from error

    def _digest(self, file: str) -> str:
        path = self.production.folder / file
        digest = self.library.digest(path)
        self.files[digest] = path
        return digest
