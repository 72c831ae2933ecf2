"""A page: lines and panels with their places in the picture, before anything is drawn.

Lengths are in square pixels (``_px``), so that layout knows nothing of anamorphic pixels; y runs down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.titles.shape import ShapedLine
    from posthouse.titles.style import Rgba, Style

SAFE_MARGIN = Fraction(5, 100)  # EBU R95: graphics safe area, 5 % from each edge
_ROWS_BEYOND = 2
_SHADOW_REACH = 3.0  # standard deviations; beyond, less than 1/700 of a shadow is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """Edges in square pixels, y down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top."""
        return self.bottom - self.top

    def moved(self, x_px: float, y_px: float) -> Rect:
        """Return it moved right and down."""
        return Rect(left=self.left + x_px, top=self.top + y_px, right=self.right + x_px, bottom=self.bottom + y_px)

    def grown(self, by_px: float) -> Rect:
        """Return it with every edge moved outwards."""
        left, top, right, bottom = self.left - by_px, self.top - by_px, self.right + by_px, self.bottom + by_px
        return Rect(left=left, top=top, right=right, bottom=bottom)

    @classmethod
    def around(cls, rects: Iterable[Rect]) -> Rect:
        """Return the smallest that holds all; an empty one at the origin for none."""
        held = [rect for rect in rects if rect.width > 0 and rect.height > 0]
        if not held:
            return cls(left=0, top=0, right=0, bottom=0)
        return cls(
            left=min(rect.left for rect in held),
            top=min(rect.top for rect in held),
            right=max(rect.right for rect in held),
            bottom=max(rect.bottom for rect in held),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The picture a title is set for: pixels, and the width of a pixel as a part of its height."""

    width: int
    height: int
    pixel_aspect: float

    @property
    def width_px(self) -> float:
        """Its width in square pixels."""
        return self.width * self.pixel_aspect

    @property
    def safe_area(self) -> Rect:
        """The graphics safe area of EBU R95."""
        x_px, y_px = float(self.width_px * SAFE_MARGIN), float(self.height * SAFE_MARGIN)
        return Rect(left=x_px, top=y_px, right=self.width_px - x_px, bottom=self.height - y_px)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A filled rectangle, its corners rounded."""

    rect: Rect
    color: Rgba
    radius_px: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SetLine:
    """A line in its place: ``left_px`` is where its pen starts, ``baseline_px`` a whole row, so that feet are crisp."""

    line: ShapedLine
    style: Style
    size_px: float
    left_px: float
    baseline_px: int

    def ink(self) -> Rect:
        """Return the extent of its letters, without outline and shadow."""
        placed = ((glyph.x_em, glyph.y_em, *glyph.ink_em) for glyph in self.line.glyphs)
        extent = Rect.around(
            Rect(left=x + left, top=-y - top, right=x + right, bottom=-y - bottom)
            for x, y, left, bottom, right, top in placed
        )
        size = self.size_px
        scaled = Rect(
            left=extent.left * size, top=extent.top * size, right=extent.right * size, bottom=extent.bottom * size
        )
        return scaled.moved(self.left_px, self.baseline_px)

    def reach(self) -> Rect:
        """Return the extent of everything that is drawn for it."""
        ink, style, size = self.ink(), self.style, self.size_px
        around = style.outline.width_em * size if style.outline else 0.0
        if ink.width <= 0:
            return ink
        wide = ink.grown(around)
        if not style.shadow:
            return wide
        soft = style.shadow.blur_em * size * _SHADOW_REACH
        shade = wide.moved(style.shadow.offset_em[0] * size, style.shadow.offset_em[1] * size).grown(soft)
        return Rect.around([wide, shade])

    def moved(self, x_px: float, y_px: int) -> SetLine:
        """Return it moved right and down."""
        return SetLine(
            line=self.line,
            style=self.style,
            size_px=self.size_px,
            left_px=self.left_px + x_px,
            baseline_px=self.baseline_px + y_px,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """What a title shows: panels under lines."""

    screen: Screen
    panels: tuple[Panel, ...] = ()
    lines: tuple[SetLine, ...] = ()

    def reach(self) -> Rect:
        """Return the extent of everything that is drawn."""
        return Rect.around([*(panel.rect for panel in self.panels), *(line.reach() for line in self.lines)])

    def moved(self, x_px: float, y_px: float) -> Page:
        """Return it moved right and down, by whole rows."""
        rows = math.floor(y_px + 0.5)
        panels = (Panel(rect=p.rect.moved(x_px, rows), color=p.color, radius_px=p.radius_px) for p in self.panels)
        lines = (line.moved(x_px, rows) for line in self.lines)
        return Page(screen=self.screen, panels=tuple(panels), lines=tuple(lines))

    def between_rows(self, start_row: int, end_row: int) -> Page:
        """Return only the lines and panels that reach into some rows, or nearly: drawing may use a row beyond."""
        panels = tuple(panel for panel in self.panels if _is_near(panel.rect, start_row, end_row))
        lines = tuple(line for line in self.lines if _is_near(line.reach(), start_row, end_row))
        return Page(screen=self.screen, panels=panels, lines=lines)


def _is_near(rect: Rect, start_row: int, end_row: int) -> bool:
    return rect.bottom > start_row - _ROWS_BEYOND and rect.top < end_row + _ROWS_BEYOND
