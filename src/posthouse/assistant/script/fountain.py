"""Fountain screenplays, read element by element.

Source: Fountain 1.1, fountain.io/syntax. What it says of blank lines is kept exactly: a scene heading has one before
and one after it; a character has one before and none after.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class ElementKind(enum.StrEnum):
    """What an element is, by the names of fountain.io/syntax."""

    SCENE_HEADING = "scene heading"
    ACTION = "action"
    CHARACTER = "character"
    DIALOGUE = "dialogue"
    PARENTHETICAL = "parenthetical"
    LYRIC = "lyric"
    TRANSITION = "transition"
    CENTERED = "centered"
    PAGE_BREAK = "page break"
    SECTION = "section"
    SYNOPSIS = "synopsis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: its words without the marks that force it, and the line it begins at, from 1."""

    kind: ElementKind
    text: str
    line: int
    number: str = ""
    """Of a scene heading, what stands between number signs."""
    is_dual: bool = False
    """Of a character, whether the words are spoken together with those before."""


_TITLE_KEYS = {
    *("title", "credit", "author", "authors", "source", "draft date", "date", "contact", "copyright", "notes"),
    *("revision", "format", "font", "tl", "tc", "tr", "cc", "br", "bl", "header", "footer", "watermark"),
}
_KEY = re.compile(r"([A-Za-z][A-Za-z ]*):\s*(.*)")
_BONEYARD = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOTE = re.compile(r"\[\[(?:(?!\]\])(?:[^\n]|\n(?!\n)))*\]\]")
_HEADING = re.compile(r"(?:INT\.?/EXT|INT/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]", re.IGNORECASE)
_NUMBER = re.compile(r"^(.*?)\s*#([A-Za-z0-9.-]+)#\s*$")
_PAGE_BREAK = re.compile(r"={3,}")
_EXTENSION = re.compile(r"\s*\([^)]*\)")


def read_fountain(text: str) -> tuple[dict[str, str], tuple[Element, ...]]:
    """Return the title page by its keys (lower case) and the elements in order; notes and the boneyard are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").expandtabs(4)
    for pattern in (_BONEYARD, _NOTE):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    lines = text.split("\n")
    title, first = _title_page(lines)
    return title, tuple(_joined(_Reader(lines, first).elements()))


def _title_page(lines: list[str]) -> tuple[dict[str, str], int]:
    """Return the title page and the line after it; a text that begins with FADE IN: has none."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    match = _KEY.fullmatch(lines[start].rstrip()) if start < len(lines) else None
    if match is None or match[1].lower() not in _TITLE_KEYS:
        return {}, 0
    title: dict[str, str] = {}
    key = ""
    for at in range(start, len(lines)):
        if not lines[at].strip():
            return title, at
        if not lines[at].startswith("   ") and (match := _KEY.fullmatch(lines[at].rstrip())):
            key = match[1].lower()
            title[key] = match[2]
        else:
            title[key] = f"{title[key]}\n{lines[at].strip()}".strip()
    return title, len(lines)


class _Reader:
    def __init__(self, lines: list[str], first: int) -> None:
        self.lines, self.first = lines, first
        self.is_speaking = False

    def elements(self) -> Iterator[Element]:
        """Yield an element a line."""
        for at in range(self.first, len(self.lines)):
            line = self.lines[at]
            if not line.strip():
                # Two spaces on an empty line keep the same speech going.
                self.is_speaking = self.is_speaking and len(line) >= 2
                continue
            yield self._spoken(line.strip(), at) if self.is_speaking else self._element(line, at)

    def _is_blank(self, at: int) -> bool:
        return not self.first <= at < len(self.lines) or not self.lines[at].strip()

    def _spoken(self, text: str, at: int) -> Element:
        if text.startswith("(") and text.endswith(")"):
            return Element(kind=ElementKind.PARENTHETICAL, text=text, line=at + 1)
        if text.startswith("~"):
            return Element(kind=ElementKind.LYRIC, text=text[1:].strip(), line=at + 1)
        return Element(kind=ElementKind.DIALOGUE, text=text, line=at + 1)

    def _element(self, line: str, at: int) -> Element:
        text = line.strip()
        forced = _forced(text, at + 1)
        if forced is not None:
            return forced
        is_alone = self._is_blank(at - 1) and self._is_blank(at + 1)
        if is_alone and _HEADING.match(text):
            return _heading(text, at + 1)
        if is_alone and text == text.upper() and text.endswith("TO:"):
            return Element(kind=ElementKind.TRANSITION, text=text, line=at + 1)
        if self._is_blank(at - 1) and not self._is_blank(at + 1) and _is_character(text):
            self.is_speaking = True
            name = text.removeprefix("@").removesuffix("^").strip()
            return Element(kind=ElementKind.CHARACTER, text=name, line=at + 1, is_dual=text.endswith("^"))
        return Element(kind=ElementKind.ACTION, text=line.rstrip(), line=at + 1)


def _forced(text: str, line: int) -> Element | None:
    """Return an element whose first sign says what it is; None where none does."""
    kind, words = ElementKind.ACTION, text[1:].strip()
    if text.startswith("!"):
        return Element(kind=kind, text=text[1:].rstrip(), line=line)
    if text.startswith(".") and text[1:2].isalnum():
        return _heading(words, line)
    if _PAGE_BREAK.fullmatch(text):
        kind, words = ElementKind.PAGE_BREAK, ""
    elif text.startswith("="):
        kind = ElementKind.SYNOPSIS
    elif text.startswith("#"):
        kind, words = ElementKind.SECTION, text.lstrip("#").strip()
    elif text.startswith(">"):
        is_centered = text.endswith("<")
        kind = ElementKind.CENTERED if is_centered else ElementKind.TRANSITION
        words = words.removesuffix("<").strip()
    elif text.startswith("~"):
        kind = ElementKind.LYRIC
    else:
        return None
    return Element(kind=kind, text=words, line=line)


def _heading(text: str, line: int) -> Element:
    match = _NUMBER.match(text)
    words, number = (match[1], match[2]) if match else (text, "")
    return Element(kind=ElementKind.SCENE_HEADING, text=words, line=line, number=number)


def _is_character(text: str) -> bool:
    """Return whether a line names who speaks: all upper case but what is in brackets, with a letter, or forced by @."""
    if text.startswith("@"):
        return len(text) > 1
    name = _EXTENSION.sub("", text.removesuffix("^")).strip()
    return name == name.upper() and any(letter.isalpha() for letter in name)


def _joined(elements: Iterator[Element]) -> Iterator[Element]:
    """Yield elements with the lines of one paragraph or speech as one."""
    before: Element | None = None
    last = 0
    for each in elements:
        is_same = before is not None and each.kind is before.kind and each.line == last + 1
        if before is not None and is_same and each.kind in {ElementKind.ACTION, ElementKind.DIALOGUE}:
            before = Element(kind=before.kind, text=f"{before.text}\n{each.text}", line=before.line)
        else:
            if before is not None:
                yield before
            before = each
        last = each.line
    if before is not None:
        yield before
