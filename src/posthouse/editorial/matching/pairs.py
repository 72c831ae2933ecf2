"""What matching found: pairs with their reasons, what is new, what is gone."""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.editorial.matching.use import Use

SURE: Final = 0.4
"""A pair that scores less is listed as unsure."""


class Role(enum.StrEnum):
    """What a new use is to an old one."""

    MAIN = "main"  # the same shot, trimmed or moved perhaps; one for each side
    PIECE = "piece"  # a further piece of a shot that was split
    PART = "part"  # a further old shot that a new one has swallowed
    REPEAT = "repeat"  # the same footage, used once more
    REPLACED = "replaced"  # other footage in the same place


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An old use and a new one that belong together, and why."""

    old: Use
    new: Use
    role: Role
    score: float
    """0..1."""
    reason: str
    rivals: tuple[str, ...] = ()
    """Keys of other uses that fit about as well."""

    @property
    def is_sure(self) -> bool:
        """Return whether nobody need look at it."""
        return self.score >= SURE and not self.rivals


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Two cuts side by side; ``moved`` are the keys of new uses whose place among the others changed."""

    pairs: tuple[Pair, ...]
    new: tuple[Use, ...]
    gone: tuple[Use, ...]
    moved: frozenset[str]

    @functools.cached_property
    def of_new(self) -> Mapping[str, Pair]:
        """Return, by the key of a new use, the pair that says what it comes from (not PART)."""
        return {pair.new.key: pair for pair in self.pairs if pair.role is not Role.PART}

    @functools.cached_property
    def of_old(self) -> Mapping[str, tuple[Pair, ...]]:
        """Return, by the key of an old use, all it has become, its main pair first."""
        found: dict[str, tuple[Pair, ...]] = {}
        for pair in sorted(self.pairs, key=lambda pair: pair.role not in {Role.MAIN, Role.REPLACED}):
            found[pair.old.key] = (*found.get(pair.old.key, ()), pair)
        return found

    @property
    def unsure(self) -> tuple[Pair, ...]:
        """Return the pairs somebody should look at."""
        return tuple(pair for pair in self.pairs if not pair.is_sure)
