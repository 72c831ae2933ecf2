"""Numbers and lists in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction


def frames(count: int) -> str:
    """Return ``1 frame`` or ``12 frames``."""
    return f"{count} frame{'' if count == 1 else 's'}"


def percent(speed: Fraction) -> str:
    """Return a speed as a person says it: ``50%``, ``33.333%``, ``a freeze``."""
    return f"{float(speed) * 100:.6g}%" if speed else "a freeze"


def listed(names: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
