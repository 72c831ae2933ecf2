"""Burn-ins: which text stands over each programme frame, and its pixels.

A row of a stack holds the very texts it draws, frame by frame: so the programme's timecode makes a burnt-in chunk its
own place's, and nothing else of the film knows of it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.editorial import Chunk, Shot, Transition
from posthouse.errors import ProductionError
from posthouse.pixels import Overlay, Titled
from posthouse.studio.between import shown_pictures
from posthouse.studio.coloring import drawn_colors
from posthouse.timing import FrameRange, Timecode
from posthouse.titles import RunningInk, engine_version, row_height, running_fonts, running_row, words_of

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.delivery.burn_in import BurnInSpec
    from posthouse.pixels import Stack
    from posthouse.signal import PictureFormat
    from posthouse.studio.programme import Programme
    from posthouse.titles.style import Rgba

_MARGIN = 0.03
_NARROWEST = 0.75  # of a picture's sides: in a narrower one, letters are as in one that wide
_LEAST_PX = 8
Row = tuple[str, str]
"""The texts at the left and at the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnUse:
    """One row of running text, frame by frame; as a title of a stack."""

    texts: tuple[Row, ...]
    size: Fraction
    is_top: bool
    fonts: tuple[str, ...]
    engine: str


class BurnBoard:
    """The burn-ins of one movie."""

    def __init__(self, programme: Programme, spec: BurnInSpec) -> None:
        self._programme, self._spec = programme, spec
        rate = programme.production.document.format.rate
        self._start = programme.cut.start or Timecode(frame_count=0, rate=rate)

    def over(self, stack: Stack, chunk: Chunk) -> Stack:
        """Return what a chunk shows with its burn-ins over it."""
        shots = [self._seen(chunk, frame) for frame in chunk.range]
        names = [self._name(shot) for shot in shots]
        for is_top, texts in ((True, names), (False, self._timecodes(chunk, shots))):
            if any(any(text) for text in texts):
                stack = Titled(under=stack, title=self._use(tuple(texts), is_top=is_top), first_frame=0)
        return stack

    def _use(self, texts: tuple[Row, ...], *, is_top: bool) -> BurnUse:
        texts = tuple((_drawable(left), _drawable(right)) for left, right in texts)
        words = frozenset(word for row in set(texts) for text in row for word in words_of(text))
        return BurnUse(
            texts=texts, size=self._spec.size, is_top=is_top, fonts=running_fonts(words), engine=engine_version()
        )

    def _name(self, shot: Shot | None) -> Row:
        return self._spec.name or "", shot.shot if shot is not None and self._spec.shot else ""

    def _timecodes(self, chunk: Chunk, shots: list[Shot | None]) -> list[Row]:
        frames = zip(chunk.range, shots, strict=True)
        return [
            (
                f"REC {self._start.plus(frame)}" if self._spec.timecode else "",
                source_text(self._programme, shot, frame) if shot is not None and self._spec.source else "",
            )
            for frame, shot in frames
        ]

    def _seen(self, chunk: Chunk, frame: int) -> Shot | None:
        """Return the shot a frame is named after: the cut's own, or over a gap the topmost that lies over it."""
        base = chunk.base
        if isinstance(base, Transition):
            events = [self._programme.shown.events[index] for index in (base.before, base.after)]
            base = events[0] if frame < events[0].range.end_frame else events[1]
        if isinstance(base, Shot):
            return base
        return chunk.layers[-1].shot if chunk.layers else None


def source_text(programme: Programme, shot: Shot, frame: int) -> str:
    """Return what a shot shows at a programme frame: the picture's timecode (from 0 if it has none) and its reel."""
    media = programme.media[shot.media]
    if media.footage is None or media.info is None or media.path is None:
        return f"SRC {shot.media}"
    name = media.reel or media.path.stem
    if media.info.kind == "still":
        return f"SRC {name}"
    pictures, _ = shown_pictures(media.footage, shot, FrameRange(frame, frame + 1))
    label = media.editorial.start_timecode if media.editorial else None
    start = label or Timecode(frame_count=0, rate=media.footage.rate)
    return f"SRC {start.plus(pictures[0])} {name}"


@functools.lru_cache(maxsize=1024)
def _drawable(text: str) -> str:
    """Return a text in letters there are: what no font has becomes a question mark."""
    try:
        running_fonts(words_of(text))
    except ProductionError:
        return "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in text)
    return text


class BurnTile:
    """A row of running text, drawn on one canvas."""

    def __init__(self, use: BurnUse, canvas: PictureFormat) -> None:
        self._use, self._canvas = use, canvas
        self._em_px = max(_LEAST_PX, round(float(use.size) * min(canvas.height, _NARROWEST * canvas.width)))
        self._margin = 2 * round(_MARGIN * canvas.width / 2)
        self._ink = _ink(canvas)
        self._held: tuple[Row, Overlay] | None = None

    def overlay(self, frame: int) -> Overlay:
        """Return what the row draws at a frame of the run; the same object while it says the same."""
        text = self._use.texts[frame]
        if self._held is None or self._held[0] != text:
            self._held = text, self._drawn(text)
        return self._held[1]

    def _drawn(self, text: Row) -> Overlay:
        canvas, margin = self._canvas, self._margin
        row = running_row(*text, canvas.width - 2 * margin, self._em_px, self._ink)
        down = 2 * round(_MARGIN * canvas.height / 2)
        top = down if self._use.is_top else canvas.height - down - row_height(self._em_px)
        return Overlay(rgba=row, left=margin, top=max(0, top))


def _ink(canvas: PictureFormat) -> RunningInk:
    """Return the house's colors of burn-ins as a canvas codes them."""
    house = RunningInk()
    return RunningInk(letters=_coded(house.letters, canvas), box=_coded(house.box, canvas))


def _coded(color: Rgba, canvas: PictureFormat) -> Rgba:
    alpha = color[3]
    drawn = drawn_colors(np.array([[[*(part * alpha for part in color[:3]), alpha]]], np.float32), canvas)[0, 0]
    red, green, blue = (float(part) / alpha for part in drawn[:3])
    return red, green, blue, alpha
