"""Levels of direction: UAX #9, the Unicode Bidirectional Algorithm (Unicode 16), rules P2 to I2.

Problem: in "שלום Hello (1)" some letters run right to left, some left to right, and numbers and brackets join one side.
Every character gets a level, even for left to right, odd for right to left; lines then reverse runs by level (rule L2).
Example: "ab אב" has levels 0 0 0 1 1. Approach: the rules in their order, on lists of classes.
Why here: python-bidi answers with a reordered string, which no longer says where each character came from, as a shaper
needs; it is the oracle of our tests instead. Traps: characters that rule X9 removes get the level before them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.titles.bidi_brackets import bracket_pairs
from posthouse.titles.bidi_explicit import EMBEDDINGS, ISOLATES, ExplicitLevels, first_strong_level

if TYPE_CHECKING:
    from collections.abc import Sequence

_REMOVED = {*EMBEDDINGS, "PDF", "BN"}  # X9
_NEUTRAL = {"B", "S", "WS", "ON", "PDI", *ISOLATES}  # NI
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # N0 to N2: numbers count as R


def bidi_levels(text: str) -> tuple[int, tuple[int, ...]]:
    """Return the base level of a paragraph, and the level of each of its characters before rule L1."""
    kinds = [unicodedata.bidirectional(letter) or "L" for letter in text]
    base = first_strong_level(kinds)
    levels, resolved = ExplicitLevels(kinds=kinds, base=base).applied()
    for sequence in _run_sequences(kinds, levels, base):
        sequence.resolve(text, kinds, resolved)
        for i in sequence.indices:
            levels[i] += _implicit_rise(resolved[i], levels[i])
    return base, tuple(_with_removed(kinds, levels, base))


@dataclass(frozen=True, slots=True, kw_only=True)
class _RunSequence:
    """BD13: an isolating run sequence, with the directions before and after it."""

    indices: tuple[int, ...]
    level: int
    before: str
    after: str

    def resolve(self, text: str, kinds: Sequence[str], resolved: list[str]) -> None:
        """Apply W1 to N2 to the characters of the sequence."""
        now = [resolved[i] for i in self.indices]
        _resolve_marks(now, self.before)
        _resolve_numbers(now, self.before)
        direction = "R" if self.level % 2 else "L"
        letters = [text[i] for i in self.indices]
        is_mark = [kinds[i] == "NSM" for i in self.indices]
        for opening, closing in bracket_pairs(letters, [kind == "ON" for kind in now]):
            side = self._side_of_pair(now, opening, closing, direction)
            if side:
                _set_bracket(now, is_mark, opening, side)
                _set_bracket(now, is_mark, closing, side)
        _resolve_neutrals(now, self.before, self.after, direction)
        for i, kind in zip(self.indices, now, strict=True):
            resolved[i] = kind

    def _side_of_pair(self, now: list[str], opening: int, closing: int, direction: str) -> str:
        """N0, b to d: the side a pair of brackets joins; empty for neither."""
        inside = {_STRONG[kind] for kind in now[opening + 1 : closing] if kind in _STRONG}
        if direction in inside or not inside:
            return direction if inside else ""
        context = next((_STRONG[kind] for kind in reversed(now[:opening]) if kind in _STRONG), self.before)
        return context if context in inside else direction


def _set_bracket(now: list[str], is_mark: Sequence[bool], at: int, side: str) -> None:
    now[at] = side
    for i in range(at + 1, len(now)):
        if not is_mark[i]:
            break
        now[i] = side


def _resolve_marks(now: list[str], before: str) -> None:
    """W1 to W3: marks follow their letter, European numbers after Arabic letters are Arabic, those letters are R."""
    last, strong = before, before
    for i, kind in enumerate(now):
        if kind == "NSM":
            now[i] = "ON" if last in ISOLATES or last == "PDI" else last
        if now[i] == "EN" and strong == "AL":
            now[i] = "AN"
        if now[i] in {"L", "R", "AL"}:
            strong = now[i]
        last = now[i]
    now[:] = ["R" if kind == "AL" else kind for kind in now]


def _resolve_numbers(now: list[str], before: str) -> None:
    """W4 to W7: separators and signs join numbers, others are neutral, numbers after left-to-right letters are L."""
    for i in range(1, len(now) - 1):
        around = now[i - 1]
        if around == now[i + 1] and (
            (now[i] == "CS" and around in {"EN", "AN"}) or (now[i] == "ES" and around == "EN")
        ):
            now[i] = around
    for i in [*range(1, len(now)), *range(len(now) - 2, -1, -1)]:
        beside = now[i - 1 : i] + now[i + 1 : i + 2]
        if now[i] == "ET" and "EN" in beside:
            now[i] = "EN"
    strong = before
    for i, kind in enumerate(now):
        if kind in {"ET", "ES", "CS"}:
            now[i] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            now[i] = "L"


def _resolve_neutrals(now: list[str], before: str, after: str, direction: str) -> None:
    """N1, N2: neutrals between the same sides join them, others take the direction of the embedding."""
    i = 0
    while i < len(now):
        end = i
        while end < len(now) and now[end] in _NEUTRAL:
            end += 1
        left = _STRONG[now[i - 1]] if i else before
        right = _STRONG[now[end]] if end < len(now) else after
        now[i:end] = [left if left == right else direction] * (end - i)
        i = end + 1


def _implicit_rise(kind: str, level: int) -> int:
    """I1, I2."""
    if level % 2:
        return 0 if kind == "R" else 1
    return {"L": 0, "R": 1}.get(kind, 2)


def _run_sequences(kinds: Sequence[str], levels: Sequence[int], base: int) -> list[_RunSequence]:
    """X10: join level runs across isolates."""
    kept = [i for i, kind in enumerate(kinds) if kind not in _REMOVED]
    closing_of = _matching_isolates(kinds)
    opening_of = {closing: opening for opening, closing in closing_of.items()}
    runs: list[list[int]] = []
    for i in kept:
        if runs and levels[runs[-1][-1]] == levels[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    starting_at = {run[0]: run for run in runs}
    sequences = []
    for run in runs:
        if run[0] in opening_of:
            continue
        indices = list(run)
        while indices[-1] in closing_of:
            indices += starting_at[closing_of[indices[-1]]]
        sequences.append(_bounded(indices, kinds, levels, kept=kept, base=base))
    return sequences


def _bounded(
    indices: list[int], kinds: Sequence[str], levels: Sequence[int], *, kept: Sequence[int], base: int
) -> _RunSequence:
    level = levels[indices[0]]
    first, last = kept.index(indices[0]), kept.index(indices[-1])
    before = levels[kept[first - 1]] if first else base
    is_open = kinds[indices[-1]] in ISOLATES
    after = base if is_open or last + 1 == len(kept) else levels[kept[last + 1]]
    return _RunSequence(
        indices=tuple(indices),
        level=level,
        before="R" if max(level, before) % 2 else "L",
        after="R" if max(level, after) % 2 else "L",
    )


def _matching_isolates(kinds: Sequence[str]) -> dict[int, int]:
    """BD9: isolate initiators and their PDIs."""
    pairs: dict[int, int] = {}
    still_open: list[int] = []
    for i, kind in enumerate(kinds):
        if kind in ISOLATES:
            still_open.append(i)
        elif kind == "PDI" and still_open:
            pairs[still_open.pop()] = i
    return pairs


def _with_removed(kinds: Sequence[str], levels: Sequence[int], base: int) -> list[int]:
    """Section 5.2: give what X9 removed the level before it, so that it splits no run."""
    kept: list[int] = []
    for kind, level in zip(kinds, levels, strict=True):
        kept.append((kept[-1] if kept else base) if kind in _REMOVED else level)
    return kept
