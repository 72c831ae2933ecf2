"""Running text: lines over a picture whose figures change every frame, as burnt-in timecode.

Problem: a new line every frame must not be shaped and drawn anew, and its figures must not dance.
Approach: words are drawn once, each figure once; a line is put together from them on whole pixels, all figures as wide
as the widest. So a line costs a few copies, and the same text has the same pixels wherever it stands.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.titles.render import font_digests, render_title
from posthouse.titles.spec import TitleSpec

if TYPE_CHECKING:
    from posthouse.titles.image import FloatArray
    from posthouse.titles.style import Rgba

FIGURES = "0123456789"
_MARKS = ":;+"
_RUNNING = re.compile(rf"[{FIGURES}{_MARKS}]+")
_STYLE = {
    "like": "credits", "size": "5%", "weight": "semibold",
    "shadow": False, "outline": False, "box": False, "uppercase": False,
}  # fmt: skip
_EMS_HIGH = 20  # a type size of 5 %
_PADDING_EM, _LINE_EM, _GAP_EM, _BETWEEN_EM = 0.35, 1.5, 0.45, 0.5
LONGEST_LETTERS = 48
"""Of a word; more are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningInk:
    """The two colors of running text, as the picture codes them; the box under the letters lets some through."""

    letters: Rgba = (1.0, 1.0, 1.0, 1.0)
    box: Rgba = (0.0, 0.0, 0.0, 0.65)


def running_row(left: str, right: str, width: int, em_px: int, ink: RunningInk) -> FloatArray:
    """Return a row with up to two boxes, (y, x, 4) premultiplied: what does not fit of the right one is cut off."""
    row = np.zeros((row_height(em_px), width, 4), np.float32)
    room = width
    if left:
        box = _box(left, em_px)[:, :width]
        _lay(row[:, : box.shape[1]], box, ink)
        room -= box.shape[1] + round(_BETWEEN_EM * em_px)
    if right and room > 0:
        box = _box(right, em_px)[:, :room]
        _lay(row[:, width - box.shape[1] :], box, ink)
    return row


def row_height(em_px: int) -> int:
    """Return how high a row is: even, so that it lies on whole samples of any chroma."""
    return 2 * round(_LINE_EM * em_px / 2)


def running_fonts(words: frozenset[str]) -> tuple[str, ...]:
    """Return the BLAKE3 of every font file that running text of some words, and any figures, takes.

    Raises:
        ProductionError: no font has some character.
    """
    return tuple(sorted({digest for text in (FIGURES + _MARKS, *words) for digest in _fonts_of(text)}))


@functools.lru_cache(maxsize=1024)
def _fonts_of(text: str) -> tuple[str, ...]:
    return font_digests(_spec(text))


def words_of(text: str) -> frozenset[str]:
    """Return the parts of a text that are drawn as words, not as running figures."""
    return frozenset(_shown(word) for word in text.split() if not _RUNNING.fullmatch(word))


def _shown(word: str) -> str:
    return word if len(word) <= LONGEST_LETTERS else f"{word[: LONGEST_LETTERS - 1]}…"


def _lay(row: FloatArray, cover: FloatArray, ink: RunningInk) -> None:
    """Paint a box and its letters over a clear part of a row."""
    under, over = np.array(ink.box, np.float32), np.array(ink.letters, np.float32)
    under[:3] *= under[3]
    over[:3] *= over[3]
    alpha = cover[..., None] * over[3]
    row[:] = under * (1 - alpha) + over * cover[..., None]


def _box(text: str, em_px: int) -> FloatArray:
    """Return (y, x) how much of a box its letters cover."""
    parts = [part for word in text.split() for part in (_word(word, em_px), None)][:-1]
    gap, pad = round(_GAP_EM * em_px), round(_PADDING_EM * em_px)
    wide = 2 * pad + sum(gap if part is None else part.shape[1] for part in parts)
    made = np.zeros((row_height(em_px), wide), np.float32)
    x = pad
    for part in parts:
        if part is not None:
            made[:, x : x + part.shape[1]] = part
        x += gap if part is None else part.shape[1]
    return made


def _word(word: str, em_px: int) -> FloatArray:
    """Return (y, x) coverage of a word on a row, as wide as its ink; of figures, from their cells."""
    if _RUNNING.fullmatch(word):
        return np.concatenate([_cell(letter, em_px) for letter in word], axis=1)
    return _set_word(_shown(word), em_px)


@functools.lru_cache(maxsize=256)
def _set_word(word: str, em_px: int) -> FloatArray:
    ink, top = _drawn(word, em_px)
    return _on_row(ink, (0, top), ink.shape[1], em_px)


@functools.lru_cache(maxsize=256)
def _cell(letter: str, em_px: int) -> FloatArray:
    """Return a figure or mark in the middle of a cell that is as wide as any of its kind."""
    kind = FIGURES if letter in FIGURES else _MARKS[:2] if letter in _MARKS[:2] else letter
    wide = max(_drawn(each, em_px)[0].shape[1] for each in kind) + max(1, round(0.09 * em_px))
    ink, top = _drawn(letter, em_px)
    return _on_row(ink, ((wide - ink.shape[1]) // 2, top), wide, em_px)


def _on_row(ink: FloatArray, place: tuple[int, int], wide: int, em_px: int) -> FloatArray:
    """Return ink at a place (right of the left edge, down from the middle) on a row of a width."""
    left, top = place
    made = np.zeros((row_height(em_px), wide), np.float32)
    y = made.shape[0] // 2 + top
    low, high = max(0, y), min(made.shape[0], y + ink.shape[0])
    made[low:high, left : left + ink.shape[1]] = ink[low - y : high - y]
    return made


@functools.lru_cache(maxsize=256)
def _drawn(text: str, em_px: int) -> tuple[FloatArray, int]:
    """Return (y, x) coverage of a text, cropped to its ink, and how far above (below 0) its middle it begins."""
    height = _EMS_HIGH * em_px
    image = render_title(_spec(text), 4 * em_px * (len(text) + 8), height)  # so wide that no line breaks
    return np.ascontiguousarray(image.rgba[..., 3]), image.top_px - height // 2


def _spec(text: str) -> TitleSpec:
    return TitleSpec.model_validate({"text": text, "at": 0, "for": "1f", "style": _STYLE, "position": [0.5, 0.5]})
