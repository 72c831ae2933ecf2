"""The house styles, and a title's style with nothing left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from posthouse.titles.spec import Align, Place, ShadowSpec, StyleName, StyleSpec, Weight

if TYPE_CHECKING:
    from posthouse.titles.spec import BoxSpec, OutlineSpec, TitleSpec

Rgba = tuple[float, float, float, float]
_WHITE = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A line around the letters; width outside the letter."""

    width_em: float
    color: Rgba


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A soft shadow: right and down, and the standard deviation of its softness."""

    offset_em: tuple[float, float] = (0.0, 0.025)
    blur_em: float = 0.1
    color: Rgba = (0.0, 0.0, 0.0, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box behind the lines."""

    color: Rgba = (0.0, 0.0, 0.0, 0.7)
    padding_em: float = 0.4
    radius_em: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How letters look. Sizes as parts of the picture's height (``size``) or of the type size (``_em``)."""

    font: str = "sans"
    weight: int = 400
    italic: bool = False
    size: float = 0.05
    color: Rgba = _WHITE
    accent: Rgba = (0.95, 0.66, 0.24, 1.0)
    tracking_em: float = 0.0
    line_height: float = 1.2
    align: Align = Align.CENTER
    uppercase: bool = False
    outline: Outline | None = None
    shadow: Shadow | None = Shadow()
    box: Box | None = None

    def optical_size_points(self) -> float:
        """Return the point size the design is drawn for, as if the picture were a page 540 points high."""
        return self.size * 540


# Small type has thin strokes, whose shadow alone is too faint over a bright sky.
_SMALL_EDGE = Outline(width_em=0.035, color=(0.0, 0.0, 0.0, 0.4))
_SMALL_SHADOW = Shadow(blur_em=0.12, color=(0.0, 0.0, 0.0, 0.95))

HOUSE_STYLES = {
    StyleName.HEADING: Style(font="serif", weight=500, size=0.105, line_height=1.12, tracking_em=0.005),
    StyleName.SUBTITLE: Style(
        weight=500,
        size=0.054,
        line_height=1.25,
        outline=Outline(width_em=0.045, color=(0.0, 0.0, 0.0, 0.85)),
        shadow=Shadow(blur_em=0.07, color=(0.0, 0.0, 0.0, 0.5)),
    ),
    StyleName.CAPTION: Style(
        weight=600,
        size=0.034,
        line_height=1.3,
        tracking_em=0.06,
        uppercase=True,
        align=Align.START,
        outline=_SMALL_EDGE,
        shadow=_SMALL_SHADOW,
    ),
    StyleName.LOWER_THIRD: Style(
        weight=600,
        size=0.052,
        line_height=1.15,
        align=Align.START,
        shadow=None,
        box=Box(color=(0.035, 0.043, 0.055, 0.8), padding_em=0.5),
    ),
    StyleName.CREDITS: Style(weight=600, size=0.038, line_height=1.4, outline=_SMALL_EDGE, shadow=_SMALL_SHADOW),
}
HOUSE_PLACES = {
    StyleName.HEADING: Place.CENTER,
    StyleName.SUBTITLE: Place.BOTTOM,
    StyleName.CAPTION: Place.TOP_LEFT,
    StyleName.LOWER_THIRD: Place.BOTTOM_LEFT,
    StyleName.CREDITS: Place.CENTER,
}


def resolved_style(spec: TitleSpec) -> Style:
    """Return a title's style: its house style with the changes the document makes."""
    house = HOUSE_STYLES[style_name(spec)]
    said = spec.style if isinstance(spec.style, StyleSpec) else StyleSpec()
    return Style(
        font=_said(said.font, house.font),
        weight=Weight[said.weight.upper()].value if isinstance(said.weight, str) else _said(said.weight, house.weight),
        italic=_said(said.italic, house.italic),
        size=house.size if said.size is None else float(said.size),
        color=_said(said.color, house.color),
        accent=_said(said.accent, house.accent),
        tracking_em=house.tracking_em if said.tracking is None else said.tracking / 1000,
        line_height=house.line_height if said.line_height is None else float(said.line_height),
        align=_said(said.align, house.align),
        uppercase=_said(said.uppercase, house.uppercase),
        outline=_outline(said.outline, house.outline),
        shadow=_shadow(said.shadow, house.shadow),
        box=_box(said.box, house.box),
    )


T = TypeVar("T")


def _said(said: T | None, house: T) -> T:
    return house if said is None else said


def style_name(spec: TitleSpec) -> StyleName:
    """Return the house style a title starts from: the one it names, else the one its kind suggests."""
    named = spec.style.like if isinstance(spec.style, StyleSpec) else spec.style
    if named is not None:
        return named
    if spec.lower_third:
        return StyleName.LOWER_THIRD
    return StyleName.CREDITS if spec.roll else StyleName.HEADING


def _outline(said: OutlineSpec | Literal[False] | None, house: Outline | None) -> Outline | None:
    if said is None:
        return house
    return Outline(width_em=float(said.width), color=said.color) if said else None


def _shadow(said: ShadowSpec | Literal[False] | None, house: Shadow | None) -> Shadow | None:
    if not said:
        return house if said is None else None
    base = house or Shadow()
    return Shadow(
        offset_em=(float(said.offset[0]), float(said.offset[1])) if said.offset else base.offset_em,
        blur_em=base.blur_em if said.blur is None else float(said.blur),
        color=said.color or base.color,
    )


def _box(said: BoxSpec | Literal[False] | None, house: Box | None) -> Box | None:
    if not said:
        return house if said is None else None
    base = house or Box()
    return Box(
        color=said.color,
        padding_em=base.padding_em if said.padding is None else float(said.padding),
        radius_em=base.radius_em if said.radius is None else float(said.radius),
    )
