"""Adjustments: transform, crop, conform, blend, volume and pan, with their keyframes, in neutral words.

Units (Apple, FCPXML Reference, adjustments): places are per cent of the frame's height in both directions, up is
positive; degrees turn against the clock; crop edges are per cent of the picture's height; keyframe times are the clip's
own clock, which starts at its ``start``.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import SILENCE_DB
from posthouse.interchange.fcpxml.times import parsed_time
from posthouse.interchange.timeline import Curve, Key, Transform
from posthouse.interchange.xml_reading import children, plain_float

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.xml_reading import Element

Values = tuple[float, ...]
Size = tuple[int, int]
BLENDS = {
    0: "normal",
    2: "subtract",
    3: "darken",
    4: "multiply",
    5: "color burn",
    6: "linear burn",
    8: "add",
    9: "lighten",
    10: "screen",
    11: "color dodge",
    12: "linear dodge",
    14: "overlay",
    15: "soft light",
    16: "hard light",
    17: "vivid light",
    18: "linear light",
    19: "pin light",
    20: "hard mix",
    22: "difference",
    23: "exclusion",
    25: "stencil alpha",
    26: "stencil luma",
    27: "silhouette alpha",
    28: "silhouette luma",
    29: "behind",
    31: "alpha add",
    32: "premultiplied mix",
}
"""Blend modes by the number Final Cut writes before their names (FCPXML Reference, supported identifiers)."""
_NUMBERS = re.compile(r"[\s,]+")
_EDGES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalClock:
    """How a clip's own seconds become timeline frames from its record start."""

    start: Fraction
    frames_a_second: Fraction

    def frames(self, seconds: Fraction) -> Fraction:
        """Return timeline frames into the clip."""
        return (seconds - self.start) * self.frames_a_second


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A level with its fades, in frames."""

    gain_db: Curve | None = None
    fade_in: int = 0
    fade_out: int = 0


def transform_of(
    element: Element, clock: LocalClock, frame: Size | None, picture: Size | None
) -> tuple[Transform | None, list[str]]:
    """Return where a clip's picture stands, and remarks on what is near it only."""
    remarks: list[str] = []
    moved = _transformed(element.find("adjust-transform"), clock, frame)
    crop = _cropped(element.find("adjust-crop"), clock, picture, remarks)
    conform = element.find("adjust-conform")
    kind = conform.get("type", "fit") if conform is not None else "fit"
    if moved is None and crop is None and kind == "fit":
        return None, remarks
    transform = dataclasses.replace(moved or Transform(), crop=crop)
    if kind == "none":
        transform = dataclasses.replace(transform, is_scale_of_fit=False)
    elif kind == "fill":
        if frame is None or picture is None or not picture[0]:
            remarks.append("it fills the frame, and the sizes are not known: it is fitted")
        else:
            ratio = (frame[0] / picture[0]) / (frame[1] / picture[1])
            transform = _filled(transform, max(ratio, 1 / ratio))
    return transform, remarks


def _filled(transform: Transform, factor: float) -> Transform:
    scale = transform.scale or Curve.constant(1.0, 1.0)
    keys = tuple(dataclasses.replace(key, value=tuple(round(v * factor, 9) for v in key.value)) for key in scale.keys)
    return dataclasses.replace(transform, scale=Curve(keys=keys))


def _transformed(element: Element | None, clock: LocalClock, frame: Size | None) -> Transform | None:
    if element is None or element.get("enabled") == "0":
        return None
    aspect = frame[1] / frame[0] if frame else 9 / 16

    def place(values: Values) -> Values:
        return round(0.5 + values[0] / 100 * aspect, 8), round(0.5 - values[1] / 100, 8)

    return Transform(
        position=curve_of(element, "position", 2, clock, place),
        scale=curve_of(element, "scale", 2, clock, lambda values: values),
        rotation=curve_of(element, "rotation", 1, clock, lambda values: (-values[0] if values[0] else 0.0,)),
        anchor=curve_of(element, "anchor", 2, clock, place),
    )


