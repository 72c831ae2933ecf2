"""What the document may say about how a shot moves: each value a constant, a sweep, or keyframes.

``scale: 1.2`` stays, ``scale: {from: 1, to: 1.3, ease: in-out}`` goes from the shot's first frame to its last, and
``scale: [{at: +12f, to: 1}, {at: end, to: 1.3, ease: out}]`` goes by keyframes. The ease is of the way *to* a keyframe.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Generic, Self, TypeVar

from pydantic import Discriminator, Field, PlainSerializer, PlainValidator, Tag, WithJsonSchema, model_validator

from posthouse.editorial.ease import Ease
from posthouse.fields import Fraction01, KeyTime, SpecModel

LARGEST_SCALE = 20
FARTHEST = 20
"""How many frames away a shot may stand."""
MOST_DEGREES = 36000
V_co = TypeVar("V_co", covariant=True)


def _number(written: object, kind: str, example: str) -> float:
    """Return a number, or a percentage as a part of one."""
    number = math.nan
    if isinstance(written, str) and written.strip().endswith("%"):
        with contextlib.suppress(ValueError):
            number = float(written.strip()[:-1]) / 100
    elif isinstance(written, int | float) and not isinstance(written, bool):
        number = float(written)
    if math.isnan(number):
        raise ValueError(f"{written!r} is not {kind}; write it as {example}")
    return number


def parsed_spot(written: object) -> tuple[float, float]:
    """Return (across, down) in parts of the frame or the picture; beyond 0..1 is outside it.

    Raises:
        ValueError: not two numbers, or too far away.
    """
    if isinstance(written, str) or not isinstance(written, Sequence) or len(written) != 2:
        raise ValueError(f"{written!r} is not a place; write it as [0.5, 0.5]: across and down, 0 to 1 inside")
    across, down = (_number(part, "a part of the frame", "0.5 or 50%") for part in written)
    if max(abs(across), abs(down)) > FARTHEST:
        raise ValueError(
            f"{list(written)} is more than {FARTHEST} frames away; places are parts of the frame, not pixels"
        )
    return across, down


def parsed_scale(written: object) -> tuple[float, float]:
    """Return (across, down) scales; one number is both.

    Raises:
        ValueError: not one or two numbers, negative, or too large.
    """
    pair = written if isinstance(written, Sequence) and not isinstance(written, str) else (written, written)
    if len(pair) != 2:
        raise ValueError(f"{written!r} is not a scale; write one number, or [across, down]")
    across, down = (_number(part, "a scale", "1.2 or 120%, or two as [1.2, 1]") for part in pair)
    if min(across, down) < 0:
        raise ValueError(f"{written} is negative; a scale is above 0, as 0.5 or 50%")
    if max(across, down) > LARGEST_SCALE:
        raise ValueError(f"{written} is out of range; a scale is at most {LARGEST_SCALE}. For 120% write 1.2 or 120%")
    return across, down


def shown_scale(written: object) -> object:
    """Return a scale, unless it is a constant that shows nothing.

    Raises:
        ValueError: 0 in one direction, always.
    """
    if isinstance(written, tuple) and written and 0 in written:
        raise ValueError("a scale of 0 shows nothing; say omit: true, or animate it from 0 by keyframes")
    return written


def _short_scale(scale: tuple[float, float]) -> float | list[float]:
    return scale[0] if scale[0] == scale[1] else list(scale)


_PART = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\s*[+-]?[\d.]+\s*%\s*$"}]}
_PAIR = {"type": "array", "items": _PART, "minItems": 2, "maxItems": 2}
Spot = Annotated[
    tuple[float, float],
    PlainValidator(parsed_spot),
    PlainSerializer(list, return_type=list[float]),
    WithJsonSchema(_PAIR | {"description": "(across, down), 0 to 1 from the top left; beyond is outside."}),
]
"""(across, down) from the top left corner in parts; beyond 0..1 is outside."""
Scale = Annotated[
    tuple[float, float],
    PlainValidator(parsed_scale),
    PlainSerializer(_short_scale),
    WithJsonSchema({"anyOf": [*_PART["anyOf"], _PAIR], "description": "One number, or [across, down]."}),
]
"""(across, down) scales; 1 is the fitted size."""
Degrees = Annotated[float, Field(ge=-MOST_DEGREES, le=MOST_DEGREES)]
"""Degrees clockwise."""


class _Keyframe(SpecModel, Generic[V_co]):
    at: KeyTime
    """Where it lies: a source time follows the footage; ``+12f``, ``start``, ``end`` follow the cut."""
    to: V_co
    """The value there."""
    ease: Ease = Ease()
    """How the value gets here from the keyframe before."""


class _Sweep(SpecModel, Generic[V_co]):
    first: V_co = Field(alias="from")
    """The value at the shot's first frame."""
    to: V_co
    """The value at the shot's last frame."""
    ease: Ease = Ease()
    """How it gets there."""


