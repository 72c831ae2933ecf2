"""How a shot's new frame is written: a place by ``fit: fill`` and ``pan``, a way by ``scale`` and ``anchor`` keyframes.

``anchor`` is the point of the picture that stands in the middle of the frame, so the keyframes read as what is seen.
``fit: fill`` could not be moved: what it cuts off is gone before anything moves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.assistant.reframe import PathKey, Way
    from posthouse.pixels.stack import Rect
    from posthouse.production.draft import Draft
    from posthouse.production.splice import Value
    from posthouse.production.tree import Path

_SCALES = 10_000
"""Scales are written to this part, rounded up: the frame is always covered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How a frame lies over a picture of another shape."""

    part: Fraction
    """Its length as a part of the picture's side that is cut."""
    is_across: bool
    """Whether left and right are cut off; else top and bottom."""
    box: Rect
    """Where the whole picture lies on the frame when it is fitted, in pixels."""
    size: tuple[int, int]

    @property
    def scale(self) -> float:
        """Return how much larger than fitted the picture is to cover the frame."""
        covering = max(Fraction(self.size[0]) / self.box.width, Fraction(self.size[1]) / self.box.height)
        return math.ceil(covering * _SCALES) / _SCALES

    def kept_in(self, middle: float) -> float:
        """Return a middle at which the frame lies inside the picture, to four decimals."""
        length, whole = (self.size[0], self.box.width) if self.is_across else (self.size[1], self.box.height)
        half = length / float(whole) / self.scale / 2
        low, high = math.ceil(half * _SCALES) / _SCALES, math.floor((1 - half) * _SCALES) / _SCALES
        return round(min(max(middle, low), high), 4)

    def pan(self, middle: float) -> float:
        """Return the pan that puts a middle in the frame's middle, 0..1, to three decimals."""
        part = float(self.part)
        return round(min(1.0, max(0.0, (middle - part / 2) / (1 - part))), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The frame's way over a shot: ``at`` is the source frame of each picture, counted as the document counts."""

    way: Way
    at: tuple[int, ...]
    scenes: int


def write_frame(draft: Draft, path: Path, frame: Frame, seen: Seen | None) -> None:
    """Write a shot's frame into a draft; without a way, its middle."""
    if seen is None or seen.way.is_still:
        middle = seen.way.keys[0].middle if seen is not None else 0.5
        pan = frame.pan(middle)
        _set(draft, (*path, "fit"), "fill")
        if seen is not None and (pan != 0.5 or draft.at((*path, "pan")) is not None):
            _set(draft, (*path, "pan"), [pan, 0.5] if frame.is_across else [0.5, pan])
        return
    for key in ("fit", "pan"):
        if draft.at((*path, key)) is not None:
            draft.remove((*path, key))
    _set(draft, (*path, "scale"), frame.scale)
    _set(draft, (*path, "anchor"), [_keyframe(key, frame, seen) for key in _apart(seen)])


def _apart(seen: Seen) -> list[PathKey]:
    """Return the keyframes of which no two stand at one source frame; of two, the later."""
    by_frame = {seen.at[key.sample]: key for key in seen.way.keys}
    return list(by_frame.values())


def _keyframe(key: PathKey, frame: Frame, seen: Seen) -> Value:
    middle = frame.kept_in(key.middle)
    found: dict[str, Value] = {
        "at": f"{seen.at[key.sample]}f",
        "to": [middle, 0.5] if frame.is_across else [0.5, middle],
    }
    if key.ease != "linear" and key is not seen.way.keys[0]:
        found["ease"] = key.ease if isinstance(key.ease, str) else list(key.ease)
    return found


def _set(draft: Draft, path: Path, value: Value) -> None:
    if draft.at(path) != value:
        draft.set(path, value)


def new_deliverables(draft: Draft, name: str) -> list[str]:
    """Give deliverables with a name another, and those with a size the format's; return what a person should know."""
    notes: list[str] = []
    entries = draft.at(("deliver",))
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue
        if (said := entry.get("name")) is not None:
            draft.set(("deliver", index, "name"), f"{said}-{name}")
        if entry.get("size") is not None:
            draft.remove(("deliver", index, "size"))
            notes.append(f"the deliverable {said or entry.get('as')} has the new size: its own was of the old shape")
    return notes
