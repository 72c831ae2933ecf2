"""The doors of the titles craft: a title's image, the fonts it takes, the way of a roll."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.errors import InternalError
from posthouse.titles.motion import RollMotion, planned_motion
from posthouse.titles.page import Page, Screen

if TYPE_CHECKING:
    from posthouse.titles.faces import FontBook
    from posthouse.titles.image import TitleImage
    from posthouse.titles.spec import TitleSpec

# A change of drawing that changes pixels must change this number, so that stored results are not used.
_EDITION = 1


def render_title(
    spec: TitleSpec,
    picture_width: int,
    picture_height: int,
    pixel_aspect: float = 1.0,
    *,
    font_root: Path = Path(),
    rows: tuple[int, int] | None = None,
) -> TitleImage:
    """Return a title as it stands in the picture; a roll as it stands below it, before it moves.

    Args:
        spec: the title.
        picture_width: pixels.
        picture_height: pixels.
        pixel_aspect: width of a pixel as a part of its height.
        font_root: the folder font files in the production are named from.
        rows: draw only these rows (of a roll: of the unmoved roll; see ``RollMotion.rows_between``).

    Raises:
        ProductionError: a font is missing, or no font has some character.
    """
    from posthouse.titles.paint import painted  # late: NumPy and FreeType, only when something is drawn

    return painted(_page(spec, _screen(picture_width, picture_height, pixel_aspect), font_root), rows)


def plan_roll(
    spec: TitleSpec,
    picture_width: int,
    picture_height: int,
    pixel_aspect: float = 1.0,
    *,
    duration_frames: int,
    font_root: Path = Path(),
) -> RollMotion:
    """Return how a roll moves; ``str()`` of it says so to a person. Draws nothing."""
    if spec.roll is None:
        raise InternalError("only a roll moves")
    page = _page(spec, _screen(picture_width, picture_height, pixel_aspect), font_root)
    height_px = max(1, math.ceil(page.reach().bottom) + 1 - picture_height)
    return planned_motion(picture_height=picture_height, height_px=height_px, duration_frames=duration_frames)


def font_digests(spec: TitleSpec, *, font_root: Path = Path()) -> tuple[str, ...]:
    """Return the BLAKE3 of every font file a title takes, sorted: a part of the key of its picture."""
    from posthouse.titles.fonts import font_digest

    book = _book(spec, font_root)
    _laid_out(spec, _screen(1920, 1080, 1.0), book)
    return tuple(sorted(font_digest(path) for path in book.files_read()))


def engine_version() -> str:
    """Return the editions of everything that shapes and draws titles: a part of the key of every title."""
    from importlib.metadata import version

    import freetype
    import uharfbuzz

    unidata = unicodedata.unidata_version
    drawn = ".".join(str(part) for part in freetype.version())
    shaped = f"harfbuzz {uharfbuzz.version_string()}, uniseg {version('uniseg')}, unicode {unidata}"
    return f"titles {_EDITION}, {shaped}, freetype {drawn}"


def _screen(width: int, height: int, pixel_aspect: float) -> Screen:
    if width <= 0 or height <= 0 or not 0 < pixel_aspect < math.inf:
        raise InternalError(f"a picture of {width}x{height} pixels of {pixel_aspect} cannot hold a title")
    return Screen(width=width, height=height, pixel_aspect=pixel_aspect)


def _page(spec: TitleSpec, screen: Screen, font_root: Path) -> Page:
    return _laid_out(spec, screen, _book(spec, font_root))


def _book(spec: TitleSpec, font_root: Path) -> FontBook:
    from posthouse.titles.faces import FontBook  # late: HarfBuzz, only when there are titles

    return FontBook(root=font_root, language=spec.language or "")


def _laid_out(spec: TitleSpec, screen: Screen, book: FontBook) -> Page:
    from posthouse.titles.layout import laid_out  # as above
    from posthouse.titles.roll import laid_out_roll

    return laid_out_roll(spec, screen, book) if spec.roll is not None else laid_out(spec, screen, book)
