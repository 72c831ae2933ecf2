"""What the comments of an event say: names, files, color decisions, locators, levels; the rest stays as notes.

Sources: standards sheet 3.2; ASC CDL in EDL comments: CDL 1.2, ``*ASC_SOP (s s s)(o o o)(p p p)``, ``*ASC_SAT n``,
``*ASC_CC_XML id`` for a correction kept in a file beside the list.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import Cdl
from posthouse.timing import Rate

if TYPE_CHECKING:
    from posthouse.interchange.edl.lines import Note

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_GROUP = rf"\(\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*\)"
_SOP = re.compile(rf"ASC_SOP:?\s*{_GROUP}\s*{_GROUP}\s*{_GROUP}\s*$", re.IGNORECASE)
_SAT = re.compile(rf"ASC_SAT:?\s*({_NUMBER})\s*$", re.IGNORECASE)
_LOCATOR = re.compile(r"LOC:?\s+(\d{1,2}[:;.]\d{2}[:;.]\d{2}[:;.]\d{2,3})\s*(\S*)\s*(.*)$", re.IGNORECASE)
_LEVEL = re.compile(r"A(\d{1,2})\s+VOL\s*=\s*([+-]?\d+(?:\.\d+)?)\s*DB\s+PAN\s+([LRC])\s*(\d*)\s*$", re.IGNORECASE)
_PATCH = re.compile(r"PATCH\b.*?FROM SOURCE\s+A?(\d{1,2})\s+TO RECORD\s+A?(\d{1,2})\s*$", re.IGNORECASE)
_SPEED = re.compile(r"SPEED:?\s*([+-]?\d{1,9})/(\d{1,9})\s*$", re.IGNORECASE)
_RATE = re.compile(r"SOURCE RATE:?\s*([\d./]{1,12})\s*$", re.IGNORECASE)
_WORDS = {
    "FROM CLIP NAME": "from_name",
    "TO CLIP NAME": "to_name",
    "SOURCE FILE": "source_file",
    "FROM FILE": "path",
    "CLIP FILE": "path",
    "FILE PATH": "path",
    "TAPE NAME": "tape",
    "REEL NAME": "tape",
    "OTIO TRUNCATED REEL NAME FROM": "tape",
    "SCENE": "scene",
    "TAKE": "take",
    "ASC_CC_XML": "cdl_id",
}
_WORD = re.compile(r"([A-Z_ ]+?)(?:\s+IS)?\s*:\s*(.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A ``LOC`` comment: a record timecode, a color and words."""

    line: int
    time: str
    color: str
    words: str


@dataclass(slots=True, kw_only=True)
class Notes:
    """What was said of one row."""

    words: dict[str, str] = field(default_factory=dict)
    """By the names of ``_WORDS``: from_name, to_name, source_file, path, tape, scene, take, cdl_id."""
    cdl: Cdl | None = None
    locators: list[Locator] = field(default_factory=list)
    levels: dict[int, tuple[float, float]] = field(default_factory=dict)
    """(gain in dB, pan -1 left .. 1 right) by sound channel."""
    patches: dict[int, int] = field(default_factory=dict)
    """Source channel by record channel."""
    is_freeze: bool = False
    exact_speed: Fraction | None = None
    source_rate: Rate | None = None
    """The rate source labels count at, where a list of posthouse's says it."""
    comments: list[str] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    """(line, reason) of what should have been a color decision and is none."""


def notes_of(comments: list[Note]) -> Notes:
    """Return what an event's comment lines say."""
    notes = Notes()
    for comment in comments:
        text = comment.text.lstrip("* \t").strip()
        if text and not any(take(notes, comment.line, text) for take in _TAKERS):
            notes.comments.append(text)
    return notes


def _take_word(notes: Notes, _line: int, text: str) -> bool:
    if xml := re.match(r"ASC_CC_XML:?\s+(\S.*)$", text, re.IGNORECASE):
        notes.words["cdl_id"] = xml[1].strip()
        return True
    match = _WORD.match(text)
    if match and match[1].strip().upper() == "COMMENT":
        if match[2].strip():
            notes.comments.append(match[2].strip())
        return True
    key = _WORDS.get(match[1].strip().upper()) if match else None
    if match is None or key is None:
        return False
    notes.words.setdefault(key, match[2].strip())
    return True


def _take_cdl(notes: Notes, line: int, text: str) -> bool:
    if not text.upper().startswith(("ASC_SOP", "ASC_SAT")):
        return False
    before = notes.cdl or Cdl()
    if sop := _SOP.match(text):
        slope, offset, power = (_triple(sop.group(first, first + 1, first + 2)) for first in (1, 4, 7))
        if _is_legal((*slope, *offset, *power)) and min(*slope, *power) >= 0:
            notes.cdl = Cdl(slope=slope, offset=offset, power=power, saturation=before.saturation)
            return True
    elif (sat := _SAT.match(text)) and _is_legal((float(sat[1]),)) and float(sat[1]) >= 0:
        notes.cdl = Cdl(slope=before.slope, offset=before.offset, power=before.power, saturation=float(sat[1]))
        return True
    notes.wrong.append((line, f"{text[:80]!r} is no color decision"))
    return True


def _take_locator(notes: Notes, line: int, text: str) -> bool:
    if not (match := _LOCATOR.match(text)):
        return False
    notes.locators.append(Locator(line=line, time=match[1], color=match[2].lower(), words=match[3].strip()))
    return True


def _take_sound(notes: Notes, _line: int, text: str) -> bool:
    if level := _LEVEL.match(text):
        amount = min(int(level[4] or 0), 100) / 100
        pan = {"L": -amount, "R": amount, "C": 0.0}[level[3].upper()]
        notes.levels[int(level[1])] = (float(level[2]), pan)
        return True
    if patch := _PATCH.match(text):
        notes.patches[int(patch[2])] = int(patch[1])
        return True
    return False


def _take_speed(notes: Notes, _line: int, text: str) -> bool:
    if text.upper().startswith("FREEZE FRAME"):
        notes.is_freeze = True
        return True
    if (speed := _SPEED.match(text)) and int(speed[2]):
        notes.exact_speed = Fraction(int(speed[1]), int(speed[2]))
        return True
    if rate := _RATE.match(text):
        with suppress(ValueError):  # then it is a comment like any other
            notes.source_rate = Rate.parse(rate[1])
            return True
    return False


_TAKERS = (_take_cdl, _take_locator, _take_sound, _take_speed, _take_word)


def _triple(texts: tuple[str, ...]) -> tuple[float, float, float]:
    red, green, blue = (float(text) for text in texts)
    return red, green, blue


def _is_legal(numbers: tuple[float, ...]) -> bool:
    return all(math.isfinite(number) and abs(number) < 1e6 for number in numbers)
