"""Effects of a clip item: motion, crop, opacity, levels and pan become neutral; all others are kept as facts and told.

Sources: Apple, Final Cut Pro XML Interchange Format, effects; Premiere's coordinates from its exports (``dialect``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.interchange.curves import db_of_gain
from posthouse.interchange.fcp7.dialect import Dialect, height_factor
from posthouse.interchange.fcp7.parameters import Values, curve_of, parameters_of, values_of
from posthouse.interchange.fcp7.state import is_true
from posthouse.interchange.timeline import Curve, Effect, Key, Transform
from posthouse.interchange.xml_reading import children, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from posthouse.interchange.fcp7.parameters import Clock
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element

_EDGES = ("left", "top", "right", "bottom")
_TIME_REMAPS = ("timeremap",)


@dataclass(slots=True, kw_only=True)
class Looks:
    """What the effects of one clip item say."""

    position: Curve | None = None
    scale: Curve | None = None
    rotation: Curve | None = None
    anchor: Curve | None = None
    crop: Curve | None = None
    opacity: Curve | None = None
    gain_db: Curve | None = None
    pan: Curve | None = None
    others: list[Effect] = field(default_factory=list)

    @property
    def transform(self) -> Transform | None:
        """Return the picture's place, None where nothing says one; scales are of the media's pixels."""
        parts = (self.position, self.scale, self.rotation, self.anchor, self.crop)
        if all(part is None for part in parts):
            return None
        return Transform(
            position=self.position,
            scale=self.scale,
            rotation=self.rotation,
            anchor=self.anchor,
            crop=self.crop,
            is_scale_of_fit=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The sizes that places are counted in, and the clip's name in the ledger."""

    item: str
    sequence: tuple[int, int] | None
    media: tuple[int, int] | None


def effects_of(item: Element) -> Iterator[Element]:
    """Yield the effects of a clip item that are switched on."""
    for each in children(item, "filter"):
        effect = each.find("effect")
        if (
            effect is not None
            and is_true(each, "enabled", default=True)
            and not is_true(effect, "pproBypass", default=False)
        ):
            yield effect


def time_remap_of(item: Element) -> Element | None:
    """Return the time remap of a clip item."""
    return next((each for each in effects_of(item) if _id_of(each) in _TIME_REMAPS), None)


def looks_of(state: Reading7, item: Element, clock: Clock, frame: Frame) -> Looks:
    """Return what all effects of a clip item say."""
    looks = Looks()
    for effect in effects_of(item):
        name = _id_of(effect)
        if name in _TIME_REMAPS:
            continue
        known = _READERS.get(name)
        if known is None:
            _note_other(state, effect, frame, looks)
        else:
            known(state, effect, clock, frame, looks)
    return looks


def _id_of(effect: Element) -> str:
    return text_of(effect, "effectid").replace(" ", "").lower() or text_of(effect, "name").replace(" ", "").lower()


def _note_other(state: Reading7, effect: Element, frame: Frame, looks: Looks) -> None:
    name = text_of(effect, "name") or text_of(effect, "effectid") or "an effect without a name"
    facts = {
        key: text_of(each, "value") for key, each in parameters_of(effect).items() if len(text_of(each, "value")) < 200
    }
    looks.others.append(Effect(name=name, facts={"effectid": text_of(effect, "effectid"), "parameters": facts}))
    place = state.document.place(effect)
    state.ledger.drop(frame.item, "effect", f"{name} is an effect of the application that wrote it", place=place)


def _read_motion(state: Reading7, effect: Element, clock: Clock, frame: Frame, looks: Looks) -> None:
    found = parameters_of(effect)
    across, down = _place_factors(state, frame, found)
    looks.scale = curve_of(found.get("scale"), clock, lambda values: (values[0] / 100, values[0] / 100))
    looks.rotation = curve_of(found.get("rotation"), clock, lambda values: (values[0],))
    looks.position = curve_of(found.get("center"), clock, lambda values: _shifted(values, across, down))
    looks.anchor = curve_of(found.get("centeroffset"), clock, lambda values: _shifted(values, 1.0, 1.0))
    crops = {edge: found.get(f"{edge}crop") for edge in _EDGES}
    if any(each is not None for each in crops.values()):
        looks.crop = _edges(crops, clock)
    state.ledger.keep(frame.item, "transform", place=state.document.place(effect))


