"""Parameters of effects: a value, or keyframes whose ``when`` counts frames of the clip as it plays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import Curve, Key
from posthouse.interchange.xml_reading import exact_number, plain_float, text_of

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.xml_reading import Element

Values = tuple[float, ...]
Meaning = Callable[[Values], Values]
_EASES = {"hold": "hold", "bezier": "smooth", "hermite": "smooth", "ease": "smooth", "smooth": "smooth"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How keyframe times become timeline frames from the clip's record start."""

    first: Fraction
    """What ``when`` is at the record start."""
    ratio: Fraction
    """Timeline frames for one frame of the clip."""

    def at(self, when: Fraction) -> Fraction:
        """Return timeline frames into the clip."""
        return (when - self.first) * self.ratio


def parameters_of(effect: Element) -> dict[str, Element]:
    """Return an effect's parameters by their ids, in lower case."""
    found: dict[str, Element] = {}
    for each in effect.iterfind("parameter"):
        found.setdefault((text_of(each, "parameterid") or text_of(each, "name")).lower(), each)
    return found


def curve_of(parameter: Element | None, clock: Clock, meaning: Meaning) -> Curve | None:
    """Return a parameter as a curve in neutral values, None where it is not there or cannot be read."""
    if parameter is None:
        return None
    keys = [key for key in (_key(each, clock, meaning) for each in parameter.iterfind("keyframe")) if key is not None]
    if keys:
        return Curve(keys=tuple(sorted(keys, key=lambda key: key.at)))
    values = values_of(parameter)
    return None if values is None else Curve.constant(*meaning(values))


def values_of(holder: Element) -> Values | None:
    """Return the numbers of a <value>: one, or across and down."""
    value = holder.find("value")
    if value is None:
        return None
    texts = [value.findtext("horiz"), value.findtext("vert")] if value.find("horiz") is not None else [value.text]
    numbers = [plain_float(text) for text in texts]
    return tuple(number for number in numbers if number is not None) if None not in numbers else None


def _key(element: Element, clock: Clock, meaning: Meaning) -> Key | None:
    when, values = exact_number(element.findtext("when")), values_of(element)
    if when is None or values is None:
        return None
    ease = _EASES.get(text_of(element, "interpolation/name").lower().rstrip("12"), "linear")
    return Key(at=clock.at(when), value=meaning(values), ease=ease)
