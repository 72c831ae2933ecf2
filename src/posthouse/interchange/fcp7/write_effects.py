"""Motion, crop, opacity, levels, pan and time remaps as effects of a clip item."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.interchange.curves import gain_of_db
from posthouse.interchange.fcp7.dialect import Dialect
from posthouse.interchange.fcp7.writing import flag, nearest
from posthouse.interchange.timeline import Curve, Key, Transform
from posthouse.interchange.xml_writing import add_element, decimal_text

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.fcp7.writing import Writing7
    from posthouse.interchange.timeline import Clip
    from posthouse.interchange.xml_reading import Element

Spelled = Callable[[tuple[float, ...]], tuple[float, ...]]
_MOTION = ("Basic Motion", "basic", "motion", "motion", "video")
_CROP = ("Crop", "crop", "motion", "motion", "video")
_OPACITY = ("Opacity", "opacity", "motion", "motion", "video")
_LEVELS = ("Audio Levels", "audiolevels", "audiolevels", "audiolevels", "audio")
_PAN = ("Audio Pan", "audiopan", "audiopan", "audiopan", "audio")
_EDGES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where keyframes count from, how many clip frames a timeline frame is, the sequence's size, the ledger's name."""

    first: int
    ratio: Fraction
    size: tuple[int, int] | None
    item: str

    def when(self, at: Fraction) -> str:
        """Return a moment of a curve as a keyframe's ``when``."""
        return decimal_text(self.first + at * self.ratio, 9)


def add_picture_effects(state: Writing7, parent: Element, clip: Clip, stand: Stand) -> None:
    """Add what places a picture and makes it see-through."""
    transform = _of_pixels(state, clip, stand)
    if transform is not None:
        _add_motion(state, parent, transform, clip, stand)
        if transform.crop is not None:
            _add_crop(parent, transform.crop, stand)
        state.ledger.keep(stand.item, "transform")
    if clip.opacity is not None:
        effect = _add_effect(parent, _OPACITY)
        _add_curve(effect, "opacity", "opacity", clip.opacity, stand, lambda values: (values[0] * 100,))
        state.ledger.keep(stand.item, "opacity")


def add_sound_effects(state: Writing7, parent: Element, clip: Clip, stand: Stand) -> None:
    """Add levels and pan."""
    if clip.gain_db is not None:
        effect = _add_effect(parent, _LEVELS)
        _add_curve(effect, "level", "Level", clip.gain_db, stand, lambda values: (gain_of_db(values[0]),))
        state.ledger.keep(stand.item, "level")
    if clip.pan is not None:
        _add_curve(_add_effect(parent, _PAN), "pan", "Pan", clip.pan, stand, lambda values: (values[0],))
        state.ledger.keep(stand.item, "pan")


def _of_pixels(state: Writing7, clip: Clip, stand: Stand) -> Transform | None:
    """Return the transform with scales of the media's own pixels, as this format counts; fitted ones are worked out."""
    transform = clip.transform
    if transform is not None and not transform.is_scale_of_fit:
        return transform
    size, sequence = clip.media.size, stand.size
    if size is None or sequence is None:
        if transform is not None:
            state.ledger.approximate(
                stand.item, "transform", "the media's size is not known: 100% is written for fitted"
            )
        return transform
    fit = min(sequence[0] / size[0], sequence[1] / size[1])
    if fit == 1:
        return transform
    scale = (transform.scale if transform else None) or Curve.constant(1.0, 1.0)
    keys = tuple(_scaled(key, fit) for key in scale.keys)
    return dataclasses.replace(transform or Transform(), scale=Curve(keys=keys), is_scale_of_fit=False)


def _scaled(key: Key, fit: float) -> Key:
    return dataclasses.replace(key, value=tuple(value * fit for value in key.value))


