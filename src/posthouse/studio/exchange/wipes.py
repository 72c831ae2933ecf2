"""Wipes by name, and by their codes of SMPTE 258M (standards sheet 3.3)."""

from __future__ import annotations

from posthouse.editorial.spec import WipePattern

_CODES: dict[WipePattern, tuple[int, bool]] = {
    WipePattern.BAR_LEFT_TO_RIGHT: (1, False),
    WipePattern.BAR_RIGHT_TO_LEFT: (1, True),
    WipePattern.BAR_TOP_TO_BOTTOM: (2, False),
    WipePattern.BAR_BOTTOM_TO_TOP: (2, True),
    WipePattern.BOX_TOP_LEFT: (3, False),
    WipePattern.BOX_TOP_RIGHT: (4, False),
    WipePattern.BOX_BOTTOM_RIGHT: (5, False),
    WipePattern.BOX_BOTTOM_LEFT: (6, False),
    WipePattern.BARN_DOOR_VERTICAL: (21, False),
    WipePattern.BARN_DOOR_HORIZONTAL: (22, False),
    WipePattern.DIAGONAL_TOP_LEFT: (41, False),
    WipePattern.DIAGONAL_TOP_RIGHT: (42, False),
    WipePattern.DIAMOND: (48, False),
    WipePattern.IRIS_RECTANGLE: (101, False),
    WipePattern.CLOCK: (201, False),
}
_PATTERNS = {code: pattern for pattern, code in _CODES.items()}


def wipe_code(pattern: str) -> tuple[int | None, bool]:
    """Return the code of a pattern, and whether it runs against it; None where 258M has none."""
    return _CODES.get(WipePattern(pattern), (None, False))


def wipe_pattern(code: int | None, name: str, *, is_reversed: bool) -> WipePattern | None:
    """Return the pattern of a code, or of its own name; None where the house has none like it."""
    if name in set(WipePattern):
        return WipePattern(name)
    return None if code is None else _PATTERNS.get((code, is_reversed))
