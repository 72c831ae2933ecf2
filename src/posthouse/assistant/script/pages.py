"""How long scenes are on the page: eighths, as schedules count, and the time they are held to last.

A page is 55 lines of 12-point Courier, 10 letters an inch; a page is held to last a minute, so an eighth 7.5 s.
Source of the measures: US letter, six lines an inch, action 6.1 inches wide, speech 3.5, what is in brackets 2.6: what
studio formats have in common; Fountain itself says nothing of pages.
"""

from __future__ import annotations

import textwrap
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.assistant.script.fountain import ElementKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.assistant.script.fountain import Element

LINES_A_PAGE = 55
EIGHTH_SECONDS = Fraction(15, 2)
_ACTION, _SPEECH, _BRACKETS = 61, 35, 26
_WIDTHS = {ElementKind.DIALOGUE: _SPEECH, ElementKind.LYRIC: _SPEECH, ElementKind.PARENTHETICAL: _BRACKETS}
_UNPRINTED = {ElementKind.SECTION, ElementKind.SYNOPSIS, ElementKind.PAGE_BREAK}
_CLOSE = {ElementKind.DIALOGUE, ElementKind.PARENTHETICAL, ElementKind.LYRIC}
"""They follow without an empty line."""


def lines_of(elements: Iterable[Element]) -> int:
    """Return how many lines elements take on a page, the empty ones before them too."""
    count = 0
    for each in elements:
        if each.kind in _UNPRINTED:
            continue
        width = _WIDTHS.get(each.kind, _ACTION)
        count += sum(len(textwrap.wrap(line, width)) or 1 for line in each.text.split("\n"))
        count += 0 if each.kind in _CLOSE else 1
        count += each.kind is ElementKind.SCENE_HEADING  # two empty lines before a heading
    return count


def nearest_eighths(elements: Iterable[Element]) -> int:
    """Return how many eighths of a page elements take, the nearest whole number, at least 1."""
    return max(1, (Fraction(lines_of(elements) * 8, LINES_A_PAGE) + Fraction(1, 2)).__floor__())


def spelled_eighths(eighths: int) -> str:
    """Return eighths as a schedule writes them: 11 is 1 3/8."""
    pages, rest = divmod(eighths, 8)
    return " ".join(part for part in (str(pages) if pages else "", f"{rest}/8" if rest else "") if part)
