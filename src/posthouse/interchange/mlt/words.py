"""MLT's small words: properties, times, and those that are ours."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.luma_key import LumaKey
from posthouse.interchange.xml_reading import children, exact_number

if TYPE_CHECKING:
    from collections.abc import Mapping

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
LUT, KEY = "avfilter.lut3d", "lumakey"
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


def key_words(key: LumaKey) -> dict[str, str]:
    """Return the filter of a luma key: its middle and half its width, in codes."""
    clear, seen = (255, 0) if key.is_inverted else (0, 255)
    facts = {"threshold": round((key.low + key.high) / 2 * 255), "slope": round((key.high - key.low) / 2 * 255)}
    facts |= {"prelevel": clear, "postlevel": seen}
    return {"mlt_service": KEY, "kdenlive_id": KEY} | {name: str(value) for name, value in facts.items()}


def key_of(words: Mapping[str, str]) -> LumaKey | None:
    """Return the luma key of a filter; None where it changes, or is not clear on one side and whole on the other."""
    levels = words.get("prelevel", "0"), words.get("postlevel", "255")
    said = [words.get(name, usual) for name, usual in (("threshold", "128"), ("slope", "0"))]
    if levels not in {("0", "255"), ("255", "0")} or not all(text.isdecimal() and len(text) < 4 for text in said):
        return None
    middle, half = (int(text) for text in said)
    low, high = (min(1.0, max(0.0, round(code / 255, 3))) for code in (middle - half, middle + half))
    return LumaKey(low=low, high=high, is_inverted=levels[0] == "255")


def pixel_aspect(media: MediaRef) -> Fraction:
    """Return how wide a media's pixels are for their height."""
    return exact_number(str(media.facts.get(PIXEL_ASPECT, 1))) or Fraction(1)
