"""From what the document says to a grade.

The order within one ``GradeSpec`` is ``OWN_ORDER``; then its ``ops``, each a grade of its own; then its looks. A look
is laid over the shot's own correction and does not replace it: exposures add, saturations multiply.
"""

from __future__ import annotations

import dataclasses
import difflib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from posthouse.color.balance import Balance
from posthouse.color.cdl import Cdl, CdlFile
from posthouse.color.contrast import Contrast
from posthouse.color.curves import ColorCurves, ToneCurves
from posthouse.color.exposure import Exposure
from posthouse.color.grade import Grade
from posthouse.color.lut_file import LutFile
from posthouse.color.saturation import Saturation, Vibrance
from posthouse.color.wheels import LiftGammaGain, Offset
from posthouse.color.working import ProgrammeColor
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.color.operation import Operation, Triple
    from posthouse.color.spec import ColorSpec, GradeSpec, WheelSpec


def _cdl(spec: GradeSpec) -> Operation:
    cdl = spec.cdl
    if cdl is None:
        return Cdl()
    if cdl.file is not None:
        return CdlFile(file=cdl.file, suffix=_suffix(cdl.file), id=cdl.id, clamp=cdl.clamp)
    return Cdl(slope=cdl.slope, offset=cdl.offset, power=cdl.power, saturation=cdl.saturation, clamp=cdl.clamp)


def _lut(spec: GradeSpec) -> Operation:
    lut = spec.lut
    if lut is None:
        return LutFile(file="", suffix="", strength=0)
    return LutFile(file=lut.file, suffix=_suffix(lut.file), strength=lut.strength, interpolation=lut.interpolation)


def _suffix(file: str) -> str:
    return PurePosixPath(file).suffix.lower()


def _sum(wheel: WheelSpec) -> Triple:
    red, green, blue = wheel.rgb or (0.0, 0.0, 0.0)
    master = 0.0 if wheel.master is None else wheel.master
    return red + master, green + master, blue + master


def _product(wheel: WheelSpec) -> Triple:
    red, green, blue = wheel.rgb or (1.0, 1.0, 1.0)
    master = 1.0 if wheel.master is None else wheel.master
    return red * master, green * master, blue * master


def _tone_curves(spec: GradeSpec) -> Operation:
    curves = spec.curves
    return ToneCurves(
        master=curves.master or (), red=curves.red or (), green=curves.green or (), blue=curves.blue or ()
    )


def _color_curves(spec: GradeSpec) -> Operation:
    curves = spec.curves
    return ColorCurves(
        hue_vs_hue=curves.hue_vs_hue or (), hue_vs_sat=curves.hue_vs_sat or (), luma_vs_sat=curves.luma_vs_sat or ()
    )


OWN_ORDER: Mapping[str, Callable[[GradeSpec, ProgrammeColor], Operation]] = {
    "cdl": lambda spec, _: _cdl(spec),
    "exposure": lambda spec, working: Exposure(stops=spec.exposure, working=working),
    "temperature, tint": lambda spec, working: Balance(temperature=spec.temperature, tint=spec.tint, working=working),
    "lift, gamma, gain": lambda spec, _: LiftGammaGain(
        lift=_sum(spec.lift), gamma=_product(spec.gamma), gain=_product(spec.gain)
    ),
    "offset": lambda spec, _: Offset(offset=_sum(spec.offset)),
    "contrast, pivot": lambda spec, working: Contrast(
        contrast=spec.contrast, pivot=working.grey if spec.pivot is None else spec.pivot
    ),
    "curves: master, r, g, b": lambda spec, _: _tone_curves(spec),
    "saturation": lambda spec, working: Saturation(saturation=spec.saturation, working=working),
    "vibrance": lambda spec, working: Vibrance(vibrance=spec.vibrance, working=working),
    "curves: hue_vs_hue, hue_vs_sat, luma_vs_sat": lambda spec, _: _color_curves(spec),
    "lut": lambda spec, _: _lut(spec),
}
"""The fields of a grade in the order their operations are applied: set's correction, light, tone, color, look LUT."""


def resolve_grade(
    spec: GradeSpec, looks: Mapping[str, GradeSpec], working: ProgrammeColor = ProgrammeColor.REC709
) -> Grade:
    """Return the operations of a grade, its steps and its looks, in a programme's color.

    Raises:
        ProductionError: a look is unknown, or is laid over itself.
    """
    return Grade(operations=_Resolver(looks=looks, working=working).operations(spec, ()))


def grade_of_shot(
    color: ColorSpec,
    shot: str,
    *,
    looks: Mapping[str, GradeSpec],
    working: ProgrammeColor = ProgrammeColor.REC709,
) -> Grade:
    """Return a shot's grade: its own, or else that of ``"*"``, or else none; ``looks`` are the built-in ones."""
    spec = color.grades.get(shot) or color.grades.get("*")
    return resolve_grade(spec, {**looks, **color.looks}, working) if spec else Grade()


def is_exact_shot(color: ColorSpec, shot: str, *, looks: Mapping[str, GradeSpec]) -> bool:
    """Return whether a shot's grade, one of its steps or a look it wears says it is to be worked out exactly."""
    known = {**looks, **color.looks}
    waiting, seen = [color.grades.get(shot) or color.grades.get("*")], set[str]()
    while waiting:
        spec = waiting.pop()
        if spec is None:  # a look nobody defined is refused where grades are resolved
            continue
        if spec.exact:
            return True
        waiting.extend((*spec.ops, *(known.get(name) for name in spec.look if name not in seen)))
        seen.update(spec.look)
    return False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Resolver:
    looks: Mapping[str, GradeSpec]
    working: ProgrammeColor

    def operations(self, spec: GradeSpec, above: tuple[str, ...]) -> tuple[Operation, ...]:
        built = (build(spec, self.working) for build in OWN_ORDER.values())
        own = tuple(step for step in built if not step.is_neutral)
        steps = tuple(step for part in spec.ops for step in self.operations(part, above))
        laid = tuple(step for name in spec.look for step in self._of_look(name, above))
        return (*own, *steps, *laid)

    def _of_look(self, name: str, above: tuple[str, ...]) -> tuple[Operation, ...]:
        if name in above:
            raise ProductionError(f"the look {name!r} is laid over itself: {' > '.join((*above, name))}")
        if name not in self.looks:
            near = difflib.get_close_matches(name, self.looks, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(self.looks))}"
            raise ProductionError(f"there is no look {name!r}", hint=hint)
        return self.operations(self.looks[name], (*above, name))
