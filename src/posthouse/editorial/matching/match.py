"""Matching two cuts: ids first, then source and neighbours, then what was split, merged, repeated or replaced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from posthouse.editorial.matching.assignment import Assignment, Fit, clusters_of
from posthouse.editorial.matching.leftovers import Leftovers
from posthouse.editorial.matching.order import heaviest_in_order
from posthouse.editorial.matching.pairs import Matching, Pair, Role
from posthouse.editorial.matching.scores import AROUND, PLACED, SPEED, Lanes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from posthouse.editorial.matching.use import Use


def match_uses(old: Iterable[Use], new: Iterable[Use]) -> Matching:
    """Return which uses of an old cut have become which of a new one; every use of both is accounted for."""
    return _Matcher(old=_in_order(old), new=_in_order(new)).matching()


def _in_order(uses: Iterable[Use]) -> list[Use]:
    return sorted(uses, key=lambda use: (use.lane, use.record.start_frame, use.key))


@dataclass(slots=True, kw_only=True)
class _Matcher:
    old: list[Use]
    new: list[Use]
    _pairs: list[Pair] = field(default_factory=list)

    def matching(self) -> Matching:
        by_id = self._by_id()
        self._pairs += [self._named(row, column) for row, column in by_id.items()]
        self._pairs += [self._fitted(fit) for fit in self._by_source(by_id)]
        leftovers = Leftovers(self.old, self.new, list(self._pairs))
        self._pairs += leftovers.pairs()
        self._pairs = _firsts_first(_heads_first(self._pairs))
        new, gone = leftovers.rest()
        self._pairs.sort(key=lambda pair: (pair.new.lane, pair.new.record.start_frame, pair.role, pair.old.key))
        return Matching(pairs=tuple(self._pairs), new=new, gone=gone, moved=self._moved())

    def _by_id(self) -> dict[int, int]:
        rows = {use.id: row for row, use in enumerate(self.old) if use.id}
        return {rows[use.id]: column for column, use in enumerate(self.new) if use.id in rows}

    def _named(self, row: int, column: int) -> Pair:
        old, new = self.old[row], self.new[column]
        if old.footage == new.footage:
            return Pair(old=old, new=new, role=Role.MAIN, score=1.0, reason=f"both are called {old.id}")
        reason = f"both are called {old.id}, from other footage"
        return Pair(old=old, new=new, role=Role.REPLACED, score=1.0, reason=reason)

    def _by_source(self, known: dict[int, int]) -> list[Fit]:
        taken = set(known.values())
        old = [(row, use) for row, use in enumerate(self.old) if row not in known]
        new = [(column, use) for column, use in enumerate(self.new) if column not in taken]
        footage = {name: at for at, name in enumerate(sorted({use.footage for use in (*self.old, *self.new)}))}
        lanes = {name: at for at, name in enumerate(sorted({use.lane for use in (*self.old, *self.new)}))}
        columns = [Lanes.of(uses, footage, lanes) for uses in (self.old, self.new)]
        return Assignment(columns[0], columns[1], known).fits(clusters_of(old, new))

    def _fitted(self, fit: Fit) -> Pair:
        old, new = self.old[fit.row], self.new[fit.column]
        rivals = tuple(self.new[column].key for column in fit.rivals)
        return Pair(
            old=old,
            new=new,
            role=Role.MAIN,
            score=min(1.0, fit.score),
            reason=_reason(old, new, fit.score),
            rivals=rivals,
        )

    def _moved(self) -> frozenset[str]:
        """Return the new keys of pairs of the cut that left their order; the shorter ones, where either could have."""
        ranks = {use.key: rank for rank, use in enumerate(self.old)}
        paired = [
            pair
            for pair in self._pairs
            if pair.role in {Role.MAIN, Role.REPLACED} and not pair.old.lane and not pair.new.lane
        ]
        weights = [max(1, pair.new.record.duration_frames) for pair in paired]
        kept = heaviest_in_order([ranks[pair.old.key] for pair in paired], weights)
        return frozenset(pair.new.key for at, pair in enumerate(paired) if at not in kept)


def _heads_first(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs with the main one of each split shot the piece that shows its head, unless ids say otherwise."""
    split = {pair.old.key for pair in pairs if pair.role is Role.PIECE}
    kept = [pair for pair in pairs if pair.old.key not in split or pair.role not in {Role.MAIN, Role.PIECE}]
    for key in sorted(split):
        pieces = [pair for pair in pairs if pair.old.key == key and pair.role in {Role.MAIN, Role.PIECE}]
        pieces.sort(key=lambda pair: (not _is_by_id(pair), _played_from(pair.new)))
        kept += [replace(pair, role=Role.PIECE if at else Role.MAIN) for at, pair in enumerate(pieces)]
    return kept


def _firsts_first(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs with the main one of each merged shot the first of those that lay end to end, but for ids."""
    merged = {pair.new.key for pair in pairs if pair.role is Role.PART}
    kept = [pair for pair in pairs if pair.new.key not in merged or pair.role not in {Role.MAIN, Role.PART}]
    for key in sorted(merged):
        parts = [pair for pair in pairs if pair.new.key == key and pair.role in {Role.MAIN, Role.PART}]
        parts.sort(key=lambda pair: pair.old.record.start_frame)
        main = next((at for at, pair in enumerate(parts) if pair.role is Role.MAIN), None)
        if main is None or _is_by_id(parts[main]):
            kept += parts
            continue
        while main and parts[main - 1].old.record.end_frame == parts[main].old.record.start_frame:
            main -= 1
        kept += [replace(pair, role=Role.MAIN if at == main else Role.PART) for at, pair in enumerate(parts)]
    return kept


def _is_by_id(pair: Pair) -> bool:
    return bool(pair.old.id) and pair.old.id == pair.new.id


def _played_from(use: Use) -> Fraction:
    """Return where a use begins, in the direction it is played."""
    return use.start if use.speed >= 0 else -use.end


def _reason(old: Use, new: Use, score: float) -> str:
    shared = old.overlap(new) / max(min(old.duration, new.duration), old.overlap(new))
    around = score - float(shared) * (1 - AROUND - PLACED - SPEED)
    beside = "beside the same shots" if around > AROUND / 2 else "beside other shots"
    if (old.start, old.end) == (new.start, new.end):
        return f"the same source, {beside}"
    return f"{float(shared):.0%} of the shorter is in both, {beside}"
