"""MLT's animated values: ``-6``, ``0=-60;12=0``, ``0=0 0 1920 1080 1;25~=480 270 960 540 0.5``.

Before ``=`` the sign of a key says how the value goes on from it: ``|`` and ``!`` hold, none is straight; ``~``, ``$``,
``-`` and the letters are curves of MLT's own (Catmull-Rom splines, eases), for which the house's smooth one stands.
A key below 0 counts from the end.

Source: MLT framework, mlt_animation.c and mlt_property.c (7.12), "Keyframes" in mltframework.org's documentation.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import SILENCE_DB
from posthouse.interchange.mlt.words import frames_of
from posthouse.interchange.timeline import Curve, Key
from posthouse.interchange.xml_reading import plain_float

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.timing import FrameRange, Rate

_KEY = re.compile(r"\s*([^=]+?)\s*([|~$!a-zA-Z]|(?<=\d)-)?=\s*(.+)")
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)(%?)")
_HOLDS = {"|", "!"}
_MOST_KEYS = 100_000
_RECT_PARTS = 5
Parts = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What keys count in."""

    rate: Rate
    start_frame: int = 0
    """The key's frame at which the clip begins."""
    length: int = 0
    """Of the filter, for keys that count from its end."""
    size: tuple[int, int] = (0, 0)
    """Of the profile, which percents of a rectangle are parts of."""

    def at(self, text: str) -> int | None:
        """Return the frame of the clip a key stands at."""
        frame = frames_of(text, self.rate)
        if frame is None:
            return None
        return (frame if frame >= 0 else self.length + frame) - self.start_frame


def curve_of(text: str, base: Base) -> Curve | None:
    """Return ``-6`` or ``0=-60;12=0`` as a curve; None where it cannot be read."""
    return _curve(text, base, _single)


def rect_curve(text: str, base: Base) -> Curve | None:
    """Return a rectangle (x, y, width, height, opacity) in pixels of the profile; None where it cannot be read."""
    return _curve(text, base, lambda part: _rect(part, base.size))


def is_bent(text: str) -> bool:
    """Return whether a way between two keys is one of MLT's own curves."""
    signs = [match[2] or "" for part in text.split(";") if (match := _KEY.fullmatch(part))]
    return any(sign and sign not in _HOLDS for sign in signs[:-1])


def curve_text(curve: Curve, first: int) -> str:
    """Return a curve of one number as MLT spells it; ``first`` is the frame of its producer at which it begins."""
    return spelled(curve, first, lambda value: f"{max(value[0], SILENCE_DB):.6g}")


def spelled(curve: Curve, first: int, spell: Callable[[Parts], str]) -> str:
    """Return a curve as MLT spells it; keys before its producer begins, which MLT has none for, are cut."""
    if curve.is_constant:
        return spell(curve.keys[0].value)
    keys = {nearest(key.at): key for key in curve.keys}
    if min(keys) < -first:
        at = Fraction(-first)
        keys.setdefault(-first, Key(at=at, value=curve.value_at(at), ease=curve.ease_at(at)))
    return ";".join(_key_text(first + at, keys[at].ease, spell(keys[at].value)) for at in sorted(keys) if at >= -first)


def is_exact(curve: Curve) -> bool:
    """Return whether what is spelled is what a curve says: keys on frames, and ways that are straight or hold."""
    is_straight = all(key.ease != "smooth" for key in curve.keys[:-1])
    return curve.is_constant or (is_straight and all(key.at.denominator == 1 for key in curve.keys))


def nearest(at: Fraction) -> int:
    """Return the nearest frame."""
    return (at + Fraction(1, 2)).__floor__()


def _key_text(at: int, ease: str, spelled_value: str) -> str:
    return f"{at}{ {'hold': '|', 'smooth': '~'}.get(ease, '') }={spelled_value}"


def within(curve: Curve, record: FrameRange, length: int, neutral: Parts) -> Curve | None:
    """Return what a filter that acts on some frames of a clip comes to over all of it; None where keys lie beyond."""
    if record.start_frame <= 0 and record.end_frame >= length:
        return curve
    if curve.keys[-1].at >= record.end_frame or curve.keys[0].at < record.start_frame:
        if not curve.is_constant:
            return None
        curve = Curve(keys=(Key(at=Fraction(record.start_frame), value=curve.keys[0].value),))
    keys = list(curve.keys)
    if record.start_frame > 0 and keys[0].value != neutral:
        if keys[0].at > record.start_frame:
            keys.insert(0, Key(at=Fraction(record.start_frame), value=keys[0].value))
        keys.insert(0, Key(at=Fraction(0), value=neutral, ease="hold"))
    if record.end_frame < length and keys[-1].value != neutral:
        keys[-1] = Key(at=keys[-1].at, value=keys[-1].value, ease="hold")
        keys.append(Key(at=Fraction(record.end_frame), value=neutral))
    return Curve(keys=tuple(keys))


def _curve(text: str, base: Base, value_of: Callable[[str], Parts | None]) -> Curve | None:
    found: dict[int, Key] = {}
    parts = [part for part in text.split(";") if part.strip()]
    if not parts or len(parts) > _MOST_KEYS:
        return None
    for part in parts:
        match = _KEY.fullmatch(part)
        at = base.at(match[1]) if match else 0
        value = value_of(match[3] if match else part)
        if at is None or value is None:
            return None
        sign = (match[2] if match else "") or ""
        found[at] = Key(at=Fraction(at), value=value, ease="hold" if sign in _HOLDS else "smooth" if sign else "linear")
    return Curve(keys=tuple(found[at] for at in sorted(found)))


def _single(text: str) -> Parts | None:
    value = plain_float(text)
    return None if value is None else (value,)


def _rect(text: str, size: tuple[int, int]) -> Parts | None:
    """Return x, y, width, height and opacity; between the numbers may stand anything."""
    found = _NUMBER.findall(text)[:_RECT_PARTS]
    if len(found) < _RECT_PARTS - 1:
        return None
    numbers = [float(number) / (100 if percent else 1) for number, percent in found]
    if any(percent for _, percent in found):
        numbers[:4] = [part * size[index % 2] for index, part in enumerate(numbers[:4])]
    if not all(map(math.isfinite, numbers)):
        return None
    opacity = numbers[4] if len(numbers) == _RECT_PARTS else 1.0
    return (*numbers[:4], min(1.0, max(0.0, opacity)))
