"""Blocks: paragraphs of one style set under each other, with an optional box."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from posthouse.titles.itemize import itemized
from posthouse.titles.page import Panel, Rect, SetLine
from posthouse.titles.spec import Align
from posthouse.titles.wrap import wrapped

if TYPE_CHECKING:
    from posthouse.titles.faces import FontBook
    from posthouse.titles.shape import ShapedLine
    from posthouse.titles.style import Style

_ROOM_UNDER_DESCENDERS_EM = 0.12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Lines from (0, 0): the capitals of the first touch row 0, the widest starts at column 0.

    Attributes:
        lines: in their places.
        width_px: of the widest line.
        baseline_px: the last baseline.
        descent_px: how far letters reach below it.
        is_rtl: whether its first paragraph runs from right to left.
    """

    lines: tuple[SetLine, ...]
    width_px: float
    baseline_px: int
    descent_px: float
    is_rtl: bool


def set_block(text: str, style: Style, book: FontBook, *, height_px: float, widest_px: float) -> Block:
    """Return a text, its lines broken and aligned; each line of the text is a paragraph."""
    size_px = style.size * height_px
    paragraphs = [itemized(line.strip(), style, book) for line in text.strip("\n").split("\n")]
    lines: list[tuple[ShapedLine, bool]] = []
    for paragraph in paragraphs:
        lines += [(line, paragraph.is_rtl) for line in wrapped(paragraph, widest_px / size_px)]
    font = book.chosen(style)
    width_px = max(line.width_em for line, _ in lines) * size_px
    set_lines = tuple(
        SetLine(
            line=line,
            style=style,
            size_px=size_px,
            left_px=(width_px - line.width_em * size_px) * _share_left(style.align, is_rtl=is_rtl),
            baseline_px=math.floor(size_px * (font.cap_height_em + style.line_height * i) + 0.5),
        )
        for i, (line, is_rtl) in enumerate(lines)
    )
    return Block(
        lines=set_lines,
        width_px=width_px,
        baseline_px=set_lines[-1].baseline_px,
        descent_px=font.descent_em * size_px,
        is_rtl=paragraphs[0].is_rtl,
    )


def _share_left(align: Align, *, is_rtl: bool) -> float:
    """Return how much of a line's spare width stands to its left."""
    match align:
        case Align.LEFT:
            return 0.0
        case Align.CENTER:
            return 0.5
        case Align.RIGHT:
            return 1.0
        case Align.START:
            return 1.0 if is_rtl else 0.0
        case Align.END:
            return 0.0 if is_rtl else 1.0
    assert_never(align)


def padded(block: Block, style: Style, size_px: float) -> tuple[Rect, tuple[Panel, ...]]:
    """Return the rectangle a block fills with its box, and the box; without one, capitals to descenders."""
    box = style.box
    if not box:
        return Rect(left=0, top=0, right=block.width_px, bottom=block.baseline_px + block.descent_px), ()
    pad_px = box.padding_em * size_px
    under_px = max(pad_px, block.descent_px + _ROOM_UNDER_DESCENDERS_EM * size_px)
    rect = Rect(left=-pad_px, top=-pad_px, right=block.width_px + pad_px, bottom=block.baseline_px + under_px)
    return rect, (Panel(rect=rect, color=box.color, radius_px=box.radius_em * size_px),)
