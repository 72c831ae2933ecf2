"""Paragraphs to lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.titles.faces import FontBook
from posthouse.titles.itemize import clusters_of, itemized
from posthouse.titles.style import Style
from posthouse.titles.wrap import wrapped

if TYPE_CHECKING:
    from posthouse.titles.shape import ShapedLine

_BOOK = FontBook(root=Path())


def _lines(text: str, widest_em: float) -> list[tuple[str, ShapedLine]]:
    paragraph = itemized(text, Style(), _BOOK)
    lines = wrapped(paragraph, widest_em)
    spans = [[glyph.character for glyph in line.glyphs] for line in lines]
    return [(paragraph.text[min(at) : max(at) + 1] if at else "", line) for at, line in zip(spans, lines, strict=True)]


@given(
    st.lists(
        st.sampled_from(["boat", "a", "Featherstonehaugh-Whitmore", "港の夜明け。", "שלום", "بيت", "12,5"]), min_size=1
    ),
    st.floats(1.5, 20),
)
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_than_it_may_be(words: list[str], widest_em: float) -> None:
    for shown, line in _lines(" ".join(words), widest_em):
        assert line.width_em <= widest_em or len(clusters_of(shown)) == 1


@given(st.lists(st.sampled_from(["boat", "tide", "a", "lantern"]), min_size=1, max_size=12), st.floats(3, 12))
@settings(max_examples=40, deadline=None)
def test_wrapping_loses_no_letter(words: list[str], widest_em: float) -> None:
    text = " ".join(words)
    assert "".join("".join(shown.split()) for shown, _ in _lines(text, widest_em)) == "".join(words)


def test_cjk_breaks_between_characters_but_not_before_a_full_stop() -> None:
    shown = [text for text, _ in _lines("港の夜明け。静かな海辺の町。", 5)]
    assert len(shown) > 2
    assert not any(text.startswith(("。", "、")) for text in shown)


def test_lines_are_nearly_even() -> None:
    widths = [line.width_em for _, line in _lines("The quick brown fox jumps over the lazy dog and on", 14)]
    assert min(widths) > 0.7 * max(widths)


def test_a_no_break_space_holds_words_together() -> None:
    assert all(
        "10\N{NO-BREAK SPACE}km" in text or "km" not in text
        for text, _ in _lines("It is 10\N{NO-BREAK SPACE}km off", 4)
    )
