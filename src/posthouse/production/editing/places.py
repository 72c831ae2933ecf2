"""Places and amounts as people write them: ``opening/fleet``, ``opening+12f``, ``00:01:00:00``; ``+6f``, ``-1s``."""

from __future__ import annotations

from dataclasses import dataclass

from posthouse.errors import ProductionError
from posthouse.fields import Anchor, AnchorKind
from posthouse.timing import Length, Rate

_AMOUNT = "write frames as +6f or -12f, seconds as +1s, or timecode as +00:00:01:00"
_PLACE = "write a join as opening/fleet, opening/ or /fleet, an anchor as opening+12f, or a programme time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A join of the cut, by the shot before it, the shot after it, or both; an empty name is whatever stands there."""

    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}/{self.after}"


Place = Join | Anchor


def parsed_amount(written: str | int, rate: Rate) -> int:
    """Return a number of frames, negative towards the start.

    Raises:
        ProductionError: no amount of time.
    """
    text = str(written).strip().replace("\N{MINUS SIGN}", "-")
    is_back, bare = text.startswith("-"), text.lstrip("+-").strip()
    try:
        frames = Length.parse(bare).nearest_frames(rate)
    except ValueError as problem:
        raise ProductionError(f"{written!r} is no amount: {problem}", hint=_AMOUNT) from problem
    return -frames if is_back else frames


def parsed_length(written: str | int, rate: Rate) -> int:
    """Return a length in frames; at least one.

    Raises:
        ProductionError: no length, or nothing.
    """
    frames = parsed_amount(written, rate)
    if frames < 1:
        raise ProductionError(f"{written} is no length", hint="make it at least 1f")
    return frames


def parsed_place(written: str) -> Place:
    """Return a place.

    Raises:
        ProductionError: none.
    """
    text = str(written).strip()
    if "/" in text:
        before, _, after = (part.strip() for part in text.partition("/"))
        if "/" in after or not (before or after):
            raise ProductionError(f"{written!r} is no join", hint=_PLACE)
        return Join(before=before, after=after)
    try:
        return Anchor.parse(text)
    except ValueError as problem:
        raise ProductionError(f"{written!r} is no place: {problem}", hint=_PLACE) from problem


def is_bare_shot(place: Place) -> bool:
    """Return whether a place is a shot and nothing more."""
    return isinstance(place, Anchor) and place.kind is AnchorKind.SHOT and place.offset.is_zero
