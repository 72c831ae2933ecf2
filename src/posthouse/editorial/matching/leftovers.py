"""What one-to-one matching leaves: pieces of split shots, parts of merged ones, repeats, replacements."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from posthouse.editorial.matching.pairs import Pair, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.editorial.matching.use import Use

HALF: Final = Fraction(1, 2)
"""The part of a use that must be shared for it to be a piece, a part or a repeat of another."""
_SLIPPED_AWAY: Final = 0.35
"""The score of another part of the same footage in the same place: a slip, or another shot."""
_REPLACED: Final = 0.3
"""The score of other footage in the same place: never sure without an id."""
_LENGTHS: Final = Fraction(1, 10)
"""How much a replacement's length may differ."""


class Leftovers:
    """Pairs what is left of two ordered cuts once their main pairs are known."""

    def __init__(self, old: Sequence[Use], new: Sequence[Use], paired: list[Pair]) -> None:
        self._old, self._new = old, new
        self._of_old = {pair.old.key: pair for pair in paired}
        self._of_new = {pair.new.key: pair for pair in paired}
        self._made: list[Pair] = []

    def pairs(self) -> list[Pair]:
        """Return the further pairs."""
        for pair in [*self._pieces(), *self._parts()]:
            self._take(pair)
        for pair in list(self._in_place()):
            self._take(pair)
        return self._made

    def rest(self) -> tuple[tuple[Use, ...], tuple[Use, ...]]:
        """Return the new uses and the old ones that belong to nothing."""
        new = tuple(use for use in self._new if use.key not in self._of_new)
        return new, tuple(use for use in self._old if use.key not in self._of_old)

    def _take(self, pair: Pair) -> None:
        self._made.append(pair)
        self._of_new.setdefault(pair.new.key, pair)
        self._of_old.setdefault(pair.old.key, pair)

    def _pieces(self) -> Iterator[Pair]:
        """Yield unpaired new uses of footage that a paired old one used: pieces of it, or the same once more."""
        candidates = _by_footage(use for use in self._old if use.key in self._of_old)
        taken: dict[str, list[Use]] = defaultdict(list)
        for pair in self._of_old.values():
            taken[pair.old.key].append(pair.new)
        for new in self._new:
            alike = candidates.get(new.footage, [])
            if new.key in self._of_new or not (old := _most_shared(new, alike)):
                continue
            as_much = [each for each in alike if new.overlap(each) == new.overlap(old)]
            lacking = (each for each in as_much if all(_is_apart(new, other) for other in taken[each.key]))
            old = next(lacking, old)
            is_piece = all(_is_apart(new, other) for other in taken[old.key])
            role = Role.PIECE if is_piece else Role.REPEAT
            taken[old.key].append(new)
            share = float(new.overlap(old) / max(new.duration, new.overlap(old)))
            reason = f"{share:.0%} of it is in {old.key}" + ("" if is_piece else ", which is there as well")
            yield Pair(old=old, new=new, role=role, score=share, reason=reason)

    def _parts(self) -> Iterator[Pair]:
        """Yield unpaired old uses whose source a paired new one has swallowed."""
        candidates = _by_footage(use for use in self._new if use.key in self._of_new)
        for old in self._old:
            if old.key in self._of_old or not (new := _most_shared(old, candidates.get(old.footage, []))):
                continue
            if _is_apart(old, self._of_new[new.key].old):
                share = float(old.overlap(new) / max(old.duration, old.overlap(new)))
                yield Pair(old=old, new=new, role=Role.PART, score=share, reason=f"{share:.0%} of it is in {new.key}")

    def _in_place(self) -> Iterator[Pair]:
        """Yield what stands alone between the same neighbours in both cuts."""
        slots: dict[tuple[str, str, str], list[Use]] = defaultdict(list)
        for before, use, after in _alone(self._new, set(self._of_new)):
            ends = [self._of_new[end.key].old.key if end else "" for end in (before, after)]
            slots[use.lane, ends[0], ends[1]].append(use)
        for before, old, after in _alone(self._old, set(self._of_old)):
            ends = [end.key if end else "" for end in (before, after)]
            found = slots.get((old.lane, ends[0], ends[1]), [])
            if len(found) == 1 and any(ends):
                yield from _placed(old, found[0])


def _placed(old: Use, new: Use) -> Iterator[Pair]:
    """Yield the pair of two uses in the same place, if they are of about the same length."""
    before, after = old.record.duration_frames, new.record.duration_frames
    if abs(before - after) > before * _LENGTHS:
        return
    if old.footage == new.footage:
        reason = "another part of the same footage, in the same place"
        yield Pair(old=old, new=new, role=Role.REPLACED, score=_SLIPPED_AWAY, reason=reason)
    else:
        reason = "other footage of about the same length, in the same place"
        yield Pair(old=old, new=new, role=Role.REPLACED, score=_REPLACED, reason=reason)


def _alone(uses: Sequence[Use], paired: set[str]) -> Iterator[tuple[Use | None, Use, Use | None]]:
    """Yield (before, use, after) of unpaired uses whose neighbours are paired, or are not there."""
    for at, use in enumerate(uses):
        if use.key in paired:
            continue
        before = uses[at - 1] if at and uses[at - 1].lane == use.lane else None
        after = uses[at + 1] if at + 1 < len(uses) and uses[at + 1].lane == use.lane else None
        if all(end is None or end.key in paired for end in (before, after)):
            yield before, use, after


def _by_footage(uses: Iterator[Use]) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        found[use.footage].append(use)
    return found


def _most_shared(use: Use, candidates: Sequence[Use]) -> Use | None:
    """Return the candidate that shares the most of a use's source, if that is half of it."""
    best = max(candidates, key=use.overlap, default=None)
    return best if best is not None and use.overlap(best) >= use.duration * HALF and use.overlap(best) > 0 else None


def _is_apart(one: Use, other: Use) -> bool:
    """Return whether two uses share less than half of the shorter."""
    return one.overlap(other) < min(one.duration, other.duration) * HALF
