"""Sequences written: clips, fillers and transitions that overlap their neighbours, of lanes that only know joins.

Problem: a lane says clips that abut and transitions over their joins; a sequence wants every clip longer by what
transitions borrow, and fillers longer by what fades eat. Example: a clip of 100 from frame 12 with a fade-in of 12
becomes filler 24, transition 12 with its cut at 0, clip 100. Adjacent fades share one filler: gap + fade out + fade in.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A transition, in edit units: ``over`` writes it with (length, cut)."""

    start: int
    end: int
    cut: int
    over: Callable[[int, int], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A clip on the record, in edit units; ``write`` makes it with (head, tail) borrowed."""

    start: int
    end: int
    write: Callable[[int, int], Any]
    lead: Overlap | None = None
    """The transition at its start, from nothing, or from the strip before it where ``is_cross``."""
    trail: Overlap | None = None
    """A transition to nothing at its end."""
    is_cross: bool = False


def borrowed(strips: list[Strip]) -> list[tuple[int, int]]:
    """Return (head, tail) of each strip: how much more of its source transitions show."""
    pairs = []
    for strip, following in itertools.zip_longest(strips, strips[1:]):
        head = strip.lead.cut - strip.lead.start if strip.lead else 0
        after = following.lead if following is not None and following.is_cross else strip.trail
        pairs.append((head, after.end - after.cut if after else 0))
    return pairs


def sequence(strips: list[Strip], length: int, nothing: Callable[[int], Any]) -> Iterator[Any]:
    """Yield the components of a lane that lasts ``length`` in all."""
    at = 0
    owed = 0  # what the fade before eats of the filler that follows
    for strip, (head, tail) in zip(strips, borrowed(strips), strict=True):
        lead = strip.lead
        if strip.is_cross and lead is not None:
            yield lead.over(lead.end - lead.start, lead.cut - lead.start)
        else:
            gap = strip.start - at + owed + (lead.end - lead.cut if lead else 0)
            if gap:
                yield nothing(gap)
            if lead is not None:
                yield lead.over(lead.end - lead.start, lead.cut - lead.start)
        yield strip.write(head, tail)
        at, owed = strip.end, 0
        if strip.trail is not None:
            yield strip.trail.over(strip.trail.end - strip.trail.start, strip.trail.cut - strip.trail.start)
            owed = strip.trail.cut - strip.trail.start
    if length - at + owed > 0:
        yield nothing(length - at + owed)
