"""A text or a lower third in its place in the picture."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.titles.block import Block, padded, set_block
from posthouse.titles.page import Page, Panel, Rect, Screen, SetLine
from posthouse.titles.spec import Align, Place
from posthouse.titles.style import HOUSE_PLACES, Style, resolved_style, style_name

if TYPE_CHECKING:
    from posthouse.titles.faces import FontBook
    from posthouse.titles.spec import LowerThirdSpec, TitleSpec

_WIDEST_LOWER_THIRD = 0.6
_ROLE_SIZE, _ROLE_WEIGHT, _ROLE_LEAD_EM = 0.62, 400, 0.42  # parts of the name's size
_BAR_EM = 0.1
_SHARES = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}


def laid_out(spec: TitleSpec, screen: Screen, book: FontBook) -> Page:
    """Return the page of a text or a lower third, in its place."""
    style = resolved_style(spec)
    page, rect = (
        _lower_third(spec.lower_third, style, book, screen=screen, widest=spec.width or _WIDEST_LOWER_THIRD)
        if spec.lower_third
        else _text(spec, style, book, screen)
    )
    return _placed(page, rect, spec.position or HOUSE_PLACES[style_name(spec)])


def _text(spec: TitleSpec, style: Style, book: FontBook, screen: Screen) -> tuple[Page, Rect]:
    size_px = style.size * screen.height
    pad_px = style.box.padding_em * size_px if style.box else 0.0
    widest_px = min(spec.width * screen.width_px if spec.width else screen.safe_area.width, screen.safe_area.width)
    block = set_block(
        spec.text or "", style, book, height_px=screen.height, widest_px=max(widest_px - 2 * pad_px, size_px)
    )
    rect, panels = padded(block, style, size_px)
    return Page(screen=screen, panels=panels, lines=block.lines), rect


def _lower_third(
    said: LowerThirdSpec, style: Style, book: FontBook, *, screen: Screen, widest: float
) -> tuple[Page, Rect]:
    """Return name over role on a panel, a bar of the accent at the side where reading starts."""
    size_px, height_px, widest_px = style.size * screen.height, screen.height, widest * screen.width_px
    name = set_block(said.name, style, book, height_px=height_px, widest_px=widest_px)
    role = (
        set_block(said.role, _role_style(style), book, height_px=height_px, widest_px=widest_px) if said.role else None
    )
    width_px = max(name.width_px, role.width_px if role else 0.0)
    lines = list(_filling(name, width_px, style.align))
    last = name
    if role:
        down_px = round(name.baseline_px + _ROLE_LEAD_EM * size_px)
        lines += [line.moved(0, down_px) for line in _filling(role, width_px, style.align)]
        last = dataclasses.replace(role, baseline_px=role.baseline_px + down_px)
    whole = dataclasses.replace(last, lines=tuple(lines), width_px=width_px, is_rtl=name.is_rtl)
    rect, panels = padded(whole, style, size_px)
    return Page(screen=screen, panels=(*panels, *_bar(rect, style, size_px, whole)), lines=whole.lines), rect


def _role_style(style: Style) -> Style:
    red, green, blue, alpha = style.color
    return dataclasses.replace(
        style,
        size=style.size * _ROLE_SIZE,
        weight=min(style.weight, _ROLE_WEIGHT),
        tracking_em=style.tracking_em + 0.015,
        color=(red, green, blue, alpha * 0.88),
    )


def _filling(block: Block, width_px: float, align: Align) -> tuple[SetLine, ...]:
    """Return a block's lines aligned in a wider block."""
    spare_px = width_px - block.width_px
    share = {Align.CENTER: 0.5, Align.RIGHT: 1.0, Align.START: float(block.is_rtl), Align.END: float(not block.is_rtl)}
    return tuple(line.moved(spare_px * share.get(align, 0.0), 0) for line in block.lines)


def _bar(rect: Rect, style: Style, size_px: float, block: Block) -> tuple[Panel, ...]:
    width_px = max(2.0, float(round(_BAR_EM * size_px)))
    bar = (
        Rect(left=rect.right, top=rect.top, right=rect.right + width_px, bottom=rect.bottom)
        if block.is_rtl
        else Rect(left=rect.left - width_px, top=rect.top, right=rect.left, bottom=rect.bottom)
    )
    return (Panel(rect=bar, color=style.accent),)


def _placed(page: Page, rect: Rect, position: Place | tuple[float, float]) -> Page:
    """Return the page moved to its place, then into the safe area if it fits there."""
    screen = page.screen
    rect = Rect.around([rect, *(panel.rect for panel in page.panels)])
    if isinstance(position, Place):
        safe = screen.safe_area
        words = position.value.split("-")
        across = next((_SHARES[word] for word in words if word in {"left", "right"}), 0.5)
        down = next((_SHARES[word] for word in words if word in {"top", "bottom"}), 0.5)
        left_px = safe.left + (safe.width - rect.width) * across
        top_px = safe.top + (safe.height - rect.height) * down
    else:
        left_px = position[0] * screen.width_px - rect.width / 2
        top_px = position[1] * screen.height - rect.height / 2
    moved = page.moved(left_px - rect.left, top_px - rect.top)
    return _kept_safe(moved) if isinstance(position, Place) else moved


def _kept_safe(page: Page) -> Page:
    """Return the page moved so that letters that reach far (accents, other scripts) stay in the safe area too."""
    safe = page.screen.safe_area
    ink = Rect.around([*(panel.rect for panel in page.panels), *(line.ink() for line in page.lines)])
    right_px = max(0.0, safe.left - ink.left) - max(0.0, ink.right - safe.right)
    down_px = max(0.0, safe.top - ink.top) - max(0.0, ink.bottom - safe.bottom)
    fits_across, fits_down = ink.width <= safe.width, ink.height <= safe.height
    rows = -(-down_px // 1) if down_px > 0 else down_px // 1
    return page.moved(right_px if fits_across else 0.0, rows if fits_down else 0.0)
