"""What changes over a clip: values with keys, the points of a ramp, and where a picture stands."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePoint:
    """A point of a speed ramp: at ``record`` frames into the clip, ``source`` frames into its span are shown."""

    record: Fraction
    source: Fraction
    is_smooth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One value of a curve: ``at`` timeline frames into the clip; ``ease`` is linear, smooth or hold, from here on."""

    at: Fraction
    value: tuple[float, ...]
    ease: str = "linear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A value, or values over time, in the order of their keys."""

    keys: tuple[Key, ...]

    @classmethod
    def constant(cls, *value: float) -> Curve:
        """Return a curve that never changes."""
        return cls(keys=(Key(at=Fraction(0), value=value),))

    @property
    def is_constant(self) -> bool:
        """Return whether it has one value."""
        return len({key.value for key in self.keys}) <= 1

    def value_at(self, at: Fraction) -> tuple[float, ...]:
        """Return the value at a time; the first and the last hold outside their keys."""
        before = [key for key in self.keys if key.at <= at] or [self.keys[0]]
        after = [key for key in self.keys if key.at >= at] or [self.keys[-1]]
        first, second = before[-1], after[0]
        if first.at >= second.at or first.ease == "hold":
            return first.value
        gone = float((at - first.at) / (second.at - first.at))
        share = gone * gone * (3 - 2 * gone) if first.ease == "smooth" else gone
        return tuple(low + (high - low) * share for low, high in zip(first.value, second.value, strict=True))

    def ease_at(self, at: Fraction) -> str:
        """Return how the value goes on from a time."""
        return next((key.ease for key in reversed(self.keys) if key.at <= at), "linear")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform:
    """Where a picture stands. None: the format says nothing, so it is fitted."""

    position: Curve | None = None
    """(across, down) of the anchor in parts of the frame; (0.5, 0.5) is the middle."""
    scale: Curve | None = None
    """(across, down); what 1 means says ``is_scale_of_fit``."""
    rotation: Curve | None = None
    """(degrees clockwise,)."""
    anchor: Curve | None = None
    """(across, down) in parts of the picture."""
    crop: Curve | None = None
    """(left, top, right, bottom) in parts of the picture."""
    is_scale_of_fit: bool = True
    """Whether a scale of 1 is fitted to the frame; else pixel for pixel (Final Cut 7, Premiere)."""