def _place_factors(state: Reading7, frame: Frame, found: dict[str, Element]) -> tuple[float, float]:
    """Return what places across and down are multiplied by to be parts of the sequence."""
    if state.dialect is not Dialect.PREMIERE:
        return 1.0, height_factor(state.dialect, frame.sequence)
    if frame.media and frame.sequence:
        return frame.media[0] / frame.sequence[0], frame.media[1] / frame.sequence[1]
    center = found.get("center")
    if center is not None and (center.find("keyframe") is not None or any(values_of(center) or ())):
        state.ledger.approximate(
            frame.item, "transform", "Premiere places it in parts of the media, whose size the file does not say"
        )
    return 1.0, 1.0


def _shifted(values: Values, across: float, down: float) -> Values:
    """Return a place from the middle as parts of the frame, to a hundred-millionth."""
    horizontal, vertical = (values[0], values[1]) if len(values) > 1 else (values[0], 0.0)
    return round(0.5 + horizontal * across, 8), round(0.5 + vertical * down, 8)


def _read_crop(state: Reading7, effect: Element, clock: Clock, frame: Frame, looks: Looks) -> None:
    found = parameters_of(effect)
    looks.crop = _edges({edge: found.get(edge) for edge in _EDGES}, clock)
    place = state.document.place(effect)
    soft = values_of(found["edgefeather"]) if "edgefeather" in found else None
    if soft and any(soft):
        state.ledger.drop(frame.item, "transform", "the crop's soft edge has no place in a cut", place=place)
    state.ledger.keep(frame.item, "transform", place=place)


def _edges(found: dict[str, Element | None], clock: Clock) -> Curve:
    """Return four edges, each with keyframes of its own, as one curve with a key wherever any has one."""
    curves = [curve_of(found[edge], clock, lambda values: (values[0] / 100,)) or Curve.constant(0.0) for edge in _EDGES]
    if all(curve.is_constant for curve in curves):
        return Curve.constant(*(curve.keys[0].value[0] for curve in curves))
    eases = {key.at: key.ease for curve in curves if not curve.is_constant for key in curve.keys}
    return Curve(
        keys=tuple(
            Key(at=at, value=tuple(value_at(curve, at) for curve in curves), ease=eases[at]) for at in sorted(eases)
        )
    )


def value_at(curve: Curve, at: Fraction) -> float:
    """Return the first value of a curve at a moment, straight between keys."""
    keys = curve.keys
    before = [key for key in keys if key.at <= at]
    after = [key for key in keys if key.at > at]
    if not before or not after:
        return (before[-1] if before else after[0]).value[0]
    low, high = before[-1], after[0]
    part = float((at - low.at) / (high.at - low.at))
    return low.value[0] + part * (high.value[0] - low.value[0])


def _read_opacity(state: Reading7, effect: Element, clock: Clock, frame: Frame, looks: Looks) -> None:
    looks.opacity = curve_of(parameters_of(effect).get("opacity"), clock, lambda values: (values[0] / 100,))
    state.ledger.keep(frame.item, "opacity", place=state.document.place(effect))


def _read_levels(state: Reading7, effect: Element, clock: Clock, frame: Frame, looks: Looks) -> None:
    looks.gain_db = curve_of(parameters_of(effect).get("level"), clock, lambda values: (db_of_gain(values[0]),))
    state.ledger.keep(frame.item, "level", place=state.document.place(effect))


def _read_pan(state: Reading7, effect: Element, clock: Clock, frame: Frame, looks: Looks) -> None:
    looks.pan = curve_of(parameters_of(effect).get("pan"), clock, lambda values: (max(-1.0, min(1.0, values[0])),))
    state.ledger.keep(frame.item, "pan", place=state.document.place(effect))


_READERS: dict[str, Callable[[Reading7, Element, Clock, Frame, Looks], None]] = {
    "basic": _read_motion,
    "basicmotion": _read_motion,
    "crop": _read_crop,
    "opacity": _read_opacity,
    "audiolevels": _read_levels,
    "audiopan": _read_pan,
}
