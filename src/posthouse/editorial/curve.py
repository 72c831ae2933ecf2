"""A value over time: keyframes in exact time, on the shot's own frames or on its source's, and how it goes between."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.ease import Ease

if TYPE_CHECKING:
    from posthouse.timing import Retime

Values = tuple[float, ...]
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A value at a time; ``ease`` is of the way to it."""

    time: Fraction
    value: Values
    ease: Ease = Ease()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Keys in the order of time; the first and last values hold outside them."""

    keys: tuple[Key, ...]
    is_on_source: bool = False
    """Times are source grid frames; else frames of the shot."""

    @classmethod
    def constant(cls, *value: float) -> Curve:
        """Return the curve that is one value always."""
        return cls(keys=(Key(time=Fraction(0), value=value),))

    @property
    def is_constant(self) -> bool:
        """Return whether the value never changes."""
        return all(key.value == self.keys[0].value for key in self.keys)

    def at(self, source: Retime, frame: Fraction) -> Values:
        """Return the value at a frame of the shot; a fraction is between frames."""
        if len(self.keys) == 1:
            return self.keys[0].value
        time = self._time(source, frame)
        after = bisect_right(self.keys, time, key=lambda key: key.time)
        if after in {0, len(self.keys)}:
            return self.keys[max(0, after - 1)].value
        first, second = self.keys[after - 1], self.keys[after]
        share = second.ease(float((time - first.time) / (second.time - first.time)))
        return tuple(low + (high - low) * share for low, high in zip(first.value, second.value, strict=True))

    def jumps_between(self, source: Retime, first: Fraction, last: Fraction) -> bool:
        """Return whether the value jumps somewhere between two times of the shot: it was held until there."""
        if all(key.ease.handles is not None for key in self.keys[1:]):
            return False
        low, high = sorted((self._time(source, first), self._time(source, last)))
        return any(key.ease.handles is None and low < key.time <= high for key in self.keys[1:])

    def _time(self, source: Retime, frame: Fraction) -> Fraction:
        return source_position(source, frame) if self.is_on_source else frame


def source_position(source: Retime, frame: Fraction) -> Fraction:
    """Return the source grid frame a shot is at, exact: whole frames of a plain shot are at whole frames.

    A frame shows what its source shows in the middle of it; so frames are counted from middle to middle.
    """
    return source.position(frame + _HALF) - _HALF
