"""Paragraphs to lines no wider than they may be: UAX #14 breaks, lines of nearly one length."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from posthouse.titles.itemize import clusters_of
from posthouse.titles.shape import ShapedLine, shaped_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posthouse.titles.itemize import Paragraph

_BALANCING_STEPS = 7  # halvings of the width: to 1 % of it


def wrapped(paragraph: Paragraph, widest_em: float) -> list[ShapedLine]:
    """Return a paragraph's lines, broken where UAX #14 allows, each at most ``widest_em`` wide.

    As few lines as fit, then all as even as these lines allow: a title with one word on its last line looks like a
    mistake. A word wider than a line is broken between its letters; only a single letter may be wider.
    """
    if not paragraph.text:
        return [ShapedLine(glyphs=(), width_em=0.0)]
    whole = shaped_line(paragraph, 0, len(paragraph.text))
    if whole.width_em <= widest_em:
        return [whole]
    measured: dict[tuple[int, int], ShapedLine] = {}

    def line(start: int, end: int) -> ShapedLine:
        if (start, end) not in measured:
            measured[start, end] = shaped_line(paragraph, start, end)
        return measured[start, end]

    def width(start: int, end: int) -> float:
        return line(start, end).width_em

    ends = _allowed_ends(paragraph.text, width, widest_em)
    breaks = _balanced(ends, width, widest_em, _greedy(ends, width, widest_em))
    return [line(start, end) for start, end in pairwise([0, *breaks])]


def _allowed_ends(text: str, width: Callable[[int, int], float], widest_em: float) -> list[int]:
    """Return where lines may end: UAX #14, and inside words that fit no line."""
    from uniseg.linebreak import line_break_units  # late: its tables, only when there are titles

    ends: list[int] = []
    start = 0
    for unit in line_break_units(text):
        end = start + len(unit)
        if width(start, end) > widest_em:
            ends += list(accumulate((len(cluster) for cluster in clusters_of(unit)), initial=start))[1:-1]
        ends.append(end)
        start = end
    return ends


def _greedy(ends: Sequence[int], width: Callable[[int, int], float], widest_em: float) -> list[int]:
    """Return line ends with each line as full as may be."""
    breaks: list[int] = []
    start, previous = 0, 0
    for end in ends:
        if previous > start and width(start, end) > widest_em:
            breaks.append(previous)
            start = previous
        previous = end
    return [*breaks, ends[-1]]


def _balanced(
    ends: Sequence[int], width: Callable[[int, int], float], widest_em: float, breaks: list[int]
) -> list[int]:
    """Return line ends for the narrowest width that needs no more lines."""
    line_count = len(breaks)
    low_em, high_em = widest_em / 2, widest_em
    for _ in range(_BALANCING_STEPS):
        middle_em = (low_em + high_em) / 2
        narrower = _greedy(ends, width, middle_em)
        fits = all(width(a, b) <= middle_em for a, b in pairwise([0, *narrower]))
        if len(narrower) == line_count and fits:
            breaks, high_em = narrower, middle_em
        else:
            low_em = middle_em
    return breaks
