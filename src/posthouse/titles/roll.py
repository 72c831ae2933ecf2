"""A credit roll: roles and names in two columns about a gutter, headings, and space."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from posthouse.titles.block import set_block
from posthouse.titles.page import Page, Screen, SetLine
from posthouse.titles.spec import Align
from posthouse.titles.style import resolved_style

if TYPE_CHECKING:
    from posthouse.titles.faces import FontBook
    from posthouse.titles.spec import TitleSpec
    from posthouse.titles.style import Style

_WIDEST = 0.8
_GUTTER_EM = 1.1
_HEADING_ROOM_EM = 0.35


def laid_out_roll(spec: TitleSpec, screen: Screen, book: FontBook) -> Page:
    """Return the page of a roll, unmoved: its first capitals touch the row below the picture."""
    setter = _Setter(style=resolved_style(spec), book=book, screen=screen, widest=spec.width or _WIDEST)
    for text in (spec.roll or "").strip("\n").split("\n"):
        setter.add(text)
    return Page(screen=screen, lines=tuple(setter.lines))


@dataclasses.dataclass(slots=True, kw_only=True)
class _Setter:
    """Sets entry under entry; ``down_px`` is where the next one's capitals touch."""

    style: Style
    book: FontBook
    screen: Screen
    widest: float
    down_px: float = 0.0
    lines: list[SetLine] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.down_px = float(self.screen.height)

    @property
    def _size_px(self) -> float:
        return self.style.size * self.screen.height

    @property
    def _widest_px(self) -> float:
        return self.widest * self.screen.width_px

    def add(self, text: str) -> None:
        """Set one line of the roll's text."""
        if not text.strip():
            self.down_px += self._size_px * self.style.line_height
        elif text.startswith("#"):
            self._add_centered(text.lstrip("#").strip(), _heading_style(self.style))
            self.down_px += self._size_px * _HEADING_ROOM_EM
        elif "\t" in text:
            role, name = text.split("\t", 1)
            self._add_pair(role.strip(), name.strip())
        else:
            self._add_centered(text.strip(), self.style)

    def _add_centered(self, text: str, style: Style) -> None:
        bottom_px = self._add_column(text, dataclasses.replace(style, align=Align.CENTER), self._widest_px, 0.5)
        self._go_below(bottom_px)

    def _add_pair(self, role: str, name: str) -> None:
        """Set role and name to the two sides of the gutter; exchanged where the name runs from right to left."""
        column_px = (self._widest_px - _GUTTER_EM * self._size_px) / 2
        is_rtl = bool(name) and set_block(name, self.style, self.book, height_px=1, widest_px=1e6).is_rtl
        sides = ((role, _role_style(self.style)), (name, self.style))
        left, right = sides[::-1] if is_rtl else sides
        bottoms = [
            self._add_column(text, dataclasses.replace(style, align=align), column_px, share)
            for (text, style), align, share in ((left, Align.RIGHT, 1.0), (right, Align.LEFT, 0.0))
            if text
        ]
        if bottoms:
            self._go_below(max(bottoms))

    def _add_column(self, text: str, style: Style, widest_px: float, share: float) -> int:
        """Set a block beside the gutter (share 0: right of it, 1: left of it) or on the axis (0.5)."""
        block = set_block(text, style, self.book, height_px=self.screen.height, widest_px=widest_px)
        away_px = {0.0: _GUTTER_EM / 2, 0.5: 0.0, 1.0: -_GUTTER_EM / 2}[share] * self._size_px
        left_px = self.screen.width_px / 2 + away_px - block.width_px * share
        down_px = math.floor(self.down_px + 0.5)
        self.lines += [line.moved(left_px, down_px) for line in block.lines]
        return block.lines[-1].baseline_px + down_px

    def _go_below(self, baseline_px: int) -> None:
        cap_px = self.book.chosen(self.style).cap_height_em * self._size_px
        self.down_px = baseline_px + self._size_px * self.style.line_height - cap_px


def _heading_style(style: Style) -> Style:
    return dataclasses.replace(style, size=style.size * 0.8, uppercase=True, tracking_em=style.tracking_em + 0.14)


def _role_style(style: Style) -> Style:
    red, green, blue, alpha = style.color
    return dataclasses.replace(style, weight=min(400, style.weight), color=(red, green, blue, alpha * 0.88))
