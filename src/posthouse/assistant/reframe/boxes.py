"""Boxes that networks find in pictures, and which of them are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where something is; in parts of the picture's width and height."""

    left: float
    top: float
    width: float
    height: float
    sure: float
    """0..1."""

    def shared(self, other: Box) -> float:
        """Return what two boxes cover both, as a part of what they cover together."""
        wide = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        high = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        both = max(0.0, wide) * max(0.0, high)
        return both / (self.width * self.height + other.width * other.height - both)


Found = TypeVar("Found", bound=Box)


def apart(boxes: Iterable[Found], most_shared: float) -> list[Found]:
    """Return boxes, the surest first, without those that share more with a surer one: they are the same."""
    kept: list[Found] = []
    for box in sorted(boxes, key=lambda each: -each.sure):
        if all(box.shared(other) <= most_shared for other in kept):
            kept.append(box)
    return kept
