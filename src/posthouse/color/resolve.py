"""From what the document says to a grade.

The order within one ``GradeSpec`` is ``OWN_ORDER``; then its ``ops``, each a grade of its own; then its looks. A look
is laid over the shot's own correction and does not replace it: exposures add, saturations multiply.
"""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from posthouse.color.balance import Balance
from posthouse.color.cdl import Cdl, CdlFile
from posthouse.color.contrast import GREY_PIVOT, Contrast
from posthouse.color.curves import ColorCurves, ToneCurves
from posthouse.color.exposure import Exposure
from posthouse.color.grade import Grade
from posthouse.color.lut_file import LutFile
from posthouse.color.saturation import Saturation, Vibrance
from posthouse.color.wheels import LiftGammaGain, Offset
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


OWN_ORDER: Mapping[str, Callable[[GradeSpec], Operation]] = {
    "cdl": _cdl,
    "exposure": lambda spec: Exposure(stops=spec.exposure),
    "temperature, tint": lambda spec: Balance(temperature=spec.temperature, tint=spec.tint),
    "lift, gamma, gain": lambda spec: LiftGammaGain(
        lift=_sum(spec.lift), gamma=_product(spec.gamma), gain=_product(spec.gain)
    ),
    "offset": lambda spec: Offset(offset=_sum(spec.offset)),
    "contrast, pivot": lambda spec: Contrast(
        contrast=spec.contrast, pivot=GREY_PIVOT if spec.pivot is None else spec.pivot
    ),
    "curves: master, r, g, b": _tone_curves,
    "saturation": lambda spec: Saturation(saturation=spec.saturation),
    "vibrance": lambda spec: Vibrance(vibrance=spec.vibrance),
    "curves: hue_vs_hue, hue_vs_sat, luma_vs_sat": _color_curves,
    "lut": _lut,
}
"""The fields of a grade in the order their operations are applied: set's correction, light, tone, color, look LUT."""


def resolve_grade(spec: GradeSpec, looks: Mapping[str, GradeSpec]) -> Grade:
    """Return the operations of a grade, its steps and its looks.

    Raises:
        ProductionError: a look is unknown, or is laid over itself.
    """
    return Grade(operations=_operations(spec, looks, ()))


def grade_of_shot(color: ColorSpec, shot: str, *, looks: Mapping[str, GradeSpec]) -> Grade:
    """Return a shot's grade: its own, or else that of ``"*"``, or else none; ``looks`` are the built-in ones."""
    spec = color.grades.get(shot) or color.grades.get("*")
    return resolve_grade(spec, {**looks, **color.looks}) if spec else Grade()


def _operations(spec: GradeSpec, looks: Mapping[str, GradeSpec], above: tuple[str, ...]) -> tuple[Operation, ...]:
    own = tuple(step for build in OWN_ORDER.values() if not (step := build(spec)).is_neutral)
    steps = tuple(step for part in spec.ops for step in _operations(part, looks, above))
    laid = tuple(step for name in spec.look for step in _look_operations(name, looks, above))
    return (*own, *steps, *laid)


def _look_operations(name: str, looks: Mapping[str, GradeSpec], above: tuple[str, ...]) -> tuple[Operation, ...]:
    if name in above:
        raise ProductionError(f"the look {name!r} is laid over itself: {' > '.join((*above, name))}")
    if name not in looks:
        near = difflib.get_close_matches(name, looks, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(looks))}"
        raise ProductionError(f"there is no look {name!r}", hint=hint)
    return _operations(looks[name], looks, (*above, name))
