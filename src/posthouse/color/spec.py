"""What the document may say about color: looks by name, grades by shot."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, Strict, model_validator

from posthouse.color.convert import School
from posthouse.fields import Fraction01, FrozenDict, Name, NamedMap, SpecModel

Number = Annotated[float, Strict()]
"""A number: not a text, not yes or no."""
Triple: TypeAlias = tuple[Number, Number, Number]


def _listed(given: object) -> object:
    """Return one thing as a list of one, so that ``look: dusk`` and ``look: [dusk]`` say the same."""
    return (given,) if isinstance(given, str) else given


def _filed(given: object) -> object:
    """Return a bare path as the mapping it is short for."""
    return {"file": given} if isinstance(given, str) else given


def _wheeled(given: object) -> object:
    """Return a number as a master value, three numbers as red, green, blue."""
    match given:
        case bool():
            return given
        case int() | float():
            return {"master": given}
        case list() | tuple():
            return {"rgb": given}
    return given


class WheelSpec(SpecModel):
    """One color wheel: a ring (red, green, blue) and a master; neutral is 0 for lift and offset, else 1."""

    rgb: Triple | None = None
    master: Number | None = None


def _within(low: float, high: float) -> Callable[[WheelSpec], WheelSpec]:
    def check(wheel: WheelSpec) -> WheelSpec:
        outside = [v for v in (*(wheel.rgb or ()), wheel.master) if v is not None and not low <= v <= high]
        if outside:
            raise ValueError(f"each of red, green, blue and master is {low:g} to {high:g}, not {outside[0]:g}")
        return wheel

    return check


Shift = Annotated[
    WheelSpec,
    BeforeValidator(_wheeled, json_schema_input_type=float | Triple | WheelSpec),
    AfterValidator(_within(-1, 1)),
]
"""A wheel whose neutral is 0; ring and master add up."""
Factor = Annotated[
    WheelSpec,
    BeforeValidator(_wheeled, json_schema_input_type=float | Triple | WheelSpec),
    AfterValidator(_within(0, 10)),
]
"""A wheel whose neutral is 1; ring and master multiply."""
Gamma = Annotated[
    WheelSpec,
    BeforeValidator(_wheeled, json_schema_input_type=float | Triple | WheelSpec),
    AfterValidator(_within(0.1, 10)),
]


def _check_rising(points: tuple[tuple[float, float], ...]) -> None:
    if any(after[0] <= before[0] for before, after in itertools.pairwise(points)):
        raise ValueError("the points of a curve go from left to right, each further than the one before")


Code = Annotated[Number, Field(ge=-0.5, le=1.5)]
Hue = Annotated[Number, Field(ge=0, lt=360)]
Turn = Annotated[Number, Field(ge=-180, le=180)]
Times = Annotated[Number, Field(ge=0, le=4)]
SomePoints = Field(min_length=1, max_length=64)
ToneCurve = Annotated[tuple[tuple[Code, Code], ...], SomePoints]
FactorByHue = Annotated[tuple[tuple[Hue, Times], ...], SomePoints]
ShiftByHue = Annotated[tuple[tuple[Hue, Turn], ...], SomePoints]
FactorByLuma = Annotated[tuple[tuple[Fraction01, Times], ...], SomePoints]


class CurvesSpec(SpecModel):
    """Curves through points. Tone curves are R'G'B' in and out, 0..1; hues are degrees: red 0, green 120, blue 240."""

    master: ToneCurve | None = None
    red: ToneCurve | None = Field(default=None, alias="r")
    green: ToneCurve | None = Field(default=None, alias="g")
    blue: ToneCurve | None = Field(default=None, alias="b")
    hue_vs_sat: FactorByHue | None = None
    hue_vs_hue: ShiftByHue | None = None
    luma_vs_sat: FactorByLuma | None = None

    @model_validator(mode="after")
    def _points_rise(self) -> CurvesSpec:
        for name in type(self).model_fields:
            _check_rising(getattr(self, name) or ())
        return self


NotNegative = Annotated[Number, Field(ge=0)]
Positive = Annotated[Number, Field(gt=0)]


