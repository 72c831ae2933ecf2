"""A grade as text, for where it must be worked out exactly: its operations by name, in order."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from posthouse.color import steps
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.color.operation import Operation

_KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        *(Balance, Cdl, CdlFile, ColorCurves, Contrast, Exposure, LiftGammaGain, LutFile, Offset, Saturation),
        *(ToneCurves, Vibrance),
        *(steps.Adapt, steps.Compress, steps.Decode, steps.Encode, steps.Output, steps.ShowScene, steps.ToneMap),
    )
}


def grade_to_json(grade: Grade) -> str:
    """Return a grade as one line of JSON."""
    return json.dumps([[type(step).__name__, _fields(step)] for step in grade.operations])


def grade_from_json(text: str) -> Grade:
    """Return the grade of ``grade_to_json``."""
    return Grade(operations=tuple(_operation(name, fields) for name, fields in json.loads(text)))


def _fields(step: Operation) -> dict[str, Any]:
    assert dataclasses.is_dataclass(step)
    return {field.name: getattr(step, field.name) for field in dataclasses.fields(step)}


def _operation(name: str, fields: dict[str, Any]) -> Operation:
    read = {field: _frozen(value) for field, value in fields.items()}
    if "working" in read:
        read["working"] = ProgrammeColor(read["working"])
    built: Operation = _KINDS[name](**read)
    return built


def _frozen(value: Any) -> Any:
    """Return a value of JSON with its lists as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
