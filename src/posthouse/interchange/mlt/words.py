"""MLT's small words: properties, times, and those that are ours."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.xml_reading import children, exact_number

if TYPE_CHECKING:
    from posthouse.interchange.timeline import MediaRef
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(?:(\d{1,2}):)?(\d{1,2})[.,](\d{1,9})", re.ASCII)
_SMPTE = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2})[:;](\d{1,3})", re.ASCII)
JOIN = "posthouse:join"
"""Of a mix: how many frames of it come before the cut; other applications mean the middle."""
KIND, WIPE, SOFTNESS = "posthouse:kind", "posthouse:wipe", "posthouse:softness"
REVERSED, DIP = "posthouse:reversed", "posthouse:dip"
"""Of a mix: what it stands for, where MLT shows a dissolve."""
NAME = "kdenlive:clipname"
"""What Kdenlive calls a clip or a sequence."""
COPY = "posthouse:copy-of"
"""Of a nested tractor with filters of its own for one side of a mix: the tractor it is."""
LUT = "avfilter.lut3d"
FADE = "posthouse:fade"
"""Of a filter that gives a picture its alpha: in or out, where that is all it does."""
PIXEL_ASPECT = "pixel_aspect"
"""Of a media's facts: how wide its pixels are, where they are not square."""
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


def lut_words(file: str) -> dict[str, str]:
    """Return the filter of a LUT; a path is from the document's own folder."""
    return {"mlt_service": LUT, "kdenlive_id": LUT, "av.file": file, "av.interp": "tetrahedral"}


def pixel_aspect(media: MediaRef) -> Fraction:
    """Return how wide a media's pixels are for their height."""
    return exact_number(str(media.facts.get(PIXEL_ASPECT, 1))) or Fraction(1)