class SpotKeyframe(_Keyframe[Spot]):
    """A place at a time: ``{at: +12f, to: [0.4, 0.5], ease: in-out}``."""


class ScaleKeyframe(_Keyframe[Scale]):
    """A scale at a time: ``{at: end, to: 1.3, ease: out}``."""


class RotationKeyframe(_Keyframe[Degrees]):
    """A rotation at a time: ``{at: "00:00:05:00", to: -3}``."""


class PartKeyframe(_Keyframe[Fraction01]):
    """A part, 0 to 1, at a time: ``{at: start, to: 0}``."""


class SpotSweep(_Sweep[Spot]):
    """From one place to another over the shot: ``{from: [0.5, 0.5], to: [0.4, 0.5], ease: in-out}``."""


class ScaleSweep(_Sweep[Scale]):
    """From one scale to another over the shot: ``{from: 1, to: 1.3, ease: in-out}``."""


class RotationSweep(_Sweep[Degrees]):
    """From one rotation to another over the shot."""


class PartSweep(_Sweep[Fraction01]):
    """From one part to another over the shot."""


def _way_of_saying(written: object) -> str:
    """Return which of the three spellings is meant, so that a problem is told of that one only."""
    if isinstance(written, Mapping | _Sweep):
        return "sweep"
    if not isinstance(written, Sequence) or isinstance(written, str):
        return "constant"
    if not written or any(isinstance(part, Mapping | _Keyframe) for part in written):
        return "keyframes"
    return "constant"


_Choice = Discriminator(_way_of_saying)
AnimatedSpot = Annotated[
    Annotated[Spot, Tag("constant")]
    | Annotated[tuple[SpotKeyframe, ...], Tag("keyframes")]
    | Annotated[SpotSweep, Tag("sweep")],
    _Choice,
]
AnimatedScale = Annotated[
    Annotated[Scale, Tag("constant")]
    | Annotated[tuple[ScaleKeyframe, ...], Tag("keyframes")]
    | Annotated[ScaleSweep, Tag("sweep")],
    _Choice,
]
AnimatedRotation = Annotated[
    Annotated[Degrees, Tag("constant")]
    | Annotated[tuple[RotationKeyframe, ...], Tag("keyframes")]
    | Annotated[RotationSweep, Tag("sweep")],
    _Choice,
]
AnimatedPart = Annotated[
    Annotated[Fraction01, Tag("constant")]
    | Annotated[tuple[PartKeyframe, ...], Tag("keyframes")]
    | Annotated[PartSweep, Tag("sweep")],
    _Choice,
]
Animated = object
"""Any of the above."""
Keyframes = tuple[_Keyframe[object], ...]
Keyframe = _Keyframe
Sweep = _Sweep


class CropSpec(SpecModel):
    """What is cut off a picture, in parts of it: ``{left: 10%, right: 10%, softness: 2%}``."""

    left: AnimatedPart = 0.0
    top: AnimatedPart = 0.0
    right: AnimatedPart = 0.0
    bottom: AnimatedPart = 0.0
    softness: AnimatedPart = 0.0
    """The width of soft edges, inwards, in parts of the picture's height; sides that are not cropped stay hard."""

    @model_validator(mode="after")
    def _something_stays(self) -> Self:
        for first, second in (("left", "right"), ("top", "bottom")):
            pair = getattr(self, first), getattr(self, second)
            if all(isinstance(part, float) for part in pair) and sum(pair) >= 1:
                raise ValueError(f"{first} and {second} together cut everything away; they must stay below 1")
        return self
