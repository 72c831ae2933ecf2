"""The order of a list that two people rearranged.

Problem: from one list, one editor moves, inserts and deletes entries, and so does another; both should come through.
Example: base A B C D; ours moves D to the front, theirs puts X between B and C: D A B X C.
Approach: entries neither side moved are the backbone. Between two neighbours of the backbone is a slot, and each side
has a run of entries there, which it put there. One run is taken; two different runs in one slot are a conflict.
Traps: where two entries changed places, either may be called the one that moved: the longest run that kept its order
stays, the earliest of several.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Key = tuple[str, ...]
"""What an entry is known by, in all versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotConflict:
    """Both sides put something different after ``after`` (None: at the start), or one entry at two places."""

    after: Key | None
    ours: tuple[Key, ...]
    theirs: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedOrder:
    """The merged list, and where the sides disagreed."""

    keys: tuple[Key, ...]
    conflicts: tuple[SlotConflict, ...]


def merged_order(
    base: Sequence[Key], ours: Sequence[Key], theirs: Sequence[Key], *, alive: set[Key], is_ordered: bool
) -> MergedOrder:
    """Return the order of the entries that stay; ``is_ordered``: whether the order of two new entries matters."""
    rows = [[key for key in row if key in alive] for row in (base, ours, theirs)]
    sides = [_moved(rows[0], row) for row in rows[1:]]
    backbone = [key for key in rows[0] if key not in sides[0] | sides[1]]
    runs = [_runs(row, backbone, own) for row, own in zip(rows[1:], _placed(rows, sides), strict=True)]
    twice = _placed_twice(*runs)
    keys: list[Key] = []
    conflicts = []
    for slot, after in enumerate((None, *backbone)):
        keys += [] if after is None else [after]
        first, second = runs[0][slot], runs[1][slot]
        clash = is_ordered and bool(first) and bool(second) and first != second
        if clash or any(key in twice for key in (*first, *second)):
            conflicts.append(SlotConflict(after=after, ours=tuple(first), theirs=tuple(second)))
            second = [key for key in second if key not in twice]
        keys += _joined(first, second)
    return MergedOrder(keys=tuple(keys), conflicts=tuple(conflicts))


def _moved(base: Sequence[Key], side: Sequence[Key]) -> set[Key]:
    """Return the entries of both lists that are not in their longest common order."""
    place = {key: index for index, key in enumerate(base)}
    common = [key for key in side if key in place]
    return set(common) - set(longest_rising(common, [place[key] for key in common]))


def longest_rising(keys: Sequence[Key], places: Sequence[int]) -> list[Key]:
    """Return the longest run of keys, not all side by side, whose places rise; the earliest of several."""
    ends: list[int] = []
    chain: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(chain[length - 1] if length else None)
        ends[length : length + 1] = [place]
        chain[length : length + 1] = [index]
    found: list[Key] = []
    at = chain[-1] if chain else None
    while at is not None:
        found.append(keys[at])
        at = before[at]
    return found[::-1]


def _placed(rows: Sequence[Sequence[Key]], sides: Sequence[set[Key]]) -> list[set[Key]]:
    """Return what each side placed itself: what it moved, and what is new."""
    known = set(rows[0])
    return [moved | (set(row) - known) for row, moved in zip(rows[1:], sides, strict=True)]


def _runs(side: Iterable[Key], backbone: Sequence[Key], placed: set[Key]) -> list[list[Key]]:
    slots = {key: index + 1 for index, key in enumerate(backbone)}
    runs: list[list[Key]] = [[] for _ in range(len(backbone) + 1)]
    at = 0
    for key in side:
        at = slots.get(key, at)
        if key in placed:
            runs[at].append(key)
    return runs


def _placed_twice(first: Sequence[Sequence[Key]], second: Sequence[Sequence[Key]]) -> set[Key]:
    """Return the entries both sides placed, in different slots or among different neighbours."""
    where = {key: (slot, tuple(run)) for slot, run in enumerate(first) for key in run}
    return {key for slot, run in enumerate(second) for key in run if key in where and where[key] != (slot, tuple(run))}


def _joined(first: list[Key], second: list[Key]) -> list[Key]:
    """Return two runs one after the other, in an order that does not depend on which is ours."""
    if first == second or not second:
        return first
    extra = [key for key in second if key not in first]
    return [*first, *extra] if not extra or (first and first[0] <= extra[0]) else [*extra, *first]
