"""Direction: UAX #9, against python-bidi (Rust unicode-bidi), which only returns the reordered text."""

from __future__ import annotations

import unicodedata

import pytest
from bidi import get_display
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posthouse.titles.bidi import bidi_levels
from posthouse.titles.bidi_brackets import bracket_pairs

_RESET_AT_LINE_END = {"WS", "LRI", "RLI", "FSI", "PDI"}  # UAX #9, L1


def _reordered(text: str) -> str:
    """Return a one-line paragraph in visual order: UAX #9, L1 and L2."""
    base, found = bidi_levels(text)
    levels = list(found)
    for i in range(len(text) - 1, -1, -1):
        if unicodedata.bidirectional(text[i]) not in _RESET_AT_LINE_END:
            break
        levels[i] = base
    order = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return "".join(text[i] for i in order)


@given(st.text(alphabet="abאבגعب12,.-+$%() []{}\u0301\u0660 !\u2066\u2067\u2068\u2069", max_size=24))
@example("שלום Hello (1) עולם")
@example("ab(אב)גד [x]")
@settings(max_examples=400)
def test_the_visual_order_is_the_one_of_unicode_bidi(text: str) -> None:
    assert _reordered(text) == get_display(text)


@pytest.mark.parametrize(
    ("text", "base", "levels"),
    [
        ("", 0, ()),
        ("ab אב", 0, (0, 0, 0, 1, 1)),
        ("אב ab", 1, (1, 1, 1, 2, 2)),
        ("א12", 1, (1, 2, 2)),
        ("אa)", 1, (1, 2, 1)),
    ],
)
def test_levels_of_short_texts(text: str, base: int, levels: tuple[int, ...]) -> None:
    assert bidi_levels(text) == (base, levels)


def test_brackets_pair_as_in_bd16() -> None:
    # UAX #9, BD16, examples: a ) b ( c, a ( b ) c, a ( b ] c, a ( b [ c ) d ]
    cases = {"a)b(c": [], "a(b)c": [(1, 3)], "a(b]c": [], "a(b[c)d]": [(1, 5)], "a(b)c)d": [(1, 3)]}
    assert {text: bracket_pairs(text, [True] * len(text)) for text in cases} == cases
