"""A paragraph cut into pieces a shaper can take: one script, one direction, one font each."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uharfbuzz as hb

from posthouse.errors import ProductionError
from posthouse.titles.bidi import bidi_levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.titles.faces import FontBook, OpenFont
    from posthouse.titles.style import Style

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paragraph:
    """A paragraph with what is known of each of its characters.

    Attributes:
        text: without line ends.
        is_rtl: whether it runs from right to left (UAX #9, P2).
        levels: of each character (UAX #9).
        scripts: of each character, ISO 15924; common characters have their neighbour's.
        fonts: of each character.
        style: how it looks.
        language: BCP 47, or empty.
    """

    text: str
    is_rtl: bool
    levels: tuple[int, ...]
    scripts: tuple[str, ...]
    fonts: tuple[OpenFont, ...]
    style: Style
    language: str


def itemized(text: str, style: Style, book: FontBook) -> Paragraph:
    """Return a paragraph with direction, script and font of each character.

    Raises:
        ProductionError: no font has some character, or the style's font is missing.
    """
    shown = text.upper() if style.uppercase else text
    shown = unicodedata.normalize("NFC", shown.replace("\t", " "))
    base, levels = bidi_levels(shown)
    scripts = _scripts(shown)
    language = book.language or _told_language(scripts)
    return Paragraph(
        text=shown,
        is_rtl=base == 1,
        levels=levels,
        scripts=scripts,
        fonts=_fonts(shown, scripts, style, book, language=language),
        style=style,
        language=language,
    )


def _scripts(text: str) -> tuple[str, ...]:
    """Return the script of each character; common ones join the letter before them, else the first after."""
    own = [_script_of(letter) for letter in text]
    known = next((script for script in own if script), "Latn")
    joined = []
    for script in own:
        known = script or known
        joined.append(known)
    return tuple(joined)


def _told_language(scripts: Sequence[str]) -> str:
    """Return the language that a script tells, so that the Han characters beside kana are drawn as in Japan."""
    told = {"Hira": "ja", "Kana": "ja", "Hang": "ko", "Bopo": "zh-Hant"}
    return next((told[script] for script in scripts if script in told), "")


@functools.lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    """Return a character's script; empty for the common and inherited ones."""
    buffer = hb.Buffer()
    buffer.add_str(letter)
    buffer.guess_segment_properties()
    script = buffer.script
    return "" if script in {None, "Zyyy", "Zinh", "Zzzz"} else str(script)


def _fonts(text: str, scripts: Sequence[str], style: Style, book: FontBook, *, language: str) -> tuple[OpenFont, ...]:
    fonts: list[OpenFont] = []
    missing: list[str] = []
    for cluster in clusters_of(text):
        at = len(fonts)
        font = _font_beside(cluster, fonts) or book.font_for(cluster, style, script=scripts[at], language=language)
        if font is None:
            missing.append(cluster)
        fonts += [font or book.chosen(style)] * len(cluster)
    if missing:
        raise _not_covered(missing)
    return tuple(fonts)


def _font_beside(cluster: str, fonts: Sequence[OpenFont]) -> OpenFont | None:
    """Return the font of the letter before a common character, so that spaces and commas stay with their words."""
    is_common = not any(_script_of(letter) for letter in cluster)
    return fonts[-1] if is_common and fonts and fonts[-1].covers(cluster) else None


def clusters_of(text: str) -> list[str]:
    """Return the grapheme clusters (UAX #29) of a text: what a reader calls one letter."""
    if text.isascii():
        return list(text)
    from uniseg.graphemecluster import grapheme_clusters  # late: its tables, only for texts beyond ASCII

    return list(grapheme_clusters(text))


def _not_covered(missing: Sequence[str]) -> ProductionError:
    letters = list(dict.fromkeys(letter for cluster in missing for letter in cluster))
    named = [
        f"{letter} (U+{ord(letter):04X} {unicodedata.name(letter, 'unnamed')})" for letter in letters[:_MOST_NAMED]
    ]
    more = f" and {len(letters) - _MOST_NAMED} more" if len(letters) > _MOST_NAMED else ""
    return ProductionError(
        f"no font has {', '.join(named)}{more}", hint="name a font file that has them: style: {font: fonts/Name.ttf}"
    )
