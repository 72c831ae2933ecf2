"""Letters to glyphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.errors import ProductionError
from posthouse.titles.itemize import itemized
from posthouse.titles.shape import ShapedLine, shaped_line
from posthouse.titles.style import Style

if TYPE_CHECKING:
    from posthouse.titles.faces import FontBook


def _shaped(text: str, book: FontBook, style: Style | None = None) -> ShapedLine:
    return shaped_line(itemized(text, style or Style(), book), 0, len(text))


def test_kerning_sets_avatar_narrower_than_its_letters_apart(book: FontBook) -> None:
    apart_em = sum(_shaped(letter, book).width_em for letter in "AVATAR")
    assert _shaped("AVATAR", book).width_em < apart_em - 0.1


def test_arabic_letters_join(book: FontBook) -> None:
    word = {glyph.glyph_id for glyph in _shaped("بيت", book).glyphs}
    apart = {glyph.glyph_id for letter in "بيت" for glyph in _shaped(letter, book).glyphs}
    assert word != apart


def test_devanagari_consonants_make_a_conjunct(book: FontBook) -> None:
    assert len(_shaped("क्ष", book).glyphs) < 3


def test_f_and_i_make_a_ligature_unless_letters_are_spaced(book: FontBook) -> None:
    serif = Style(font="serif")
    assert len(_shaped("fi", book, serif).glyphs) <= 2
    tracked = _shaped("fi", book, Style(font="serif", tracking_em=0.1))
    assert len(tracked.glyphs) == 2


def test_tracking_adds_space_between_letters_only(book: FontBook) -> None:
    plain, tracked = (_shaped("nnnn", book, Style(tracking_em=tracking)) for tracking in (0.0, 0.1))
    assert tracked.width_em == pytest.approx(plain.width_em + 3 * 0.1)


def test_joined_scripts_are_not_torn_by_tracking(book: FontBook) -> None:
    assert _shaped("بيت", book, Style(tracking_em=0.2)).width_em == _shaped("بيت", book).width_em


def test_a_right_to_left_line_starts_at_the_right(book: FontBook) -> None:
    text = "שלום abc"
    characters = [glyph.character for glyph in _shaped(text, book).glyphs]
    assert "".join(text[i] for i in characters) == "abc םולש"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Harbour", "SourceSans3"),
        ("Λιμάνι", "SourceSans3"),
        ("Гавань", "SourceSans3"),
        ("נמל", "Hebrew"),
        ("ميناء", "Arabic"),
        ("बंदरगाह", "Devanagari"),
        ("ท่าเรือ", "Thai"),
        ("港口", "CJK"),
        ("みなと", "CJK"),
        ("항구", "CJK"),
    ],
)
def test_every_script_finds_its_font(book: FontBook, text: str, family: str) -> None:
    assert {family in font.file.path.name for font in itemized(text, Style(), book).fonts} == {True}


@pytest.mark.parametrize(
    ("language", "face"), [("ja", 0), ("ko", 1), ("zh-Hans", 2), ("zh-TW", 3), ("zh-HK", 4), ("", 2)]
)
def test_han_characters_take_the_forms_of_the_language(book: FontBook, language: str, face: int) -> None:
    book.language = language
    assert itemized("直", Style(), book).fonts[0].file.index == face


@pytest.mark.parametrize(("text", "face"), [("直す", 0), ("直도", 1), ("直ㄅ", 3)])
def test_han_characters_take_the_forms_their_neighbours_tell(book: FontBook, text: str, face: int) -> None:
    assert {font.file.index for font in itemized(text, Style(), book).fonts} == {face}


def test_a_character_no_font_has_is_named(book: FontBook) -> None:
    with pytest.raises(ProductionError, match=r"no font has 𓀀 \(U\+13000 EGYPTIAN HIEROGLYPH A001\)"):
        itemized("a𓀀", Style(), book)


def test_weights_are_drawn_not_imitated(book: FontBook) -> None:
    light, bold = (_shaped("Harbour", book, Style(weight=weight)).width_em for weight in (300, 700))
    assert light < bold


def test_a_missing_font_file_says_where_it_was_looked_for(book: FontBook) -> None:
    with pytest.raises(ProductionError, match=r"there is no font 'fonts/None.ttf'"):
        itemized("a", Style(font="fonts/None.ttf"), book)


def test_a_file_that_is_no_font_is_refused(book: FontBook, tmp_path: object) -> None:
    book.root = tmp_path  # type: ignore[assignment] # pytest's tmp_path is a Path
    (book.root / "note.ttf").write_text("not a font")
    with pytest.raises(ProductionError, match=r"note.ttf is not a font"):
        itemized("a", Style(font="note.ttf"), book)
