"""Pairs of brackets, which take one direction together: UAX #9, BD14 to BD16."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_OPEN = 63  # BD16


def bracket_pairs(letters: Sequence[str], may_pair: Sequence[bool]) -> list[tuple[int, int]]:
    """Return positions of opening and closing brackets that belong together, in the order of the opening ones."""
    pairs: list[tuple[int, int]] = []
    still_open: list[tuple[str, int]] = []
    for i, letter in enumerate(letters):
        if not may_pair[i]:
            continue
        if closing := _closing_of(letter):
            if len(still_open) == _MOST_OPEN:
                return []
            still_open.append((closing, i))
        elif unicodedata.category(letter) == "Pe":
            _close(still_open, _canonical(letter), i, pairs)
    return sorted(pairs)


def _close(still_open: list[tuple[str, int]], closing: str, at: int, pairs: list[tuple[int, int]]) -> None:
    for depth in range(len(still_open) - 1, -1, -1):
        if still_open[depth][0] == closing:
            pairs.append((still_open[depth][1], at))
            del still_open[depth:]
            return


@functools.cache
def _closing_of(letter: str) -> str:
    """Return the bracket that closes an opening one; empty for every other character."""
    if unicodedata.category(letter) != "Ps" or not unicodedata.mirrored(letter):
        return ""
    from bidi.mirror import MIRRORED  # late: a large table, only for texts with brackets

    return _canonical(MIRRORED.get(letter, ""))


def _canonical(letter: str) -> str:
    return unicodedata.normalize("NFC", letter)
