"""Easing: how a value travels to a keyframe, by the cubic Béziers of CSS and of motion graphics programs.

An ease is a curve from (0, 0) to (1, 1) with two handles, (x1, y1) and (x2, y2): x is the part of the time gone, y the
part of the way. It is solved for x to the last bit of a double with nothing but sums and products, so that every
machine finds the same value. Source: W3C, CSS Easing Functions Level 1, 2.2 (the named curves are of 2.2.1).
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

Handles = tuple[float, float, float, float]
NAMED: dict[str, Handles] = {
    "linear": (0.0, 0.0, 1.0, 1.0),
    "in": (0.42, 0.0, 1.0, 1.0),  # ease-in
    "out": (0.0, 0.0, 0.58, 1.0),  # ease-out
    "in-out": (0.42, 0.0, 0.58, 1.0),  # ease-in-out
    "smooth": (1 / 3, 0.0, 2 / 3, 1.0),  # 3u^2 - 2u^3, as in ramps of speed
}
HOLD = "hold"
FARTHEST = 5.0
"""How far beyond the way a handle may pull."""
_HALVINGS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Ease:
    """How a value gets to a keyframe; ``handles`` is None where it stays as it was and jumps at the keyframe."""

    handles: Handles | None = NAMED["linear"]

    @classmethod
    def parse(cls, written: object) -> Ease:
        """Return the ease a name or four numbers spell.

        Raises:
            ValueError: not an ease.
        """
        if isinstance(written, Ease):
            return written
        if isinstance(written, str):
            return cls._named(written.strip().lower())
        if not isinstance(written, Sequence) or len(written) != 4 or not all(map(_is_number, written)):
            raise ValueError(f"{written!r} is not an ease; {_allowed()}")
        x1, y1, x2, y2 = (float(number) for number in written)
        if not 0 <= min(x1, x2) <= max(x1, x2) <= 1:
            raise ValueError(f"{list(written)}: x1 and x2 are parts of the time and lie between 0 and 1")
        if max(abs(y1), abs(y2)) > FARTHEST:
            raise ValueError(f"{list(written)}: y1 and y2 lie between {-FARTHEST:g} and {FARTHEST:g}")
        return cls(handles=(x1, y1, x2, y2))

    @classmethod
    def _named(cls, name: str) -> Ease:
        bare = name.removeprefix("ease-")
        if bare == HOLD:
            return cls(handles=None)
        if bare in NAMED:
            return cls(handles=NAMED[bare])
        near = difflib.get_close_matches(bare, [*NAMED, HOLD], 1, 0.3)
        raise ValueError(f"{name!r} is not an ease; {f'did you mean {near[0]!r}? ' if near else ''}{_allowed()}")

    def __call__(self, gone: float) -> float:
        """Return how much of the way is behind when ``gone`` of the time is, 0..1."""
        if self.handles is None or gone <= 0:
            return 0.0 if gone < 1 else 1.0
        if gone >= 1 or self.handles == NAMED["linear"]:
            return min(gone, 1.0)
        x1, y1, x2, y2 = self.handles
        return _bezier(_solved(gone, x1, x2), y1, y2)

    def written(self) -> str | list[float]:
        """Return the ease as a document says it."""
        if self.handles is None:
            return HOLD
        return next((name for name, handles in NAMED.items() if handles == self.handles), list(self.handles))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how pydantic makes an ease: by ``parse``."""
        spelled = core_schema.plain_serializer_function_ser_schema(cls.written)
        return core_schema.no_info_plain_validator_function(cls.parse, serialization=spelled)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        """Return the JSON Schema of an ease."""
        numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
        return {
            "anyOf": [{"type": "string", "enum": [*NAMED, HOLD]}, numbers],
            "description": "How the value gets to this keyframe: by name, or [x1, y1, x2, y2] as cubic-bezier in CSS.",
            "examples": ["in-out", [0.3, 0, 0.1, 1]],
        }


def _is_number(written: object) -> bool:
    return isinstance(written, int | float) and not isinstance(written, bool)


def _allowed() -> str:
    return f"write {', '.join(NAMED)}, {HOLD}, or [x1, y1, x2, y2] as cubic-bezier in CSS"


def _bezier(along: float, first: float, second: float) -> float:
    """Return one coordinate of the curve from 0 to 1 with these handles, at a parameter 0..1."""
    back = 1 - along
    return 3 * back * back * along * first + 3 * back * along * along * second + along * along * along


def _solved(gone: float, x1: float, x2: float) -> float:
    """Return the parameter at which the curve's x is ``gone``; x never falls, so halving finds it."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _bezier(middle, x1, x2) < gone:
            low = middle
        else:
            high = middle
    return (low + high) / 2