def _add_motion(state: Writing7, parent: Element, transform: Transform, clip: Clip, stand: Stand) -> None:
    effect = _add_effect(parent, _MOTION)
    if transform.scale is not None:
        if any(len(key.value) > 1 and abs(key.value[0] - key.value[1]) > 1e-9 for key in transform.scale.keys):
            state.ledger.approximate(stand.item, "transform", "one scale is written for both directions: that across")
        _add_curve(effect, "scale", "Scale", transform.scale, stand, lambda values: (values[0] * 100,))
    if transform.rotation is not None:
        _add_curve(effect, "rotation", "Rotation", transform.rotation, stand, lambda values: values)
    if transform.position is not None:
        across, down = _place_factors(state, clip, stand)
        _add_curve(
            effect,
            "center",
            "Center",
            transform.position,
            stand,
            lambda values: ((values[0] - 0.5) * across, (values[1] - 0.5) * down),
        )
    if transform.anchor is not None:
        _add_curve(
            effect,
            "centerOffset",
            "Anchor Point",
            transform.anchor,
            stand,
            lambda values: (values[0] - 0.5, values[1] - 0.5),
        )


def _add_crop(parent: Element, crop: Curve, stand: Stand) -> None:
    effect = _add_effect(parent, _CROP)
    for index, edge in enumerate(_EDGES):
        keys = tuple(dataclasses.replace(key, value=(key.value[index] * 100,)) for key in crop.keys)
        _add_curve(effect, edge, edge.title(), Curve(keys=keys), stand, lambda values: values)


def _place_factors(state: Writing7, clip: Clip, stand: Stand) -> tuple[float, float]:
    if state.dialect is not Dialect.PREMIERE:
        return 1.0, 1.0
    if clip.media.size and stand.size:
        return stand.size[0] / clip.media.size[0], stand.size[1] / clip.media.size[1]
    state.ledger.approximate(
        stand.item,
        "transform",
        "Premiere places it in parts of the media, whose size is not known: it is taken for the frame",
    )
    return 1.0, 1.0


def _add_effect(parent: Element, words: tuple[str, str, str, str, str]) -> Element:
    effect = add_element(add_element(parent, "filter"), "effect")
    for tag, text in zip(("name", "effectid", "effectcategory", "effecttype", "mediatype"), words, strict=True):
        add_element(effect, tag, text)
    return effect


def _add_curve(effect: Element, identity: str, name: str, curve: Curve, stand: Stand, spelled: Spelled) -> None:
    parameter = add_element(effect, "parameter")
    add_element(parameter, "parameterid", identity)
    add_element(parameter, "name", name)
    _add_value(parameter, spelled(curve.keys[0].value))
    if len(curve.keys) == 1:
        return
    for key in curve.keys:
        holder = add_element(parameter, "keyframe")
        add_element(holder, "when", stand.when(key.at))
        _add_value(holder, spelled(key.value))
        if key.ease != "linear":
            add_element(add_element(holder, "interpolation"), "name", "hold" if key.ease == "hold" else "bezier")


def _add_value(parent: Element, values: tuple[float, ...]) -> None:
    value = add_element(parent, "value")
    if len(values) == 1:
        value.text = f"{values[0]:.12g}"
        return
    add_element(value, "horiz", f"{values[0]:.12g}")
    add_element(value, "vert", f"{values[1]:.12g}")


def add_time_remap(
    parent: Element, points: list[tuple[Fraction, Fraction]], speed: Fraction, *, is_variable: bool, is_sound: bool
) -> None:
    """Add a time remap through points of (when, file frame), which are in order and at least two."""
    words = ("Time Remap", "timeremap", "motion", "motion", "audio" if is_sound else "video")
    effect = _add_effect(parent, words)
    said = (
        ("variablespeed", "1" if is_variable else "0"),
        ("speed", decimal_text(speed * 100, 9)),
        ("reverse", flag(speed < 0)),
        ("frameblending", "FALSE"),
    )
    for identity, text in said:
        parameter = add_element(effect, "parameter")
        add_element(parameter, "parameterid", identity)
        add_element(parameter, "name", identity)
        add_element(parameter, "value", text)
    graph = add_element(effect, "parameter")
    add_element(graph, "parameterid", "graphdict")
    add_element(graph, "name", "graphdict")
    add_element(graph, "valuemin", 0)
    add_element(graph, "valuemax", nearest(max(value for _, value in points)) + 1)
    add_element(graph, "value", 0)
    for when, value in points:
        key = add_element(graph, "keyframe")
        add_element(key, "when", decimal_text(when))
        add_element(key, "value", decimal_text(value))
    add_element(add_element(graph, "interpolation"), "name", "FCPCurve")