class CdlSpec(SpecModel):
    """An ASC CDL correction, by its numbers or from a .cdl, .cc or .ccc file (``id`` picks one of several)."""

    file: str | None = None
    id: str | None = None
    slope: tuple[NotNegative, NotNegative, NotNegative] = (1.0, 1.0, 1.0)
    offset: Triple = (0.0, 0.0, 0.0)
    power: tuple[Positive, Positive, Positive] = (1.0, 1.0, 1.0)
    saturation: NotNegative = 1.0
    clamp: bool = False

    @model_validator(mode="after")
    def _file_or_numbers(self) -> CdlSpec:
        numbers = self.model_fields_set & {"slope", "offset", "power", "saturation"}
        if self.file is not None and numbers:
            raise ValueError(f"a CDL comes from its file or from numbers, not both: drop {', '.join(sorted(numbers))}")
        if self.id is not None and self.file is None:
            raise ValueError("id picks a correction of a file: name the file")
        return self


class LutSpec(SpecModel):
    """A LUT of any format OpenColorIO reads, mixed in by ``strength``."""

    file: str
    strength: Fraction01 = 1.0
    interpolation: Literal["tetrahedral", "trilinear"] = "tetrahedral"


class GradeSpec(SpecModel):
    """One grade, or one look.

    Order: the fields as listed here (from ``cdl`` to ``lut``), then the steps of ``ops`` as listed in the document
    (each a grade of its own), then each look of ``look``. To put a LUT first, or to use an operation twice, write it
    as a step of ``ops``.
    """

    look: Annotated[tuple[Name, ...], BeforeValidator(_listed, json_schema_input_type=Name | tuple[Name, ...])] = ()
    cdl: Annotated[CdlSpec, BeforeValidator(_filed, json_schema_input_type=str | CdlSpec)] | None = None
    exposure: Annotated[Number, Field(ge=-10, le=10)] = 0.0
    temperature: Annotated[Number, Field(ge=-100, le=100)] = 0.0
    tint: Annotated[Number, Field(ge=-100, le=100)] = 0.0
    lift: Shift = WheelSpec()
    gamma: Gamma = WheelSpec()
    gain: Factor = WheelSpec()
    offset: Shift = WheelSpec()
    contrast: Annotated[Number, Field(ge=0.1, le=10)] = 1.0
    pivot: Annotated[Number, Field(ge=0.02, le=0.98)] | None = None
    curves: CurvesSpec = CurvesSpec()
    saturation: Annotated[Number, Field(ge=0, le=4)] = 1.0
    vibrance: Annotated[Number, Field(ge=-1, le=1)] = 0.0
    lut: Annotated[LutSpec, BeforeValidator(_filed, json_schema_input_type=str | LutSpec)] | None = None
    exact: bool = False
    """Work the grade out at every pixel, without a LUT: exact, and much slower. So said in a look or in a step, it
    holds for every shot that has it.
    """
    ops: tuple[GradeSpec, ...] = ()


def _looked(given: object) -> object:
    """Return a bare look name as the grade it is short for."""
    return {"look": given} if isinstance(given, str) else given


NamedGrade = Annotated[GradeSpec, BeforeValidator(_looked, json_schema_input_type=str | GradeSpec)]


class SdrUse(enum.StrEnum):
    """What a rec709 programme does with SDR that is not BT.709."""

    KEEP = "keep"  # codes are taken as they are: what comes in goes out
    MATCH = "match"  # light is kept: other primaries and curves are converted to BT.709


class ColorSpec(SpecModel):
    """The ``color:`` block: looks by name, grades by shot id; ``"*"`` grades every shot without a grade of its own."""

    convert: School | None = None
    """How SDR, HDR and camera light become each other: by BT.2408 (display light) or by ACES 2."""
    sdr: SdrUse = SdrUse.KEEP
    """In a rec709 programme: ``keep`` the codes of other SDR (BT.601, sRGB, P3), or ``match`` its light."""
    peak: Annotated[Number, Field(ge=100, le=10_000)] = 1000.0
    """The light, in nits, HDR pictures are mastered at: from there HDR is brought into SDR."""
    budget: Annotated[Number, Field(ge=0.01, le=1023)] | None = None
    """How far a LUT may be from the exact color, in 10-bit codes, for 999 of 1000 colors; the worst eight times as far.
    Where none is so near, color is worked out at every pixel. Left out: the nearest LUT that is found is used."""
    exact: bool = False
    """Work all color out at every pixel, without LUTs: exact, and much slower."""
    looks: NamedMap[NamedGrade] = FrozenDict()
    grades: Annotated[Mapping[str, NamedGrade], AfterValidator(FrozenDict)] = FrozenDict()