def _cropped(element: Element | None, clock: LocalClock, picture: Size | None, remarks: list[str]) -> Curve | None:
    if element is None or element.get("enabled") == "0":
        return None
    mode = element.get("mode", "trim")
    rects = list(children(element, f"{mode}-rect"))
    if not rects:
        return None
    if mode != "trim":
        remarks.append(f"a crop of the kind {mode!r} also enlarges: only its edges are read")
    across = picture[1] / picture[0] if picture else 9 / 16
    factors = (across / 100, 0.01, across / 100, 0.01)
    curves = [curve_of(rects[0], edge, 1, clock, lambda values: values) or Curve.constant(0.0) for edge in _EDGES]
    eases = {key.at: key.ease for curve in curves if len(curve.keys) > 1 for key in curve.keys} or {
        Fraction(0): "linear"
    }
    keys = tuple(
        Key(
            at=at,
            value=tuple(round(value_at(c, at) * f, 8) for c, f in zip(curves, factors, strict=True)),
            ease=eases[at],
        )
        for at in sorted(eases)
    )
    return Curve(keys=keys)


def value_at(curve: Curve, at: Fraction) -> float:
    """Return the first value of a curve at a moment, straight between keys."""
    before = [key for key in curve.keys if key.at <= at]
    after = [key for key in curve.keys if key.at > at]
    if not before or not after:
        return (before[-1] if before else after[0]).value[0]
    part = float((at - before[-1].at) / (after[0].at - before[-1].at))
    return before[-1].value[0] + part * (after[0].value[0] - before[-1].value[0])


def blend_of(element: Element, clock: LocalClock) -> tuple[Curve | None, str]:
    """Return (opacity, blend mode) of a clip."""
    found = element.find("adjust-blend")
    if found is None:
        return None, "normal"
    return curve_of(found, "amount", 1, clock, lambda values: values), _blend_name(found.get("mode", ""))


def _blend_name(mode: str) -> str:
    number, _, name = mode.strip().partition(" ")
    if number.isdigit():
        return BLENDS.get(int(number), name.strip("()").lower() or mode)
    return mode.lower() or "normal"


def volume_of(element: Element | None, clock: LocalClock) -> Volume:
    """Return the level of an ``adjust-volume``."""
    if element is None:
        return Volume()
    holder = next((each for each in children(element, "param") if each.get("name") == "amount"), None)
    fades = [holder.find(tag) if holder is not None else None for tag in ("fadeIn", "fadeOut")]
    lengths = [
        (parsed_time(each.get("duration", "")) or Fraction(0)) if each is not None else Fraction(0) for each in fades
    ]
    frames = [(length * clock.frames_a_second + Fraction(1, 2)).__floor__() for length in lengths]
    gain = curve_of(element, "amount", 1, clock, lambda values: (max(SILENCE_DB, values[0]),))
    return Volume(gain_db=gain, fade_in=max(0, frames[0]), fade_out=max(0, frames[1]))


def pan_of(element: Element | None, clock: LocalClock) -> Curve | None:
    """Return the pan of an ``adjust-panner``: -100 is left, 100 is right."""
    if element is None:
        return None
    return curve_of(element, "amount", 1, clock, lambda values: (max(-1.0, min(1.0, values[0] / 100)),))


def curve_of(
    element: Element, name: str, count: int, clock: LocalClock, meaning: Callable[[Values], Values]
) -> Curve | None:
    """Return an attribute, or the keyframes that stand for it, as a curve; None where neither is there."""
    holder = next((each for each in children(element, "param") if each.get("name") == name), None)
    keys = (
        []
        if holder is None
        else [
            key for each in holder.iterfind("keyframeAnimation/keyframe") if (key := _key(each, count, clock, meaning))
        ]
    )
    if keys:
        return Curve(keys=tuple(sorted(keys, key=lambda key: key.at)))
    said = element.get(name) or (holder.get("value") if holder is not None else None)
    values = _values(said or "", count)
    return None if values is None else Curve.constant(*meaning(values))


def _key(element: Element, count: int, clock: LocalClock, meaning: Callable[[Values], Values]) -> Key | None:
    at, values = parsed_time(element.get("time", "")), _values(element.get("value", ""), count)
    if at is None or values is None:
        return None
    is_linear = element.get("curve", "smooth") == "linear" and element.get("interp", "linear") == "linear"
    return Key(at=clock.frames(at), value=meaning(values), ease="linear" if is_linear else "smooth")


def _values(text: str, count: int) -> Values | None:
    parts = [plain_float(part.removesuffix("dB")) for part in _NUMBERS.split(text.strip()) if part]
    if len(parts) != count or None in parts:
        return (SILENCE_DB,) if text.strip().lower() in {"-infdb", "-inf"} else None
    return tuple(part for part in parts if part is not None)
