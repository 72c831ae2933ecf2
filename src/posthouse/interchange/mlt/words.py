"""MLT's small words: properties, times, levels that change."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import SILENCE_DB
from posthouse.interchange.timeline import Curve, Key
from posthouse.interchange.xml_reading import children, exact_number, plain_float

if TYPE_CHECKING:
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(?:(\d{1,2}):)?(\d{1,2})[.,](\d{1,9})", re.ASCII)
_SMPTE = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2})[:;](\d{1,3})", re.ASCII)
_KEY = re.compile(r"\s*([^=]+?)\s*([|~$!a-zA-Z]?)=\s*(.+)")
JOIN = "posthouse:join"
"""Of a mix: how many frames of it come before the cut; other applications mean the middle."""
KIND, WIPE, SOFTNESS = "posthouse:kind", "posthouse:wipe", "posthouse:softness"
REVERSED, DIP = "posthouse:reversed", "posthouse:dip"
"""Of a mix: what it stands for, where MLT shows a dissolve."""
SILENT_BELOW_DB = -59.0
"""MLT's fades begin and end at -60 dB, which stands for silence."""


def properties(element: Element) -> dict[str, str]:
    """Return the properties of an element."""
    return {str(each.get("name", "")): (each.text or "").strip() for each in children(element, "property")}


def frames_of(text: str | None, rate: Rate) -> int | None:
    """Return a time in frames: ``125``, ``00:00:05.000`` (a clock) or ``00:00:05:00``; None where it is none."""
    bare = (text or "").strip()
    if bare.lstrip("-").isdecimal():
        return int(bare)
    if match := _SMPTE.fullmatch(bare):
        hours, minutes, seconds, frames = (int(part) for part in match.groups())
        return (hours * 3600 + minutes * 60 + seconds) * rate.timebase + frames
    if match := _CLOCK.fullmatch(bare):
        first, second, whole, part = (match[group] or "0" for group in range(1, 5))
        hours, minutes = (int(first), int(second)) if match[2] else (0, int(first))
        exact = Fraction(int(part), 10 ** len(part))
        return rate.nearest_frames(hours * 3600 + minutes * 60 + int(whole) + exact)
    number = exact_number(bare)
    return None if number is None else (number + Fraction(1, 2)).__floor__()


def curve_of(text: str, rate: Rate, *, start_frame: int = 0) -> Curve | None:
    """Return ``-6`` or ``0=-60;12=0`` as a curve from a frame on; None where it cannot be read."""
    keys = []
    for part in text.split(";"):
        match = _KEY.fullmatch(part)
        at = frames_of(match[1], rate) if match else start_frame
        value = plain_float(match[3] if match else part)
        if at is None or value is None:
            return None
        ease = {"|": "hold", "!": "hold", "~": "smooth"}.get(match[2] if match else "", "linear")
        keys.append(Key(at=Fraction(at - start_frame), value=(value,), ease=ease))
    return Curve(keys=tuple(keys))


def curve_text(curve: Curve, last_frame: int) -> str:
    """Return a curve of one number as MLT spells it; ``last_frame`` is the last a key may stand at."""
    if curve.is_constant:
        return f"{curve.keys[0].value[0]:.6g}"
    found: dict[int, str] = {}
    for key in curve.keys:
        sign = {"hold": "|", "smooth": "~"}.get(key.ease, "")
        at = max(0, min(last_frame, (key.at + Fraction(1, 2)).__floor__()))
        found[at] = f"{at}{sign}={max(key.value[0], SILENCE_DB):.6g}"
    return ";".join(found[at] for at in sorted(found))
