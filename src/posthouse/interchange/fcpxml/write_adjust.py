"""Adjustments of a clip in the order the document type asks for: crop, conform, transform, blend; volume, panner."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.adjust import BLENDS
from posthouse.interchange.fcpxml.times import spelled_time
from posthouse.interchange.timeline import Curve
from posthouse.interchange.xml_writing import add_element

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from posthouse.interchange.fcpxml.writing import WritingX
    from posthouse.interchange.timeline import Clip, Transform
    from posthouse.interchange.xml_reading import Element

Values = tuple[float, ...]
_NUMBERS = {name: number for number, name in BLENDS.items()}
_STEREO = "1 (Stereo Left/Right)"
_QUIETEST_DB = -96.0
"""Final Cut's own floor."""
_EDGES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a clip's clock says at its record start, frames a second, the frame's size, the ledger's name."""

    start: Fraction
    frames_a_second: Fraction
    size: tuple[int, int] | None
    item: str

    def time(self, at: Fraction) -> str:
        """Return a moment of a curve on the clip's clock."""
        return spelled_time(self.start + at / self.frames_a_second)


def add_picture_adjustments(state: WritingX, element: Element, clip: Clip, stand: Stand) -> None:
    """Add what places a picture and makes it see-through."""
    transform = clip.transform
    if transform is not None:
        if transform.crop is not None:
            _add_crop(state, element, transform.crop, clip, stand)
        if not transform.is_scale_of_fit:
            add_element(element, "adjust-conform", attributes={"type": "none"})
        _add_transform(state, element, transform, stand)
        state.ledger.keep(stand.item, "transform")
    if clip.opacity is not None or clip.blend != "normal":
        _add_blend(state, element, clip, stand)


def _add_crop(state: WritingX, element: Element, crop: Curve, clip: Clip, stand: Stand) -> None:
    size = clip.media.size
    if size is None and any(any(key.value) for key in crop.keys):
        state.ledger.approximate(
            stand.item, "transform", "the picture's size is not known: its crop is written for 16:9"
        )
    aspect = size[0] / size[1] if size else 16 / 9
    rect = add_element(add_element(element, "adjust-crop", attributes={"mode": "trim"}), "trim-rect")
    for index, (edge, factor) in enumerate(zip(_EDGES, (aspect, 1.0, aspect, 1.0), strict=True)):
        keys = tuple(dataclasses.replace(key, value=(key.value[index] * 100 * factor,)) for key in crop.keys)
        _add_curve(state, rect, edge, Curve(keys=keys), stand, lambda values: values)


def _add_transform(state: WritingX, element: Element, transform: Transform, stand: Stand) -> None:
    aspect = stand.size[0] / stand.size[1] if stand.size else 16 / 9

    def place(values: Values) -> Values:
        return (values[0] - 0.5) * 100 * aspect, -(values[1] - 0.5) * 100

    rows: tuple[tuple[str, Curve | None, Callable[[Values], Values]], ...] = (
        ("position", transform.position, place),
        ("scale", transform.scale, lambda values: (values[0], values[-1])),
        ("rotation", transform.rotation, lambda values: (-values[0],)),
        ("anchor", transform.anchor, place),
    )
    if any(curve is not None for _, curve, _ in rows):
        holder = add_element(element, "adjust-transform")
        for name, curve, meaning in rows:
            if curve is not None:
                _add_curve(state, holder, name, curve, stand, meaning)


def _add_blend(state: WritingX, element: Element, clip: Clip, stand: Stand) -> None:
    holder = add_element(element, "adjust-blend")
    if clip.blend in _NUMBERS and clip.blend != "normal":
        holder.set("mode", f"{_NUMBERS[clip.blend]} ({clip.blend.title()})")
    elif clip.blend != "normal":
        state.ledger.drop(stand.item, "blend", f"Final Cut has no blend mode {clip.blend!r}")
    if clip.opacity is not None:
        _add_curve(state, holder, "amount", clip.opacity, stand, lambda values: values)
        state.ledger.keep(stand.item, "opacity")


def add_sound_adjustments(state: WritingX, element: Element, clip: Clip, stand: Stand) -> None:
    """Add level, fades and pan of a sound."""
    if clip.gain_db is not None or clip.fade_in or clip.fade_out:
        holder = add_element(element, "adjust-volume")
        fades = [("fadeIn", clip.fade_in), ("fadeOut", clip.fade_out)]
        lengths = {name: spelled_time(frames / stand.frames_a_second) for name, frames in fades if frames}
        gain = clip.gain_db or Curve.constant(0.0)
        _add_curve(
            state,
            holder,
            "amount",
            gain,
            stand,
            lambda values: (max(_QUIETEST_DB, values[0]),),
            unit="dB",
            fades=lengths,
        )
        state.ledger.keep(stand.item, "level")
    if clip.pan is not None:
        holder = add_element(element, "adjust-panner", attributes={"mode": _STEREO})
        _add_curve(state, holder, "amount", clip.pan, stand, lambda values: (values[0] * 100,))
        state.ledger.keep(stand.item, "pan")


def _add_curve(  # noqa: PLR0913 - a curve with all that can hang on it
    state: WritingX,
    element: Element,
    name: str,
    curve: Curve,
    stand: Stand,
    meaning: Callable[[Values], Values],
    *,
    unit: str = "",
    fades: dict[str, str] | None = None,
) -> None:
    """Set an attribute, or add a param with keyframes and fades."""
    is_still = len(curve.keys) == 1
    if is_still:
        element.set(name, _spelled(meaning(curve.keys[0].value), unit))
    if is_still and not fades:
        return
    param = add_element(element, "param", attributes={"name": name})
    for tag, length in (fades or {}).items():
        add_element(param, tag, attributes={"type": "easeIn", "duration": length})
    if not is_still:
        _add_keyframes(state, param, curve, stand, lambda values: _spelled(meaning(values), unit))


def _add_keyframes(
    state: WritingX, param: Element, curve: Curve, stand: Stand, spelled: Callable[[Values], str]
) -> None:
    if any(key.ease == "hold" for key in curve.keys):
        state.ledger.approximate(
            stand.item, "transform", f"keyframes of {param.get('name')} that hold are written as straight lines"
        )
    animation = add_element(param, "keyframeAnimation")
    for key in curve.keys:
        attributes = {"time": stand.time(key.at), "value": spelled(key.value)}
        add_element(
            animation, "keyframe", attributes=attributes | ({} if key.ease == "smooth" else {"curve": "linear"})
        )


def _spelled(values: Values, unit: str) -> str:
    return " ".join(f"{value or 0.0:.12g}{unit}" for value in values)
