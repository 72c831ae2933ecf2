"""Letters to glyphs: kerning, ligatures, joined scripts, in the order they stand on the line.

All measures are parts of the type size (em), from unhinted outlines, so layout is the same at every resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import uharfbuzz as hb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.titles.faces import OpenFont
    from posthouse.titles.itemize import Paragraph

# Letters of these scripts join: space between them would tear the words.
_JOINED = frozenset({"Arab", "Syrc", "Mong", "Nkoo", "Mand", "Adlm", "Rohg", "Deva", "Beng", "Guru"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glyph:
    """A glyph on a line: where its origin stands, and its ink (left, bottom, right, top), y up, all in em."""

    font: OpenFont
    glyph_id: int
    character: int
    x_em: float
    y_em: float
    advance_em: float
    ink_em: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShapedLine:
    """Glyphs from left to right, and the width they advance."""

    glyphs: tuple[Glyph, ...]
    width_em: float


def shaped_line(paragraph: Paragraph, start: int, end: int) -> ShapedLine:
    """Return the characters ``start`` to ``end`` of a paragraph as a line; spaces at its end take no room."""
    end = start + len(paragraph.text[start:end].rstrip())
    glyphs: list[Glyph] = []
    pen_em = 0.0
    for piece_start, piece_end in _pieces_in_visual_order(paragraph, start, end):
        for glyph in _shaped_piece(paragraph, piece_start, piece_end, (start, end)):
            glyphs.append(_moved(glyph, pen_em))
            pen_em += glyph.advance_em
    tail_em = _tracking_em(paragraph, end - 1) if glyphs else 0.0
    return ShapedLine(glyphs=tuple(glyphs), width_em=max(0.0, pen_em - tail_em))


def _pieces_in_visual_order(paragraph: Paragraph, start: int, end: int) -> list[tuple[int, int]]:
    """Return runs of one level, script and font; UAX #9, L2: reverse, from the highest level down to the lowest odd."""
    pieces: list[tuple[int, int]] = []
    for i in range(start, end):
        if pieces and _is_one_piece(paragraph, pieces[-1][0], i):
            pieces[-1] = (pieces[-1][0], i + 1)
        else:
            pieces.append((i, i + 1))
    levels = [paragraph.levels[piece[0]] for piece in pieces]
    for level in range(max(levels, default=0), 0, -1):
        _reverse_runs(pieces, levels, level)
    return pieces


def _is_one_piece(paragraph: Paragraph, first: int, second: int) -> bool:
    return (
        paragraph.levels[first] == paragraph.levels[second]
        and paragraph.scripts[first] == paragraph.scripts[second]
        and paragraph.fonts[first] is paragraph.fonts[second]
    )


def _reverse_runs(pieces: list[tuple[int, int]], levels: list[int], level: int) -> None:
    i = 0
    while i < len(pieces):
        end = i
        while end < len(pieces) and levels[end] >= level:
            end += 1
        pieces[i:end] = pieces[i:end][::-1]
        levels[i:end] = levels[i:end][::-1]
        i = end + 1


def _shaped_piece(paragraph: Paragraph, start: int, end: int, line: tuple[int, int]) -> Iterator[Glyph]:
    """Yield a piece's glyphs, each as if the pen stood at 0; the rest of the line is its context, for joining."""
    font, line_text = paragraph.fonts[start], paragraph.text[line[0] : line[1]]
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(letter) for letter in line_text], start - line[0], end - start)
    buffer.direction = "rtl" if paragraph.levels[start] % 2 else "ltr"
    buffer.script = paragraph.scripts[start]
    buffer.language = paragraph.language or "und"
    hb.shape(font.shaper, buffer, _features(paragraph, start))
    upem = font.units_per_em
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    for i, (info, position) in enumerate(zip(infos, positions, strict=True)):
        ends_cluster = i + 1 == len(infos) or infos[i + 1].cluster != info.cluster
        character = line[0] + info.cluster
        yield Glyph(
            font=font,
            glyph_id=info.codepoint,
            character=character,
            x_em=position.x_offset / upem,
            y_em=position.y_offset / upem,
            advance_em=position.x_advance / upem + (_tracking_em(paragraph, character) if ends_cluster else 0.0),
            ink_em=_ink_em(font, info.codepoint),
        )


def _features(paragraph: Paragraph, at: int) -> dict[str, bool]:
    """Return font features: kerning always; no ligatures between spaced letters (they would look unspaced)."""
    return {"kern": True, "liga": False, "clig": False} if _tracking_em(paragraph, at) else {"kern": True}


def _tracking_em(paragraph: Paragraph, at: int) -> float:
    return 0.0 if paragraph.scripts[at] in _JOINED else paragraph.style.tracking_em


def _ink_em(font: OpenFont, glyph_id: int) -> tuple[float, float, float, float]:
    extents, upem = font.shaper.get_glyph_extents(glyph_id), font.units_per_em
    if extents is None or not extents.width or not extents.height:
        return 0.0, 0.0, 0.0, 0.0
    left, top = extents.x_bearing / upem, extents.y_bearing / upem
    return left, top + extents.height / upem, left + extents.width / upem, top


def _moved(glyph: Glyph, pen_em: float) -> Glyph:
    return Glyph(
        font=glyph.font,
        glyph_id=glyph.glyph_id,
        character=glyph.character,
        x_em=glyph.x_em + pen_em,
        y_em=glyph.y_em,
        advance_em=glyph.advance_em,
        ink_em=glyph.ink_em,
    )
