"""All color of a shot on one canvas as one grade: what came in, the programme's color, the grade, what goes out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

from posthouse.color.convert import CHOICES, Policy, School, conversion
from posthouse.color.grade import Grade
from posthouse.color.primaries import PRIMARIES
from posthouse.color.space import REC709, ColorSpace, check_known
from posthouse.color.spec import ColorSpec, SdrUse
from posthouse.color.steps import without_detours
from posthouse.color.transfers import TRANSFERS, Kind
from posthouse.color.working import ProgrammeColor
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from posthouse.signal import PictureFormat


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A production's way with color: the programme's own, and how others are brought into it and out of it."""

    working: ProgrammeColor
    policy: Policy
    keeps_sdr: bool

    @classmethod
    def of(cls, working: ProgrammeColor, color: ColorSpec) -> Chain:
        """Return what a document says; an ACES programme is shown by ACES 2.

        Raises:
            ProductionError: an ACES programme, and another school.
        """
        school = color.convert
        if working is ProgrammeColor.ACES:
            if school is School.BT2408:
                raise ProductionError(
                    "an aces programme is shown by the output transforms of ACES 2, not by bt2408",
                    hint="leave convert out, or choose format: {color: rec709}",
                )
            school = School.ACES2
        keeps = working is ProgrammeColor.REC709 and color.sdr is SdrUse.KEEP
        return cls(working=working, policy=Policy(school=school, peak_nits=color.peak), keeps_sdr=keeps)

    def source_space(self, form: PictureFormat) -> ColorSpace:
        """Return what a source's codes are taken for.

        Raises:
            ProductionError: its tags name primaries or a transfer nobody here knows.
        """
        try:
            check_known(form.transfer or "unknown", TRANSFERS, "transfer")
            check_known(form.primaries, PRIMARIES, "primaries")
        except ValueError as problem:
            cause, _, hint = str(problem).partition("; ")
            raise ProductionError(cause, hint=hint) from problem
        space = ColorSpace(primaries=form.primaries, transfer=form.transfer)
        return REC709 if self.keeps_sdr and space.kind is Kind.SDR else space

    def whole(self, source: ColorSpace, grade: Grade, canvas: ColorSpace) -> Grade:
        """Return a source's way to a canvas through the programme's color, where it is graded.

        Raises:
            ProductionError: it takes a choice the document did not make.
        """
        into = conversion(source, self.working.space, self.policy)
        out = conversion(self.working.space, canvas, self.policy)
        return Grade(operations=without_detours((*into, *grade.operations, *out)))

    def check_source(self, form: PictureFormat, name: str) -> None:
        """Refuse a source that the document does not say how to bring into the programme's color.

        Raises:
            ProductionError: it takes a choice that was not made.
        """
        try:
            self.whole(self.source_space(form), Grade(), self.working.shown.space)
        except ProductionError as problem:
            cause = f"{name} is tagged {form.transfer}, and a {self.working} programme: {problem.cause}"
            if problem.hint == CHOICES:
                cause = f"{name} is tagged {form.transfer}, which a {self.working} programme cannot show as it is"
            raise ProductionError(cause, hint=problem.hint) from problem
