"""Frames of a shot that is split, joined, nested or in part taken out, and where they are now."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Frames of a shot as it was, from ``start`` to before ``end`` (None: open), and the shot that shows them now.

    Frame f is that shot's frame f - shift. An empty ``shot``: they were taken out. ``is_same_source``: a source time of
    the one is a source time of the other.
    """

    shot: str
    start: int | None = None
    end: int | None = None
    shift: int = 0
    is_same_source: bool = True

    def has(self, frame: int) -> bool:
        """Return whether a frame lies in it."""
        return (self.start is None or frame >= self.start) and (self.end is None or frame < self.end)

    def without(self, start: int, end: int) -> tuple[Part, Part, Part]:
        """Return it once its shot has lost frames, from ``start`` to before ``end``, at its head or its tail."""
        shift = self.shift + (end if start == 0 else 0)
        low, high = start + self.shift, end + self.shift
        gone = replace(self, shot="", start=low, end=high)
        return replace(self, end=low, shift=shift), gone, replace(self, start=high, shift=shift)
